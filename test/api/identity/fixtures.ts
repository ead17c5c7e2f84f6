/** Sign-in with real accounts in a real file, and people with browsers that keep cookies. */
import { join } from "node:path";
import { OpenAPIHono } from "@hono/zod-openapi";
import { Refusal } from "../../../api/core/errors.ts";
import { describeRefusal, type Problem } from "../../../api/core/problem.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { createMailbox, type Mailbox } from "../../../api/identity/mailbox.ts";
import type { Mailer } from "../../../api/identity/mailer.ts";
import { identityRoutes } from "../../../api/identity/routes.ts";
import { createIdentity, type Identity } from "../../../api/identity/service.ts";
import type { OidcProvider } from "../../../api/identity/single-sign-on.ts";
import { STEP_MILLISECONDS, totpCode } from "../../../api/identity/totp.ts";
import type { AdministrationEvent } from "../../../api/ledger/administration.ts";
import { noTrail } from "../../../api/ledger/reading.ts";
import type { Ledger } from "../../../api/ledger/service.ts";
import { type AccountsFile, openAccountsFile } from "../../../api/store/sqlite/accounts.ts";
import { MAC_PURPOSES, macsWith } from "../../../api/vault/macs.ts";
import { hear, heardLog } from "../../helpers/heard/heard.ts";
import { seededRandom, type TestClock, testClock } from "../../helpers/repeatable.ts";
import { newPlace } from "../../helpers/store/places.ts";

/** The data subjects that there are, and the ledger itself. */
export const FIRM = "firm";
export const SUBJECTS = Array.from({ length: 60 }, (_, i) => `subject-${i}`);
const KNOWN = new Set([...SUBJECTS, FIRM]);

export const HTTPS = "https://ledger.example";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly text: string;
}

/** One browser: it keeps its cookies, and names its origin. */
export interface Browser {
  readonly cookies: Map<string, string>;
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** Asks for a code and signs in with it. */
  signIn(email: string): Promise<Answer>;
  /** Sets up a second factor, and shows it. Its secret. */
  enrol(): Promise<Buffer>;
  /** Half a minute later, with what the app shows then. */
  show(secret: Uint8Array): Promise<Answer>;
  principal(method?: string): ReturnType<Identity["authenticate"]>;
}

export interface TestIdentity {
  readonly identity: Identity;
  readonly file: AccountsFile;
  /** The answer to whoever asks for this address, as it stands. */
  get(address: string): Promise<Response>;
  readonly path: string;
  readonly mailbox: Mailbox;
  readonly clock: TestClock;
  readonly bugs: unknown[];
  /** What was recorded of administration. */
  readonly recorded: { readonly event: AdministrationEvent; readonly at?: number | undefined }[];
  browser(peer?: string): Browser;
  code(email: string): Promise<string>;
  close(): void;
}

export interface TestIdentityOptions {
  readonly publicUrl?: string | null;
  readonly mostCounts?: number;
  readonly mailer?: Mailer | null;
  /** Left out: the mailbox. */
  readonly texter?: Mailer | null;
  /** `null`: its page is not there. */
  readonly mailbox?: null;
  readonly provider?: OidcProvider | null;
  /** Where administration is recorded; left out: in `recorded`. */
  readonly record?: (event: AdministrationEvent, at?: number) => Promise<string>;
  /** Whose data subjects there are; left out: {@link SUBJECTS}. */
  readonly ledger?: Pick<Ledger, "knownSubjects" | "firms">;
}

export const testMac = macsWith(
  new Map(MAC_PURPOSES.map((purpose) => [purpose, seededRandom(purpose).bytes(32)])),
);

