// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISharingTerms} from "../../../contracts/ISharingTerms.sol";

/// @dev What parties sign, worked out from EIP-712 and the specification's type strings alone.
library TermsDigest {
    uint256 internal constant ORDER =
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function domain(uint256 chainId, address verifyingContract) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
        );
        bytes32 name = keccak256("Counterfoil SharingTerms");
        return keccak256(abi.encode(typeHash, name, keccak256("1"), chainId, verifyingContract));
    }

    function ofTerms(
        bytes32 separator,
        bytes32 id,
        ISharingTerms.Terms memory t
    ) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Terms(bytes32 agreement,uint32 version,uint64 proposal,address controller,address recipient,bytes32 ledgerId,bytes32 termsHash,uint64 validFrom,uint64 validUntil,uint64 deadline)"
        );
        bytes memory who = abi.encode(id, t.version, t.proposal, t.controller, t.recipient);
        bytes memory what = abi.encode(t.ledgerId, t.termsHash);
        bytes memory when = abi.encode(t.validFrom, t.validUntil, t.deadline);
        return _digest(separator, keccak256(bytes.concat(typeHash, who, what, when)));
    }

    function ofWithdrawal(
        bytes32 separator,
        bytes32 id,
        uint64 proposal,
        address party
    ) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256("Withdrawal(bytes32 agreement,uint64 proposal,address party)");
        return _digest(separator, keccak256(abi.encode(typeHash, id, proposal, party)));
    }

    function ofTermination(
        bytes32 separator,
        bytes32 id,
        uint32 version,
        address party,
        uint64 deadline
    ) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Termination(bytes32 agreement,uint32 version,address party,uint64 deadline)"
        );
        return _digest(separator, keccak256(abi.encode(typeHash, id, version, party, deadline)));
    }

    /// @dev Whether these bytes are the one spelling of a signature by the key of `signer`.
    function isKeySignature(
        address signer,
        bytes32 digest,
        bytes memory signature
    ) internal pure returns (bool) {
        if (signature.length != 65) return false;
        bytes32 r = word(signature, 0);
        bytes32 s = word(signature, 32);
        uint8 v = uint8(signature[64]);
        if (uint256(s) > ORDER / 2 || (v != 27 && v != 28)) return false;
        address recovered = ecrecover(digest, v, r, s);
        return recovered != address(0) && recovered == signer;
    }

    function word(bytes memory from, uint256 start) internal pure returns (bytes32) {
        uint256 result = 0;
        for (uint256 i = start; i < start + 32; ++i) result = (result << 8) | uint8(from[i]);
        return bytes32(result);
    }

    function _digest(bytes32 separator, bytes32 structHash) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", separator, structHash));
    }
}
