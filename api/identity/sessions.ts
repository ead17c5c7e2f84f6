/** Who is signed in. */
import { systemClock } from "../core/clock.ts";
import type { LateAuth } from "./auth.ts";
import { SESSION_HOURS } from "./paths.ts";

export interface Session {
  readonly token: string;
  /** The account's second factor was shown in this session. */
  readonly secondFactor: boolean;
  readonly account: {
    readonly id: string;
    readonly email: string;
    /** They have shown that the address is theirs. */
    readonly emailVerified: boolean;
    readonly role: string;
    readonly organization: string | null;
    /** JSON. */
    readonly given: string | null;
  };
}

export interface Sessions {
  /** The session whose cookie a request has; `null`: it has none, or of one that is over. Nothing is written. */
  of(request: Request, origin: string): Promise<Session | null>;
  /** From now on the session opens what needs a second factor. */
  raise(session: Session): Promise<void>;
}

export function sessionsOf(auth: LateAuth): Sessions {
  return {
    async of(request, origin) {
      const cookie = request.headers.get("cookie");
      if (cookie === null) return null;
      const headers = new Headers({ cookie, host: new URL(origin).host });
      const query = { disableRefresh: true, disableCookieCache: true };
      const { api } = await auth();
      const found = await api.getSession({ headers, query });
      if (found === null) return null;
      const { id, email, emailVerified, role, organization = null, given = null } = found.user;
      const { token, secondFactor, createdAt } = found.session;
      // By better-auth's own clock, and by when it began: whatever may have moved its end.
      if (systemClock.now() >= createdAt.getTime() + SESSION_HOURS * 3_600_000) return null;
      return {
        token,
        secondFactor: secondFactor === true,
        account: { id, email, emailVerified, role, organization, given },
      };
    },
    async raise({ token }) {
      const { internalAdapter } = await (await auth()).$context;
      await internalAdapter.updateSession(token, { secondFactor: true });
    },
  };
}
