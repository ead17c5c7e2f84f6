// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILedgerAnchor} from "../../contracts/ILedgerAnchor.sol";
import {LedgerAnchor} from "../../contracts/LedgerAnchor.sol";
import {LeafHash, LedgerId, RootHash} from "../../contracts/types/LogTypes.sol";
import {LedgerHandler} from "./helpers/LedgerHandler.sol";
import {LedgerModel} from "./helpers/LedgerModel.sol";
import {Mutations} from "./helpers/Mutations.sol";
import {ReferenceTree} from "./helpers/ReferenceTree.sol";
import {check, vm} from "./helpers/Vm.sol";

/// @dev Total fuzz tests: no input is thrown away, and for each the model says which error must come, to
/// the byte, or that there is none. `setUp` makes one ledger of every sort: empty, grown, closed,
/// a successor, one with a hand-over under way.
contract LedgerAnchorFuzzTest {
    using Mutations for bytes32[];

    LedgerHandler internal handler;
    LedgerAnchor internal ledgers;
    LedgerModel internal model;

    function setUp() public {
        handler = new LedgerHandler();
        ledgers = handler.ANCHOR();
        model = handler.MODEL();
        for (uint8 i = 0; i < 4; ++i) handler.register(i, 10 + i, 1 + i, "key");
        for (uint8 i = 1; i < 8; ++i) {
            LedgerHandler.AnchorInput memory input;
            input.ledger = 2 * (i % 3) + 1;
            input.growth = 5 * i;
            input.history = 1;
            input.mutation = 1;
            handler.anchor(input);
        }
        handler.succeed(0, 1, 10, 0, 20, 1, "next key");
        handler.transferOwnership(0, 3, 2);
        check(model.ids().length == 5, "setUp made five ledgers");
        check(model.ledger(model.ids()[3]).closed, "setUp closed one");
    }

    function testFuzz_Register(uint8 actor, uint8 origin, uint8 anchorer, bytes32 key) public {
        handler.register(actor, origin, anchorer, key);
        handler.register(actor, origin, anchorer, 0);
        handler.register(actor, origin, anchorer, key);
    }

    function testFuzz_RegisterAnything(
        address caller,
        string calldata origin,
        address anchorer,
        bytes32 key
    ) public {
        bytes memory expected = model.register(caller, origin, anchorer, key);
        _expect(caller, abi.encodeCall(ILedgerAnchor.register, (origin, anchorer, key)), expected);
        check(
            LedgerId.unwrap(ledgers.ledgerIdOf(caller, origin)) == model.idOf(caller, origin),
            "id"
        );
    }

    function testFuzz_Anchor(LedgerHandler.AnchorInput memory input) public {
        handler.anchor(input);
        input.mutation = 1;
        input.special = 0;
        handler.anchor(input);
    }

    /// @dev Sizes up to 2^64 - 1, with proofs made to fit and then spoilt.
    function testFuzz_AnchorAtAnySize(
        uint64 size1,
        uint64 size2,
        uint8 shift,
        uint8 kind,
        uint256 position
    ) public {
        size2 >>= shift % 63;
        if (size2 < 2) size2 = 2;
        size1 = 1 + (size1 % (size2 - 1));
        (bytes32 root1, bytes32 root2, bytes32[] memory proof) = ReferenceTree
            .synthesizeConsistency(size1, size2, position);
        address caller = handler.actors(0);
        check(model.register(caller, "huge", caller, "key").length == 0, "model registers");
        vm.prank(caller);
        ledgers.register("huge", caller, "key");
        bytes32 id = model.idOf(caller, "huge");
        _anchor(caller, id, size1, root1, new bytes32[](0));
        if (kind % 4 == 1) size2 = uint64(position);
        if (kind % 4 == 2) root2 ^= bytes32(1 << (position % 256));
        _anchor(caller, id, size2, root2, proof.mutate(kind % Mutations.KINDS, position));
        _anchor(caller, id, size2, root2, proof);
    }

    function testFuzz_AnchorAnything(
        address caller,
        uint8 choice,
        bytes32 anyId,
        uint64 size,
        bytes32 root,
        bytes32[] calldata proof
    ) public {
        bytes32 id = choice % 8 < 5 ? model.ids()[choice % 8] : anyId;
        _anchor(caller, id, size, root, proof);
        _anchor(model.ledger(id).anchorer, id, size, root, proof);
    }

    function testFuzz_Succeed(
        uint8 actor,
        uint8 ledger,
        uint8 past,
        uint64 anySize,
        uint8 origin,
        uint8 anchorer,
        bytes32 key
    ) public {
        handler.succeed(actor, ledger, past, anySize, origin, anchorer, key);
        handler.succeed(actor, ledger, past, anySize, origin, anchorer, key);
    }

    function testFuzz_ChangeKeys(uint8 actor, uint8 ledger, uint8 anchorer, bytes32 key) public {
        handler.changeAnchorer(actor, ledger, anchorer);
        handler.changeLogKey(actor, ledger, key);
        handler.changeLogKey(actor, ledger, 0);
    }

    function testFuzz_HandOver(uint8 actor, uint8 ledger, uint8 to, uint8 accepting) public {
        handler.acceptOwnership(accepting, ledger);
        handler.transferOwnership(actor, ledger, to);
        handler.acceptOwnership(accepting, ledger);
        handler.acceptOwnership(accepting, ledger);
    }

    function testFuzz_OfAnUnknownLedgerNothingCanBeRead(bytes32 id, uint64 size) public {
        // The fuzzer picks up ids that it has seen, so it does come with one that exists.
        if (model.ledger(id).owner != address(0)) id = keccak256(abi.encode(id));
        LedgerId unknown = LedgerId.wrap(id);
        bytes memory expected = abi.encodeWithSelector(ILedgerAnchor.UnknownLedger.selector, id);
        vm.expectRevert(expected);
        ledgers.head(unknown);
        vm.expectRevert(expected);
        ledgers.ledger(unknown);
        check(ledgers.rootAt(unknown, size).isZero(), "no root");
        bytes32[] memory none = new bytes32[](0);
        check(!ledgers.verifyInclusion(unknown, size, 0, LeafHash.wrap(0), none), "no leaf");
    }

    function testFuzz_InclusionAsTheReferenceSays(
        uint64 index,
        uint64 size,
        uint8 shift,
        uint8 kind,
        uint256 position
    ) public {
        size >>= shift % 64;
        if (size == 0) size = 1;
        index %= size;
        (bytes32 leaf, bytes32 root, bytes32[] memory proof) = ReferenceTree.synthesizeInclusion(
            index,
            size,
            position
        );
        LedgerId id = ledgers.register("inclusion", address(this), "key");
        ledgers.anchor(id, size, RootHash.wrap(root), new bytes32[](0));
        check(ledgers.verifyInclusion(id, size, index, LeafHash.wrap(leaf), proof), "included");
        proof = proof.mutate(kind % Mutations.KINDS, position);
        if (kind % 5 == 3) index = uint64(position);
        bool expected = ReferenceTree.isIncluded(leaf, index, size, proof, root);
        bool answer = ledgers.verifyInclusion(id, size, index, LeafHash.wrap(leaf), proof);
        check(answer == expected, "not what the reference says");
        if (size > 1) {
            answer = ledgers.verifyInclusion(id, size - 1, 0, LeafHash.wrap(leaf), proof);
            check(!answer, "nothing was anchored at that size");
        }
    }

    function _anchor(
        address caller,
        bytes32 id,
        uint64 size,
        bytes32 root,
        bytes32[] memory proof
    ) private {
        bytes memory expected = model.anchor(caller, id, size, root, proof);
        bytes memory data = abi.encodeCall(
            ILedgerAnchor.anchor,
            (LedgerId.wrap(id), size, RootHash.wrap(root), proof)
        );
        _expect(caller, data, expected);
        check(
            RootHash.unwrap(ledgers.rootAt(LedgerId.wrap(id), size)) == model.rootAt(id, size),
            "root"
        );
    }

    function _expect(address caller, bytes memory data, bytes memory expected) private {
        vm.prank(caller);
        (bool success, bytes memory answer) = address(ledgers).call(data);
        check(success == (expected.length == 0), "succeeds exactly if the model does");
        if (!success) check(keccak256(answer) == keccak256(expected), "another error");
        handler.checkAll();
    }
}
