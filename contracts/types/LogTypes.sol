// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The 32-byte things of a transparency log, told apart by the compiler
/// @dev All are `bytes32` on the wire, so they cost nothing and do not show in the ABI. Inner nodes of a
/// proof stay plain `bytes32`: they are never stored, compared with a leaf or handed to anybody.

/// @notice `SHA-256(0x00 || entry)`, RFC 9162 section 2.1.1.
type LeafHash is bytes32;

/// @notice The root of the tree over the first n entries. The zero value means "none".
type RootHash is bytes32;

/// @notice `keccak256(abi.encode(block.chainid, contract, registrant, origin))`. The zero value means "none".
type LedgerId is bytes32;

using {isZero, equal as ==} for RootHash global;

function isZero(RootHash root) pure returns (bool) {
    return RootHash.unwrap(root) == bytes32(0);
}

function equal(RootHash a, RootHash b) pure returns (bool) {
    return RootHash.unwrap(a) == RootHash.unwrap(b);
}
