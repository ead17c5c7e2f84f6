// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LeafHash, LedgerId, RootHash} from "./types/LogTypes.sol";

/// @title Where ledgers make their checkpoints public, in a way that nobody can take back
/// @notice A ledger is an append-only log (RFC 9162) with an owner, who decides who may speak for it, and
/// an anchorer, who publishes its roots. The contract accepts a root only with the proof that the log it
/// stands for begins with all that was anchored before. So neither owner nor anchorer nor anybody else
/// can rewrite what was anchored: there is no upgrade, no pause and no administrator.
///
/// Whoever reads this contract should read it at the `finalized` block.
///
/// Units: a size is a number of entries of the log, an index counts entries from 0. Time is the block's:
/// the contract keeps none and never asks for it.
///
/// What the contract does not know: whether the entries are true, whether somebody holds them, whether
/// the log was shown to somebody else in another form that was never anchored, and whether the size that
/// comes with a root is the right one: in RFC 9162 a root does not commit to its size, and some wrong sizes
/// pass. Entries that were anchored before cannot be changed by that; the signed checkpoint, which has
/// size and root, gives such a size away.
interface ILedgerAnchor {
    /// @notice All there is about a ledger besides its roots.
    struct Ledger {
        /// Decides about the keys, the hand-over and the successor. Never zero.
        address owner;
        /// May become the owner by accepting; zero if nobody was asked.
        address pendingOwner;
        /// The only one who may anchor. Never zero.
        address anchorer;
        /// Size of the head; 0 as long as nothing is anchored.
        uint64 size;
        /// Size of the head that was taken over from the predecessor; 0 if none was.
        uint64 inheritedSize;
        /// Whether the ledger has a successor. A closed ledger never changes again.
        bool closed;
        /// `SHA-256(0x01 || public key)` of the Ed25519 key that signs the log's checkpoints.
        bytes32 logKeyHash;
        /// `keccak256` of the origin, the first line of the log's checkpoints.
        bytes32 originHash;
        /// The ledger that this one continues, or zero.
        LedgerId predecessor;
        /// The ledger that continues this one, or zero.
        LedgerId successor;
    }

    /// @notice A ledger began to exist, by `register` or by `succeed`.
    /// @param logKeyHash Holds for all checkpoints of this ledger until a `LogKeyChanged`.
    event Registered(
        LedgerId indexed ledgerId,
        address indexed owner,
        address anchorer,
        bytes32 logKeyHash,
        string origin
    );

    /// @notice From now on `rootAt(ledgerId, size)` is `root`, for ever, and the head is `(size, root)`.
    /// @dev There is exactly one of these for every (ledgerId, size) whose `rootAt` is not zero.
    /// @param previousSize Size of the head before; `root` was proven to extend it. 0 if there was none:
    /// then nothing was proven. That is so for the first root of a ledger and for an inherited one, which
    /// comes with `Succeeded` in the same transaction.
    event Anchored(
        LedgerId indexed ledgerId,
        uint64 indexed size,
        uint64 previousSize,
        RootHash root
    );

    /// @notice Another address may anchor from now on, the former may no longer.
    /// @param afterSize Size of the head at the change: every larger size is anchored by `anchorer`, until
    /// the next change.
    event AnchorerChanged(
        LedgerId indexed ledgerId,
        uint64 afterSize,
        address previousAnchorer,
        address anchorer
    );

    /// @notice Another key signs the log's checkpoints.
    /// @param afterSize Size of the head at the change: checkpoints of every larger size are signed by the
    /// key behind `logKeyHash`, until the next change. The former key keeps holding for those up to it.
    event LogKeyChanged(
        LedgerId indexed ledgerId,
        uint64 afterSize,
        bytes32 previousLogKeyHash,
        bytes32 logKeyHash
    );

    /// @notice `pendingOwner` was asked to become the owner. Zero: nobody is asked any more.
    event OwnershipTransferStarted(
        LedgerId indexed ledgerId,
        address indexed owner,
        address indexed pendingOwner
    );

