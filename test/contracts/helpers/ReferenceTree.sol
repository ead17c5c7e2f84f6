// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev The Merkle tree of RFC 9162 section 2.1 in its plainest recursive form, as the oracle for the
/// loops of TransparencyLog. It shares nothing with it: hashes come from Solidity's own `sha256`, and
/// proofs are checked by walking down from the root instead of up from the leaf.
library ReferenceTree {
    function leaf(bytes memory entry) internal pure returns (bytes32) {
        return sha256(bytes.concat(hex"00", entry));
    }

    function node(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return sha256(bytes.concat(hex"01", left, right));
    }

    /// @dev The largest power of two below n, for n > 1.
    function split(uint256 n) internal pure returns (uint256 k) {
        k = 1;
        while (k * 2 < n) k *= 2;
    }

    /// @dev Made-up leaves that differ from each other and between seeds.
    function leaves(uint256 n, uint256 seed) internal pure returns (bytes32[] memory list) {
        list = new bytes32[](n);
        for (uint256 i = 0; i < n; ++i) list[i] = leaf(abi.encode(seed, i));
    }

    /// @dev MTH(D[from:to]), section 2.1.1.
    function root(bytes32[] memory d, uint256 from, uint256 to) internal pure returns (bytes32) {
        if (to - from == 1) return d[from];
        uint256 middle = from + split(to - from);
        return node(root(d, from, middle), root(d, middle, to));
    }

    /// @dev PATH(m, D[from:to]), section 2.1.3.1.
    function inclusionProof(
        uint256 m,
        bytes32[] memory d,
        uint256 from,
        uint256 to
    ) internal pure returns (bytes32[] memory) {
        if (to - from == 1) return new bytes32[](0);
        uint256 middle = from + split(to - from);
        return
            m < middle - from
                ? append(inclusionProof(m, d, from, middle), root(d, middle, to))
                : append(inclusionProof(m - (middle - from), d, middle, to), root(d, from, middle));
    }

    /// @dev SUBPROOF(m, D[from:to], whole), section 2.1.4.1; PROOF(m, D) is the one with `whole`.
    function consistencyProof(
        uint256 m,
        bytes32[] memory d,
        uint256 from,
        uint256 to,
        bool whole
    ) internal pure returns (bytes32[] memory) {
        if (m == to - from) {
            return whole ? new bytes32[](0) : append(new bytes32[](0), root(d, from, to));
        }
        uint256 middle = from + split(to - from);
        return
            m <= middle - from
                ? append(consistencyProof(m, d, from, middle, whole), root(d, middle, to))
                : append(
                    consistencyProof(m - (middle - from), d, middle, to, false),
                    root(d, from, middle)
                );
    }

    /// @dev Length of PATH(m, D[n]).
    function inclusionLength(uint256 m, uint256 n) internal pure returns (uint256) {
        if (n == 1) return 0;
        uint256 k = split(n);
        return 1 + (m < k ? inclusionLength(m, k) : inclusionLength(m - k, n - k));
    }

    /// @dev Length of SUBPROOF(m, D[n], whole).
    function consistencyLength(uint256 m, uint256 n, bool whole) internal pure returns (uint256) {
        if (m == n) return whole ? 0 : 1;
        uint256 k = split(n);
        return
            1 + (m <= k ? consistencyLength(m, k, whole) : consistencyLength(m - k, n - k, false));
    }

    /// @dev The root that the first `count` elements of a path of the right length lead to.
    function rootOfPath(
        uint256 m,
        uint256 n,
        bytes32 leafHash,
        bytes32[] memory proof,
        uint256 count
    ) internal pure returns (bytes32) {
        if (n == 1) return leafHash;
        uint256 k = split(n);
        return
            m < k
                ? node(rootOfPath(m, k, leafHash, proof, count - 1), proof[count - 1])
                : node(proof[count - 1], rootOfPath(m - k, n - k, leafHash, proof, count - 1));
    }

    /// @dev Both roots that the first `count` elements of a consistency proof of the right length lead to.
    /// `root1` is used only if the old tree is a whole subtree of the new one.
    function rootsOfProof(
        uint256 m,
        uint256 n,
        bool whole,
        bytes32 root1,
        bytes32[] memory proof,
        uint256 count
    ) internal pure returns (bytes32 before, bytes32 afterwards) {
        if (m == n) return whole ? (root1, root1) : (proof[0], proof[0]);
        uint256 k = split(n);
        bytes32 sibling = proof[count - 1];
        if (m <= k) {
            (before, afterwards) = rootsOfProof(m, k, whole, root1, proof, count - 1);
            return (before, node(afterwards, sibling));
        }
        (before, afterwards) = rootsOfProof(m - k, n - k, false, root1, proof, count - 1);
        return (node(sibling, before), node(sibling, afterwards));
    }

    /// @dev What TransparencyLog.verifyInclusion must answer, for any input.
    function isIncluded(
        bytes32 leafHash,
        uint256 index,
        uint256 size,
        bytes32[] memory proof,
        bytes32 treeRoot
    ) internal pure returns (bool) {
        if (index >= size || proof.length != inclusionLength(index, size)) return false;
        return rootOfPath(index, size, leafHash, proof, proof.length) == treeRoot;
    }

    /// @dev What TransparencyLog.verifyConsistency must answer, for any input.
    function isConsistent(
        uint256 size1,
        bytes32 root1,
        uint256 size2,
        bytes32 root2,
        bytes32[] memory proof
    ) internal pure returns (bool) {
        if (size1 > size2) return false;
        if (size1 == size2) return proof.length == 0 && root1 == root2;
        if (size1 == 0) return proof.length == 0;
        if (proof.length != consistencyLength(size1, size2, true)) return false;
        (bytes32 before, bytes32 afterwards) = rootsOfProof(
            size1,
            size2,
            true,
            root1,
            proof,
            proof.length
        );
        return before == root1 && afterwards == root2;
    }

    /// @dev Two roots and a proof between them for trees of any size: the elements of the proof are made
    /// up and the roots follow from them. 0 < size1 < size2.
    function synthesizeConsistency(
        uint256 size1,
        uint256 size2,
        uint256 seed
    ) internal pure returns (bytes32 root1, bytes32 root2, bytes32[] memory proof) {
        proof = leaves(consistencyLength(size1, size2, true), seed);
        (root1, root2) = rootsOfProof(
            size1,
            size2,
            true,
            keccak256(abi.encode(seed)),
            proof,
            proof.length
        );
    }

    /// @dev A leaf of a tree of any size, with its path and the root that follows. index < size.
    function synthesizeInclusion(
        uint256 index,
        uint256 size,
        uint256 seed
    ) internal pure returns (bytes32 leafHash, bytes32 treeRoot, bytes32[] memory proof) {
        leafHash = keccak256(abi.encode(seed));
        proof = leaves(inclusionLength(index, size), seed);
        treeRoot = rootOfPath(index, size, leafHash, proof, proof.length);
    }

    function append(
        bytes32[] memory list,
        bytes32 element
    ) internal pure returns (bytes32[] memory longer) {
        longer = new bytes32[](list.length + 1);
        for (uint256 i = 0; i < list.length; ++i) longer[i] = list[i];
        longer[list.length] = element;
    }
}
