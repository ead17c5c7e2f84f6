// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILedgerAnchor} from "../../contracts/ILedgerAnchor.sol";
import {LeafHash, LedgerId, RootHash} from "../../contracts/types/LogTypes.sol";
import {LedgerFixture} from "./helpers/LedgerFixture.sol";
import {ReferenceTree} from "./helpers/ReferenceTree.sol";
import {check, vm} from "./helpers/Vm.sol";

/// @dev A ledger ends and goes on as another.
contract LedgerAnchorSuccessionTest is LedgerFixture {
    function test_SucceedGoesOnFromAnEarlierSize() public {
        _anchor(0, 8);
        _anchor(8, 21);
        RootHash root8 = RootHash.wrap(_root(8));
        LedgerId expected = ledgers.ledgerIdOf(OWNER, NEXT);
        vm.expectEmit(true, true, true, true, address(ledgers));
        emit ILedgerAnchor.Registered(expected, OWNER, HEIR, OTHER_KEY, NEXT);
        vm.expectEmit(true, true, true, true, address(ledgers));
        emit ILedgerAnchor.Succeeded(id, expected, 8, root8);
        vm.expectEmit(true, true, true, true, address(ledgers));
        emit ILedgerAnchor.Anchored(expected, 8, 0, root8);
        vm.prank(OWNER);
        LedgerId next = ledgers.succeed(id, 8, NEXT, HEIR, OTHER_KEY);

        ILedgerAnchor.Ledger memory about = ledgers.ledger(next);
        check(LedgerId.unwrap(next) == LedgerId.unwrap(expected), "id");
        check(about.owner == OWNER && about.anchorer == HEIR, "who");
        check(about.logKeyHash == OTHER_KEY && about.originHash == keccak256(bytes(NEXT)), "what");
        check(about.size == 8 && about.inheritedSize == 8 && !about.closed, "head");
        check(LedgerId.unwrap(about.predecessor) == LedgerId.unwrap(id), "points back");
        check(LedgerId.unwrap(ledgers.ledger(id).successor) == LedgerId.unwrap(next), "points on");
        check(ledgers.rootAt(next, 8) == root8, "the inherited root is answered");
        check(ledgers.rootAt(next, 21).isZero(), "what was abandoned is not");

        bytes32[] memory proof = _proof(8, 30);
        _anchorAs(HEIR, next, 30, _root(30), proof);
        (uint64 size, ) = ledgers.head(id);
        check(size == 21, "the old head stays readable");
    }

    function test_SizesBelowTheInheritedOneAreThePredecessorsToAnswer() public {
        _anchor(0, 3);
        _anchor(3, 8);
        LedgerId next = _succeed(8);
        check(ledgers.rootAt(next, 3).isZero(), "not in the successor");
        check(RootHash.unwrap(ledgers.rootAt(id, 3)) == _root(3), "in the predecessor");
    }

    function test_SucceedCanBeginAnew() public {
        _anchor(0, 8);
        vm.recordLogs();
        LedgerId next = _succeed(0);
        check(vm.getRecordedLogs().length == 2, "nothing is anchored by it");
        (uint64 size, RootHash root) = ledgers.head(next);
        check(size == 0 && root.isZero(), "empty");
        _anchorAs(HEIR, next, 5, keccak256("any"), none);
    }

    function test_AnEmptyLedgerCanBeSucceeded() public {
        LedgerId next = _succeed(0);
        check(ledgers.ledger(id).closed && !ledgers.ledger(next).closed, "closed");
    }

    function test_SucceedFromAnInheritedSize() public {
        _anchor(0, 8);
        LedgerId next = _succeed(8);
        vm.prank(OWNER);
        LedgerId third = ledgers.succeed(next, 8, "third", HEIR, KEY);
        check(RootHash.unwrap(ledgers.rootAt(third, 8)) == _root(8), "inherited twice");
    }

    function test_SucceedOnlyFromWhatWasAnchored() public {
        _anchor(0, 8);
        uint64[3] memory sizes = [uint64(1), 7, 9];
        for (uint256 i = 0; i < sizes.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(ILedgerAnchor.SizeNotAnchored.selector, id, sizes[i])
            );
            vm.prank(OWNER);
            ledgers.succeed(id, sizes[i], NEXT, HEIR, OTHER_KEY);
        }
    }

    function test_TheSuccessorMustBeNew() public {
        vm.expectRevert(abi.encodeWithSelector(ILedgerAnchor.LedgerExists.selector, id));
        vm.prank(OWNER);
        ledgers.succeed(id, 0, ORIGIN, HEIR, OTHER_KEY);
        vm.prank(OWNER);
        LedgerId other = ledgers.register(NEXT, HEIR, KEY);
        vm.expectRevert(abi.encodeWithSelector(ILedgerAnchor.LedgerExists.selector, other));
        vm.prank(OWNER);
        ledgers.succeed(id, 0, NEXT, HEIR, OTHER_KEY);
        check(!ledgers.ledger(id).closed, "nothing happened");
    }

    function test_AfterAHandOverTheHeirsIdIsUsed() public {
        vm.prank(OWNER);
        ledgers.transferOwnership(id, HEIR);
        vm.prank(HEIR);
        ledgers.acceptOwnership(id);
        vm.prank(HEIR);
        LedgerId next = ledgers.succeed(id, 0, NEXT, HEIR, OTHER_KEY);
        check(
            LedgerId.unwrap(next) == LedgerId.unwrap(ledgers.ledgerIdOf(HEIR, NEXT)),
            "the heir is its registrant"
        );
    }

    function test_AClosedLedgerNeverChangesAgain() public {
        _anchor(0, 8);
        vm.prank(OWNER);
        ledgers.transferOwnership(id, STRANGER);
        LedgerId next = _succeed(8);
        bytes memory expected = abi.encodeWithSelector(
            ILedgerAnchor.LedgerClosed.selector,
            id,
            next
        );
        bytes32[] memory proof = _proof(8, 9);
        _anchorFails(ANCHORER, id, 9, _root(9), proof, expected);
        vm.expectRevert(expected);
        vm.prank(OWNER);
        ledgers.changeAnchorer(id, HEIR);
        vm.expectRevert(expected);
        vm.prank(OWNER);
        ledgers.changeLogKey(id, OTHER_KEY);
        vm.expectRevert(expected);
        vm.prank(OWNER);
        ledgers.transferOwnership(id, HEIR);
        vm.expectRevert(expected);
        vm.prank(STRANGER);
        ledgers.acceptOwnership(id);
        vm.expectRevert(expected);
        vm.prank(OWNER);
        ledgers.succeed(id, 8, "third", HEIR, OTHER_KEY);
    }

    function test_VerifyInclusionInASuccessor() public {
        _anchor(0, 8);
        LedgerId next = _succeed(8);
        bytes32[] memory proof = ReferenceTree.inclusionProof(5, d, 0, 8);
        check(ledgers.verifyInclusion(next, 8, 5, LeafHash.wrap(d[5]), proof), "inherited");
    }
}