export function testIdentity(options: TestIdentityOptions = {}): TestIdentity {
  const place = newPlace();
  const path = join(place.directory, "accounts.db");
  const file = openAccountsFile({ file: path });
  const mailbox = createMailbox();
  const clock = testClock(Date.now());
  const bugs: unknown[] = [];
  const recorded: TestIdentity["recorded"] = [];
  const { publicUrl = HTTPS, mailer = mailbox, texter = mailbox, provider = null } = options;
  const onBug = (error: unknown): void => {
    bugs.push(error);
    heardLog.bug(error);
  };
  const ledger = {
    knownSubjects: async (all: readonly string[]) => new Set(all.filter((one) => KNOWN.has(one))),
    firms: async () => [FIRM],
    async recordAdministration(event: AdministrationEvent, at?: number) {
      if (options.record !== undefined) return options.record(event, at);
      recorded.push({ event, at });
      return String(recorded.length);
    },
    ...options.ledger,
  };
  const identity = createIdentity({
    ...{
      file,
      mac: testMac,
      clock,
      random: systemRandom(),
      ledger,
      publicUrl,
      mailer,
      texter,
      mailbox: options.mailbox === null ? null : mailbox,
      provider,
      ...(options.mostCounts === undefined ? {} : { mostCounts: options.mostCounts }),
      onBug,
      onUnsent: (channel, code) => void bugs.push({ channel, code }),
    },
  });
  const app = new OpenAPIHono<{ Bindings: { peer: string } }>();
  app.onError((error) => {
    if (!(error instanceof Refusal)) throw error;
    const problem: Problem = describeRefusal(error, "en");
    return Response.json(problem, { status: problem.status });
  });
  identityRoutes(app as unknown as OpenAPIHono, {
    ...{ identity, peerOf: (c) => c.env.peer, trail: noTrail },
  });
  const base = publicUrl ?? "http://127.0.0.1:3000";

  function browser(peer = "192.0.2.1"): Browser {
    const cookies = new Map<string, string>();
    const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const send: Browser["send"] = async (method, route, body, headers = {}) => {
      const init = {
        method,
        headers: {
          origin: base,
          ...(cookies.size > 0 ? { cookie: cookie() } : {}),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      };
      hear("address", route);
      const response = await app.fetch(new Request(`${base}${route}`, init), { peer });
      hear("address", response.headers.get("location") ?? "");
      if (!response.ok) hear("problem", await response.clone().text());
      for (const line of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (/max-age=0/i.test(line)) cookies.delete(name);
        else cookies.set(name, value);
      }
      const text = await response.text();
      const json = /json/.test(response.headers.get("content-type") ?? "");
      return {
        ...{ status: response.status, headers: response.headers, text },
        body: json ? JSON.parse(text) : null,
      };
    };
    return {
      cookies,
      send,
      async signIn(email) {
        await askCode({ send }, email);
        return send("POST", "/auth/sign-in/email-otp", { email, otp: await code(email) });
      },
      async enrol() {
        const { body } = await send("POST", "/auth/second-factor/begin");
        const secret = unbase32((body as { secret: string }).secret);
        await send("POST", "/auth/second-factor/confirm", { code: totpNow(secret, clock) });
        return secret;
      },
      show(secret) {
        clock.advance(STEP_MILLISECONDS);
        return send("POST", "/auth/second-factor/verify", { code: totpNow(secret, clock) });
      },
      principal: (method = "GET") =>
        identity.authenticate(
          new Request(`${base}/v1/records`, {
            method,
            headers: { cookie: cookie(), ...(method === "GET" ? {} : { origin: base }) },
          }),
        ),
    };
  }

  async function code(email: string): Promise<string> {
    await identity.settle();
    const mail = mailbox.mails().find(({ to }) => to === email.toLowerCase());
    return /\b(\d{6})\b/.exec(mail?.text ?? "")?.[1] ?? "none";
  }

  return {
    ...{ identity, file, path, mailbox, clock, bugs, recorded, browser, code },
    get: async (address) => app.fetch(new Request(address), { peer: "127.0.0.1" }),
    close() {
      file.close();
      place.remove();
    },
  };
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
export function unbase32(text: string): Buffer {
  const bits = [...text]
    .map((each) => ALPHABET.indexOf(each).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** What the app of whoever has this secret shows. */
export const totpNow = (secret: Uint8Array, clock: TestClock): string =>
  totpCode(secret, Math.floor(clock.now() / STEP_MILLISECONDS));

export const askCode = (browser: Pick<Browser, "send">, email: string): Promise<Answer> =>
  browser.send("POST", "/auth/email-otp/send-verification-otp", { email, type: "sign-in" });

/** `status code problem` of a refused answer. */
export function refusalOf({ status, body }: Answer): string {
  const { code, problem } = body as Problem;
  return [status, code, problem].filter((part) => part !== undefined).join(" ");
}
