/**
 * Passkeys. One stands for both factors, so only somebody whom the ledger knows already sets one up (paths.ts), and only one counts whose device has asked
 * for its owner: a finger, a face, a PIN.
 */
import { passkey } from "@better-auth/passkey";
import { APIError } from "better-auth/api";

/** Where a session begins that needs no other factor. */
export const PASSKEY_SIGN_IN = "/passkey/verify-authentication";

function assertOwnerAsked(verified: boolean | undefined): void {
  if (verified !== true) throw new APIError("BAD_REQUEST", { code: "NOT_VERIFIED" });
}

export const passkeys = () =>
  passkey({
    rpName: "Counterfoil",
    authenticatorSelection: { userVerification: "required", residentKey: "required" },
    registration: {
      afterVerification({ verification }) {
        assertOwnerAsked(verification.registrationInfo?.userVerified);
      },
    },
    authentication: {
      afterVerification({ verification }) {
        assertOwnerAsked(verification.authenticationInfo.userVerified);
      },
    },
  });
