// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev Names an agreement in SharingTerms.
type AgreementId is bytes32;

/// @dev SHA-256 of the terms' text, which is not on the chain.
type TermsHash is bytes32;
