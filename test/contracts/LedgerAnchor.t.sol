// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILedgerAnchor} from "../../contracts/ILedgerAnchor.sol";
import {LedgerAnchor} from "../../contracts/LedgerAnchor.sol";
import {LeafHash, LedgerId, RootHash} from "../../contracts/types/LogTypes.sol";
import {LedgerFixture} from "./helpers/LedgerFixture.sol";
import {Mutations} from "./helpers/Mutations.sol";
import {ReferenceTree} from "./helpers/ReferenceTree.sol";
import {check, vm} from "./helpers/Vm.sol";

/// @dev A ledger begins, grows and answers.
contract LedgerAnchorTest is LedgerFixture {
    using Mutations for bytes32[];

    function test_RegisterBindsChainContractRegistrantAndOrigin() public {
        bytes32 expected = keccak256(abi.encode(block.chainid, address(ledgers), OWNER, ORIGIN));
        check(LedgerId.unwrap(id) == expected, "id");
        check(LedgerId.unwrap(ledgers.ledgerIdOf(OWNER, ORIGIN)) == expected, "ledgerIdOf");
        check(LedgerId.unwrap(ledgers.ledgerIdOf(STRANGER, ORIGIN)) != expected, "registrant");
        check(LedgerId.unwrap(ledgers.ledgerIdOf(OWNER, NEXT)) != expected, "origin");
        LedgerAnchor other = new LedgerAnchor();
        check(LedgerId.unwrap(other.ledgerIdOf(OWNER, ORIGIN)) != expected, "contract");
        vm.chainId(block.chainid + 1);
        check(LedgerId.unwrap(ledgers.ledgerIdOf(OWNER, ORIGIN)) != expected, "chain");
    }

    function test_RegisterSaysSo() public {
        LedgerId expected = ledgers.ledgerIdOf(OWNER, NEXT);
        vm.expectEmit(true, true, true, true, address(ledgers));
        emit ILedgerAnchor.Registered(expected, OWNER, ANCHORER, KEY, NEXT);
        vm.prank(OWNER);
        ledgers.register(NEXT, ANCHORER, KEY);
    }

    function test_ANewLedgerIsEmpty() public view {
        ILedgerAnchor.Ledger memory about = ledgers.ledger(id);
        check(about.owner == OWNER && about.anchorer == ANCHORER, "who");
        check(about.logKeyHash == KEY && about.originHash == keccak256(bytes(ORIGIN)), "what");
        check(about.pendingOwner == address(0) && !about.closed, "open");
        check(about.size == 0 && about.inheritedSize == 0, "sizes");
        check(LedgerId.unwrap(about.predecessor) == 0, "predecessor");
        check(LedgerId.unwrap(about.successor) == 0, "successor");
        (uint64 size, RootHash root) = ledgers.head(id);
        check(size == 0 && root.isZero(), "head");
        check(ledgers.rootAt(id, 0).isZero(), "root at 0");
    }

    function test_RegisterOnceForEver() public {
        vm.expectRevert(abi.encodeWithSelector(ILedgerAnchor.LedgerExists.selector, id));
        vm.prank(OWNER);
        ledgers.register(ORIGIN, STRANGER, OTHER_KEY);
    }

    function test_TwoOwnersMayUseTheSameOrigin() public {
        vm.prank(STRANGER);
        LedgerId other = ledgers.register(ORIGIN, STRANGER, OTHER_KEY);
        check(LedgerId.unwrap(other) != LedgerId.unwrap(id), "another ledger");
        check(ledgers.ledger(id).owner == OWNER, "the first one is untouched");
    }

    function test_OriginHas1To255Bytes() public {
        ledgers.register("x", ANCHORER, KEY);
        ledgers.register(string(new bytes(255)), ANCHORER, KEY);
        vm.expectRevert(
            abi.encodeWithSelector(ILedgerAnchor.OriginLengthOutOfRange.selector, uint256(0))
        );
        ledgers.register("", ANCHORER, KEY);
        vm.expectRevert(
            abi.encodeWithSelector(ILedgerAnchor.OriginLengthOutOfRange.selector, uint256(256))
        );
        ledgers.register(string(new bytes(256)), ANCHORER, KEY);
    }

    function test_RegisterWantsAnAnchorerAndAKey() public {
        vm.expectRevert(abi.encodeWithSelector(ILedgerAnchor.ZeroAnchorer.selector));
        ledgers.register(NEXT, address(0), KEY);
        vm.expectRevert(abi.encodeWithSelector(ILedgerAnchor.ZeroLogKeyHash.selector));
        ledgers.register(NEXT, ANCHORER, 0);
    }

    function test_AnchorGrowsWithProofs() public {
        uint64[7] memory sizes = [uint64(3), 4, 7, 8, 31, 32, 60];
        uint64 last = 0;
        for (uint256 i = 0; i < sizes.length; ++i) {
            bytes32 root = _root(sizes[i]);
            bytes32[] memory proof = _proof(last, sizes[i]);
            vm.expectEmit(true, true, true, true, address(ledgers));
            emit ILedgerAnchor.Anchored(id, sizes[i], last, RootHash.wrap(root));
            _anchorAs(ANCHORER, id, sizes[i], root, proof);
            (uint64 size, RootHash headRoot) = ledgers.head(id);
            check(size == sizes[i] && RootHash.unwrap(headRoot) == root, "head");
            last = sizes[i];
        }
        for (uint256 i = 0; i < sizes.length; ++i) {
            check(RootHash.unwrap(ledgers.rootAt(id, sizes[i])) == _root(sizes[i]), "stays");
        }
        check(ledgers.rootAt(id, 5).isZero() && ledgers.rootAt(id, 61).isZero(), "never anchored");
    }

    /// @dev The event's signature is part of the format: readers look for exactly this topic.
    function test_AnchoredTopic() public {
        vm.recordLogs();
        _anchor(0, 3);
        bytes32 topic = vm.getRecordedLogs()[0].topics[0];
        check(topic == keccak256("Anchored(bytes32,uint64,uint64,bytes32)"), "topic");
    }

    function test_TheFirstRootCanBeAnyButComesWithoutProof() public {
        bytes32 root = keccak256("any");
        bytes32[] memory proof = new bytes32[](1);
        _anchorFails(ANCHORER, id, 9, root, proof, _invalidProof(0, 0, 9, root));
        _anchorAs(ANCHORER, id, 9, root, none);
        check(RootHash.unwrap(ledgers.rootAt(id, 9)) == root, "anchored");
    }

    function test_AnchorRefusesWhatDoesNotExtendTheHead() public {
        _anchor(0, 21);
        bytes32[] memory proof = _proof(21, 40);
        bytes32 root = _root(40);
        for (uint256 i = 0; i < proof.length; ++i) {
            for (uint256 bit = 0; bit < 256; bit += 51) {
                _refused(21, 40, root, proof.flip(i, uint8(bit)));
            }
            _refused(21, 40, root, proof.remove(i));
            _refused(21, 40, root, proof.insert(i, root));
        }
        _refused(21, 40, root, proof.insert(proof.length, root));
        _refused(21, 40, root, none);
        _refused(21, 40, _root(39), proof);
        _refused(21, 33, root, proof.remove(0));
        _refused(21, 70, root, proof);
        // A log that differs in its first entry, with its own, valid proof.
        bytes32[] memory fork = d;
        fork[0] = keccak256("rewritten");
        proof = ReferenceTree.consistencyProof(21, fork, 0, 40, true);
        _refused(21, 40, ReferenceTree.root(fork, 0, 40), proof);
        _anchor(21, 40);
    }

    /// @dev A property of RFC 9162's trees, here so that nobody is surprised: the last subtree of 40 entries
    /// is taken for one of 39. What is anchored is what the anchorer says the size is; the entries that
    /// were there before are the same in either reading.
    function test_ARootDoesNotCommitToItsSize() public {
        _anchor(0, 21);
        _anchorAs(ANCHORER, id, 39, _root(40), _proof(21, 40));
        _anchorFails(
            ANCHORER,
            id,
            41,
            _root(41),
            _proof(39, 41),
            _invalidProof(39, _root(40), 41, _root(41))
        );
    }

    function test_SizeMustGrow() public {
        _anchor(0, 8);
        uint64[3] memory sizes = [uint64(0), 7, 8];
        for (uint256 i = 0; i < sizes.length; ++i) {
            _anchorFails(
                ANCHORER,
                id,
                sizes[i],
                _root(8),
                none,
                abi.encodeWithSelector(
                    ILedgerAnchor.SizeNotGrowing.selector,
                    id,
                    uint64(8),
                    sizes[i]
                )
            );
        }
    }

    function test_ZeroIsNoRoot() public {
        _anchorFails(
            ANCHORER,
            id,
            1,
            0,
            none,
            abi.encodeWithSelector(ILedgerAnchor.ZeroRoot.selector, id, uint64(1))
        );
    }

    function test_OnlyTheAnchorerAnchors() public {
        address[2] memory others = [OWNER, STRANGER];
        for (uint256 i = 0; i < others.length; ++i) {
            _anchorFails(
                others[i],
                id,
                1,
                _root(1),
                none,
                abi.encodeWithSelector(ILedgerAnchor.NotAnchorer.selector, id, others[i])
            );
        }
    }

    function test_LedgersDoNotMeet() public {
        _anchor(0, 8);
        vm.prank(STRANGER);
        LedgerId other = ledgers.register(ORIGIN, STRANGER, KEY);
        _anchorAs(STRANGER, other, 8, keccak256("other"), none);
        check(RootHash.unwrap(ledgers.rootAt(id, 8)) == _root(8), "the first one is untouched");
        _anchorFails(
            ANCHORER,
            other,
            9,
            _root(9),
            none,
            abi.encodeWithSelector(ILedgerAnchor.NotAnchorer.selector, other, ANCHORER)
        );
    }

    function test_TheLastSizeOfAllEndsTheGrowthButNotTheLedger() public {
        uint64 size = type(uint64).max;
        _anchor(0, 8);
        (bytes32 root1, bytes32 root2, bytes32[] memory proof) = ReferenceTree
            .synthesizeConsistency(9, size, 1);
        vm.prank(OWNER);
        LedgerId huge = ledgers.register("huge", ANCHORER, KEY);
        _anchorAs(ANCHORER, huge, 9, root1, none);
        _anchorAs(ANCHORER, huge, size, root2, proof);
        vm.prank(OWNER);
        LedgerId next = ledgers.succeed(huge, 9, "huge/2", ANCHORER, KEY);
        (uint64 headSize, ) = ledgers.head(next);
        check(headSize == 9, "goes on from before");
    }

    function test_VerifyInclusionAtEveryAnchoredSize() public {
        uint64[3] memory sizes = [uint64(1), 21, 60];
        uint64 last = 0;
        for (uint256 i = 0; i < sizes.length; ++i) {
            _anchor(last, sizes[i]);
            last = sizes[i];
        }
        for (uint256 i = 0; i < sizes.length; ++i) {
            for (uint64 index = 0; index < sizes[i]; ++index) {
                bytes32[] memory proof = ReferenceTree.inclusionProof(index, d, 0, sizes[i]);
                LeafHash leaf = LeafHash.wrap(d[index]);
                check(ledgers.verifyInclusion(id, sizes[i], index, leaf, proof), "included");
                check(!ledgers.verifyInclusion(id, 59, index, leaf, proof), "never anchored");
            }
        }
    }

    /// @dev A zero root must never verify anything, also not a leaf of zeros in a tree of one.
    function test_NothingIsIncludedWhereNothingWasAnchored() public view {
        check(!ledgers.verifyInclusion(id, 1, 0, LeafHash.wrap(0), none), "leaf of zeros");
        check(!ledgers.verifyInclusion(id, 0, 0, LeafHash.wrap(0), none), "empty");
    }
}
