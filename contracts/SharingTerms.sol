// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {ISharingTerms} from "./ISharingTerms.sol";
import {AgreementId, TermsHash} from "./types/TermsTypes.sol";
import {LedgerId} from "./types/LogTypes.sol";

/// @title Sharing terms; ISharingTerms is their specification
/// @dev The contract calls nobody but parties that are contracts, to have them judge a signature, and these
/// by STATICCALL: they can change nothing here meanwhile, so there is nothing to re-enter.
contract SharingTerms is ISharingTerms, EIP712 {
    /// @dev Of the version after the newest, what is proposed, with `agreedAt` zero; so that agreeing
    /// writes one slot of it. What was withdrawn stays there until it is overwritten.
    struct VersionState {
        LedgerId ledgerId;
        TermsHash termsHash;
        uint64 validFrom;
        uint64 validUntil;
        uint64 deadline;
        uint64 agreedAt;
    }

    /// @dev Two slots.
    struct AgreementState {
        address controller; // zero exactly if there is no such agreement
        uint32 versions;
        uint64 terminatedAt;
        address recipient;
        uint64 proposals;
        Proposer proposer;
        mapping(uint32 number => VersionState state) versionStates;
    }

    /// @dev Who signed what is proposed.
    enum Proposer {
        Nobody,
        Controller,
        Recipient
    }

    uint64 private constant MAX_PERIOD = 3660 days;

    // Hashed by the compiler, so their length costs nothing.
    // solhint-disable gas-small-strings
    bytes32 private constant TERMS_TYPEHASH = keccak256(
        "Terms(bytes32 agreement,uint32 version,uint64 proposal,address controller,"
        "address recipient,bytes32 ledgerId,bytes32 termsHash,uint64 validFrom,"
        "uint64 validUntil,uint64 deadline)"
    );
    bytes32 private constant WITHDRAWAL_TYPEHASH = keccak256(
        "Withdrawal(bytes32 agreement,uint64 proposal,address party)"
    );
    bytes32 private constant TERMINATION_TYPEHASH = keccak256(
        "Termination(bytes32 agreement,uint32 version,address party,uint64 deadline)"
    );
    // solhint-enable gas-small-strings

    uint256 private immutable _DEPLOYED_ON;

    mapping(AgreementId id => AgreementState state) private _agreements;

    constructor() EIP712("Counterfoil SharingTerms", "1") {
        _DEPLOYED_ON = block.chainid;
    }

    /// @inheritdoc ISharingTerms
    function propose(
        Terms calldata terms,
        address proposer,
        bytes calldata signature
    ) external returns (AgreementId id) {
        return _propose(terms, proposer, signature);
    }

    /// @inheritdoc ISharingTerms
    function accept(AgreementId id, uint64 proposal, bytes calldata signature) external {
        AgreementState storage state = _withProposal(id, proposal);
        _accept(id, state, signature);
    }

    /// @inheritdoc ISharingTerms
    function conclude(
        Terms calldata terms,
        bytes calldata controllerSignature,
        bytes calldata recipientSignature
    ) external returns (AgreementId id) {
        id = _propose(terms, terms.controller, controllerSignature);
        _accept(id, _agreements[id], recipientSignature);
    }

    /// @inheritdoc ISharingTerms
    function withdraw(
        AgreementId id,
        uint64 proposal,
        address party,
        bytes calldata signature
    ) external {
        AgreementState storage state = _withProposal(id, proposal);
        bytes32 structHash = keccak256(abi.encode(WITHDRAWAL_TYPEHASH, id, proposal, party));
        _requireParty(id, state, party);
        _requireSigned(id, party, structHash, signature);
        state.proposer = Proposer.Nobody;
        emit Withdrawn(id, proposal, party);
    }

    /// @inheritdoc ISharingTerms
    function terminate(
        AgreementId id,
        uint32 number,
        address party,
        uint64 deadline,
        bytes calldata signature
    ) external {
        AgreementState storage state = _notTerminated(id);
        if (number != state.versions) revert WrongVersion(id, state.versions, number);
        if (deadline < _now()) revert DeadlinePassed(deadline, _now());
        _requireParty(id, state, party);
        bytes32 structHash = keccak256(
            abi.encode(TERMINATION_TYPEHASH, id, number, party, deadline)
        );
        _requireSigned(id, party, structHash, signature);
        state.terminatedAt = _now();
        state.proposer = Proposer.Nobody;
        emit Terminated(id, number, party);
    }

    /// @inheritdoc ISharingTerms
    function isActive(AgreementId id) external view returns (bool active) {
        return versionAt(id, _now()) != 0;
    }

    /// @inheritdoc ISharingTerms
    function wasActiveAt(AgreementId id, uint64 time) external view returns (bool active) {
        return versionAt(id, time) != 0;
    }

    /// @inheritdoc ISharingTerms
    function agreement(AgreementId id) external view returns (Agreement memory) {
        AgreementState storage state = _existing(id);
        return
            Agreement({
                controller: state.controller,
                recipient: state.recipient,
                versions: state.versions,
                proposals: state.proposals,
                terminatedAt: state.terminatedAt
            });
    }

    /// @inheritdoc ISharingTerms
    function version(AgreementId id, uint32 number) external view returns (Version memory) {
        AgreementState storage state = _existing(id);
        if (number == 0 || number > state.versions) revert UnknownVersion(id, number);
        VersionState storage agreed = state.versionStates[number];
        return
            Version({
                ledgerId: agreed.ledgerId,
                termsHash: agreed.termsHash,
                validFrom: agreed.validFrom,
                validUntil: agreed.validUntil,
                agreedAt: agreed.agreedAt
            });
    }

    /// @inheritdoc ISharingTerms
    function pending(AgreementId id) external view returns (Proposal memory proposed) {
        AgreementState storage state = _existing(id);
        if (state.proposer == Proposer.Nobody) return proposed;
        uint32 number = state.versions + 1;
        VersionState storage next = state.versionStates[number];
        return
            Proposal({
                proposer: state.proposer == Proposer.Controller
                    ? state.controller
                    : state.recipient,
                proposal: state.proposals,
                version: number,
                ledgerId: next.ledgerId,
                termsHash: next.termsHash,
                validFrom: next.validFrom,
                validUntil: next.validUntil,
                deadline: next.deadline
            });
    }

    /// @inheritdoc ISharingTerms
    function versionAt(AgreementId id, uint64 time) public view returns (uint32 number) {
        if (time > _now()) revert TimeNotReached(time, _now());
        AgreementState storage state = _agreements[id];
        if (state.terminatedAt != 0 && time >= state.terminatedAt) return 0;
        // The newest that had begun decides, whether or not it has run out.
        for (number = state.versions; number > 0; --number) {
            VersionState storage agreed = state.versionStates[number];
            if (time >= agreed.validFrom && time >= agreed.agreedAt) {
                return time < agreed.validUntil ? number : 0;
            }
        }
    }

    /// @inheritdoc ISharingTerms
    function agreementIdOf(
        address controller,
        address recipient,
        bytes32 salt
    ) public view returns (AgreementId id) {
        return
            AgreementId.wrap(
                keccak256(abi.encode(_DEPLOYED_ON, address(this), controller, recipient, salt))
            );
    }

    function _propose(
        Terms memory terms,
        address proposer,
        bytes calldata signature
    ) private returns (AgreementId id) {
        _requireSound(terms);
        id = agreementIdOf(terms.controller, terms.recipient, terms.salt);
        AgreementState storage state = _agreements[id];
        if (state.terminatedAt != 0) revert AgreementTerminated(id, state.terminatedAt);
        uint32 number = state.versions + 1;
        if (terms.version != number) revert WrongVersion(id, number, terms.version);
        uint64 count = state.proposals + 1;
        if (terms.proposal != count) revert WrongProposal(id, count, terms.proposal);
        if (state.controller == address(0)) {
            state.controller = terms.controller;
            state.recipient = terms.recipient;
        }
        _requireParty(id, state, proposer);
        _requireSigned(id, proposer, _structHash(id, terms), signature);

        state.proposals = count;
        state.proposer = proposer == terms.controller ? Proposer.Controller : Proposer.Recipient;
        state.versionStates[number] = VersionState({
            ledgerId: terms.ledgerId,
            termsHash: terms.termsHash,
            validFrom: terms.validFrom,
            validUntil: terms.validUntil,
            deadline: terms.deadline,
            agreedAt: 0
        });
        emit Proposed(id, terms.controller, terms.recipient, proposer, terms);
    }

    /// @dev Agrees on what is proposed.
    function _accept(
        AgreementId id,
        AgreementState storage state,
        bytes calldata signature
    ) private {
        uint32 number = state.versions + 1;
        VersionState storage next = state.versionStates[number];
        Terms memory terms = Terms({
            controller: state.controller,
            recipient: state.recipient,
            salt: 0, // not signed: the id is
            ledgerId: next.ledgerId,
            termsHash: next.termsHash,
            version: number,
            proposal: state.proposals,
            validFrom: next.validFrom,
            validUntil: next.validUntil,
            deadline: next.deadline
        });
        uint64 time = _now();
        if (terms.deadline < time) revert DeadlinePassed(terms.deadline, time);
        address other = state.proposer == Proposer.Controller ? terms.recipient : terms.controller;
        _requireSigned(id, other, _structHash(id, terms), signature);

        next.agreedAt = time;
        state.versions = number;
        state.proposer = Proposer.Nobody;
        uint64 inForceFrom = time > terms.validFrom ? time : terms.validFrom;
        emit Agreed(id, number, terms.proposal, terms.termsHash, inForceFrom);
    }

    function _existing(AgreementId id) private view returns (AgreementState storage state) {
        state = _agreements[id];
        if (state.controller == address(0)) revert UnknownAgreement(id);
    }

    function _notTerminated(AgreementId id) private view returns (AgreementState storage state) {
        state = _existing(id);
        if (state.terminatedAt != 0) revert AgreementTerminated(id, state.terminatedAt);
    }

    function _withProposal(
        AgreementId id,
        uint64 proposal
    ) private view returns (AgreementState storage state) {
        state = _notTerminated(id);
        if (state.proposer == Proposer.Nobody) revert NothingProposed(id);
        if (proposal != state.proposals) revert WrongProposal(id, state.proposals, proposal);
    }

    function _requireParty(
        AgreementId id,
        AgreementState storage state,
        address party
    ) private view {
        if (party != state.controller && party != state.recipient) revert NotParty(id, party);
    }

    function _requireSigned(
        AgreementId id,
        address signer,
        bytes32 structHash,
        bytes calldata signature
    ) private view {
        bytes32 digest = _hashTypedDataV4(structHash);
        if (!SignatureChecker.isValidSignatureNowCalldata(signer, digest, signature)) {
            revert InvalidSignature(id, signer, digest);
        }
    }

    /// @dev Refuses terms that nobody could mean, whatever the agreement is in.
    function _requireSound(Terms memory terms) private view {
        if (terms.controller == address(0) || terms.recipient == address(0)) revert ZeroParty();
        if (terms.controller == terms.recipient) revert SameParty(terms.controller);
        if (LedgerId.unwrap(terms.ledgerId) == 0) revert ZeroLedger();
        if (TermsHash.unwrap(terms.termsHash) == 0) revert ZeroTermsHash();
        if (terms.validFrom >= terms.validUntil) {
            revert EmptyPeriod(terms.validFrom, terms.validUntil);
        }
        if (terms.validUntil - terms.validFrom > MAX_PERIOD) {
            revert PeriodTooLong(terms.validFrom, terms.validUntil);
        }
        if (terms.deadline >= terms.validUntil) {
            revert DeadlineAfterEnd(terms.deadline, terms.validUntil);
        }
        if (terms.deadline < _now()) revert DeadlinePassed(terms.deadline, _now());
    }

    /// @dev Terms last for days at least; that a block's maker can shift its time by seconds matters not.
    function _now() private view returns (uint64) {
        // solhint-disable-next-line not-rely-on-time
        return uint64(block.timestamp);
    }

    function _structHash(AgreementId id, Terms memory terms) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    TERMS_TYPEHASH,
                    id,
                    terms.version,
                    terms.proposal,
                    terms.controller,
                    terms.recipient,
                    terms.ledgerId,
                    terms.termsHash,
                    terms.validFrom,
                    terms.validUntil,
                    terms.deadline
                )
            );
    }
}
