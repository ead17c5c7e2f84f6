/**
 * Passkeys. One stands for both factors, so only somebody whom the ledger knows already sets one up (paths.ts), and only one counts whose device has asked
 * for its owner: a finger, a face, a PIN. A customer's is as good as their mailbox: it goes when they become somebody of the firm (accounts.ts), also where a
 * request about it was under way just then.
 */
import { passkey } from "@better-auth/passkey";
import { APIError } from "better-auth/api";

/** Where a session begins that needs no other factor. */
export const PASSKEY_SIGN_IN = "/passkey/verify-authentication";

function assertOwnerAsked(verified: boolean | undefined): void {
  if (verified !== true) throw new APIError("BAD_REQUEST", { code: "NOT_VERIFIED" });
}

const isOver = (): never => {
  throw new APIError("UNAUTHORIZED", { code: "OVER" });
};

/** @param added notes that somebody gets one. It is called before: what is on record and was not done, because this ended then, is better than the other way round */
export const passkeys = (added: (account: string) => void) =>
  passkey({
    rpName: "Counterfoil",
    authenticatorSelection: { userVerification: "required", residentKey: "required" },
    registration: {
      async afterVerification({ ctx, verification, user }) {
        assertOwnerAsked(verification.registrationInfo?.userVerified);
        const token = ctx.context.session?.session.token ?? "";
        if ((await ctx.context.internalAdapter.findSession(token)) === null) isOver();
        added(user.id);
      },
    },
    authentication: {
      async afterVerification({ ctx, verification }) {
        const { userVerified, credentialID } = verification.authenticationInfo;
        assertOwnerAsked(userVerified);
        const where = [{ field: "credentialID", value: credentialID }];
        if ((await ctx.context.adapter.findOne({ model: "passkey", where })) === null) isOver();
      },
    },
  });
