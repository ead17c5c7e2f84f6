/** What lies below `/auth` and is not better-auth's. */
import { Refusal } from "../core/errors.ts";
import { negotiateLanguage } from "../core/language.ts";
import { qrSvg } from "../core/qr.ts";
import type { Accounts } from "./accounts.ts";
import { shownAddress } from "./address.ts";
import type { Codes } from "./codes.ts";
import type { FirstAdministrator } from "./first-administrator.ts";
import { needsSecondFactor, type SecondFactor } from "./second-factor.ts";
import type { Asked as AskedWith, Session, Sessions } from "./sessions.ts";

export interface Asked extends AskedWith {
  readonly body: Readonly<Record<string, string>>;
}

export interface OwnParts {
  readonly accounts: Pick<Accounts, "changeOwn" | "removePasskey">;
  readonly codes: Codes;
  readonly first: FirstAdministrator;
  readonly secondFactor: SecondFactor;
  readonly sessions: Sessions;
}

const DONE = { success: true };

/** What a page shows as an image; of such a thing it runs and loads nothing. */
const qrImage = (text: string): string =>
  `data:image/svg+xml;base64,${Buffer.from(qrSvg(text, 'xmlns="http://www.w3.org/2000/svg"')).toString("base64")}`;

/** What the client gets as JSON, with a cookie where there is another one. */
function answered(told: object, cookies: readonly string[]): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return Response.json(told, { headers });
}

/** By the names of paths.ts; each answers with what the client gets as JSON, or with the whole answer. */
export function ownPaths({ accounts, codes, first, secondFactor, sessions }: OwnParts) {
  async function signedIn({ request, origin }: Asked): Promise<Session> {
    const session = await sessions.of(request, origin);
    if (session === null) throw new Refusal("unauthorized", {});
    return session;
  }

  return {
    /** What whoever asks has still to do, so that they are known; the address is of whose session it is. */
    "GET /next-step": async ({ request, origin }: Asked) => {
      const session = await sessions.of(request, origin);
      if (session === null) return { next: "first-factor", email: null };
      const { account, secondFactor: shown } = session;
      const email = shownAddress(account.email);
      if (shown || !needsSecondFactor(account.role)) return { next: "nothing", email };
      return { next: secondFactor.isSetUp(account.id) ? "second-factor" : "set-up", email };
    },
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
      const begun = secondFactor.begin(account, new URL(asked.origin).host);
      return { ...begun, qr: qrImage(begun.uri) };
    },
    "POST /second-factor/confirm": async (asked: Asked) => {
      const session = await signedIn(asked);
      const { account } = session;
      const told = accounts.changeOwn(account.id, { name: "secondFactor", after: "set-up" }, () =>
        secondFactor.confirm(account, asked.body.code!),
      );
      return answered(told, await sessions.raise(session, asked));
    },
    "POST /second-factor/verify": async (asked: Asked) => {
      const session = await signedIn(asked);
      secondFactor.verify(session.account, asked.body.code!);
      return answered(DONE, await sessions.raise(session, asked));
    },
    // Not better-auth's, so that the note of it is in one transaction with it.
    "POST /passkey/delete-passkey": async (asked: Asked) => {
      const { account, secondFactor: shown } = await signedIn(asked);
      if (!shown && needsSecondFactor(account.role)) throw new Refusal("unauthorized", {});
      accounts.removePasskey(account.id, asked.body.id!);
      return DONE;
    },
  };
}
