// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILedgerAnchor} from "../../contracts/ILedgerAnchor.sol";
import {LedgerFixture} from "./helpers/LedgerFixture.sol";
import {check, vm} from "./helpers/Vm.sol";

/// @dev What only the owner decides: keys, and who is the owner.
contract LedgerAnchorOwnerTest is LedgerFixture {
    function test_ChangeAnchorer() public {
        _anchor(0, 8);
        vm.expectEmit(true, true, true, true, address(ledgers));
        emit ILedgerAnchor.AnchorerChanged(id, 8, ANCHORER, HEIR);
        vm.prank(OWNER);
        ledgers.changeAnchorer(id, HEIR);
        _anchorFails(
            ANCHORER,
            id,
            9,
            _root(9),
            none,
            abi.encodeWithSelector(ILedgerAnchor.NotAnchorer.selector, id, ANCHORER)
        );
        bytes32[] memory proof = _proof(8, 9);
        _anchorAs(HEIR, id, 9, _root(9), proof);
    }

    function test_ChangeLogKey() public {
        _anchor(0, 8);
        vm.expectEmit(true, true, true, true, address(ledgers));
        emit ILedgerAnchor.LogKeyChanged(id, 8, KEY, OTHER_KEY);
        vm.prank(OWNER);
        ledgers.changeLogKey(id, OTHER_KEY);
        check(ledgers.ledger(id).logKeyHash == OTHER_KEY, "changed");
    }

    function test_KeysCannotBeRemoved() public {
        vm.expectRevert(abi.encodeWithSelector(ILedgerAnchor.ZeroAnchorer.selector));
        vm.prank(OWNER);
        ledgers.changeAnchorer(id, address(0));
        vm.expectRevert(abi.encodeWithSelector(ILedgerAnchor.ZeroLogKeyHash.selector));
        vm.prank(OWNER);
        ledgers.changeLogKey(id, 0);
    }

    function test_OnlyTheOwnerDecides() public {
        address[3] memory others = [ANCHORER, STRANGER, HEIR];
        for (uint256 i = 0; i < others.length; ++i) {
            bytes memory expected = abi.encodeWithSelector(
                ILedgerAnchor.NotOwner.selector,
                id,
                others[i]
            );
            vm.expectRevert(expected);
            vm.prank(others[i]);
            ledgers.changeAnchorer(id, others[i]);
            vm.expectRevert(expected);
            vm.prank(others[i]);
            ledgers.changeLogKey(id, OTHER_KEY);
            vm.expectRevert(expected);
            vm.prank(others[i]);
            ledgers.transferOwnership(id, others[i]);
            vm.expectRevert(expected);
            vm.prank(others[i]);
            ledgers.succeed(id, 0, NEXT, others[i], OTHER_KEY);
        }
    }

    function test_HandOverTakesTwoSteps() public {
        vm.expectEmit(true, true, true, true, address(ledgers));
        emit ILedgerAnchor.OwnershipTransferStarted(id, OWNER, HEIR);
        vm.prank(OWNER);
        ledgers.transferOwnership(id, HEIR);
        check(ledgers.ledger(id).owner == OWNER, "nothing changed yet");
        check(ledgers.ledger(id).pendingOwner == HEIR, "asked");
        vm.expectEmit(true, true, true, true, address(ledgers));
        emit ILedgerAnchor.OwnershipTransferred(id, OWNER, HEIR);
        vm.prank(HEIR);
        ledgers.acceptOwnership(id);
        check(ledgers.ledger(id).owner == HEIR, "handed over, under the same id");
        check(ledgers.ledger(id).pendingOwner == address(0), "nobody is asked any more");
        vm.expectRevert(abi.encodeWithSelector(ILedgerAnchor.NotOwner.selector, id, OWNER));
        vm.prank(OWNER);
        ledgers.changeLogKey(id, OTHER_KEY);
    }

    function test_AfterAHandOverTheIdIsStillTaken() public {
        test_HandOverTakesTwoSteps();
        vm.expectRevert(abi.encodeWithSelector(ILedgerAnchor.LedgerExists.selector, id));
        vm.prank(OWNER);
        ledgers.register(ORIGIN, ANCHORER, KEY);
    }

    function test_OnlyWhoWasAskedCanAccept() public {
        address[2] memory others = [OWNER, STRANGER];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(ILedgerAnchor.NotPendingOwner.selector, id, others[i])
            );
            vm.prank(others[i]);
            ledgers.acceptOwnership(id);
        }
    }

    function test_AHandOverCanBeCalledOff() public {
        vm.prank(OWNER);
        ledgers.transferOwnership(id, HEIR);
        vm.prank(OWNER);
        ledgers.transferOwnership(id, address(0));
        vm.expectRevert(abi.encodeWithSelector(ILedgerAnchor.NotPendingOwner.selector, id, HEIR));
        vm.prank(HEIR);
        ledgers.acceptOwnership(id);
        check(ledgers.ledger(id).owner == OWNER, "still the owner");
    }
}
