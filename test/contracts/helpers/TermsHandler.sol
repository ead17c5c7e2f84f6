// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISharingTerms} from "../../../contracts/ISharingTerms.sol";
import {SharingTerms} from "../../../contracts/SharingTerms.sol";
import {AgreementId, TermsHash} from "../../../contracts/types/TermsTypes.sol";
import {LedgerId} from "../../../contracts/types/LogTypes.sol";
import {TermsDigest} from "./TermsDigest.sol";
import {TermsModel} from "./TermsModel.sol";
import {TermsSigner} from "./TermsSigner.sol";
import {WalletMock} from "./WalletMock.sol";
import {check, vm} from "./Vm.sol";

/// @dev Does to the contract and to the model whatever the fuzzer says, with the same bytes, and compares:
/// the error if there is one, and after every call everything that can be read of the agreement.
///
/// Four actors, of whom the last is a contract; six agreements between them; each signature is either
/// right or one of `TermsSigner.KINDS` ways to be wrong. Every call that was ever made can be made again.
contract TermsHandler is TermsSigner {
    /// @dev An answer about the past, which must never change.
    struct Answer {
        bytes32 id;
        uint64 time;
        uint32 version;
    }

    uint64 internal constant BEGIN = 1_800_000_000;

    SharingTerms public terms;
    TermsModel public model;
    WalletMock public wallet;
    address private _maker;

    /// @dev How often each kind of outcome came up, by the first four bytes of the error (0: success).
    mapping(bytes4 selector => uint256 times) public outcomes;

    mapping(address party => mapping(bytes32 digest => bool signed)) internal _signed;
    mapping(bytes32 id => mapping(uint32 version => bytes32 digest)) internal _agreedOn;
    mapping(bytes32 id => uint64 time) internal _terminated;
    Answer[] internal _answers;
    bytes[] internal _calls;
    uint64 internal _time = BEGIN;

    constructor() {
        vm.warp(BEGIN);
        _maker = msg.sender;
        terms = new SharingTerms();
        model = new TermsModel(address(terms));
        wallet = new WalletMock(vm.addr(KEYS));
    }

    function answers() external view returns (Answer[] memory) {
        return _answers;
    }

    function propose(
        uint8 pair,
        uint8 by,
        uint8 special,
        uint8 kind,
        uint32 any,
        uint64 anyTime
    ) external {
        _keepTime();
        kind %= 32;
        special %= 64;
        ISharingTerms.Terms memory t = _terms(pair, any);
        _spoil(t, special, anyTime);
        address proposer = _party(t.controller, t.recipient, by);
        bytes memory signature = _termsSignature(proposer, t, kind, any);
        _run(abi.encodeCall(ISharingTerms.propose, (t, proposer, signature)));
    }

    function conclude(uint8 pair, uint8 special, uint8 kind1, uint8 kind2, uint32 any) external {
        _keepTime();
        kind1 %= 32;
        kind2 %= 32;
        special %= 64;
        ISharingTerms.Terms memory t = _terms(pair, any);
        _spoil(t, special, any);
        bytes memory first = _termsSignature(t.controller, t, kind1, any);
        bytes memory second = _termsSignature(t.recipient, t, kind2, any);
        _run(abi.encodeCall(ISharingTerms.conclude, (t, first, second)));
    }

    function accept(uint8 pair, uint8 special, uint8 kind, uint32 any) external {
        _keepTime();
        kind %= 32;
        bytes32 id = _id(pair);
        ISharingTerms.Terms memory t = model.proposed(id);
        uint64 proposal = special % 16 == 1 ? any : t.proposal;
        address proposer = model.pending(id).proposer;
        address other = proposer == t.controller ? t.recipient : t.controller;
        if (special % 16 == 2) other = proposer;
        bytes memory signature = _termsSignature(other, t, kind, any);
        AgreementId wrapped = AgreementId.wrap(id);
        _run(abi.encodeCall(ISharingTerms.accept, (wrapped, proposal, signature)));
    }

    function withdraw(uint8 pair, uint8 by, uint8 special, uint8 kind, uint32 any) external {
        _keepTime();
        kind %= 32;
        bytes32 id = _id(pair);
        ISharingTerms.Agreement memory about = model.about(id);
        uint64 proposal = special % 16 == 1 ? any : about.proposals;
        address party = _party(about.controller, about.recipient, by);
        uint64 signed = proposal + (kind == OTHER_NUMBER ? 1 : 0);
        bytes32 digest = TermsDigest.ofWithdrawal(_separator(kind), id, signed, party);
        bytes memory signature = _signature(_keyOf(party), digest, kind, any);
        AgreementId wrapped = AgreementId.wrap(id);
        _run(abi.encodeCall(ISharingTerms.withdraw, (wrapped, proposal, party, signature)));
    }

    function terminate(uint8 pair, uint8 by, uint8 special, uint8 kind, uint32 any) external {
        _keepTime();
        kind %= 32;
        // Final, so it is not to come too soon.
        if (any % 4 != 0) special = 2;
        bytes32 id = _id(pair);
        ISharingTerms.Agreement memory about = model.about(id);
        address party = _party(about.controller, about.recipient, by);
        uint32 version = special % 8 == 1 ? any : about.versions;
        uint64 deadline = special % 8 == 2 ? _time - 1 - (any % 100) : _time + (any % 100);
        uint32 signed = version ^ (kind == OTHER_NUMBER ? 1 : 0);
        bytes32 digest = TermsDigest.ofTermination(_separator(kind), id, signed, party, deadline);
        bytes memory signature = _signature(_keyOf(party), digest, kind, any);
        AgreementId wrapped = AgreementId.wrap(id);
        _run(
            abi.encodeCall(ISharingTerms.terminate, (wrapped, version, party, deadline, signature))
        );
    }

    /// @dev Whoever has seen a call may make it again, at any later time.
    function replay(uint256 which) external {
        _keepTime();
        if (_calls.length > 0) _run(_calls[which % _calls.length]);
    }

    function changeMood(uint8 mood) external {
        wallet.setMood(mood % 4 < 3 ? 0 : mood / 4);
    }

    /// @dev Time goes on, and what was true of the present is true of the past.
    function pass(uint32 duration, uint32 back) external {
        _keepTime();
        bytes32[] memory ids = model.ids();
        for (uint256 i = 0; i < ids.length && _answers.length < 40; ++i) {
            uint64 earlier = _time - (back % 60 days);
            _answers.push(Answer(ids[i], _time, model.versionAt(ids[i], _time)));
            _answers.push(Answer(ids[i], earlier, model.versionAt(ids[i], earlier)));
        }
        _time += 1 + (duration % 20 days);
        vm.warp(_time);
    }

    /// @dev Everything that can be read of every agreement is what the model says.
    function checkAll() external view {
        bytes32[] memory ids = model.ids();
        for (uint256 i = 0; i < ids.length; ++i) _checkOne(ids[i]);
    }

    /// @dev What both parties have signed is agreed, and nothing else; what was terminated stays so.
    function checkSigned() external view {
        bytes32[] memory ids = model.ids();
        for (uint256 i = 0; i < ids.length; ++i) {
            AgreementId id = AgreementId.wrap(ids[i]);
            ISharingTerms.Agreement memory about = terms.agreement(id);
            for (uint32 number = 1; number <= about.versions; ++number) {
                bytes32 digest = _agreedOn[ids[i]][number];
                check(_signed[about.controller][digest], "agreed without the controller");
                check(_signed[about.recipient][digest], "agreed without the recipient");
            }
            uint64 end = _terminated[ids[i]];
            check(about.terminatedAt == end, "terminated at another time, or no longer");
            if (end == 0) continue;
            check(!terms.isActive(id), "active after its end");
            check(terms.pending(id).proposer == address(0), "proposed after its end");
            check(_agreedOn[ids[i]][about.versions + 1] == 0, "a version fewer than at its end");
        }
    }

    /// @dev Any call of the specification's, as it is. Not for the runner, which would send any bytes.
    function run(bytes calldata data) external {
        if (msg.sender != _maker) return;
        _keepTime();
        _run(data);
    }

    /// @dev Sends the same bytes to model and contract.
    function _run(bytes memory data) internal {
        (bool kept, bytes memory answer) = address(model).call(data);
        bytes memory expected = kept ? abi.decode(answer, (bytes)) : _thrown(answer);
        (bool success, bytes memory result) = address(terms).call(data);
        if (success) {
            check(expected.length == 0, "the contract did what the model refuses");
            ++outcomes[0];
            _note();
        } else {
            check(keccak256(result) == keccak256(expected), "another error than the model's");
            ++outcomes[bytes4(result)];
        }
        if (_calls.length < 64) _calls.push(data);
        bytes32[] memory ids = model.ids();
        if (ids.length > 0) _checkOne(ids[_calls.length % ids.length]);
    }

    /// @dev Warping lasts for a call of the runner's, so each begins with the handler's own time.
    function _keepTime() internal {
        if (block.timestamp != _time) vm.warp(_time);
    }

    /// @dev Keeps what came about by the last call that succeeded.
    function _note() private {
        bytes32[] memory ids = model.ids();
        for (uint256 i = 0; i < ids.length; ++i) {
            ISharingTerms.Agreement memory about = model.about(ids[i]);
            _terminated[ids[i]] = about.terminatedAt;
            if (about.versions > 0 && _agreedOn[ids[i]][about.versions] == 0) {
                bytes32 separator = model.separator();
                ISharingTerms.Terms memory t = model.proposed(ids[i]);
                _agreedOn[ids[i]][about.versions] = TermsDigest.ofTerms(separator, ids[i], t);
            }
        }
    }

    function _checkOne(bytes32 raw) private view {
        AgreementId id = AgreementId.wrap(raw);
        ISharingTerms.Agreement memory about = model.about(raw);
        check(_same(abi.encode(terms.agreement(id)), abi.encode(about)), "agreement()");
        check(_same(abi.encode(terms.pending(id)), abi.encode(model.pending(raw))), "pending()");
        ISharingTerms.Version[] memory versions = model.versions(raw);
        for (uint32 i = 0; i < versions.length; ++i) {
            bytes memory one = abi.encode(terms.version(id, i + 1));
            check(_same(one, abi.encode(versions[i])), "version()");
            _checkTime(raw, versions[i].validFrom);
            _checkTime(raw, versions[i].validUntil - 1);
        }
        _checkTime(raw, _time);
        check(terms.isActive(id) == (model.versionAt(raw, _time) != 0), "isActive()");
    }

    function _checkTime(bytes32 id, uint64 time) private view {
        if (time > _time) return;
        uint32 expected = model.versionAt(id, time);
        check(terms.versionAt(AgreementId.wrap(id), time) == expected, "versionAt()");
    }

    function _termsSignature(
        address party,
        ISharingTerms.Terms memory t,
        uint8 kind,
        uint32 any
    ) private returns (bytes memory) {
        bytes32 id = model.idOf(t.controller, t.recipient, t.salt);
        bytes32 right = TermsDigest.ofTerms(model.separator(), id, t);
        bool accepting = party == address(wallet) && wallet.wouldAccept(right, "");
        if (kind % 2 == 0 || kind >= 2 * KINDS || accepting) _signed[party][right] = true;
        if (kind == OTHER_NUMBER) ++t.proposal;
        if (kind == OTHER_VERSION) ++t.version;
        bytes32 digest = TermsDigest.ofTerms(_separator(kind), id, t);
        if (kind == OTHER_NUMBER) --t.proposal;
        if (kind == OTHER_VERSION) --t.version;
        return _signature(_keyOf(party), digest, kind, any);
    }

    function _separator(uint8 kind) private view returns (bytes32) {
        return
            TermsDigest.domain(
                block.chainid + (kind == OTHER_CHAIN ? 1 : 0),
                kind == OTHER_CONTRACT ? address(this) : address(terms)
            );
    }

    function _keyOf(address party) private pure returns (uint256) {
        for (uint256 key = 1; key < KEYS; ++key) if (vm.addr(key) == party) return key;
        return KEYS;
    }

    function _actor(uint8 number) private view returns (address) {
        return number % 4 == 3 ? address(wallet) : vm.addr(1 + (number % 4));
    }

    /// @dev Six agreements: three of pairs, each with two salts. Two have the wallet as a party.
    function _pair(uint8 pair) private view returns (address, address, bytes32) {
        uint8 first = pair % 3;
        address controller = _actor(first == 2 ? 3 : first);
        return (controller, _actor(first == 2 ? 0 : first + 1), bytes32(uint256(pair % 2)));
    }

    function _id(uint8 pair) private view returns (bytes32) {
        if (pair % 32 == 31) return keccak256("none");
        (address controller, address recipient, bytes32 salt) = _pair(pair);
        return model.idOf(controller, recipient, salt);
    }

    /// @dev One of the two, seldom somebody else.
    function _party(
        address controller,
        address recipient,
        uint8 by
    ) private view returns (address) {
        if (by % 16 == 15) return _actor(by / 16);
        return by % 2 == 0 ? controller : recipient;
    }

    /// @dev Terms that can be proposed now.
    function _terms(uint8 pair, uint32 any) private view returns (ISharingTerms.Terms memory t) {
        (t.controller, t.recipient, t.salt) = _pair(pair);
        ISharingTerms.Agreement memory about = model.about(
            model.idOf(t.controller, t.recipient, t.salt)
        );
        t.ledgerId = LedgerId.wrap(keccak256(abi.encode(pair)));
        t.termsHash = TermsHash.wrap(keccak256(abi.encode(any)));
        t.version = about.versions + 1;
        t.proposal = about.proposals + 1;
        t.validFrom = _time - 15 days + (any % 30 days);
        t.validUntil = _time + 16 days + (any % 60 days);
        t.deadline = _time + ((any >> 8) % 16 days);
    }

    function _spoil(ISharingTerms.Terms memory t, uint8 special, uint64 anyTime) private view {
        if (special == 1) t.controller = address(0);
        if (special == 2) t.recipient = address(0);
        if (special == 3) t.recipient = t.controller;
        if (special == 4) t.ledgerId = LedgerId.wrap(0);
        if (special == 5) t.termsHash = TermsHash.wrap(0);
        if (special == 6) t.validFrom = t.validUntil;
        if (special == 7) t.validFrom = anyTime;
        if (special == 8) t.validUntil = anyTime;
        if (special == 9) t.deadline = anyTime;
        if (special == 10) t.deadline = t.validUntil;
        if (special == 11) t.deadline = _time - 1;
        if (special == 12) t.validUntil = t.validFrom + 3660 days;
        if (special == 13) t.validUntil = t.validFrom + 3660 days + 1;
        if (special == 14) t.version = uint32(anyTime);
        if (special == 15) t.proposal = anyTime;
        if (special == 16) --t.version;
        if (special == 17) --t.proposal;
    }

    function _same(bytes memory a, bytes memory b) private pure returns (bool) {
        return keccak256(a) == keccak256(b);
    }

    /// @dev The text out of `Error(string)`.
    function _thrown(bytes memory data) private pure returns (bytes memory) {
        bytes memory rest = new bytes(data.length - 4);
        for (uint256 i = 0; i < rest.length; ++i) rest[i] = data[i + 4];
        return abi.decode(rest, (bytes));
    }
}
