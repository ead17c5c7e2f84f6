// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AgreementId, TermsHash} from "./types/TermsTypes.sol";
import {LedgerId} from "./types/LogTypes.sol";

/// @title Under which terms a firm gives data to a partner, agreed in a way that neither can deny
/// @notice An agreement is between two parties: the controller, who gives, and the recipient. It has
/// versions, 1, 2, 3 and so on; each is agreed when both have signed the same terms (EIP-712). Either may
/// propose, and either may end the agreement alone. Who sends a transaction means nothing: anybody may
/// bring a party's signature, so a party needs neither coin nor a node. There is no owner, no upgrade, no
/// pause, no administrator and no fee.
///
/// The terms' text is not here, only its hash. What the contract does not know: whether the text allows
/// what is done, whether anything was given, who stands behind an address, whether the ledger exists.
///
/// Units: times are seconds since 1970, as blocks have them. A block's time is its maker's word, right to
/// some seconds. Periods include their first second and not their last.
///
/// When a version is in force: from the later of its agreement and its `validFrom`, until its `validUntil`,
/// the beginning of a later version or the end of the agreement, whichever is first. A version that has
/// been followed by another never comes back, also where it would have lasted longer than that one. So at
/// any time one version at most is in force, and there may be none between two. Running out takes no
/// transaction, and what has run out can be followed by a next version.
///
/// What is true of a time before that of the newest block never changes. What is true of that block's own
/// time may, as long as blocks of the same time follow. Whoever reads this contract should read it at the
/// `finalized` block.
///
/// What is signed, in the EIP-712 domain of name `Counterfoil SharingTerms`, version `1`, chain and
/// contract (`eip712Domain`, ERC-5267, tells it):
///
///     Terms(bytes32 agreement,uint32 version,uint64 proposal,address controller,address recipient,
///           bytes32 ledgerId,bytes32 termsHash,uint64 validFrom,uint64 validUntil,uint64 deadline)
///     Withdrawal(bytes32 agreement,uint64 proposal,address party)
///     Termination(bytes32 agreement,uint32 version,address party,uint64 deadline)
///
/// (each in one line, with no space but those shown between type and name).
///
/// Why no signature holds twice or elsewhere: the domain binds chain and contract; the agreement binds the
/// parties; each proposal of an agreement has a number, which is used up when it is proposed, so what was
/// replaced, withdrawn or agreed comes back only if its terms are signed anew under another number; a
/// termination holds for one version, and nothing follows it. A party that has signed a proposal and given
/// the signature away without bringing it here is bound by the deadline, or brings it and withdraws it.
///
/// A party is an account with a key, which signs 65 bytes (r, s, v; s in the lower half, v 27 or 28; the 64
/// bytes of ERC-2098 are refused), or a contract that judges signatures itself (ERC-1271), and always is
/// the latter when it has code: also an account that has lent itself code (EIP-7702). A signature is judged
/// once, when it is brought: a wallet that takes it back afterwards has to withdraw or to terminate.
interface ISharingTerms {
    /// @notice A proposal, as both parties sign it, but that `salt` stands for the agreement's id.
    /// @dev Never stored as it is, so it is ordered for readers.
    // solhint-disable-next-line gas-struct-packing
    struct Terms {
        /// The party that gives. Not zero.
        address controller;
        /// The other party. Not zero, nor the controller.
        address recipient;
        /// Any number, so that two parties can have several agreements.
        bytes32 salt;
        /// The ledger of the controller in which is recorded what is given; not zero. It is a version's,
        /// not the agreement's, because a ledger can have a successor.
        LedgerId ledgerId;
        /// SHA-256 of the terms' text; not zero.
        TermsHash termsHash;
        /// Number of the version that this proposes: one more than were agreed.
        uint32 version;
        /// Number of this proposal: one more than were proposed.
        uint64 proposal;
        /// When it comes into force, if it is agreed by then.
        uint64 validFrom;
        /// When it runs out; after `validFrom`, by 3,660 days at most.
        uint64 validUntil;
        /// Last second at which it can be proposed or accepted; before `validUntil`.
        uint64 deadline;
    }

    /// @notice All there is about an agreement besides its versions.
    struct Agreement {
        address controller;
        address recipient;
        /// How many versions were agreed, and the number of the newest; 0 if none was.
        uint32 versions;
        /// How many proposals were made.
        uint64 proposals;
        /// When it was terminated, or 0.
        uint64 terminatedAt;
    }

