/** The portal as people meet it: built once for whoever runs, served by a real server with the demonstration in it. */
import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Cookie, Page } from "playwright-core";
import type { PersonRole } from "../../api/core/principal.ts";
import { buildPortal, DIST, isBuilt } from "../../scripts/portal/build.ts";
import { newPlace, type Place, type Server, startServer } from "../e2e/process.ts";
import { type Look, openContext } from "./browser.ts";

const LOCK = join(DIST, "..", ".building");
/** Whoever was killed while building holds nobody up for longer. */
const STALE_MS = 120_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function lock(): boolean {
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    const since = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (since < performance.timeOrigin + performance.now() - STALE_MS)
      rmSync(LOCK, { recursive: true, force: true });
    return false;
  }
}

/** Builds the portal where it is not built from these sources; of several processes one does, and the others wait. */
export async function ensurePortal(): Promise<void> {
  while (!isBuilt()) {
    if (!lock()) {
      await pause(200);
      continue;
    }
    try {
      if (!isBuilt()) await buildPortal();
    } finally {
      rmSync(LOCK, { recursive: true, force: true });
    }
  }
}

export interface PortalServer {
  readonly place: Place;
  /** By the name under which people reach it. */
  readonly url: string;
  readonly server: Server;
  /** The cookies of a session of the demonstration's person of this role; there is one session of each. */
  session(role: PersonRole): Promise<readonly Cookie[]>;
  /** A window of somebody who is signed in, or, `null`, of a stranger. What its pages complain of is told to `complaints`. */
  open(browser: Browser, look: Look, role: PersonRole | null): Promise<Window>;
  /** A page's path, with the demonstration's customer where it says `{subject}`, its agreement where it says `{agreement}`, and an open request where it says `{case}`. */
  pathOf(path: string): Promise<string>;
  close(): Promise<void>;
}

export interface Window {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained of: refused by the policy, thrown, not found. */
  readonly complaints: string[];
}

/** As `npm start` does it, the demonstration's auditor beside it. */
export async function startPortal(
  settings: Readonly<Record<string, string>> = {},
): Promise<PortalServer> {
  await ensurePortal();
  const place = await newPlace({
    ...{ COUNTERFOIL_BATCH_SECONDS: "1", COUNTERFOIL_ANCHOR_SECONDS: "2" },
    ...{ COUNTERFOIL_DEMO_AUDITOR: "on", ...settings },
  });
  const server = await startServer(place);
  const url = place.url.replace("127.0.0.1", "localhost");
  const sessions = new Map<PersonRole, Promise<readonly Cookie[]>>();
  const session = (role: PersonRole): Promise<readonly Cookie[]> => {
    const known = sessions.get(role) ?? signedIn(url, `${role}@example.com`);
    sessions.set(role, known);
    return known;
  };
  return {
    ...{ place, server, url, session },
    async open(browser, look, role) {
      const context = await openContext(browser, look);
      if (role !== null) await context.addCookies([...(await session(role))]);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      return { context, page, complaints };
    },
    async pathOf(path) {
      const ask = async <T>(role: PersonRole, asked: string): Promise<T> => {
        const cookie = (await session(role)).map(({ name, value }) => `${name}=${value}`);
        const headers = { cookie: cookie.join("; "), "counterfoil-reason": "shown" };
        const answer = await fetch(url + asked, { headers });
        return (await answer.json()) as T;
      };
      if (path.includes("{subject}")) {
        const { subjects } = await ask<{ subjects: readonly string[] }>("customer", "/v1/me");
        return path.replace("{subject}", subjects[0]!);
      }
      if (path.includes("{case}")) {
        type Cases = { requests: readonly { subject: string | null; requestId: string }[] };
        const { requests } = await ask<Cases>("officer", "/v1/requests");
        const found = requests.find(({ subject }) => subject !== null)!;
        return path.replace("{case}", `${found.subject}/${found.requestId}`);
      }
      if (!path.includes("{agreement}")) return path;
      type Agreements = { readonly agreements: readonly { readonly agreementId: string }[] };
      const { agreements } = await ask<Agreements>("partner", "/v1/agreements");
      return path.replace("{agreement}", agreements[0]!.agreementId);
    },
    async close() {
      server.kill("SIGKILL");
      await server.ended;
      await place.remove();
    },
  };
}

interface Mailbox {
  readonly mails: readonly { readonly to: string; readonly text: string }[];
  readonly codes: readonly { readonly email: string; readonly code: string | null }[];
}

export const mailboxOf = async (url: string): Promise<Mailbox> =>
  (await (
    await fetch(`${url}/dev/mailbox`, { headers: { accept: "application/json" } })
  ).json()) as Mailbox;

/** The code of the newest mail to somebody. */
export const codeFor = async (url: string, email: string): Promise<string> =>
  (await mailboxOf(url)).mails.flatMap(({ to, text }) =>
    to === email ? (/\b\d{6}\b/.exec(text) ?? []) : [],
  )[0] ?? "";

/** What the page of signing in does, without it: the cookies of whoever has this address. */
export async function signedIn(url: string, email: string): Promise<Cookie[]> {
  const jar = new Map<string, string>();
  async function call(path: string, body?: object): Promise<unknown> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url + path, {
      method: body === undefined ? "GET" : "POST",
      headers: { cookie, origin: url, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return answer.json();
  }
  await call("/auth/email-otp/send-verification-otp", { email, type: "sign-in" });
  await call("/auth/sign-in/email-otp", { email, otp: await codeFor(url, email) });
  const step = (await call("/auth/next-step")) as { readonly next: string };
  if (step.next === "second-factor") {
    const code = (await mailboxOf(url)).codes.find((one) => one.email === email)?.code;
    await call("/auth/second-factor/verify", { code });
  }
  const domain = new URL(url).hostname;
  return [...jar].map(([name, value]) => ({
    ...{ name, value, domain, path: "/", expires: -1 },
    ...{ httpOnly: true, secure: false, sameSite: "Lax" as const },
  }));
}
