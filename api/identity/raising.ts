/**
 * Raises a session: from now on it opens what needs a second factor. It gets another token with that, in the same statement. Who had the cookie before, and
 * may have put it into this browser, has the first factor at most, and no session any more.
 */
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { generateRandomString } from "better-auth/crypto";
import { z } from "zod";
import { systemClock } from "../core/clock.ts";

const RAISES = z.object({ token: z.string() });

/** For our own code alone: a plugin, since better-auth signs its cookies nowhere else. Refused is who has no such session any more. */
export const raising = () => ({
  id: "raising" as const,
  endpoints: {
    raiseSession: createAuthEndpoint.serverOnly(
      { method: "POST", body: RAISES, requireHeaders: true },
      async (ctx) => {
        const { internalAdapter } = ctx.context;
        const to = { token: generateRandomString(32), secondFactor: true };
        const session = await internalAdapter.updateSession(ctx.body.token, to);
        const user = session && (await internalAdapter.findUserById(session.userId));
        if (!session || !user) throw new APIError("UNAUTHORIZED");
        const maxAge = Math.ceil((session.expiresAt.getTime() - systemClock.now()) / 1000);
        await setSessionCookie(ctx, { session, user }, false, { maxAge });
      },
    ),
  },
});
