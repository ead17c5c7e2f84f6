// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TermsDigest} from "./TermsDigest.sol";
import {vm} from "./Vm.sol";

/// @dev Signatures, right and wrong. The kinds up to `OTHER_VERSION` are right ones of something else, which
/// whoever makes the digest sees to; the rest are other bytes.
abstract contract TermsSigner {
    uint256 internal constant KEYS = 4;

    /// @dev A kind is odd if it is wrong; even numbers, and all from 2 * KINDS on, are right.
    uint8 internal constant OTHER_CHAIN = 1;
    uint8 internal constant OTHER_CONTRACT = 3;
    uint8 internal constant OTHER_NUMBER = 5;
    uint8 internal constant OTHER_VERSION = 7;
    uint8 internal constant OTHER_KEY = 9;
    uint8 internal constant MALLEABLE = 11;
    uint8 internal constant COMPACT = 13;
    uint8 internal constant LOW_V = 15;
    uint8 internal constant TOO_LONG = 17;
    uint8 internal constant EMPTY = 19;
    uint8 internal constant ONE_BIT = 21;
    uint8 internal constant KINDS = 11;

    function _signature(
        uint256 key,
        bytes32 digest,
        uint8 kind,
        uint256 any
    ) internal pure returns (bytes memory signature) {
        if (kind == EMPTY) return "";
        if (kind == OTHER_KEY) key = 1 + (key % KEYS);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        if (kind == MALLEABLE) {
            return abi.encodePacked(r, TermsDigest.ORDER - uint256(s), v == 27 ? 28 : 27);
        }
        if (kind == COMPACT) return abi.encodePacked(r, uint256(s) | (uint256(v - 27) << 255));
        if (kind == LOW_V) v -= 27;
        signature = abi.encodePacked(r, s, v);
        if (kind == TOO_LONG) return abi.encodePacked(signature, uint8(any));
        if (kind == ONE_BIT) signature[any % 65] ^= bytes1(uint8(1 << (any % 8)));
    }
}
