// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LogHarness} from "./helpers/LogHarness.sol";
import {Mutations} from "./helpers/Mutations.sol";
import {ReferenceTree} from "./helpers/ReferenceTree.sol";
import {check, vm} from "./helpers/Vm.sol";

/// @dev The small world, exhausted: every tree of up to MAX_SIZE leaves, every index, every older size,
/// with every element of every proof spoiled.
contract TransparencyLogTest {
    using Mutations for bytes32[];

    uint64 internal constant MAX_SIZE = 40;
    uint64 internal constant MAX_UINT64 = type(uint64).max;

    LogHarness internal log;

    function setUp() public {
        log = new LogHarness();
    }

    // The same in a shell: printf '\0' | sha256sum
    function test_HashOfTheEmptyLeaf() public view {
        check(
            log.hashLeaf("") == 0x6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d,
            "SHA-256(0x00)"
        );
    }

    // printf '\0L123456' | sha256sum
    function test_HashOfALeaf() public view {
        check(
            log.hashLeaf("L123456") ==
                0x395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56,
            "SHA-256(0x00 || L123456)"
        );
    }

    function test_HashOfANodeIsThatOfItsBytes() public view {
        bytes32 left = keccak256("left");
        bytes32 right = keccak256("right");
        bytes32 node = log.hashNode(left, right);
        check(node == sha256(bytes.concat(hex"01", left, right)), "SHA-256(0x01 || left || right)");
        check(node != log.hashNode(right, left), "order matters");
    }

    function testFuzz_HashOfANodeIsThatOfItsBytes(bytes32 left, bytes32 right) public view {
        check(log.hashNode(left, right) == ReferenceTree.node(left, right), "node");
    }

    function testFuzz_HashOfALeafIsThatOfItsBytes(bytes calldata entry) public view {
        check(log.hashLeaf(entry) == ReferenceTree.leaf(entry), "leaf");
    }

    /// @dev On a chain without the precompile a call to its address succeeds and returns nothing.
    function test_NoHashWithoutThePrecompile() public {
        vm.etch(address(log), _withoutPrecompile(address(log).code));
        (bool success, bytes memory data) = address(log).staticcall(
            abi.encodeCall(LogHarness.hashNode, (bytes32("l"), bytes32("r")))
        );
        check(!success && data.length == 0, "must revert");
    }

    /// @dev The one who calls address 2 (`PUSH1 0x02 GAS`) calls an empty account instead.
    function _withoutPrecompile(bytes memory code) private pure returns (bytes memory) {
        uint256 found = 0;
        for (uint256 i = 0; i + 3 < code.length; ++i) {
            if (
                code[i] == 0x60 && code[i + 1] == 0x02 && code[i + 2] == 0x5a && code[i + 3] == 0xfa
            ) {
                code[i + 1] = 0xee;
                ++found;
            }
        }
        check(found > 0, "no call of the precompile found in the code");
        return code;
    }

    function test_InclusionInEveryTree() public view {
        for (uint64 size = 1; size <= MAX_SIZE; ++size) this.inclusionInTreesOf(size);
    }

    /// @dev A call of its own for each size, so that its memory is given back.
    function inclusionInTreesOf(uint64 size) external view {
        bytes32[] memory d = ReferenceTree.leaves(size, size);
        bytes32 root = ReferenceTree.root(d, 0, size);
        for (uint64 index = 0; index < size; ++index) {
            bytes32[] memory proof = ReferenceTree.inclusionProof(index, d, 0, size);
            check(log.verifyInclusion(d[index], index, size, proof, root), "included");
            _spoiltInclusion(d[index], index, size, proof, root);
            for (uint64 other = 0; other < size; ++other) {
                if (other == index) continue;
                check(!log.verifyInclusion(d[index], other, size, proof, root), "other index");
                check(!log.verifyInclusion(d[other], index, size, proof, root), "other leaf");
            }
        }
    }

    function _spoiltInclusion(
        bytes32 leaf,
        uint64 index,
        uint64 size,
        bytes32[] memory proof,
        bytes32 root
    ) private view {
        for (uint256 i = 0; i < proof.length; ++i) {
            uint8 bit = uint8(uint256(proof[i]));
            check(!log.verifyInclusion(leaf, index, size, proof.flip(i, bit), root), "bit flipped");
            check(!log.verifyInclusion(leaf, index, size, proof.remove(i), root), "one too few");
        }
        for (uint256 i = 0; i <= proof.length; ++i) {
            check(
                !log.verifyInclusion(leaf, index, size, proof.insert(i, root), root),
                "one too many"
            );
        }
        check(!log.verifyInclusion(leaf, size, size, proof, root), "index is the size");
        check(!log.verifyInclusion(leaf, MAX_UINT64, size, proof, root), "index beyond all");
        check(!log.verifyInclusion(leaf, index, 0, proof, root), "empty tree");
        check(!log.verifyInclusion(leaf, index, size, proof, ~root), "other root");
        // A path does not always depend on the exact size; the reference knows when it does.
        for (uint64 other = 1; other <= MAX_SIZE; ++other) {
            bool expected = ReferenceTree.isIncluded(leaf, index, other, proof, root);
            check(
                log.verifyInclusion(leaf, index, other, proof, root) == expected,
                "another size than the reference says"
            );
        }
    }

    function test_ConsistencyOfEveryPairOfTrees() public view {
        for (uint64 size2 = 1; size2 <= MAX_SIZE; ++size2) this.consistencyWithTreesOf(size2);
    }

    /// @dev A call of its own for each size, so that its memory is given back.
    function consistencyWithTreesOf(uint64 size2) external view {
        bytes32[] memory d = ReferenceTree.leaves(size2, 1);
        bytes32 root2 = ReferenceTree.root(d, 0, size2);
        for (uint64 size1 = 1; size1 < size2; ++size1) {
            bytes32 root1 = ReferenceTree.root(d, 0, size1);
            bytes32[] memory proof = ReferenceTree.consistencyProof(size1, d, 0, size2, true);
            check(log.verifyConsistency(size1, root1, size2, root2, proof), "consistent");
            _spoiltConsistency(size1, root1, size2, root2, proof);
        }
    }

    function _spoiltConsistency(
        uint64 size1,
        bytes32 root1,
        uint64 size2,
        bytes32 root2,
        bytes32[] memory proof
    ) private view {
        for (uint256 i = 0; i < proof.length; ++i) {
            bytes32[] memory flipped = proof.flip(i, uint8(uint256(proof[i])));
            check(!log.verifyConsistency(size1, root1, size2, root2, flipped), "bit flipped");
            bytes32[] memory shorter = proof.remove(i);
            check(!log.verifyConsistency(size1, root1, size2, root2, shorter), "one too few");
        }
        for (uint256 i = 0; i <= proof.length; ++i) {
            bytes32[] memory longer = proof.insert(i, root1);
            check(!log.verifyConsistency(size1, root1, size2, root2, longer), "one too many");
        }
        check(!log.verifyConsistency(size2, root2, size1, root1, proof), "backwards");
        check(!log.verifyConsistency(size1, root2, size2, root1, proof), "roots swapped");
        check(!log.verifyConsistency(size1, ~root1, size2, root2, proof), "other old root");
        check(!log.verifyConsistency(size1, root1, size2, ~root2, proof), "other new root");
        check(!log.verifyConsistency(0, root1, size2, root2, proof), "from 0 with a proof");
        check(!log.verifyConsistency(size2, root2, size2, root2, proof), "to itself with a proof");
        for (uint64 other = 1; other <= MAX_SIZE; ++other) {
            bool expected = ReferenceTree.isConsistent(other, root1, size2, root2, proof);
            check(
                log.verifyConsistency(other, root1, size2, root2, proof) == expected,
                "another old size than the reference says"
            );
            expected = ReferenceTree.isConsistent(size1, root1, other, root2, proof);
            check(
                log.verifyConsistency(size1, root1, other, root2, proof) == expected,
                "another new size than the reference says"
            );
        }
    }

    function test_WhatTheRfcLeavesOpen() public view {
        bytes32[] memory none = new bytes32[](0);
        bytes32[] memory one = new bytes32[](1);
        bytes32 a = keccak256("a");
        bytes32 b = keccak256("b");
        check(log.verifyConsistency(0, 0, 0, 0, none), "empty and empty");
        check(!log.verifyConsistency(0, a, 0, b, none), "two empty trees with two roots");
        check(log.verifyConsistency(0, a, 7, b, none), "anything extends the empty tree");
        check(!log.verifyConsistency(0, a, 7, b, one), "with a proof it does not");
        check(log.verifyConsistency(7, a, 7, a, none), "a tree extends itself");
        check(!log.verifyConsistency(7, a, 7, b, none), "but not another of its size");
        check(!log.verifyConsistency(7, a, 7, a, one), "nor with a proof");
        check(!log.verifyConsistency(1, a, 0, 0, none), "no tree shrinks to nothing");
        for (uint64 size = 2; size < 20; ++size) {
            check(!log.verifyConsistency(size - 1, a, size, a, none), "no growth without a proof");
        }
    }

    function test_LargestSizes() public view {
        bytes32 root1;
        bytes32 root2;
        bytes32[] memory proof;
        uint64[5] memory older = [1, 2, uint64(1) << 63, (uint64(1) << 63) + 1, MAX_UINT64 - 1];
        for (uint256 i = 0; i < older.length; ++i) {
            (root1, root2, proof) = ReferenceTree.synthesizeConsistency(older[i], MAX_UINT64, i);
            check(proof.length <= 65, "never more than 65 elements");
            check(log.verifyConsistency(older[i], root1, MAX_UINT64, root2, proof), "consistent");
            bytes32[] memory longer = proof.insert(proof.length, root1);
            check(!log.verifyConsistency(older[i], root1, MAX_UINT64, root2, longer), "longer");
        }
        bytes32 leaf;
        for (uint256 i = 0; i < older.length; ++i) {
            (leaf, root1, proof) = ReferenceTree.synthesizeInclusion(older[i], MAX_UINT64, i);
            check(log.verifyInclusion(leaf, older[i], MAX_UINT64, proof, root1), "included");
        }
    }

    function testFuzz_InclusionAsTheReferenceSays(
        uint64 index,
        uint64 size,
        uint8 shift,
        uint8 kind,
        uint256 position
    ) public view {
        size >>= shift % 64;
        if (size == 0) size = 1;
        index %= size;
        (bytes32 leaf, bytes32 root, bytes32[] memory proof) = ReferenceTree.synthesizeInclusion(
            index,
            size,
            position
        );
        check(log.verifyInclusion(leaf, index, size, proof, root), "what was made to be included");
        proof = proof.mutate(kind % Mutations.KINDS, position);
        if (kind % 5 == 3) index = uint64(position);
        if (kind % 5 == 4) size = uint64(position);
        bool expected = ReferenceTree.isIncluded(leaf, index, size, proof, root);
        check(log.verifyInclusion(leaf, index, size, proof, root) == expected, "reference");
    }

    function testFuzz_ConsistencyAsTheReferenceSays(
        uint64 size1,
        uint64 size2,
        uint8 shift,
        uint8 kind,
        uint256 position
    ) public view {
        size2 >>= shift % 63;
        if (size2 < 2) size2 = 2;
        size1 = 1 + (size1 % (size2 - 1));
        (bytes32 root1, bytes32 root2, bytes32[] memory proof) = ReferenceTree
            .synthesizeConsistency(size1, size2, position);
        check(
            log.verifyConsistency(size1, root1, size2, root2, proof),
            "what was made to be consistent"
        );
        proof = proof.mutate(kind % Mutations.KINDS, position);
        if (kind % 5 == 3) size1 = uint64(position);
        if (kind % 5 == 4) size2 = uint64(position);
        bool expected = ReferenceTree.isConsistent(size1, root1, size2, root2, proof);
        check(log.verifyConsistency(size1, root1, size2, root2, proof) == expected, "reference");
    }

    function testFuzz_AnyInputIsAnsweredAsTheReferenceDoes(
        uint64 size1,
        bytes32 root1,
        uint64 size2,
        bytes32 root2,
        bytes32[] calldata proof
    ) public view {
        bool expected = ReferenceTree.isConsistent(size1, root1, size2, root2, proof);
        check(log.verifyConsistency(size1, root1, size2, root2, proof) == expected, "consistency");
        expected = ReferenceTree.isIncluded(root1, size1, size2, proof, root2);
        check(log.verifyInclusion(root1, size1, size2, proof, root2) == expected, "inclusion");
    }
}
