// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LogHarness} from "./helpers/LogHarness.sol";
import {check, vm} from "./helpers/Vm.sol";

/// @dev The vectors of transparency-dev/merkle, run against the library. Those in which something is not
/// 32 bytes long are not for Solidity, whose ABI cannot say such a thing; they are counted, so that none
/// is left out unseen.
contract TransparencyLogVectorsTest {
    uint256 internal constant INCLUSION_CASES = 53;
    uint256 internal constant CONSISTENCY_CASES = 43;

    LogHarness internal log;
    string internal json;

    function setUp() public {
        log = new LogHarness();
        json = vm.readFile("test/vectors/rfc6962/proofs.json");
    }

    function test_InclusionVectors() public view {
        uint256 unsayable = 0;
        for (uint256 i = 0; i < INCLUSION_CASES; ++i) {
            string memory path = string.concat(".inclusion[", vm.toString(i), "]");
            (bool sayable, bytes32[] memory proof) = _proof(path);
            bytes memory root = vm.parseJsonBytes(json, string.concat(path, ".root"));
            bytes memory leaf = vm.parseJsonBytes(json, string.concat(path, ".leafHash"));
            if (!sayable || root.length != 32 || leaf.length != 32) {
                check(_wantErr(path), "a malformed case must be a wrong one");
                ++unsayable;
                continue;
            }
            bool included = log.verifyInclusion(
                bytes32(leaf),
                uint64(vm.parseJsonUint(json, string.concat(path, ".leafIdx"))),
                uint64(vm.parseJsonUint(json, string.concat(path, ".treeSize"))),
                proof,
                bytes32(root)
            );
            check(
                included == !_wantErr(path),
                vm.parseJsonString(json, string.concat(path, ".name"))
            );
        }
        check(!vm.keyExistsJson(json, ".inclusion[53]"), "more cases than expected");
        check(unsayable == 12, "cases that Solidity cannot say");
    }

    function test_ConsistencyVectors() public view {
        uint256 unsayable = 0;
        for (uint256 i = 0; i < CONSISTENCY_CASES; ++i) {
            string memory path = string.concat(".consistency[", vm.toString(i), "]");
            (bool sayable, bytes32[] memory proof) = _proof(path);
            bytes memory root1 = vm.parseJsonBytes(json, string.concat(path, ".root1"));
            bytes memory root2 = vm.parseJsonBytes(json, string.concat(path, ".root2"));
            if (!sayable || root1.length != 32 || root2.length != 32) {
                check(_wantErr(path), "a malformed case must be a wrong one");
                ++unsayable;
                continue;
            }
            bool consistent = log.verifyConsistency(
                uint64(vm.parseJsonUint(json, string.concat(path, ".size1"))),
                bytes32(root1),
                uint64(vm.parseJsonUint(json, string.concat(path, ".size2"))),
                bytes32(root2),
                proof
            );
            check(
                consistent == !_wantErr(path),
                vm.parseJsonString(json, string.concat(path, ".name"))
            );
        }
        check(!vm.keyExistsJson(json, ".consistency[43]"), "more cases than expected");
        check(unsayable == 8, "cases that Solidity cannot say");
    }

    function _wantErr(string memory path) private view returns (bool) {
        return vm.parseJsonBool(json, string.concat(path, ".wantErr"));
    }

    function _proof(
        string memory path
    ) private view returns (bool sayable, bytes32[] memory proof) {
        bytes[] memory elements = vm.parseJsonBytesArray(json, string.concat(path, ".proof"));
        proof = new bytes32[](elements.length);
        sayable = true;
        for (uint256 i = 0; i < elements.length; ++i) {
            if (elements[i].length != 32) sayable = false;
            else proof[i] = bytes32(elements[i]);
        }
    }
}
