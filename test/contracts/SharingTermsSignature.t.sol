// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISharingTerms} from "../../contracts/ISharingTerms.sol";
import {SharingTerms} from "../../contracts/SharingTerms.sol";
import {AgreementId} from "../../contracts/types/TermsTypes.sol";
import {TermsDigest} from "./helpers/TermsDigest.sol";
import {TermsFixture} from "./helpers/TermsFixture.sol";
import {WalletMock} from "./helpers/WalletMock.sol";
import {check, vm} from "./helpers/Vm.sol";

/// @dev Whose signature counts, for what, and in which spelling.
contract SharingTermsSignatureTest is TermsFixture {
    function test_TheDomainIsTold() public view {
        (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        ) = terms.eip712Domain();
        check(fields == 0x0f && salt == 0 && extensions.length == 0, "fields");
        check(keccak256(bytes(name)) == keccak256("Counterfoil SharingTerms"), "name");
        check(keccak256(bytes(version)) == keccak256("1"), "version");
        check(chainId == block.chainid && verifyingContract == address(terms), "where");
    }

    function test_OnlyThePartyItself() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        bytes32 digest = _digest(t);
        bytes memory ours = _sign(CONTROLLER_KEY, digest);
        _fails(t, recipient, ours);
        _fails(t, controller, _sign(STRANGER_KEY, digest));
        vm.expectRevert(abi.encodeWithSelector(ISharingTerms.NotParty.selector, id, stranger));
        terms.propose(t, stranger, _sign(STRANGER_KEY, digest));

        terms.propose(t, controller, ours);
        bytes memory unsigned = _unsigned(recipient, digest);
        bytes memory stray = _sign(STRANGER_KEY, digest);
        vm.expectRevert(unsigned);
        terms.accept(id, 1, ours);
        vm.expectRevert(unsigned);
        terms.accept(id, 1, stray);
    }

    function test_OnlyForThisChainAndContract() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        bytes32 raw = AgreementId.unwrap(id);
        bytes32 elsewhere = TermsDigest.domain(block.chainid + 1, address(terms));
        _fails(t, controller, _sign(CONTROLLER_KEY, TermsDigest.ofTerms(elsewhere, raw, t)));
        elsewhere = TermsDigest.domain(block.chainid, address(new SharingTerms()));
        _fails(t, controller, _sign(CONTROLLER_KEY, TermsDigest.ofTerms(elsewhere, raw, t)));
    }

    /// @dev A chain splits: agreements stay under their ids on both parts, signatures hold on one.
    function test_AfterASplit() public {
        _agree(_terms(1, 1));
        ISharingTerms.Terms memory t = _terms(2, 2);
        bytes memory old = _sign(CONTROLLER_KEY, _digest(t));
        vm.chainId(block.chainid + 1);
        bytes32 raw = AgreementId.unwrap(id);
        bytes32 digest = TermsDigest.ofTerms(_separator(), raw, t);
        vm.expectRevert(_unsigned(controller, digest));
        terms.propose(t, controller, old);
        terms.propose(t, controller, _sign(CONTROLLER_KEY, digest));
        terms.accept(id, 2, _sign(RECIPIENT_KEY, digest));
        check(terms.versionAt(id, NOW) == 2, "amended under the new chain id");
        _terminate(2);
    }

    function test_OnlyForWhatWasSigned() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        for (uint256 i = 0; i < 5; ++i) {
            ISharingTerms.Terms memory signed = _terms(1, 1);
            if (i == 0) ++signed.version;
            if (i == 1) ++signed.proposal;
            if (i == 2) ++signed.validFrom;
            if (i == 3) ++signed.validUntil;
            if (i == 4) ++signed.deadline;
            _fails(t, controller, _sign(CONTROLLER_KEY, _digest(signed)));
        }
        ISharingTerms.Terms memory other = _terms(1, 1);
        other.salt = "pepper";
        _fails(t, controller, _sign(CONTROLLER_KEY, _digest(other)));
        _fails(t, controller, _withdrawalOf(CONTROLLER_KEY, 1, controller));
        _fails(t, controller, _terminationOf(CONTROLLER_KEY, 1, controller));
    }

    function test_WhoEndsItHasSignedSo() public {
        _agree(_terms(1, 1));
        bytes memory theirs = _terminationOf(RECIPIENT_KEY, 1, controller);
        bytes32 raw = AgreementId.unwrap(id);
        bytes32 digest = TermsDigest.ofTermination(_separator(), raw, 1, controller, _soon());
        bytes memory unsigned = _unsigned(controller, digest);
        vm.expectRevert(unsigned);
        terms.terminate(id, 1, controller, NOW + 60, theirs);
        _propose(_terms(2, 2));
        theirs = _withdrawalOf(RECIPIENT_KEY, 2, controller);
        digest = TermsDigest.ofWithdrawal(_separator(), raw, 2, controller);
        unsigned = _unsigned(controller, digest);
        vm.expectRevert(unsigned);
        terms.withdraw(id, 2, controller, theirs);
    }

    function test_OneSpellingOnly() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(CONTROLLER_KEY, _digest(t));
        uint8 other = v == 27 ? 28 : 27;
        _fails(t, controller, abi.encodePacked(r, TermsDigest.ORDER - uint256(s), other));
        _fails(t, controller, abi.encodePacked(r, TermsDigest.ORDER - uint256(s), v));
        _fails(t, controller, abi.encodePacked(r, uint256(s) | (uint256(v - 27) << 255)));
        _fails(t, controller, abi.encodePacked(r, s, v - 27));
        _fails(t, controller, abi.encodePacked(r, s, other));
        _fails(t, controller, abi.encodePacked(r, s, v, uint8(0)));
        _fails(t, controller, abi.encodePacked(r, s));
        _fails(t, controller, "");
        _fails(t, controller, new bytes(65));
        terms.propose(t, controller, abi.encodePacked(r, s, v));
    }

    function test_AContractIsAPartyToo() public {
        WalletMock wallet = new WalletMock(vm.addr(RECIPIENT_KEY));
        recipient = address(wallet);
        id = terms.agreementIdOf(controller, recipient, "salt");
        ISharingTerms.Terms memory t = _terms(1, 1);
        _propose(t);
        bytes memory signature = _sign(RECIPIENT_KEY, _digest(t));
        bytes memory unsigned = _unsigned(recipient, _digest(t));
        for (uint8 mood = 2; mood < wallet.MOODS(); ++mood) {
            wallet.setMood(mood);
            if (WalletMock.Mood(mood) == WalletMock.Mood.AnswersMore) continue;
            vm.expectRevert(unsigned);
            terms.accept(id, 1, signature);
        }
        check(wallet.written() == 0, "nothing is written while it judges");
        wallet.setMood(uint8(WalletMock.Mood.Honest));
        bytes memory stray = _sign(STRANGER_KEY, _digest(t));
        vm.expectRevert(unsigned);
        terms.accept(id, 1, stray);
        terms.accept(id, 1, signature);
        wallet.setMood(uint8(WalletMock.Mood.AcceptsAll));
        terms.terminate(id, 1, recipient, NOW, "whatever it likes");
        check(!terms.isActive(id), "ended");
    }

    /// @dev An account that has code no longer signs by its key alone.
    function test_CodeOverridesTheKey() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        bytes memory signature = _sign(CONTROLLER_KEY, _digest(t));
        vm.etch(controller, hex"00");
        _fails(t, controller, signature);
        vm.etch(controller, "");
        terms.propose(t, controller, signature);
    }

    function _fails(
        ISharingTerms.Terms memory t,
        address proposer,
        bytes memory signature
    ) private {
        bytes memory unsigned = _unsigned(proposer, _digest(t));
        vm.expectRevert(unsigned);
        terms.propose(t, proposer, signature);
    }
}
