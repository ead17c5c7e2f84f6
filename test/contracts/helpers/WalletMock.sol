// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TermsDigest} from "./TermsDigest.sol";

/// @dev A contract that is a party (ERC-1271), in every mood that one can be in.
contract WalletMock {
    enum Mood {
        Honest,
        AcceptsAll,
        Rejects,
        Reverts,
        AnswersShort,
        AnswersWrongEnd,
        AnswersMore,
        AnswersNothing,
        Writes
    }

    uint256 public constant MOODS = 9;
    bytes4 internal constant MAGIC = 0x1626ba7e;

    address public immutable OWNER;
    Mood public mood;
    uint256 public written;

    constructor(address owner) {
        OWNER = owner;
    }

    function setMood(uint8 number) external {
        mood = Mood(number % MOODS);
    }

    /// @dev For the model, in plain words.
    function wouldAccept(bytes32 digest, bytes memory signature) external view returns (bool) {
        if (mood == Mood.AcceptsAll || mood == Mood.AnswersMore) return true;
        return mood == Mood.Honest && TermsDigest.isKeySignature(OWNER, digest, signature);
    }

    // Not `view`: the caller's STATICCALL has to keep it from writing.
    function isValidSignature(bytes32 digest, bytes calldata signature) external returns (bytes4) {
        if (mood == Mood.Reverts) revert("no");
        if (mood == Mood.Rejects) return 0xffffffff;
        if (mood == Mood.AnswersShort) _answer(abi.encodePacked(MAGIC));
        if (mood == Mood.AnswersWrongEnd) _answer(abi.encode(uint256(uint32(MAGIC))));
        if (mood == Mood.AnswersMore) _answer(abi.encode(MAGIC, "and more"));
        if (mood == Mood.AnswersNothing) _answer("");
        if (mood == Mood.Writes) ++written;
        if (mood == Mood.Honest && !TermsDigest.isKeySignature(OWNER, digest, signature)) {
            return 0;
        }
        return MAGIC;
    }

    function _answer(bytes memory data) private pure {
        assembly ("memory-safe") {
            return(add(data, 0x20), mload(data))
        }
    }
}
