// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TransparencyLog} from "../../../contracts/libraries/TransparencyLog.sol";
import {LeafHash, RootHash} from "../../../contracts/types/LogTypes.sol";

/// @dev Makes the library's functions callable with calldata, as the contract calls them.
contract LogHarness {
    function hashLeaf(bytes calldata entry) external pure returns (bytes32) {
        return LeafHash.unwrap(TransparencyLog.hashLeaf(entry));
    }

    function hashNode(bytes32 left, bytes32 right) external view returns (bytes32) {
        return TransparencyLog.hashNode(left, right);
    }

    function verifyInclusion(
        bytes32 leaf,
        uint64 index,
        uint64 size,
        bytes32[] calldata proof,
        bytes32 root
    ) external view returns (bool) {
        return
            TransparencyLog.verifyInclusion(
                LeafHash.wrap(leaf),
                index,
                size,
                proof,
                RootHash.wrap(root)
            );
    }

    function verifyConsistency(
        uint64 size1,
        bytes32 root1,
        uint64 size2,
        bytes32 root2,
        bytes32[] calldata proof
    ) external view returns (bool) {
        return
            TransparencyLog.verifyConsistency(
                size1,
                RootHash.wrap(root1),
                size2,
                RootHash.wrap(root2),
                proof
            );
    }
}