    /// @notice The ledger has another owner. Its id stays.
    event OwnershipTransferred(
        LedgerId indexed ledgerId,
        address indexed previousOwner,
        address indexed owner
    );

    /// @notice `ledgerId` is closed for ever and goes on as `successor`, from `(size, root)`.
    /// @dev If `size` is below the head of `ledgerId`, what was anchored there above `size` was abandoned:
    /// it stays readable at `ledgerId`, but the successor does not continue it.
    event Succeeded(
        LedgerId indexed ledgerId,
        LedgerId indexed successor,
        uint64 size,
        RootHash root
    );

    /// @notice The origin must have 1 to 255 bytes.
    /// @param length The length given, in bytes.
    error OriginLengthOutOfRange(uint256 length);

    /// @notice The zero address cannot anchor: a ledger cannot be switched off that way.
    error ZeroAnchorer();

    /// @notice Zero is no hash of a key.
    error ZeroLogKeyHash();

    /// @notice A ledger of this id exists already.
    error LedgerExists(LedgerId ledgerId);

    /// @notice No ledger of this id exists.
    error UnknownLedger(LedgerId ledgerId);

    /// @notice The ledger is closed; it goes on as `successor`.
    error LedgerClosed(LedgerId ledgerId, LedgerId successor);

    /// @notice Only the owner may do this.
    error NotOwner(LedgerId ledgerId, address caller);

    /// @notice Only the address that was asked to become the owner may accept.
    error NotPendingOwner(LedgerId ledgerId, address caller);

    /// @notice Only the anchorer may do this.
    error NotAnchorer(LedgerId ledgerId, address caller);

    /// @notice A head's size only grows.
    error SizeNotGrowing(LedgerId ledgerId, uint64 headSize, uint64 size);

    /// @notice Zero is no root: it stands for "never anchored".
    error ZeroRoot(LedgerId ledgerId, uint64 size);

    /// @notice The proof does not show that the tree under `root` begins with the one under `headRoot`.
    error InvalidConsistencyProof(
        LedgerId ledgerId,
        uint64 headSize,
        RootHash headRoot,
        uint64 size,
        RootHash root
    );

    /// @notice Nothing was anchored at this size, so nothing can go on from it.
    error SizeNotAnchored(LedgerId ledgerId, uint64 size);

    /// @notice Creates a ledger without entries, owned by the caller, once for ever.
    /// @dev Reverts, in this order, with OriginLengthOutOfRange, ZeroAnchorer, ZeroLogKeyHash,
    /// LedgerExists. The contract does not look into the origin: whoever compares it with a checkpoint's
    /// first line compares `originHash`. Emits Registered.
    /// @param origin 1 to 255 bytes, the first line of the log's checkpoints.
    /// @param anchorer Who may anchor; not zero.
    /// @param logKeyHash `SHA-256(0x01 || public key)` of the key that signs the checkpoints; not zero.
    /// @return ledgerId As `ledgerIdOf(msg.sender, origin)`. It stays when the owner changes.
    function register(
        string calldata origin,
        address anchorer,
        bytes32 logKeyHash
    ) external returns (LedgerId ledgerId);

    /// @notice Publishes a root, which becomes the head.
    /// @dev Reverts, in this order, with UnknownLedger, LedgerClosed, NotAnchorer, SizeNotGrowing, ZeroRoot,
    /// InvalidConsistencyProof. Emits Anchored.
    ///
    /// Repeating a call that succeeded reverts with SizeNotGrowing, so it is safe to send it again; compare
    /// `rootAt` to see whether it was the same.
    /// @param size Larger than the head's; up to 2^64 - 1.
    /// @param root Root over the first `size` entries; not zero.
    /// @param proof Consistency proof of RFC 9162 section 2.1.4.1 between the head's size and `size`. From
    /// size 0 it must be empty and `root` can be any.
    function anchor(
        LedgerId ledgerId,
        uint64 size,
        RootHash root,
        bytes32[] calldata proof
    ) external;

