// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILedgerAnchor} from "../../contracts/ILedgerAnchor.sol";
import {LedgerId, RootHash} from "../../contracts/types/LogTypes.sol";
import {LedgerHandler} from "./helpers/LedgerHandler.sol";
import {check, vm} from "./helpers/Vm.sol";

/// @dev Random histories of many ledgers and four actors. After every call the handler compares the
/// contract with the model, so that what nobody was allowed to move has not moved; here stands what must
/// hold whatever happened, without a model.
contract LedgerAnchorInvariantTest {
    LedgerHandler internal handler;

    function setUp() public {
        handler = new LedgerHandler();
        handler.register(0, 10, 1, "key");
        handler.register(1, 11, 1, "key");
    }

    /// @dev The runner asks for it: only the handler is to be called.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_ARootForASizeNeverChanges() public view {
        (bytes32[] memory ids, uint64[] memory sizes, bytes32[] memory roots) = handler.seen();
        for (uint256 i = 0; i < ids.length; ++i) {
            RootHash root = handler.ANCHOR().rootAt(LedgerId.wrap(ids[i]), sizes[i]);
            check(RootHash.unwrap(root) == roots[i], "a root changed");
        }
    }

    function invariant_SizesOnlyGrow() public view {
        (bytes32[] memory ids, uint64[] memory sizes, ) = handler.seen();
        for (uint256 i = 0; i < ids.length; ++i) {
            for (uint256 j = i + 1; j < ids.length; ++j) {
                if (ids[i] == ids[j]) check(sizes[i] < sizes[j], "a size did not grow");
            }
            (uint64 size, ) = handler.ANCHOR().head(LedgerId.wrap(ids[i]));
            check(size >= sizes[i], "a head shrank");
        }
    }

    function invariant_LedgersPointAtEachOther() public view {
        bytes32[] memory ids = handler.MODEL().ids();
        for (uint256 i = 0; i < ids.length; ++i) {
            LedgerId id = LedgerId.wrap(ids[i]);
            ILedgerAnchor.Ledger memory about = handler.ANCHOR().ledger(id);
            check(about.owner != address(0), "no ledger without an owner");
            check(about.anchorer != address(0), "no ledger without an anchorer");
            bytes32 successor = LedgerId.unwrap(about.successor);
            check(about.closed == (successor != 0), "closed exactly if there is a successor");
            if (!about.closed) continue;
            ILedgerAnchor.Ledger memory next = handler.ANCHOR().ledger(about.successor);
            check(LedgerId.unwrap(next.predecessor) == ids[i], "the successor points back");
            bytes32 inherited = RootHash.unwrap(
                handler.ANCHOR().rootAt(about.successor, next.inheritedSize)
            );
            bytes32 original = RootHash.unwrap(handler.ANCHOR().rootAt(id, next.inheritedSize));
            check(inherited == original, "the successor goes on from the predecessor's root");
        }
    }

    /// @dev Without this the tests above could pass because nothing ever happens.
    function test_TheHandlerReachesEveryOutcome() public {
        for (uint256 i = 0; i < 400; ++i) {
            uint256 r = uint256(keccak256(abi.encode(i)));
            if (r % 2 == 0) _anchorAtRandom(r >> 8);
            else _decideAtRandom(r >> 8);
        }
        bytes4[14] memory expected = [
            bytes4(0),
            ILedgerAnchor.OriginLengthOutOfRange.selector,
            ILedgerAnchor.ZeroAnchorer.selector,
            ILedgerAnchor.ZeroLogKeyHash.selector,
            ILedgerAnchor.LedgerExists.selector,
            ILedgerAnchor.UnknownLedger.selector,
            ILedgerAnchor.LedgerClosed.selector,
            ILedgerAnchor.NotOwner.selector,
            ILedgerAnchor.NotPendingOwner.selector,
            ILedgerAnchor.NotAnchorer.selector,
            ILedgerAnchor.SizeNotGrowing.selector,
            ILedgerAnchor.ZeroRoot.selector,
            ILedgerAnchor.InvalidConsistencyProof.selector,
            ILedgerAnchor.SizeNotAnchored.selector
        ];
        for (uint256 i = 0; i < expected.length; ++i) {
            check(handler.outcomes(expected[i]) > 0, string.concat("outcome ", vm.toString(i)));
        }
        (bytes32[] memory ids, , ) = handler.seen();
        check(ids.length > 30, "too few roots were anchored");
    }

    function _anchorAtRandom(uint256 r) private {
        LedgerHandler.AnchorInput memory input;
        input.actor = uint8(r);
        input.ledger = uint8(r >> 8);
        input.growth = uint8(r >> 16);
        input.history = uint8(r >> 24);
        input.mutation = uint8(r >> 32);
        input.special = uint8(r >> 40);
        input.position = r >> 48;
        input.anySize = uint16(r >> 48);
        input.anyRoot = bytes32(r);
        handler.anchor(input);
    }

    function _decideAtRandom(uint256 r) private {
        uint8 a = uint8(r);
        uint8 b = uint8(r >> 8);
        uint8 c = uint8(r >> 16);
        uint8 d = uint8(r >> 24);
        bytes32 key = d % 8 == 0 ? bytes32(0) : bytes32(r);
        uint256 what = (r >> 32) % 6;
        if (what == 0) handler.register(a, b % 16, c, key);
        if (what == 1) handler.succeed(a, b, c, uint64(r >> 64), uint8(r >> 40), d, key);
        if (what == 2) handler.changeAnchorer(a, b, c);
        if (what == 3) handler.changeLogKey(a, b, key);
        if (what == 4) handler.transferOwnership(a, b, c);
        if (what == 5) handler.acceptOwnership(a, b);
    }
}