    /// @notice What was agreed.
    struct Version {
        LedgerId ledgerId;
        TermsHash termsHash;
        uint64 validFrom;
        uint64 validUntil;
        /// When the second party's signature came.
        uint64 agreedAt;
    }

    /// @notice What one party has signed and the other may sign.
    struct Proposal {
        /// Who signed it, or zero if nothing is proposed; then all else is zero too.
        address proposer;
        uint64 proposal;
        uint32 version;
        LedgerId ledgerId;
        TermsHash termsHash;
        uint64 validFrom;
        uint64 validUntil;
        uint64 deadline;
    }

    /// @notice One party has signed terms. They replace what was proposed before and not agreed.
    /// @param terms What was signed; `agreement` follows from it (`agreementIdOf`).
    event Proposed(
        AgreementId indexed agreement,
        address indexed controller,
        address indexed recipient,
        address proposer,
        Terms terms
    );

    /// @notice Both have signed proposal `proposal`: it is version `version`.
    /// @param inForceFrom The later of the block's time and `validFrom`; it never is in force if a later
    /// version begins first.
    event Agreed(
        AgreementId indexed agreement,
        uint32 indexed version,
        uint64 proposal,
        TermsHash termsHash,
        uint64 inForceFrom
    );

    /// @notice A party has taken back or refused what was proposed.
    event Withdrawn(AgreementId indexed agreement, uint64 proposal, address party);

    /// @notice A party has ended the agreement for ever.
    /// @param version The newest version, 0 if none was agreed.
    event Terminated(AgreementId indexed agreement, uint32 version, address party);

    /// @notice The zero address is nobody.
    error ZeroParty();

    /// @notice Nobody agrees with themselves.
    error SameParty(address party);

    /// @notice Zero is no ledger.
    error ZeroLedger();

    /// @notice Zero is no hash of a text.
    error ZeroTermsHash();

    /// @notice The terms end before they begin, or as they begin.
    error EmptyPeriod(uint64 validFrom, uint64 validUntil);

    /// @notice The terms last longer than 3,660 days. Perhaps a time is not in seconds.
    error PeriodTooLong(uint64 validFrom, uint64 validUntil);

    /// @notice The terms could be accepted when they are over.
    error DeadlineAfterEnd(uint64 deadline, uint64 validUntil);

    /// @notice What was signed holds no longer.
    /// @param time The block's.
    error DeadlinePassed(uint64 deadline, uint64 time);

    /// @notice Nothing was ever proposed under this id.
    error UnknownAgreement(AgreementId agreement);

    /// @notice The agreement was ended for ever, at `terminatedAt`.
    error AgreementTerminated(AgreementId agreement, uint64 terminatedAt);

    /// @notice Another version than `expected` was signed, or asked for.
    error WrongVersion(AgreementId agreement, uint32 expected, uint32 version);

    /// @notice Another proposal than `expected` was signed: it was replaced, agreed or withdrawn, or its
    /// number is not the next.
    error WrongProposal(AgreementId agreement, uint64 expected, uint64 proposal);

    /// @notice Nothing is proposed that could be accepted or withdrawn.
    error NothingProposed(AgreementId agreement);

    /// @notice Neither controller nor recipient of the agreement.
    error NotParty(AgreementId agreement, address party);

    /// @notice Not signed by `signer`; or for another chain or contract, or something else.
    /// @param digest What `signer` has to sign: the hash of the EIP-712 typed data.
    error InvalidSignature(AgreementId agreement, address signer, bytes32 digest);

    /// @notice The agreement has no version of this number.
    error UnknownVersion(AgreementId agreement, uint32 version);

    /// @notice Nothing can be said of a time to come.
    /// @param blockTime The block's.
    error TimeNotReached(uint64 time, uint64 blockTime);

    /// @notice Makes known what one party has signed. The first proposal begins the agreement; one after a
    /// version was agreed is an amendment: until it is agreed, and then until it begins, the former
    /// version stays in force. What was proposed before and not agreed is replaced, whoever proposed it.
    /// @dev Reverts, in this order, with ZeroParty, SameParty, ZeroLedger, ZeroTermsHash, EmptyPeriod,
    /// PeriodTooLong, DeadlineAfterEnd, DeadlinePassed, AgreementTerminated, WrongVersion, WrongProposal,
    /// NotParty, InvalidSignature. Emits Proposed.
    /// @param proposer Controller or recipient, who signed `Terms`.
    /// @return agreement As `agreementIdOf` says.
    function propose(
        Terms calldata terms,
        address proposer,
        bytes calldata signature
    ) external returns (AgreementId agreement);

