// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISharingTerms} from "../../contracts/ISharingTerms.sol";
import {SharingTerms} from "../../contracts/SharingTerms.sol";
import {AgreementId} from "../../contracts/types/TermsTypes.sol";
import {TermsHandler} from "./helpers/TermsHandler.sol";
import {TermsModel} from "./helpers/TermsModel.sol";
import {check, vm} from "./helpers/Vm.sol";

/// @dev Total fuzz tests: no input is thrown away, and for each the model says which error must come, to
/// the byte, or that there is none. `setUp` makes an agreement of every sort: proposed, agreed, amended,
/// about to be amended, terminated.
contract SharingTermsFuzzTest {
    TermsHandler internal handler;
    SharingTerms internal terms;
    TermsModel internal model;

    function setUp() public {
        handler = new TermsHandler();
        terms = handler.terms();
        model = handler.model();
        for (uint8 pair = 1; pair < 6; ++pair) handler.conclude(pair, 0, 0, 0, 7000 + pair);
        handler.pass(100, 10);
        handler.propose(0, 0, 0, 0, 7000, 0);
        handler.conclude(2, 0, 0, 0, 8000);
        handler.propose(3, 1, 0, 0, 9000, 0);
        handler.terminate(4, 0, 0, 0, 40);
        check(model.ids().length == 6, "setUp made six agreements");
        check(handler.outcomes(0) == 9, "all went well");
    }

    function testFuzz_Propose(
        uint8 pair,
        uint8 by,
        uint8 special,
        uint8 kind,
        uint32 any,
        uint64 anyTime
    ) public {
        handler.propose(pair, by, special, kind, any, anyTime);
        handler.propose(pair, by, 0, kind, any, anyTime);
        handler.accept(pair, 0, 0, any);
        handler.replay(any);
    }

    function testFuzz_Conclude(
        uint8 pair,
        uint8 special,
        uint8 kind1,
        uint8 kind2,
        uint32 any
    ) public {
        handler.conclude(pair, special, kind1, kind2, any);
        handler.conclude(pair, 0, 0, kind2, any);
    }

    function testFuzz_Decide(
        uint8 pair,
        uint8 by,
        uint8 special,
        uint8 kind,
        uint32 any,
        uint32 duration
    ) public {
        handler.pass(duration, any);
        handler.accept(pair, special, kind, any);
        handler.withdraw(pair, by, special, kind, any);
        handler.terminate(pair, by, special, kind, any);
        handler.terminate(pair, by, special, kind, any & ~uint32(3));
        handler.pass(duration, any);
        handler.replay(any);
        handler.checkAll();
        handler.checkSigned();
    }

    function testFuzz_ProposeAnything(
        ISharingTerms.Terms calldata t,
        address proposer,
        bytes calldata signature
    ) public {
        _expect(abi.encodeCall(ISharingTerms.propose, (t, proposer, signature)));
        _expect(abi.encodeCall(ISharingTerms.propose, (t, t.recipient, signature)));
    }

    function testFuzz_DecideAnything(
        uint8 choice,
        bytes32 anyId,
        uint64 number,
        address party,
        uint64 deadline,
        bytes calldata signature
    ) public {
        bytes32[] memory ids = model.ids();
        AgreementId id = AgreementId.wrap(choice % 8 < 6 ? ids[choice % 8] : anyId);
        if (choice >= 64) party = model.about(AgreementId.unwrap(id)).recipient;
        if (choice >= 128) number %= 4;
        _expect(abi.encodeCall(ISharingTerms.accept, (id, number, signature)));
        _expect(abi.encodeCall(ISharingTerms.withdraw, (id, number, party, signature)));
        uint32 version = uint32(number);
        _expect(abi.encodeCall(ISharingTerms.terminate, (id, version, party, deadline, signature)));
    }

    function testFuzz_AnyTimeAndVersion(uint8 choice, uint64 time, uint32 number) public {
        bytes32 raw = model.ids()[choice % 6];
        AgreementId id = AgreementId.wrap(raw);
        uint64 present = uint64(block.timestamp);
        if (choice >= 128) time = present - 60 days + (time % 61 days);
        if (time > present) {
            bytes4 later = ISharingTerms.TimeNotReached.selector;
            vm.expectRevert(abi.encodeWithSelector(later, time, present));
            terms.versionAt(id, time);
            vm.expectRevert(abi.encodeWithSelector(later, time, present));
            terms.wasActiveAt(id, time);
        } else {
            uint32 expected = model.versionAt(raw, time);
            check(terms.versionAt(id, time) == expected, "versionAt");
            check(terms.wasActiveAt(id, time) == (expected != 0), "wasActiveAt");
        }
        if (choice >= 64) number %= 4;
        if (number == 0 || number > model.versions(raw).length) {
            bytes4 unknown = ISharingTerms.UnknownVersion.selector;
            vm.expectRevert(abi.encodeWithSelector(unknown, id, number));
        }
        terms.version(id, number);
    }

    function testFuzz_OfAnUnknownAgreementNothingIsKnown(bytes32 raw, uint32 number) public {
        // The fuzzer picks up ids that it has seen, so it does come with one that exists.
        if (model.about(raw).controller != address(0)) raw = keccak256(abi.encode(raw));
        AgreementId id = AgreementId.wrap(raw);
        bytes memory unknown = abi.encodeWithSelector(ISharingTerms.UnknownAgreement.selector, raw);
        vm.expectRevert(unknown);
        terms.agreement(id);
        vm.expectRevert(unknown);
        terms.pending(id);
        vm.expectRevert(unknown);
        terms.version(id, number);
        check(
            !terms.isActive(id) && !terms.wasActiveAt(id, number % 1_800_000_000),
            "never active"
        );
    }

    function _expect(bytes memory data) private {
        handler.run(data);
    }
}
