// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISharingTerms} from "../../contracts/ISharingTerms.sol";
import {AgreementId} from "../../contracts/types/TermsTypes.sol";
import {TermsHandler} from "./helpers/TermsHandler.sol";
import {check, vm} from "./helpers/Vm.sol";

/// @dev Random histories of six agreements and four actors, with replays and time going on. The handler
/// compares with the model after every call; here stands what must hold whatever happened.
contract SharingTermsInvariantTest {
    TermsHandler internal handler;

    function setUp() public {
        handler = new TermsHandler();
        handler.conclude(0, 0, 0, 0, 1);
        handler.propose(4, 1, 0, 0, 2, 0);
    }

    /// @dev The runner asks for it: only the handler is to be called.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev The runner asks for it. Among the senders it would draw is this contract, which may send raw bytes.
    function targetSenders() public pure returns (address[] memory senders) {
        senders = new address[](1);
        senders[0] = address(0x5e4d);
    }

    /// @dev One campaign for all, since a campaign takes seconds.
    function invariant_ThePastStaysBothHaveSignedAndTheEndIsFinal() public view {
        TermsHandler.Answer[] memory answers = handler.answers();
        for (uint256 i = 0; i < answers.length; ++i) {
            AgreementId id = AgreementId.wrap(answers[i].id);
            uint32 version = handler.terms().versionAt(id, answers[i].time);
            check(version == answers[i].version, "another version was in force");
        }
        handler.checkSigned();
        handler.checkAll();
    }

    /// @dev Without this the test above could pass because nothing ever happens.
    function test_TheHandlerReachesEveryOutcome() public {
        for (uint256 i = 0; i < 300; ++i) {
            _anything(uint256(keccak256(abi.encode(i))));
        }
        bytes4[16] memory expected = [
            bytes4(0),
            ISharingTerms.ZeroParty.selector,
            ISharingTerms.SameParty.selector,
            ISharingTerms.ZeroLedger.selector,
            ISharingTerms.ZeroTermsHash.selector,
            ISharingTerms.EmptyPeriod.selector,
            ISharingTerms.PeriodTooLong.selector,
            ISharingTerms.DeadlineAfterEnd.selector,
            ISharingTerms.DeadlinePassed.selector,
            ISharingTerms.UnknownAgreement.selector,
            ISharingTerms.AgreementTerminated.selector,
            ISharingTerms.WrongVersion.selector,
            ISharingTerms.WrongProposal.selector,
            ISharingTerms.NothingProposed.selector,
            ISharingTerms.NotParty.selector,
            ISharingTerms.InvalidSignature.selector
        ];
        for (uint256 i = 0; i < expected.length; ++i) {
            check(handler.outcomes(expected[i]) > 0, string.concat("outcome ", vm.toString(i)));
        }
        check(handler.outcomes(0) > 30, "too little succeeds");
        uint256 versions = 0;
        bytes32[] memory ids = handler.model().ids();
        for (uint256 i = 0; i < ids.length; ++i) versions += handler.model().about(ids[i]).versions;
        check(ids.length == 6 && versions > 10, "too few versions were agreed");
        handler.checkSigned();
        handler.checkAll();
    }

    function _anything(uint256 r) private {
        uint8 a = uint8(r);
        uint8 b = uint8(r >> 8);
        uint8 c = uint8(r >> 16);
        uint8 kind = uint8(r >> 24);
        uint32 any = uint32(r >> 64);
        uint256 what = (r >> 32) % 16;
        if (what < 4) handler.propose(a, b, c % 32, kind, any, uint64(r >> 96));
        else if (what < 8) handler.accept(a, c, kind, any);
        else if (what < 10) handler.conclude(a, c % 32, kind, b, any);
        else if (what < 11) handler.withdraw(a, b, c, kind, any);
        else if (what < 12) handler.terminate(a, b, c, kind, any);
        else if (what < 13) handler.replay(r >> 64);
        else if (what < 14) handler.changeMood(a);
        else handler.pass(any % 3 days, uint32(r >> 96));
    }
}
