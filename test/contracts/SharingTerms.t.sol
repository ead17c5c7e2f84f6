// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISharingTerms} from "../../contracts/ISharingTerms.sol";
import {SharingTerms} from "../../contracts/SharingTerms.sol";
import {AgreementId, TermsHash} from "../../contracts/types/TermsTypes.sol";
import {LedgerId} from "../../contracts/types/LogTypes.sol";
import {TermsFixture} from "./helpers/TermsFixture.sol";
import {check, vm} from "./helpers/Vm.sol";

/// @dev An agreement is proposed, agreed, withdrawn, ended.
contract SharingTermsTest is TermsFixture {
    function test_TheIdBindsChainContractPartiesAndSalt() public {
        bytes32 expected = keccak256(
            abi.encode(block.chainid, address(terms), controller, recipient, bytes32("salt"))
        );
        check(AgreementId.unwrap(id) == expected, "id");
        check(_differs(terms.agreementIdOf(recipient, controller, "salt")), "roles");
        check(_differs(terms.agreementIdOf(controller, recipient, "pepper")), "salt");
        check(
            _differs(new SharingTerms().agreementIdOf(controller, recipient, "salt")),
            "contract"
        );
        vm.chainId(block.chainid + 1);
        check(!_differs(terms.agreementIdOf(controller, recipient, "salt")), "stays in a fork");
        SharingTerms other = new SharingTerms();
        expected = keccak256(
            abi.encode(block.chainid, address(other), controller, recipient, bytes32("salt"))
        );
        AgreementId there = other.agreementIdOf(controller, recipient, "salt");
        check(AgreementId.unwrap(there) == expected, "chain");
    }

    function test_ProposeSaysSoAndAnybodyMayBringIt() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        bytes memory signature = _sign(RECIPIENT_KEY, _digest(t));
        vm.expectEmit(true, true, true, true, address(terms));
        emit ISharingTerms.Proposed(id, controller, recipient, recipient, t);
        vm.prank(stranger);
        AgreementId given = terms.propose(t, recipient, signature);
        check(AgreementId.unwrap(given) == AgreementId.unwrap(id), "id");

        ISharingTerms.Agreement memory about = terms.agreement(id);
        check(about.controller == controller && about.recipient == recipient, "who");
        check(about.versions == 0 && about.proposals == 1 && about.terminatedAt == 0, "what");
        ISharingTerms.Proposal memory p = terms.pending(id);
        check(p.proposer == recipient && p.proposal == 1 && p.version == 1, "pending");
        check(TermsHash.unwrap(p.termsHash) == TermsHash.unwrap(t.termsHash), "text");
        check(LedgerId.unwrap(p.ledgerId) == LedgerId.unwrap(t.ledgerId), "ledger");
        check(p.validFrom == t.validFrom && p.validUntil == t.validUntil, "period");
        check(p.deadline == t.deadline, "deadline");
        check(!terms.isActive(id) && terms.versionAt(id, NOW) == 0, "not in force");
    }

    function test_TheOtherPartyAccepts() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        _propose(t);
        bytes memory signature = _sign(RECIPIENT_KEY, _digest(t));
        vm.expectEmit(true, true, true, true, address(terms));
        emit ISharingTerms.Agreed(id, 1, 1, t.termsHash, NOW);
        vm.prank(stranger);
        terms.accept(id, 1, signature);
        check(terms.isActive(id) && terms.versionAt(id, NOW) == 1, "in force");
        ISharingTerms.Version memory v = terms.version(id, 1);
        check(TermsHash.unwrap(v.termsHash) == TermsHash.unwrap(t.termsHash), "text");
        check(LedgerId.unwrap(v.ledgerId) == LedgerId.unwrap(t.ledgerId), "ledger");
        check(v.validFrom == NOW && v.validUntil == NOW + 30 days && v.agreedAt == NOW, "period");
        check(terms.pending(id).proposer == address(0), "nothing pending");
        check(TermsHash.unwrap(terms.pending(id).termsHash) == 0, "nothing at all");
    }

    function test_TheRecipientMayProposeAndTheControllerAccept() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        terms.propose(t, recipient, _sign(RECIPIENT_KEY, _digest(t)));
        terms.accept(id, 1, _sign(CONTROLLER_KEY, _digest(t)));
        check(terms.isActive(id), "in force");
    }

    function test_ConcludeDoesBoth() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        t.validFrom = NOW + 5;
        bytes memory first = _sign(CONTROLLER_KEY, _digest(t));
        bytes memory second = _sign(RECIPIENT_KEY, _digest(t));
        vm.expectEmit(true, true, true, true, address(terms));
        emit ISharingTerms.Proposed(id, controller, recipient, controller, t);
        vm.expectEmit(true, true, true, true, address(terms));
        emit ISharingTerms.Agreed(id, 1, 1, t.termsHash, NOW + 5);
        terms.conclude(t, first, second);
        check(terms.agreement(id).versions == 1, "agreed");
        t = _terms(2, 2);
        first = _sign(CONTROLLER_KEY, _digest(t));
        bytes memory unsigned = _unsigned(recipient, _digest(t));
        vm.expectRevert(unsigned);
        terms.conclude(t, first, first);
        check(terms.agreement(id).proposals == 1, "not even proposed");
    }

    function test_WhatNobodyCouldMeanIsRefused() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        t.recipient = address(0);
        _refused(t, abi.encodePacked(ISharingTerms.ZeroParty.selector));
        t = _terms(1, 1);
        t.controller = address(0);
        _refused(t, abi.encodePacked(ISharingTerms.ZeroParty.selector));
        t = _terms(1, 1);
        t.recipient = controller;
        _refused(t, abi.encodeWithSelector(ISharingTerms.SameParty.selector, controller));
        t = _terms(1, 1);
        t.ledgerId = LedgerId.wrap(0);
        _refused(t, abi.encodePacked(ISharingTerms.ZeroLedger.selector));
        t = _terms(1, 1);
        t.termsHash = TermsHash.wrap(0);
        _refused(t, abi.encodePacked(ISharingTerms.ZeroTermsHash.selector));
    }

    function test_TermsEndAfterTheyBegin() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        t.validUntil = t.validFrom - 1;
        bytes4 empty = ISharingTerms.EmptyPeriod.selector;
        _refused(t, abi.encodeWithSelector(empty, t.validFrom, t.validUntil));
        t.validUntil = t.validFrom;
        _refused(t, abi.encodeWithSelector(empty, t.validFrom, t.validUntil));
        t.validFrom = NOW;
        t.validUntil = NOW + 3660 days + 1;
        bytes4 long = ISharingTerms.PeriodTooLong.selector;
        _refused(t, abi.encodeWithSelector(long, t.validFrom, t.validUntil));
        --t.validUntil;
        _agree(t);
    }

    function test_TheDeadline() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        t.deadline = t.validUntil;
        bytes4 after_ = ISharingTerms.DeadlineAfterEnd.selector;
        _refused(t, abi.encodeWithSelector(after_, t.deadline, t.validUntil));
        t.deadline = NOW - 1;
        bytes4 passed = ISharingTerms.DeadlinePassed.selector;
        _refused(t, abi.encodeWithSelector(passed, NOW - 1, NOW));
        t.deadline = NOW;
        _propose(t);
        bytes memory signature = _sign(RECIPIENT_KEY, _digest(t));
        vm.warp(NOW + 1);
        vm.expectRevert(abi.encodeWithSelector(passed, NOW, NOW + 1));
        terms.accept(id, 1, signature);
        check(terms.pending(id).deadline == NOW, "still to be seen");
        vm.warp(NOW);
        terms.accept(id, 1, signature);
    }

    function test_VersionsAndProposalsAreCounted() public {
        bytes4 wrong = ISharingTerms.WrongVersion.selector;
        _refused(_terms(0, 1), abi.encodeWithSelector(wrong, id, uint32(1), uint32(0)));
        _refused(_terms(2, 1), abi.encodeWithSelector(wrong, id, uint32(1), uint32(2)));
        wrong = ISharingTerms.WrongProposal.selector;
        _refused(_terms(1, 0), abi.encodeWithSelector(wrong, id, uint64(1), uint64(0)));
        _refused(_terms(1, 2), abi.encodeWithSelector(wrong, id, uint64(1), uint64(2)));
        _agree(_terms(1, 1));
        _refused(_terms(2, 1), abi.encodeWithSelector(wrong, id, uint64(2), uint64(1)));
        wrong = ISharingTerms.WrongVersion.selector;
        _refused(_terms(1, 1), abi.encodeWithSelector(wrong, id, uint32(2), uint32(1)));
        _agree(_terms(2, 2));
        check(terms.versionAt(id, NOW) == 2, "amended");
    }

    function test_WhatWasReplacedDoesNotComeBack() public {
        ISharingTerms.Terms memory first = _terms(1, 1);
        bytes memory ours = _sign(CONTROLLER_KEY, _digest(first));
        bytes memory theirs = _sign(RECIPIENT_KEY, _digest(first));
        terms.propose(first, controller, ours);
        ISharingTerms.Terms memory second = _terms(1, 2);
        second.termsHash = TermsHash.wrap("dearer");
        terms.propose(second, recipient, _sign(RECIPIENT_KEY, _digest(second)));
        check(terms.pending(id).proposer == recipient, "a counter-offer");

        bytes4 wrong = ISharingTerms.WrongProposal.selector;
        vm.expectRevert(abi.encodeWithSelector(wrong, id, uint64(2), uint64(1)));
        terms.accept(id, 1, theirs);
        vm.expectRevert(abi.encodeWithSelector(wrong, id, uint64(3), uint64(1)));
        terms.propose(first, controller, ours);
        vm.expectRevert(abi.encodeWithSelector(wrong, id, uint64(3), uint64(1)));
        terms.conclude(first, ours, theirs);
        vm.expectRevert(_unsigned(controller, _digest(second)));
        terms.accept(id, 2, ours);
    }

    function test_EitherPartyWithdraws() public {
        _propose(_terms(1, 1));
        bytes memory signature = _withdrawalOf(RECIPIENT_KEY, 1, recipient);
        vm.expectEmit(true, true, true, true, address(terms));
        emit ISharingTerms.Withdrawn(id, 1, recipient);
        terms.withdraw(id, 1, recipient, signature);
        check(terms.pending(id).proposer == address(0), "withdrawn");
        bytes4 nothing = ISharingTerms.NothingProposed.selector;
        vm.expectRevert(abi.encodeWithSelector(nothing, id));
        terms.withdraw(id, 1, recipient, signature);
        bytes memory theirs = _sign(RECIPIENT_KEY, _digest(_terms(1, 1)));
        vm.expectRevert(abi.encodeWithSelector(nothing, id));
        terms.accept(id, 1, theirs);

        _propose(_terms(1, 2));
        bytes4 wrong = ISharingTerms.WrongProposal.selector;
        vm.expectRevert(abi.encodeWithSelector(wrong, id, uint64(2), uint64(1)));
        terms.withdraw(id, 1, recipient, signature);
        bytes memory stray = _withdrawalOf(STRANGER_KEY, 2, stranger);
        vm.expectRevert(abi.encodeWithSelector(ISharingTerms.NotParty.selector, id, stranger));
        terms.withdraw(id, 2, stranger, stray);
        terms.withdraw(id, 2, controller, _withdrawalOf(CONTROLLER_KEY, 2, controller));
        check(terms.agreement(id).proposals == 2, "numbers are used up");
    }

    function test_TerminationIsFinal() public {
        _agree(_terms(1, 1));
        _propose(_terms(2, 2));
        bytes memory theirs = _sign(RECIPIENT_KEY, _digest(_terms(2, 2)));
        bytes memory signature = _terminationOf(CONTROLLER_KEY, 1, controller);
        vm.expectEmit(true, true, true, true, address(terms));
        emit ISharingTerms.Terminated(id, 1, controller);
        terms.terminate(id, 1, controller, _soon(), signature);
        check(!terms.isActive(id) && terms.agreement(id).terminatedAt == NOW, "ended");
        check(terms.pending(id).proposer == address(0), "nothing is proposed");

        bytes memory over = abi.encodeWithSelector(
            ISharingTerms.AgreementTerminated.selector,
            id,
            NOW
        );
        _refused(_terms(2, 3), over);
        vm.expectRevert(over);
        terms.accept(id, 2, theirs);
        vm.expectRevert(over);
        terms.withdraw(id, 2, controller, "");
        vm.expectRevert(over);
        terms.terminate(id, 1, controller, NOW + 60, signature);
    }

    function test_ATerminationHoldsForItsVersionAndTime() public {
        _agree(_terms(1, 1));
        bytes memory kept = _terminationOf(RECIPIENT_KEY, 1, recipient);
        uint64 soon = _soon();
        vm.warp(soon + 1);
        bytes4 passed = ISharingTerms.DeadlinePassed.selector;
        vm.expectRevert(abi.encodeWithSelector(passed, soon, soon + 1));
        terms.terminate(id, 1, recipient, soon, kept);
        vm.warp(NOW);
        _agree(_terms(2, 2));
        bytes4 wrong = ISharingTerms.WrongVersion.selector;
        vm.expectRevert(abi.encodeWithSelector(wrong, id, uint32(2), uint32(1)));
        terms.terminate(id, 1, recipient, soon, kept);
        bytes memory stray = _terminationOf(STRANGER_KEY, 2, stranger);
        vm.expectRevert(abi.encodeWithSelector(ISharingTerms.NotParty.selector, id, stranger));
        terms.terminate(id, 2, stranger, soon, stray);
        _terminate(2);
    }

    function test_WhatWasNeverAgreedCanBeTerminated() public {
        _propose(_terms(1, 1));
        _terminate(0);
        check(terms.agreement(id).terminatedAt == NOW, "ended");
    }

    function test_OfAnUnknownAgreementNothingIsKnown() public {
        bytes memory unknown = abi.encodeWithSelector(ISharingTerms.UnknownAgreement.selector, id);
        vm.expectRevert(unknown);
        terms.agreement(id);
        vm.expectRevert(unknown);
        terms.version(id, 1);
        vm.expectRevert(unknown);
        terms.pending(id);
        vm.expectRevert(unknown);
        terms.accept(id, 1, "");
        vm.expectRevert(unknown);
        terms.withdraw(id, 1, controller, "");
        vm.expectRevert(unknown);
        terms.terminate(id, 0, controller, NOW, "");
        check(!terms.isActive(id) && !terms.wasActiveAt(id, 0), "never active");
    }

    function test_OfAVersionThatIsNotThereNothingIsKnown() public {
        _propose(_terms(1, 1));
        bytes4 unknown = ISharingTerms.UnknownVersion.selector;
        vm.expectRevert(abi.encodeWithSelector(unknown, id, uint32(0)));
        terms.version(id, 0);
        vm.expectRevert(abi.encodeWithSelector(unknown, id, uint32(1)));
        terms.version(id, 1);
    }

    function _differs(AgreementId other) private view returns (bool) {
        return AgreementId.unwrap(other) != AgreementId.unwrap(id);
    }
}
