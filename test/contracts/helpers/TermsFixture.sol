// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISharingTerms} from "../../../contracts/ISharingTerms.sol";
import {SharingTerms} from "../../../contracts/SharingTerms.sol";
import {AgreementId, TermsHash} from "../../../contracts/types/TermsTypes.sol";
import {LedgerId} from "../../../contracts/types/LogTypes.sol";
import {TermsDigest} from "./TermsDigest.sol";
import {vm} from "./Vm.sol";

/// @dev Two parties with keys, terms that they could agree on, and short ways to do so.
abstract contract TermsFixture {
    uint256 internal constant CONTROLLER_KEY = 0xc0ffee;
    uint256 internal constant RECIPIENT_KEY = 0xbeef;
    uint256 internal constant STRANGER_KEY = 0xbad;
    uint64 internal constant NOW = 1_800_000_000;

    address internal controller;
    address internal recipient;
    address internal stranger;
    SharingTerms internal terms;
    AgreementId internal id;

    function setUp() public {
        vm.warp(NOW);
        controller = vm.addr(CONTROLLER_KEY);
        recipient = vm.addr(RECIPIENT_KEY);
        stranger = vm.addr(STRANGER_KEY);
        terms = new SharingTerms();
        id = terms.agreementIdOf(controller, recipient, "salt");
    }

    /// @dev In force at once, for thirty days; to be accepted within a day.
    function _terms(
        uint32 version,
        uint64 proposal
    ) internal view returns (ISharingTerms.Terms memory t) {
        t.controller = controller;
        t.recipient = recipient;
        t.salt = "salt";
        t.ledgerId = LedgerId.wrap(keccak256("ledger"));
        t.termsHash = TermsHash.wrap(keccak256(abi.encode("text", version, proposal)));
        t.version = version;
        t.proposal = proposal;
        t.validFrom = uint64(block.timestamp);
        t.validUntil = t.validFrom + 30 days;
        t.deadline = t.validFrom + 1 days;
    }

    function _separator() internal view returns (bytes32) {
        return TermsDigest.domain(block.chainid, address(terms));
    }

    function _digest(ISharingTerms.Terms memory t) internal view returns (bytes32) {
        bytes32 agreement = keccak256(
            abi.encode(block.chainid, address(terms), t.controller, t.recipient, t.salt)
        );
        return TermsDigest.ofTerms(_separator(), agreement, t);
    }

    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _propose(ISharingTerms.Terms memory t) internal {
        terms.propose(t, controller, _sign(CONTROLLER_KEY, _digest(t)));
    }

    function _accept(ISharingTerms.Terms memory t) internal {
        terms.accept(id, t.proposal, _sign(RECIPIENT_KEY, _digest(t)));
    }

    function _agree(ISharingTerms.Terms memory t) internal {
        _propose(t);
        _accept(t);
    }

    /// @dev Proposing fails like that, although it is signed.
    function _refused(ISharingTerms.Terms memory t, bytes memory expected) internal {
        bytes memory signature = _sign(CONTROLLER_KEY, _digest(t));
        vm.expectRevert(expected);
        terms.propose(t, controller, signature);
    }

    function _terminate(uint32 version) internal {
        bytes memory signature = _terminationOf(RECIPIENT_KEY, version, recipient);
        terms.terminate(id, version, recipient, _soon(), signature);
    }

    function _terminationOf(
        uint256 key,
        uint32 version,
        address party
    ) internal view returns (bytes memory) {
        bytes32 digest = TermsDigest.ofTermination(
            _separator(),
            AgreementId.unwrap(id),
            version,
            party,
            _soon()
        );
        return _sign(key, digest);
    }

    function _withdrawalOf(
        uint256 key,
        uint64 proposal,
        address party
    ) internal view returns (bytes memory) {
        bytes32 raw = AgreementId.unwrap(id);
        return _sign(key, TermsDigest.ofWithdrawal(_separator(), raw, proposal, party));
    }

    function _soon() internal view returns (uint64) {
        return uint64(block.timestamp) + 60;
    }

    function _unsigned(address signer, bytes32 digest) internal view returns (bytes memory) {
        return abi.encodeWithSelector(ISharingTerms.InvalidSignature.selector, id, signer, digest);
    }
}
