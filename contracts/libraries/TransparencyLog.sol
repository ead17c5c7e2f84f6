// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LeafHash, RootHash} from "../types/LogTypes.sol";

/// @title Merkle tree hashing and proofs of RFC 6962 and RFC 9162
/// @notice Functions without state over the tree that certificate transparency logs use: SHA-256, order kept,
/// leaves and inner nodes told apart by their first byte.
/// @dev OpenZeppelin's MerkleProof cannot check these proofs: it sorts each pair before hashing, which
/// loses the order of the entries, and it has no consistency proofs.
///
/// Sizes and indexes are numbers of entries. Every uint64 is allowed: the loops only ever shift them to
/// the right, and both return false at the first element too many, so that no proof of more than 65
/// elements is read to its end. A proof holds exactly the elements the RFC prescribes, in its order: one
/// too few and one too many are as wrong as a changed one.
library TransparencyLog {
    /// @notice Hash of an entry as a leaf, RFC 9162 section 2.1.1.
    function hashLeaf(bytes memory entry) internal pure returns (LeafHash) {
        return LeafHash.wrap(sha256(abi.encodePacked(bytes1(0x00), entry)));
    }

    /// @notice Hash of an inner node, RFC 9162 section 2.1.1. The order of the two matters.
    /// @dev The same as `sha256(abi.encodePacked(bytes1(0x01), left, right))`, which allocates new memory for
    /// every node and costs 300 gas more: 138,000 instead of 115,000 for an anchor at 2^40 entries. Here the
    /// bytes are laid out behind the free memory pointer and left to be overwritten.
    ///
    /// The call fails if gas runs out. That it returns 32 bytes is checked because on a chain without the
    /// precompile it would succeed and return none.
    function hashNode(bytes32 left, bytes32 right) internal view returns (bytes32 node) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let input := mload(0x40)
            mstore8(input, 0x01)
            mstore(add(input, 1), left)
            mstore(add(input, 33), right)
            let success := staticcall(gas(), 0x02, input, 65, 0x00, 32)
            if iszero(and(success, eq(returndatasize(), 32))) {
                revert(0, 0)
            }
            node := mload(0x00)
        }
    }

    /// @notice Whether the tree of `size` entries under `root` holds `leaf` at `index`.
    /// @dev RFC 9162 section 2.1.3.2, step by step; `fn` and `sn` are the RFC's names.
    function verifyInclusion(
        LeafHash leaf,
        uint64 index,
        uint64 size,
        bytes32[] calldata proof,
        RootHash root
    ) internal view returns (bool) {
        if (index >= size) return false;
        uint256 fn = index;
        uint256 sn = size - 1;
        bytes32 node = LeafHash.unwrap(leaf);
        for (uint256 i = 0; i < proof.length; ++i) {
            if (sn == 0) return false;
            bytes32 sibling = proof[i];
            if (fn & 1 == 1 || fn == sn) {
                node = hashNode(sibling, node);
                while (fn & 1 == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                node = hashNode(node, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && RootHash.wrap(node) == root;
    }

    /// @notice Whether the tree of `size2` entries under `root2` begins with the tree of `size1` entries
    /// under `root1`.
    /// @dev RFC 9162 section 2.1.4.2 for 0 < size1 < size2. It leaves two cases open, which are here: a
    /// tree is consistent with itself by an empty proof, and every tree extends the empty one, by an empty
    /// proof, whatever `root1` says.
    function verifyConsistency(
        uint64 size1,
        RootHash root1,
        uint64 size2,
        RootHash root2,
        bytes32[] calldata proof
    ) internal view returns (bool) {
        if (size1 > size2) return false;
        if (size1 == size2) return proof.length == 0 && root1 == root2;
        if (size1 == 0) return proof.length == 0;
        if (proof.length == 0) return false;

        uint256 fn = size1 - 1;
        uint256 sn = size2 - 1;
        while (fn & 1 == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        // Now fn is 0 exactly if size1 is a power of two. Then the old tree is one whole subtree of the
        // new one, its root is known, and the proof leaves it out (step 2 of the RFC puts it back in).
        bool isWholeSubtree = fn == 0;
        bytes32 oldNode = isWholeSubtree ? RootHash.unwrap(root1) : proof[0];
        bytes32 newNode = oldNode;
        for (uint256 i = isWholeSubtree ? 0 : 1; i < proof.length; ++i) {
            if (sn == 0) return false;
            bytes32 sibling = proof[i];
            if (fn & 1 == 1 || fn == sn) {
                oldNode = hashNode(sibling, oldNode);
                newNode = hashNode(sibling, newNode);
                while (fn & 1 == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                newNode = hashNode(newNode, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && RootHash.wrap(oldNode) == root1 && RootHash.wrap(newNode) == root2;
    }
}
