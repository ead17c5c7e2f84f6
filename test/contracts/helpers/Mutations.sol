// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev Ways to spoil a proof. Each returns a copy.
library Mutations {
    uint8 internal constant KINDS = 7;

    /// @dev Kind 0 leaves the proof as it is. `position` chooses the element and the bit. A proof without
    /// elements can only be lengthened; the other kinds leave it as it is too.
    function mutate(
        bytes32[] memory proof,
        uint8 kind,
        uint256 position
    ) internal pure returns (bytes32[] memory) {
        uint256 length = proof.length;
        if (kind == 1)
            return insert(proof, position % (length + 1), keccak256(abi.encode(position)));
        if (length == 0 || kind == 0) return copy(proof);
        uint256 i = position % length;
        if (kind == 2) return remove(proof, i);
        if (kind == 3) return flip(proof, i, uint8(position >> 8));
        if (kind == 4) return insert(proof, i, proof[i]);
        if (kind == 5) return swap(proof, i, (i + 1) % length);
        return new bytes32[](0);
    }

    function copy(bytes32[] memory proof) internal pure returns (bytes32[] memory result) {
        result = new bytes32[](proof.length);
        for (uint256 i = 0; i < proof.length; ++i) result[i] = proof[i];
    }

    function flip(
        bytes32[] memory proof,
        uint256 i,
        uint8 bit
    ) internal pure returns (bytes32[] memory result) {
        result = copy(proof);
        result[i] ^= bytes32(uint256(1) << bit);
    }

    function swap(
        bytes32[] memory proof,
        uint256 i,
        uint256 j
    ) internal pure returns (bytes32[] memory result) {
        result = copy(proof);
        (result[i], result[j]) = (result[j], result[i]);
    }

    function remove(
        bytes32[] memory proof,
        uint256 position
    ) internal pure returns (bytes32[] memory result) {
        result = new bytes32[](proof.length - 1);
        for (uint256 i = 0; i < result.length; ++i) result[i] = proof[i < position ? i : i + 1];
    }

    function insert(
        bytes32[] memory proof,
        uint256 position,
        bytes32 element
    ) internal pure returns (bytes32[] memory result) {
        result = new bytes32[](proof.length + 1);
        for (uint256 i = 0; i < position; ++i) result[i] = proof[i];
        result[position] = element;
        for (uint256 i = position; i < proof.length; ++i) result[i + 1] = proof[i];
    }
}
