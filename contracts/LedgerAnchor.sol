// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILedgerAnchor} from "./ILedgerAnchor.sol";
import {TransparencyLog} from "./libraries/TransparencyLog.sol";
import {LeafHash, LedgerId, RootHash} from "./types/LogTypes.sol";

/// @title The ledger anchor; ILedgerAnchor is its specification
/// @dev OpenZeppelin's Ownable2Step would give the contract one owner. Here every ledger has its own, so
/// the two steps are written out per ledger; nothing else of OpenZeppelin fits.
///
/// The contract calls nobody but the SHA-256 precompile, so there is nothing to re-enter.
contract LedgerAnchor is ILedgerAnchor {
    /// @dev One slot, the only one that anchoring reads and writes besides the two roots.
    struct Head {
        address anchorer; // zero exactly if there is no such ledger
        uint64 size;
        bool closed;
    }

    struct LedgerState {
        Head head;
        address owner;
        uint64 inheritedSize;
        address pendingOwner;
        bytes32 logKeyHash;
        bytes32 originHash;
        LedgerId predecessor;
        LedgerId successor;
        mapping(uint64 size => RootHash root) roots;
    }

    uint256 private constant MAX_ORIGIN_LENGTH = 255;

    mapping(LedgerId ledgerId => LedgerState state) private _ledgers;

    /// @inheritdoc ILedgerAnchor
    function register(
        string calldata origin,
        address anchorer,
        bytes32 logKeyHash
    ) external returns (LedgerId ledgerId) {
        return _create(origin, anchorer, logKeyHash);
    }

    /// @inheritdoc ILedgerAnchor
    function anchor(
        LedgerId ledgerId,
        uint64 size,
        RootHash root,
        bytes32[] calldata proof
    ) external {
        LedgerState storage state = _open(ledgerId);
        Head memory last = state.head;
        if (msg.sender != last.anchorer) revert NotAnchorer(ledgerId, msg.sender);
        if (size <= last.size) revert SizeNotGrowing(ledgerId, last.size, size);
        if (root.isZero()) revert ZeroRoot(ledgerId, size);
        RootHash lastRoot = state.roots[last.size];
        if (!TransparencyLog.verifyConsistency(last.size, lastRoot, size, root, proof)) {
            revert InvalidConsistencyProof(ledgerId, last.size, lastRoot, size, root);
        }
        state.roots[size] = root;
        state.head.size = size;
        emit Anchored(ledgerId, size, last.size, root);
    }

    /// @inheritdoc ILedgerAnchor
    function succeed(
        LedgerId ledgerId,
        uint64 size,
        string calldata newOrigin,
        address anchorer,
        bytes32 logKeyHash
    ) external returns (LedgerId successor) {
        LedgerState storage state = _openAsOwner(ledgerId);
        RootHash root = state.roots[size];
        if (size != 0 && root.isZero()) revert SizeNotAnchored(ledgerId, size);

        successor = _create(newOrigin, anchorer, logKeyHash);
        LedgerState storage next = _ledgers[successor];
        next.predecessor = ledgerId;
        state.successor = successor;
        state.head.closed = true;
        delete state.pendingOwner;
        emit Succeeded(ledgerId, successor, size, root);
        if (size != 0) {
            next.roots[size] = root;
            next.head.size = size;
            next.inheritedSize = size;
            emit Anchored(successor, size, 0, root);
        }
    }

    /// @inheritdoc ILedgerAnchor
    function changeAnchorer(LedgerId ledgerId, address anchorer) external {
        LedgerState storage state = _openAsOwner(ledgerId);
        if (anchorer == address(0)) revert ZeroAnchorer();
        address previous = state.head.anchorer;
        state.head.anchorer = anchorer;
        emit AnchorerChanged(ledgerId, state.head.size, previous, anchorer);
    }

    /// @inheritdoc ILedgerAnchor
    function changeLogKey(LedgerId ledgerId, bytes32 logKeyHash) external {
        LedgerState storage state = _openAsOwner(ledgerId);
        if (logKeyHash == bytes32(0)) revert ZeroLogKeyHash();
        bytes32 previous = state.logKeyHash;
        state.logKeyHash = logKeyHash;
        emit LogKeyChanged(ledgerId, state.head.size, previous, logKeyHash);
    }

    /// @inheritdoc ILedgerAnchor
    function transferOwnership(LedgerId ledgerId, address pendingOwner) external {
        LedgerState storage state = _openAsOwner(ledgerId);
        state.pendingOwner = pendingOwner;
        emit OwnershipTransferStarted(ledgerId, msg.sender, pendingOwner);
    }

    /// @inheritdoc ILedgerAnchor
    function acceptOwnership(LedgerId ledgerId) external {
        LedgerState storage state = _open(ledgerId);
        if (msg.sender != state.pendingOwner) revert NotPendingOwner(ledgerId, msg.sender);
        address previous = state.owner;
        state.owner = msg.sender;
        delete state.pendingOwner;
        emit OwnershipTransferred(ledgerId, previous, msg.sender);
    }

    /// @inheritdoc ILedgerAnchor
    function head(LedgerId ledgerId) external view returns (uint64 size, RootHash root) {
        LedgerState storage state = _existing(ledgerId);
        size = state.head.size;
        root = state.roots[size];
    }

    /// @inheritdoc ILedgerAnchor
    function rootAt(LedgerId ledgerId, uint64 size) external view returns (RootHash root) {
        return _ledgers[ledgerId].roots[size];
    }

    /// @inheritdoc ILedgerAnchor
    function ledger(LedgerId ledgerId) external view returns (Ledger memory) {
        LedgerState storage state = _existing(ledgerId);
        return
            Ledger({
                owner: state.owner,
                pendingOwner: state.pendingOwner,
                anchorer: state.head.anchorer,
                size: state.head.size,
                inheritedSize: state.inheritedSize,
                closed: state.head.closed,
                logKeyHash: state.logKeyHash,
                originHash: state.originHash,
                predecessor: state.predecessor,
                successor: state.successor
            });
    }

    /// @inheritdoc ILedgerAnchor
    function verifyInclusion(
        LedgerId ledgerId,
        uint64 size,
        uint64 index,
        LeafHash leafHash,
        bytes32[] calldata proof
    ) external view returns (bool included) {
        RootHash root = _ledgers[ledgerId].roots[size];
        if (root.isZero()) return false;
        return TransparencyLog.verifyInclusion(leafHash, index, size, proof, root);
    }

    /// @inheritdoc ILedgerAnchor
    function ledgerIdOf(
        address registrant,
        string calldata origin
    ) public view returns (LedgerId ledgerId) {
        return
            LedgerId.wrap(keccak256(abi.encode(block.chainid, address(this), registrant, origin)));
    }

    /// @dev Creates an empty ledger of the caller.
    function _create(
        string calldata origin,
        address anchorer,
        bytes32 logKeyHash
    ) private returns (LedgerId ledgerId) {
        uint256 length = bytes(origin).length;
        if (length == 0 || length > MAX_ORIGIN_LENGTH) revert OriginLengthOutOfRange(length);
        if (anchorer == address(0)) revert ZeroAnchorer();
        if (logKeyHash == bytes32(0)) revert ZeroLogKeyHash();
        ledgerId = ledgerIdOf(msg.sender, origin);
        LedgerState storage state = _ledgers[ledgerId];
        if (state.head.anchorer != address(0)) revert LedgerExists(ledgerId);

        state.head.anchorer = anchorer;
        state.owner = msg.sender;
        state.logKeyHash = logKeyHash;
        state.originHash = keccak256(bytes(origin));
        emit Registered(ledgerId, msg.sender, anchorer, logKeyHash, origin);
    }

    function _existing(LedgerId ledgerId) private view returns (LedgerState storage state) {
        state = _ledgers[ledgerId];
        if (state.head.anchorer == address(0)) revert UnknownLedger(ledgerId);
    }

    function _open(LedgerId ledgerId) private view returns (LedgerState storage state) {
        state = _existing(ledgerId);
        if (state.head.closed) revert LedgerClosed(ledgerId, state.successor);
    }

    function _openAsOwner(LedgerId ledgerId) private view returns (LedgerState storage state) {
        state = _open(ledgerId);
        if (msg.sender != state.owner) revert NotOwner(ledgerId, msg.sender);
    }
}
