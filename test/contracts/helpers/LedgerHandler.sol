// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILedgerAnchor} from "../../../contracts/ILedgerAnchor.sol";
import {LedgerAnchor} from "../../../contracts/LedgerAnchor.sol";
import {LedgerId, RootHash} from "../../../contracts/types/LogTypes.sol";
import {LedgerModel} from "./LedgerModel.sol";
import {Mutations} from "./Mutations.sol";
import {ReferenceTree} from "./ReferenceTree.sol";
import {check, vm} from "./Vm.sol";

/// @dev Does to the contract and to the model whatever the fuzzer says, and compares: the bytes of the
/// error if there is one, and after every call everything that can be read.
///
/// All logs are beginnings of one of two lists of leaves, so that roots of one history meet those of
/// another. Numbers choose among what is interesting (four actors, known and unknown ledgers, valid and
/// spoilt proofs); `any` values are used as they are.
contract LedgerHandler {
    using Mutations for bytes32[];

    struct AnchorInput {
        uint8 actor;
        uint8 ledger;
        uint8 growth;
        uint8 history;
        uint8 mutation;
        uint8 special;
        uint256 position;
        uint64 anySize;
        bytes32 anyRoot;
    }

    uint256 internal constant LEAVES = 200;

    LedgerAnchor public immutable ANCHOR;
    LedgerModel public immutable MODEL;
    address[4] public actors = [address(0xa11ce), address(0xb0b), address(0xca401), address(0xdae)];

    /// @dev How often each kind of outcome came up, by the first four bytes of the error (0: success).
    mapping(bytes4 selector => uint256 times) public outcomes;

    /// @dev Every root that was ever seen at a size, in the order of appearance.
    bytes32[] internal _seenIds;
    uint64[] internal _seenSizes;
    bytes32[] internal _seenRoots;

    constructor() {
        ANCHOR = new LedgerAnchor();
        MODEL = new LedgerModel(address(ANCHOR));
    }

    function seen()
        external
        view
        returns (bytes32[] memory ids, uint64[] memory sizes, bytes32[] memory roots)
    {
        return (_seenIds, _seenSizes, _seenRoots);
    }

    function register(uint8 actor, uint8 origin, uint8 anchorer, bytes32 logKeyHash) external {
        address caller = actors[actor % 4];
        string memory name = _origin(origin);
        address who = _address(anchorer);
        bytes memory expected = MODEL.register(caller, name, who, logKeyHash);
        _run(caller, abi.encodeCall(ILedgerAnchor.register, (name, who, logKeyHash)), expected);
    }

    function anchor(AnchorInput memory input) external {
        bytes32 id = _ledger(input.ledger);
        ILedgerAnchor.Ledger memory about = MODEL.ledger(id);
        // Mostly the anchorer itself, or too few calls would reach the proof.
        address caller = input.actor % 8 < 6 ? about.anchorer : actors[input.actor % 4];
        uint64 size;
        // A head can be at the very last size: then this wraps around, to sizes that must be refused.
        unchecked {
            size = about.size + (input.growth % 24);
        }
        bytes32 root = keccak256("too large a tree to build");
        bytes32[] memory proof = new bytes32[](0);
        if (size > 0 && size <= LEAVES) {
            bytes32[] memory d = ReferenceTree.leaves(size, input.history % 8 == 0 ? 2 : 1);
            root = ReferenceTree.root(d, 0, size);
            if (about.size > 0 && about.size < size) {
                proof = ReferenceTree.consistencyProof(about.size, d, 0, size, true);
            }
        }
        if (input.mutation % 4 == 0) {
            proof = proof.mutate((input.mutation / 4) % Mutations.KINDS, input.position);
        }
        if (input.special % 32 == 1) size = input.anySize;
        if (input.special % 32 == 2) root = input.anyRoot;
        if (input.special % 32 == 3) root = 0;
        bytes memory expected = MODEL.anchor(caller, id, size, root, proof);
        _run(
            caller,
            abi.encodeCall(
                ILedgerAnchor.anchor,
                (LedgerId.wrap(id), size, RootHash.wrap(root), proof)
            ),
            expected
        );
        if (expected.length == 0) _see(id, size, root);
    }

    function succeed(
        uint8 actor,
        uint8 ledger,
        uint8 past,
        uint64 anySize,
        uint8 origin,
        uint8 anchorer,
        bytes32 logKeyHash
    ) external {
        bytes32 id = _ledger(ledger);
        address caller = _mostly(MODEL.ledger(id).owner, actor);
        uint64 size = _pastSize(id, past, anySize);
        string memory name = _origin(origin);
        address who = _address(anchorer);
        bytes memory expected = MODEL.succeed(caller, id, size, name, who, logKeyHash);
        _run(
            caller,
            abi.encodeCall(ILedgerAnchor.succeed, (LedgerId.wrap(id), size, name, who, logKeyHash)),
            expected
        );
        if (expected.length == 0 && size != 0) {
            _see(MODEL.idOf(caller, name), size, MODEL.rootAt(id, size));
        }
    }

    function changeAnchorer(uint8 actor, uint8 ledger, uint8 anchorer) external {
        bytes32 id = _ledger(ledger);
        address caller = _mostly(MODEL.ledger(id).owner, actor);
        address who = _address(anchorer);
        bytes memory expected = MODEL.changeAnchorer(caller, id, who);
        _run(
            caller,
            abi.encodeCall(ILedgerAnchor.changeAnchorer, (LedgerId.wrap(id), who)),
            expected
        );
    }

    function changeLogKey(uint8 actor, uint8 ledger, bytes32 logKeyHash) external {
        bytes32 id = _ledger(ledger);
        address caller = _mostly(MODEL.ledger(id).owner, actor);
        bytes memory expected = MODEL.changeLogKey(caller, id, logKeyHash);
        _run(
            caller,
            abi.encodeCall(ILedgerAnchor.changeLogKey, (LedgerId.wrap(id), logKeyHash)),
            expected
        );
    }

    function transferOwnership(uint8 actor, uint8 ledger, uint8 pendingOwner) external {
        bytes32 id = _ledger(ledger);
        address caller = _mostly(MODEL.ledger(id).owner, actor);
        address who = _address(pendingOwner);
        bytes memory expected = MODEL.transferOwnership(caller, id, who);
        _run(
            caller,
            abi.encodeCall(ILedgerAnchor.transferOwnership, (LedgerId.wrap(id), who)),
            expected
        );
    }

    function acceptOwnership(uint8 actor, uint8 ledger) external {
        bytes32 id = _ledger(ledger);
        address caller = _mostly(MODEL.ledger(id).pendingOwner, actor);
        // Nobody can send a transaction from the zero address.
        if (caller == address(0)) caller = actors[actor % 4];
        bytes memory expected = MODEL.acceptOwnership(caller, id);
        _run(caller, abi.encodeCall(ILedgerAnchor.acceptOwnership, (LedgerId.wrap(id))), expected);
    }

    /// @dev Everything that can be read of every ledger is what the model says.
    function checkAll() public view {
        bytes32[] memory ids = MODEL.ids();
        for (uint256 i = 0; i < ids.length; ++i) {
            LedgerId id = LedgerId.wrap(ids[i]);
            ILedgerAnchor.Ledger memory expected = MODEL.ledger(ids[i]);
            check(
                keccak256(abi.encode(ANCHOR.ledger(id))) == keccak256(abi.encode(expected)),
                "ledger() is not what the model says"
            );
            (uint64 size, RootHash root) = ANCHOR.head(id);
            check(size == expected.size, "head size");
            check(RootHash.unwrap(root) == MODEL.rootAt(ids[i], size), "head root");
            check(ANCHOR.rootAt(id, 0).isZero(), "no root at size 0");
        }
    }

    function _run(address caller, bytes memory data, bytes memory expected) private {
        vm.prank(caller);
        (bool success, bytes memory answer) = address(ANCHOR).call(data);
        if (success) {
            check(expected.length == 0, "the contract did what the model refuses");
            ++outcomes[0];
        } else {
            check(keccak256(answer) == keccak256(expected), "another error than the model's");
            ++outcomes[bytes4(answer)];
        }
        checkAll();
    }

    function _see(bytes32 id, uint64 size, bytes32 root) private {
        _seenIds.push(id);
        _seenSizes.push(size);
        _seenRoots.push(root);
    }

    /// @dev One of the ledgers there are, the newest more often; sometimes none.
    function _ledger(uint8 choice) private view returns (bytes32) {
        bytes32[] memory ids = MODEL.ids();
        if (ids.length == 0 || choice % 16 == 0) return keccak256(abi.encode("none", choice));
        uint256 window = choice % 2 == 0 && ids.length > 3 ? 3 : ids.length;
        return ids[ids.length - 1 - ((choice / 2) % window)];
    }

    /// @dev 0, any number, or a size with a root.
    function _pastSize(bytes32 id, uint8 choice, uint64 anySize) private view returns (uint64) {
        (uint64[] memory sizes, ) = MODEL.history(id);
        if (sizes.length == 0 || choice % 8 == 0) return 0;
        if (choice % 8 == 1) return anySize;
        return sizes[(choice / 8) % sizes.length];
    }

    function _mostly(address expected, uint8 actor) private view returns (address) {
        return actor % 8 < 6 ? expected : actors[actor % 4];
    }

    function _address(uint8 choice) private view returns (address) {
        return choice % 16 == 0 ? address(0) : actors[choice % 4];
    }

    /// @dev Short names that come again; now and then one of every forbidden length.
    function _origin(uint8 choice) private pure returns (string memory) {
        if (choice == 0) return "";
        if (choice == 1) return string(new bytes(255));
        if (choice == 2) return string(new bytes(256));
        if (choice == 3) return string(new bytes(1000));
        return string(abi.encodePacked("log.example/", choice));
    }
}