    /// @notice Agrees on what is proposed, by the signature of the party that did not propose it.
    /// @dev Reverts, in this order, with UnknownAgreement, AgreementTerminated, NothingProposed,
    /// WrongProposal, DeadlinePassed, InvalidSignature. Emits Agreed.
    /// @param proposal Its number, so that nobody agrees on what was replaced meanwhile.
    /// @param signature Of the same `Terms`.
    function accept(AgreementId agreement, uint64 proposal, bytes calldata signature) external;

    /// @notice Proposes by the controller's signature and accepts by the recipient's, in one.
    /// @dev Reverts as `propose` does with the controller as proposer, then with InvalidSignature of the
    /// recipient. Emits Proposed and Agreed. Whoever sees this call before it is in a block can bring the
    /// controller's signature first; then this reverts with WrongProposal, and `accept` does the rest.
    /// @return agreement As `agreementIdOf` says.
    function conclude(
        Terms calldata terms,
        bytes calldata controllerSignature,
        bytes calldata recipientSignature
    ) external returns (AgreementId agreement);

    /// @notice Takes back what is proposed, or refuses it: either party may.
    /// @dev Reverts, in this order, with UnknownAgreement, AgreementTerminated, NothingProposed,
    /// WrongProposal, NotParty, InvalidSignature. Emits Withdrawn.
    /// @param party Controller or recipient, who signed `Withdrawal`.
    function withdraw(
        AgreementId agreement,
        uint64 proposal,
        address party,
        bytes calldata signature
    ) external;

    /// @notice Ends an agreement at once and for ever: either party may. What is proposed falls with it.
    /// @dev Also where no version was agreed, or the last has run out. Reverts, in this order, with
    /// UnknownAgreement, AgreementTerminated, WrongVersion, DeadlinePassed, NotParty, InvalidSignature.
    /// Emits Terminated.
    /// @param version The newest that was agreed, 0 if none was: a termination that was signed and not
    /// brought does not hold for what was agreed later.
    /// @param party Controller or recipient, who signed `Termination`.
    /// @param deadline Last second at which it can be brought.
    function terminate(
        AgreementId agreement,
        uint32 version,
        address party,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice Whether a version is in force at the block's time. False as well if there is no such
    /// agreement.
    function isActive(AgreementId agreement) external view returns (bool active);

    /// @notice Whether a version was in force at `time`. False as well if there is no such agreement.
    /// @dev Reverts with TimeNotReached if `time` is after the block's: what is to come can be changed.
    function wasActiveAt(AgreementId agreement, uint64 time) external view returns (bool active);

    /// @notice The version that was in force at `time`, or 0 if none was, or there is no such agreement.
    /// @dev Reverts as `wasActiveAt`. Takes a step for each version that was agreed after `time`.
    function versionAt(AgreementId agreement, uint64 time) external view returns (uint32 version);

    /// @notice All there is about an agreement besides its versions.
    /// @dev Reverts with UnknownAgreement.
    function agreement(AgreementId id) external view returns (Agreement memory);

    /// @notice What was agreed as version `number`. It never changes.
    /// @dev Reverts, in this order, with UnknownAgreement, UnknownVersion.
    function version(AgreementId id, uint32 number) external view returns (Version memory);

    /// @notice What is proposed and neither agreed, replaced, withdrawn nor fallen with the agreement; all
    /// zero if there is nothing. It stays here when its deadline has passed, though nobody can accept it.
    /// @dev Reverts with UnknownAgreement.
    function pending(AgreementId id) external view returns (Proposal memory);

    /// @notice The id of an agreement in this contract, whether or not there is one:
    /// `keccak256(abi.encode(chain id, this, controller, recipient, salt))`, with the chain on which the
    /// contract was deployed.
    /// @dev If a chain splits and one part takes another chain id, ids stay on both, so that every
    /// agreement can be amended and terminated on both; signatures hold on one (the domain has the new id).
    function agreementIdOf(
        address controller,
        address recipient,
        bytes32 salt
    ) external view returns (AgreementId id);
}
