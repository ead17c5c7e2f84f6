// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISharingTerms} from "../../../contracts/ISharingTerms.sol";
import {TermsHash} from "../../../contracts/types/TermsTypes.sol";
import {LedgerId} from "../../../contracts/types/LogTypes.sol";
import {TermsDigest} from "./TermsDigest.sol";
import {WalletMock} from "./WalletMock.sol";

/// @dev What ISharingTerms says, written down once more in the plainest way: lists, no packing, every rule
/// in the order in which the specification names its error. Its operations have the contract's selectors,
/// so that the same bytes can be sent to both; each answers with the exact bytes that the contract must
/// revert with, or with none and then has changed the model as the contract must have changed.
contract TermsModel {
    struct Entry {
        ISharingTerms.Agreement about;
        ISharingTerms.Version[] versions;
        ISharingTerms.Terms proposed;
        address proposer;
    }

    address internal immutable SUBJECT;
    uint256 internal immutable CHAIN;
    mapping(bytes32 id => Entry entry) internal _entries;
    bytes32[] internal _ids;

    constructor(address contractUnderTest) {
        SUBJECT = contractUnderTest;
        CHAIN = block.chainid;
    }

    function ids() external view returns (bytes32[] memory) {
        return _ids;
    }

    function about(bytes32 id) external view returns (ISharingTerms.Agreement memory) {
        return _entries[id].about;
    }

    function versions(bytes32 id) external view returns (ISharingTerms.Version[] memory) {
        return _entries[id].versions;
    }

    /// @dev The terms of what is proposed, or was last.
    function proposed(bytes32 id) external view returns (ISharingTerms.Terms memory) {
        return _entries[id].proposed;
    }

    function pending(bytes32 id) external view returns (ISharingTerms.Proposal memory p) {
        Entry storage entry = _entries[id];
        if (entry.proposer == address(0)) return p;
        p.proposer = entry.proposer;
        p.proposal = entry.proposed.proposal;
        p.version = entry.proposed.version;
        p.ledgerId = entry.proposed.ledgerId;
        p.termsHash = entry.proposed.termsHash;
        p.validFrom = entry.proposed.validFrom;
        p.validUntil = entry.proposed.validUntil;
        p.deadline = entry.proposed.deadline;
    }

    /// @dev Goes through the agreement's life from its beginning.
    function versionAt(bytes32 id, uint64 time) external view returns (uint32 inForce) {
        Entry storage entry = _entries[id];
        for (uint32 i = 1; i <= entry.versions.length; ++i) {
            ISharingTerms.Version memory each = entry.versions[i - 1];
            bool begun = each.agreedAt <= time && each.validFrom <= time;
            if (begun) inForce = each.validUntil > time ? i : 0;
        }
        uint64 end = entry.about.terminatedAt;
        if (end != 0 && end <= time) inForce = 0;
    }

    function idOf(
        address controller,
        address recipient,
        bytes32 salt
    ) public view returns (bytes32) {
        return keccak256(abi.encode(CHAIN, SUBJECT, controller, recipient, salt));
    }

    function separator() public view returns (bytes32) {
        return TermsDigest.domain(block.chainid, SUBJECT);
    }

    function propose(
        ISharingTerms.Terms memory terms,
        address proposer,
        bytes memory signature
    ) public returns (bytes memory refused) {
        refused = _refusedAsUnsound(terms);
        if (refused.length > 0) return refused;
        bytes32 id = idOf(terms.controller, terms.recipient, terms.salt);
        Entry storage entry = _entries[id];
        refused = _refusedAsTerminated(id);
        if (refused.length > 0) return refused;
        refused = _wrongVersion(id, entry.versions.length + 1, terms.version);
        if (refused.length > 0) return refused;
        refused = _wrongProposal(id, entry.about.proposals + 1, terms.proposal);
        if (refused.length > 0) return refused;
        if (proposer != terms.controller && proposer != terms.recipient) {
            return abi.encodeWithSelector(ISharingTerms.NotParty.selector, id, proposer);
        }
        bytes32 digest = TermsDigest.ofTerms(separator(), id, terms);
        refused = _refusedAsUnsigned(id, proposer, digest, signature);
        if (refused.length > 0) return refused;

        if (entry.about.controller == address(0)) _ids.push(id);
        entry.about.controller = terms.controller;
        entry.about.recipient = terms.recipient;
        entry.about.proposals = terms.proposal;
        entry.proposed = terms;
        entry.proposer = proposer;
        return "";
    }

    function accept(
        bytes32 id,
        uint64 proposal,
        bytes memory signature
    ) public returns (bytes memory refused) {
        refused = _refusedAsNotProposed(id, proposal);
        if (refused.length > 0) return refused;
        Entry storage entry = _entries[id];
        refused = _refusedAsLate(entry.proposed.deadline);
        if (refused.length > 0) return refused;
        bool byController = entry.proposer == entry.about.recipient;
        address other = byController ? entry.about.controller : entry.about.recipient;
        bytes32 digest = TermsDigest.ofTerms(separator(), id, entry.proposed);
        refused = _refusedAsUnsigned(id, other, digest, signature);
        if (refused.length > 0) return refused;

        entry.versions.push(
            ISharingTerms.Version({
                ledgerId: entry.proposed.ledgerId,
                termsHash: entry.proposed.termsHash,
                validFrom: entry.proposed.validFrom,
                validUntil: entry.proposed.validUntil,
                agreedAt: uint64(block.timestamp)
            })
        );
        ++entry.about.versions;
        entry.proposer = address(0);
        return "";
    }

    function conclude(
        ISharingTerms.Terms memory terms,
        bytes memory controllerSignature,
        bytes memory recipientSignature
    ) external returns (bytes memory refused) {
        refused = propose(terms, terms.controller, controllerSignature);
        if (refused.length > 0) return refused;
        bytes32 id = idOf(terms.controller, terms.recipient, terms.salt);
        refused = accept(id, terms.proposal, recipientSignature);
        // What the contract undoes by reverting: the caller must throw the model's change away.
        require(refused.length == 0, string(refused));
    }

    function withdraw(
        bytes32 id,
        uint64 proposal,
        address party,
        bytes memory signature
    ) external returns (bytes memory refused) {
        refused = _refusedAsNotProposed(id, proposal);
        if (refused.length > 0) return refused;
        refused = _refusedAsStranger(id, party);
        if (refused.length > 0) return refused;
        bytes32 digest = TermsDigest.ofWithdrawal(separator(), id, proposal, party);
        refused = _refusedAsUnsigned(id, party, digest, signature);
        if (refused.length > 0) return refused;
        _entries[id].proposer = address(0);
        return "";
    }

    function terminate(
        bytes32 id,
        uint32 version,
        address party,
        uint64 deadline,
        bytes memory signature
    ) external returns (bytes memory refused) {
        refused = _refusedAsOver(id);
        if (refused.length > 0) return refused;
        Entry storage entry = _entries[id];
        refused = _wrongVersion(id, entry.versions.length, version);
        if (refused.length > 0) return refused;
        refused = _refusedAsLate(deadline);
        if (refused.length > 0) return refused;
        refused = _refusedAsStranger(id, party);
        if (refused.length > 0) return refused;
        bytes32 digest = TermsDigest.ofTermination(separator(), id, version, party, deadline);
        refused = _refusedAsUnsigned(id, party, digest, signature);
        if (refused.length > 0) return refused;
        entry.about.terminatedAt = uint64(block.timestamp);
        entry.proposer = address(0);
        return "";
    }

    function _refusedAsUnsound(ISharingTerms.Terms memory t) private view returns (bytes memory) {
        bool nobody = t.controller == address(0) || t.recipient == address(0);
        if (nobody) return abi.encodePacked(ISharingTerms.ZeroParty.selector);
        if (t.controller == t.recipient) {
            return abi.encodeWithSelector(ISharingTerms.SameParty.selector, t.controller);
        }
        if (LedgerId.unwrap(t.ledgerId) == 0) {
            return abi.encodePacked(ISharingTerms.ZeroLedger.selector);
        }
        if (TermsHash.unwrap(t.termsHash) == 0) {
            return abi.encodePacked(ISharingTerms.ZeroTermsHash.selector);
        }
        uint256 from = t.validFrom;
        uint256 until = t.validUntil;
        if (until <= from) {
            return abi.encodeWithSelector(ISharingTerms.EmptyPeriod.selector, from, until);
        }
        if (until > from + 316_224_000) {
            return abi.encodeWithSelector(ISharingTerms.PeriodTooLong.selector, from, until);
        }
        if (!(t.deadline < until)) {
            return
                abi.encodeWithSelector(ISharingTerms.DeadlineAfterEnd.selector, t.deadline, until);
        }
        return _refusedAsLate(t.deadline);
    }

    function _refusedAsLate(uint64 deadline) private view returns (bytes memory) {
        if (block.timestamp <= deadline) return "";
        return
            abi.encodeWithSelector(
                ISharingTerms.DeadlinePassed.selector,
                deadline,
                block.timestamp
            );
    }

    function _refusedAsTerminated(bytes32 id) private view returns (bytes memory) {
        uint64 end = _entries[id].about.terminatedAt;
        if (end == 0) return "";
        return abi.encodeWithSelector(ISharingTerms.AgreementTerminated.selector, id, end);
    }

    function _refusedAsOver(bytes32 id) private view returns (bytes memory) {
        if (_entries[id].about.controller != address(0)) return _refusedAsTerminated(id);
        return abi.encodeWithSelector(ISharingTerms.UnknownAgreement.selector, id);
    }

    function _refusedAsNotProposed(
        bytes32 id,
        uint64 proposal
    ) private view returns (bytes memory) {
        bytes memory refused = _refusedAsOver(id);
        if (refused.length > 0) return refused;
        if (_entries[id].proposer == address(0)) {
            return abi.encodeWithSelector(ISharingTerms.NothingProposed.selector, id);
        }
        return _wrongProposal(id, _entries[id].about.proposals, proposal);
    }

    function _refusedAsStranger(bytes32 id, address party) private view returns (bytes memory) {
        ISharingTerms.Agreement memory who = _entries[id].about;
        if (party == who.controller || party == who.recipient) return "";
        return abi.encodeWithSelector(ISharingTerms.NotParty.selector, id, party);
    }

    function _refusedAsUnsigned(
        bytes32 id,
        address signer,
        bytes32 digest,
        bytes memory signature
    ) private view returns (bytes memory) {
        bool good =
            signer.code.length > 0
                ? WalletMock(signer).wouldAccept(digest, signature)
                : TermsDigest.isKeySignature(signer, digest, signature);
        if (good) return "";
        return abi.encodeWithSelector(ISharingTerms.InvalidSignature.selector, id, signer, digest);
    }

    function _wrongVersion(
        bytes32 id,
        uint256 expected,
        uint32 version
    ) private pure returns (bytes memory) {
        if (expected == version) return "";
        return abi.encodeWithSelector(ISharingTerms.WrongVersion.selector, id, expected, version);
    }

    function _wrongProposal(
        bytes32 id,
        uint256 expected,
        uint64 proposal
    ) private pure returns (bytes memory) {
        if (expected == proposal) return "";
        return abi.encodeWithSelector(ISharingTerms.WrongProposal.selector, id, expected, proposal);
    }
}
