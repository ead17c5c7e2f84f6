/** Who is signed in. */
import { systemClock } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
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

/** The request that a session comes from. */
export interface Asked {
  readonly request: Request;
  readonly origin: string;
}

export interface Sessions {
  /** The session whose cookie a request has; `null`: it has none, or of one that is over. Nothing is written. */
  of(request: Request, origin: string): Promise<Session | null>;
  /**
   * From now on the session opens what needs a second factor, by another cookie: the lines that set it. The one of before opens nothing any more.
   *
   * @throws Refusal `unauthorized`: it is over, or was raised by another request
   */
  raise(session: Session, asked: Asked): Promise<readonly string[]>;
}

type Found = Omit<Session["account"], "organization" | "given"> &
  Partial<Pick<Session["account"], "organization" | "given">>;

/** What better-auth knows a session by; `null`: there is no cookie. */
function headersOf(request: Request, origin: string): Headers | null {
  const cookie = request.headers.get("cookie");
  return cookie === null ? null : new Headers({ cookie, host: new URL(origin).host });
}

export function sessionsOf(auth: LateAuth): Sessions {
  return {
    async of(request, origin) {
      const headers = headersOf(request, origin);
      if (headers === null) return null;
      const query = { disableRefresh: true, disableCookieCache: true };
      const { api, $context } = await auth();
      const found = await api.getSession({ headers, query });
      if (found === null) return null;
      const { token, secondFactor, createdAt } = found.session;
      // By better-auth's own clock, and by when it began: whatever may have moved its end.
      if (systemClock.now() >= createdAt.getTime() + SESSION_HOURS * 3_600_000) return null;
      // What better-auth's own answers do not have.
      const { internalAdapter } = await $context;
      const account = (await internalAdapter.findUserById(found.user.id)) as Found | null;
      if (account === null) return null;
      const { id, email, emailVerified, role, organization = null, given = null } = account;
      return {
        token,
        secondFactor: secondFactor === true,
        account: { id, email, emailVerified, role, organization, given },
      };
    },
    async raise({ token }, { request, origin }) {
      const { api } = await auth();
      const headers = headersOf(request, origin) ?? new Headers();
      const asked = { body: { token }, headers, returnHeaders: true } as const;
      const answer = await api.raiseSession(asked).catch((error: unknown) => {
        if ((error as { status?: unknown }).status !== "UNAUTHORIZED") throw error;
        throw new Refusal("unauthorized", {});
      });
      return answer.headers.getSetCookie();
    },
  };
}