    /// @notice Closes a ledger for ever and lets a new one go on, from any size that was anchored in it.
    /// @dev For when the anchorer's key was stolen (its holder could append garbage for ever) or entries
    /// were lost. It is loud: the ledger gets another id, and both point at each other. Reverts, in this
    /// order, with UnknownLedger, LedgerClosed, NotOwner, SizeNotAnchored, OriginLengthOutOfRange,
    /// ZeroAnchorer, ZeroLogKeyHash, LedgerExists. Emits Succeeded, Registered and, if `size` is not 0,
    /// Anchored for the new ledger with previousSize 0. A pending hand-over of the old ledger ends with it.
    /// @param size A size with a root in `ledgerId` (an inherited one also), or 0 to begin anew.
    /// @param newOrigin An origin under which the caller has no ledger yet.
    /// @param anchorer As in `register`.
    /// @param logKeyHash As in `register`; for checkpoints with the new origin.
    /// @return successor As `ledgerIdOf(msg.sender, newOrigin)`. Its head is `size` and that size's root.
    function succeed(
        LedgerId ledgerId,
        uint64 size,
        string calldata newOrigin,
        address anchorer,
        bytes32 logKeyHash
    ) external returns (LedgerId successor);

    /// @notice Lets another address anchor instead of the present one.
    /// @dev Reverts, in this order, with UnknownLedger, LedgerClosed, NotOwner, ZeroAnchorer. Emits
    /// AnchorerChanged.
    function changeAnchorer(LedgerId ledgerId, address anchorer) external;

    /// @notice Makes another log key known. Anchor all that the present one signed before.
    /// @dev Reverts, in this order, with UnknownLedger, LedgerClosed, NotOwner, ZeroLogKeyHash. Emits
    /// LogKeyChanged.
    function changeLogKey(LedgerId ledgerId, bytes32 logKeyHash) external;

    /// @notice Asks `pendingOwner` to become the owner; until it accepts nothing changes. Zero asks nobody.
    /// @dev A ledger cannot be left without an owner. Reverts, in this order, with UnknownLedger,
    /// LedgerClosed, NotOwner. Emits OwnershipTransferStarted.
    function transferOwnership(LedgerId ledgerId, address pendingOwner) external;

    /// @notice Makes the caller the owner, if it was asked.
    /// @dev Reverts, in this order, with UnknownLedger, LedgerClosed, NotPendingOwner. Emits
    /// OwnershipTransferred.
    function acceptOwnership(LedgerId ledgerId) external;

    /// @notice The newest size and root of a ledger; both zero if it has none yet.
    /// @dev Reverts with UnknownLedger. A closed ledger keeps its head, also where its successor went on
    /// from a smaller size.
    function head(LedgerId ledgerId) external view returns (uint64 size, RootHash root);

    /// @notice The root anchored at exactly this size, or zero if none ever was. It never changes.
    /// @dev Of a successor it also answers the inherited size, but none below: what was anchored there is
    /// the predecessor's to answer. Zero as well if no such ledger exists, and for size 0.
    function rootAt(LedgerId ledgerId, uint64 size) external view returns (RootHash root);

    /// @notice All there is about a ledger besides its roots.
    /// @dev Reverts with UnknownLedger.
    function ledger(LedgerId ledgerId) external view returns (Ledger memory);

    /// @notice The id that a ledger registered by `registrant` under `origin` has in this contract on this
    /// chain, whether or not it exists: `keccak256(abi.encode(block.chainid, this, registrant, origin))`.
    function ledgerIdOf(
        address registrant,
        string calldata origin
    ) external view returns (LedgerId ledgerId);

    /// @notice Whether the entry with hash `leafHash` is at `index` in the first `size` entries.
    /// @dev False as well if `size` was never anchored in this ledger.
    /// @param proof Inclusion proof of RFC 9162 section 2.1.3.1.
    function verifyInclusion(
        LedgerId ledgerId,
        uint64 size,
        uint64 index,
        LeafHash leafHash,
        bytes32[] calldata proof
    ) external view returns (bool included);
}
