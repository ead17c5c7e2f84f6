// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILedgerAnchor} from "../../../contracts/ILedgerAnchor.sol";
import {LedgerAnchor} from "../../../contracts/LedgerAnchor.sol";
import {LedgerId, RootHash} from "../../../contracts/types/LogTypes.sol";
import {ReferenceTree} from "./ReferenceTree.sol";
import {vm} from "./Vm.sol";

/// @dev One ledger of OWNER, whose log is the leaves `d`, and short ways to let it grow.
abstract contract LedgerFixture {
    address internal constant OWNER = address(0xa11ce);
    address internal constant ANCHORER = address(0xb0b);
    address internal constant STRANGER = address(0xbad);
    address internal constant HEIR = address(0xca401);
    bytes32 internal constant KEY = keccak256("log key");
    bytes32 internal constant OTHER_KEY = keccak256("other log key");
    string internal constant ORIGIN = "counterfoil.example/ledger";
    string internal constant NEXT = "counterfoil.example/ledger/2";

    LedgerAnchor internal ledgers;
    LedgerId internal id;
    bytes32[] internal none;
    bytes32[] internal d;

    function setUp() public {
        ledgers = new LedgerAnchor();
        d = ReferenceTree.leaves(60, 0);
        vm.prank(OWNER);
        id = ledgers.register(ORIGIN, ANCHORER, KEY);
    }

    function _root(uint64 size) internal view returns (bytes32) {
        return ReferenceTree.root(d, 0, size);
    }

    function _proof(uint64 from, uint64 to) internal view returns (bytes32[] memory) {
        return from == 0 ? none : ReferenceTree.consistencyProof(from, d, 0, to, true);
    }

    function _anchor(uint64 from, uint64 to) internal {
        _anchorAs(ANCHORER, id, to, _root(to), _proof(from, to));
    }

    /// @dev A prank and an expected revert are meant for the next call, and that to the SHA-256 precompile
    /// is one: so roots and proofs are made before, as arguments of these two.
    function _anchorAs(
        address caller,
        LedgerId ledgerId,
        uint64 size,
        bytes32 root,
        bytes32[] memory proof
    ) internal {
        vm.prank(caller);
        ledgers.anchor(ledgerId, size, RootHash.wrap(root), proof);
    }

    function _anchorFails(
        address caller,
        LedgerId ledgerId,
        uint64 size,
        bytes32 root,
        bytes32[] memory proof,
        bytes memory expected
    ) internal {
        vm.expectRevert(expected);
        _anchorAs(caller, ledgerId, size, root, proof);
    }

    function _succeed(uint64 size) internal returns (LedgerId) {
        vm.prank(OWNER);
        return ledgers.succeed(id, size, NEXT, HEIR, OTHER_KEY);
    }

    function _refused(uint64 from, uint64 to, bytes32 root, bytes32[] memory proof) internal {
        _anchorFails(ANCHORER, id, to, root, proof, _invalidProof(from, _root(from), to, root));
    }

    function _invalidProof(
        uint64 from,
        bytes32 headRoot,
        uint64 to,
        bytes32 root
    ) internal view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                ILedgerAnchor.InvalidConsistencyProof.selector,
                id,
                from,
                headRoot,
                to,
                root
            );
    }
}
