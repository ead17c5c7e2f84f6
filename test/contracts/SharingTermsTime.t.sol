// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISharingTerms} from "../../contracts/ISharingTerms.sol";
import {TermsFixture} from "./helpers/TermsFixture.sol";
import {check, vm} from "./helpers/Vm.sol";

/// @dev Which version was in force when.
contract SharingTermsTimeTest is TermsFixture {
    function test_FromTheFirstSecondAndNotTheLast() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        t.validFrom = NOW + 10;
        _agree(t);
        check(!terms.isActive(id), "not yet");
        vm.warp(NOW + 9);
        check(!terms.isActive(id), "not yet either");
        vm.warp(NOW + 10);
        check(terms.isActive(id), "from its first second");
        vm.warp(t.validUntil - 1);
        check(terms.isActive(id), "until the last");
        vm.warp(t.validUntil);
        check(!terms.isActive(id), "it has run out");
        check(terms.wasActiveAt(id, t.validUntil - 1) && !terms.wasActiveAt(id, NOW + 9), "kept");
    }

    function test_NotBeforeBothHaveSigned() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        t.validFrom = NOW - 100 days;
        _propose(t);
        vm.warp(NOW + 50);
        _accept(t);
        check(!terms.wasActiveAt(id, NOW) && !terms.wasActiveAt(id, NOW + 49), "not before");
        check(terms.wasActiveAt(id, NOW + 50), "from then on");
        check(terms.version(id, 1).validFrom == NOW - 100 days, "as signed");
    }

    function test_AnAmendmentTakesOverWhenItBegins() public {
        _agree(_terms(1, 1));
        vm.warp(NOW + 100);
        ISharingTerms.Terms memory next = _terms(2, 2);
        next.validFrom = NOW + 200;
        _propose(next);
        check(terms.versionAt(id, NOW + 100) == 1, "proposed only");
        _accept(next);
        check(terms.versionAt(id, NOW + 100) == 1, "agreed, not begun");
        vm.warp(NOW + 300);
        check(terms.versionAt(id, NOW + 199) == 1 && terms.versionAt(id, NOW + 200) == 2, "then");
    }

    /// @dev The first ends before the second begins: between them there is none.
    function test_ThereMayBeAGap() public {
        ISharingTerms.Terms memory t = _terms(1, 1);
        _agree(t);
        vm.warp(NOW + 100);
        ISharingTerms.Terms memory next = _terms(2, 2);
        next.validFrom = t.validUntil + 10;
        next.validUntil = t.validUntil + 20;
        _agree(next);
        vm.warp(t.validUntil + 100);
        check(terms.versionAt(id, t.validUntil - 1) == 1, "the first");
        check(terms.versionAt(id, t.validUntil) == 0, "none");
        check(terms.versionAt(id, t.validUntil + 9) == 0, "still none");
        check(terms.versionAt(id, t.validUntil + 10) == 2, "the second");
        check(terms.versionAt(id, t.validUntil + 20) == 0, "none again");
        _agree(_terms(3, 3));
        check(terms.isActive(id), "what has run out can go on");
    }

    function test_WhatWasFollowedDoesNotComeBack() public {
        _agree(_terms(1, 1));
        vm.warp(NOW + 100);
        ISharingTerms.Terms memory short = _terms(2, 2);
        short.validUntil = NOW + 110;
        short.deadline = NOW + 105;
        _agree(short);
        vm.warp(NOW + 110);
        check(terms.versionAt(id, NOW + 109) == 2, "the short one");
        check(terms.versionAt(id, NOW + 110) == 0, "the first would last still");
    }

    function test_ALaterVersionThatBeginsFirstReplacesOneThatHasNotBegun() public {
        _agree(_terms(1, 1));
        ISharingTerms.Terms memory second = _terms(2, 2);
        second.validFrom = NOW + 100;
        _agree(second);
        ISharingTerms.Terms memory third = _terms(3, 3);
        third.validFrom = NOW + 50;
        _agree(third);
        vm.warp(NOW + 200);
        check(terms.versionAt(id, NOW + 49) == 1, "the first");
        check(terms.versionAt(id, NOW + 50) == 3, "the third");
        check(terms.versionAt(id, NOW + 100) == 3, "never the second");
    }

    function test_TheEndIsAtOnceAndThePastStays() public {
        _agree(_terms(1, 1));
        vm.warp(NOW + 100);
        check(terms.isActive(id), "active");
        _terminate(1);
        check(!terms.isActive(id), "at once");
        check(terms.wasActiveAt(id, NOW + 99) && terms.wasActiveAt(id, NOW), "it was");
        vm.warp(NOW + 200);
        check(!terms.wasActiveAt(id, NOW + 100), "from that second on");
    }

    function test_OfTheFutureNothingIsSaid() public {
        _agree(_terms(1, 1));
        bytes4 later = ISharingTerms.TimeNotReached.selector;
        vm.expectRevert(abi.encodeWithSelector(later, NOW + 1, NOW));
        terms.versionAt(id, NOW + 1);
        vm.expectRevert(abi.encodeWithSelector(later, type(uint64).max, NOW));
        terms.wasActiveAt(id, type(uint64).max);
        check(terms.versionAt(id, 0) == 0, "but of the beginning");
    }
}
