/** What lies below `/auth` and is not better-auth's. */
import { Refusal } from "../core/errors.ts";
import { negotiateLanguage } from "../core/language.ts";
import type { Codes } from "./codes.ts";
import type { FirstAdministrator } from "./first-administrator.ts";
import type { SecondFactor } from "./second-factor.ts";
import type { Session, Sessions } from "./sessions.ts";

export interface Asked {
  readonly request: Request;
  readonly origin: string;
  readonly body: Readonly<Record<string, string>>;
}

export interface OwnParts {
  readonly codes: Codes;
  readonly first: FirstAdministrator;
  readonly secondFactor: SecondFactor;
  readonly sessions: Sessions;
}

const DONE = { success: true };

/** By the names of paths.ts; each answers with what the client gets as JSON. */
export function ownPaths({ codes, first, secondFactor, sessions }: OwnParts) {
  async function signedIn({ request, origin }: Asked): Promise<Session> {
    const session = await sessions.of(request, origin);
    if (session === null) throw new Refusal("unauthorized", {});
    return session;
  }

  return {
    "POST /email-otp/send-verification-otp": async ({ request, origin, body }: Asked) => {
      if (body.type !== "sign-in") throw new Refusal("invalid_parameter", { parameter: "type" });
      const language = negotiateLanguage(request.headers.get("accept-language") ?? undefined);
      codes.ask(body.email!, new URL(origin).host, language);
      return DONE;
    },
    "POST /first-administrator": async ({ body }: Asked) => {
      await first.accept(body.token!, body.email!);
      return DONE;
    },
    "POST /second-factor/begin": async (asked: Asked) => {
      const { account } = await signedIn(asked);
      return secondFactor.begin(account, new URL(asked.origin).host);
    },
    "POST /second-factor/confirm": async (asked: Asked) => {
      const session = await signedIn(asked);
      const told = secondFactor.confirm(session.account, asked.body.code!);
      await sessions.raise(session);
      return told;
    },
    "POST /second-factor/verify": async (asked: Asked) => {
      const session = await signedIn(asked);
      secondFactor.verify(session.account, asked.body.code!);
      await sessions.raise(session);
      return DONE;
    },
  };
}
