// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILedgerAnchor} from "../../../contracts/ILedgerAnchor.sol";
import {LedgerId, RootHash} from "../../../contracts/types/LogTypes.sol";
import {ReferenceTree} from "./ReferenceTree.sol";

/// @dev What ILedgerAnchor says, written down once more in the plainest way: lists, no packing, every rule
/// in the order in which the specification names its error. Each operation answers with the exact bytes
/// that the contract must revert with, or with none and then has changed the model as the contract must
/// have changed.
contract LedgerModel {
    struct Entry {
        bool exists;
        ILedgerAnchor.Ledger about;
        uint64[] sizes;
        bytes32[] roots;
    }

    address internal immutable SUBJECT;
    mapping(bytes32 id => Entry entry) internal _entries;
    bytes32[] internal _ids;

    constructor(address contractUnderTest) {
        SUBJECT = contractUnderTest;
    }

    function ids() external view returns (bytes32[] memory) {
        return _ids;
    }

    function ledger(bytes32 id) external view returns (ILedgerAnchor.Ledger memory) {
        return _entries[id].about;
    }

    function history(
        bytes32 id
    ) external view returns (uint64[] memory sizes, bytes32[] memory roots) {
        return (_entries[id].sizes, _entries[id].roots);
    }

    function rootAt(bytes32 id, uint64 size) public view returns (bytes32) {
        Entry storage entry = _entries[id];
        for (uint256 i = 0; i < entry.sizes.length; ++i) {
            if (entry.sizes[i] == size) return entry.roots[i];
        }
        return 0;
    }

    function idOf(address registrant, string memory origin) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, SUBJECT, registrant, origin));
    }

    function register(
        address caller,
        string memory origin,
        address anchorer,
        bytes32 logKeyHash
    ) external returns (bytes memory) {
        return _create(caller, origin, anchorer, logKeyHash);
    }

    function anchor(
        address caller,
        bytes32 id,
        uint64 size,
        bytes32 root,
        bytes32[] memory proof
    ) external returns (bytes memory) {
        bytes memory refused = _refusedAsClosed(id);
        if (refused.length > 0) return refused;
        Entry storage entry = _entries[id];
        uint64 last = entry.about.size;
        bytes32 lastRoot = rootAt(id, last);
        if (caller != entry.about.anchorer) {
            return abi.encodeWithSelector(ILedgerAnchor.NotAnchorer.selector, id, caller);
        }
        if (size <= last) {
            return abi.encodeWithSelector(ILedgerAnchor.SizeNotGrowing.selector, id, last, size);
        }
        if (root == 0) return abi.encodeWithSelector(ILedgerAnchor.ZeroRoot.selector, id, size);
        if (!ReferenceTree.isConsistent(last, lastRoot, size, root, proof)) {
            return
                abi.encodeWithSelector(
                    ILedgerAnchor.InvalidConsistencyProof.selector,
                    id,
                    last,
                    lastRoot,
                    size,
                    root
                );
        }
        _push(entry, size, root);
        return "";
    }

    function succeed(
        address caller,
        bytes32 id,
        uint64 size,
        string memory newOrigin,
        address anchorer,
        bytes32 logKeyHash
    ) external returns (bytes memory) {
        bytes memory refused = _refusedAsOwner(caller, id);
        if (refused.length > 0) return refused;
        bytes32 root = rootAt(id, size);
        if (size != 0 && root == 0) {
            return abi.encodeWithSelector(ILedgerAnchor.SizeNotAnchored.selector, id, size);
        }
        refused = _create(caller, newOrigin, anchorer, logKeyHash);
        if (refused.length > 0) return refused;

        bytes32 nextId = idOf(caller, newOrigin);
        Entry storage next = _entries[nextId];
        next.about.predecessor = LedgerId.wrap(id);
        if (size != 0) _push(next, size, root);
        next.about.inheritedSize = size;
        Entry storage old = _entries[id];
        old.about.successor = LedgerId.wrap(nextId);
        old.about.closed = true;
        old.about.pendingOwner = address(0);
        return "";
    }

    function changeAnchorer(
        address caller,
        bytes32 id,
        address anchorer
    ) external returns (bytes memory) {
        bytes memory refused = _refusedAsOwner(caller, id);
        if (refused.length > 0) return refused;
        if (anchorer == address(0)) return abi.encodePacked(ILedgerAnchor.ZeroAnchorer.selector);
        _entries[id].about.anchorer = anchorer;
        return "";
    }

    function changeLogKey(
        address caller,
        bytes32 id,
        bytes32 logKeyHash
    ) external returns (bytes memory) {
        bytes memory refused = _refusedAsOwner(caller, id);
        if (refused.length > 0) return refused;
        if (logKeyHash == 0) return abi.encodePacked(ILedgerAnchor.ZeroLogKeyHash.selector);
        _entries[id].about.logKeyHash = logKeyHash;
        return "";
    }

    function transferOwnership(
        address caller,
        bytes32 id,
        address pendingOwner
    ) external returns (bytes memory) {
        bytes memory refused = _refusedAsOwner(caller, id);
        if (refused.length > 0) return refused;
        _entries[id].about.pendingOwner = pendingOwner;
        return "";
    }

    function acceptOwnership(address caller, bytes32 id) external returns (bytes memory) {
        bytes memory refused = _refusedAsClosed(id);
        if (refused.length > 0) return refused;
        Entry storage entry = _entries[id];
        if (caller != entry.about.pendingOwner) {
            return abi.encodeWithSelector(ILedgerAnchor.NotPendingOwner.selector, id, caller);
        }
        entry.about.owner = caller;
        entry.about.pendingOwner = address(0);
        return "";
    }

    function _create(
        address caller,
        string memory origin,
        address anchorer,
        bytes32 logKeyHash
    ) private returns (bytes memory) {
        uint256 length = bytes(origin).length;
        if (length < 1 || length > 255) {
            return abi.encodeWithSelector(ILedgerAnchor.OriginLengthOutOfRange.selector, length);
        }
        if (anchorer == address(0)) return abi.encodePacked(ILedgerAnchor.ZeroAnchorer.selector);
        if (logKeyHash == 0) return abi.encodePacked(ILedgerAnchor.ZeroLogKeyHash.selector);
        bytes32 id = idOf(caller, origin);
        Entry storage entry = _entries[id];
        if (entry.exists) return abi.encodeWithSelector(ILedgerAnchor.LedgerExists.selector, id);
        entry.exists = true;
        entry.about.owner = caller;
        entry.about.anchorer = anchorer;
        entry.about.logKeyHash = logKeyHash;
        entry.about.originHash = keccak256(bytes(origin));
        _ids.push(id);
        return "";
    }

    function _push(Entry storage entry, uint64 size, bytes32 root) private {
        entry.about.size = size;
        entry.sizes.push(size);
        entry.roots.push(root);
    }

    function _refusedAsClosed(bytes32 id) private view returns (bytes memory) {
        Entry storage entry = _entries[id];
        if (!entry.exists) return abi.encodeWithSelector(ILedgerAnchor.UnknownLedger.selector, id);
        if (!entry.about.closed) return "";
        return
            abi.encodeWithSelector(ILedgerAnchor.LedgerClosed.selector, id, entry.about.successor);
    }

    function _refusedAsOwner(address caller, bytes32 id) private view returns (bytes memory) {
        bytes memory refused = _refusedAsClosed(id);
        if (refused.length > 0) return refused;
        if (caller == _entries[id].about.owner) return "";
        return abi.encodeWithSelector(ILedgerAnchor.NotOwner.selector, id, caller);
    }
}
