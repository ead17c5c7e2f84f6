/** Single sign-on against a real OpenID provider, out of npm. */

import { createServer, type Server } from "node:http";
import Database from "better-sqlite3";
import Provider from "oidc-provider";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OPERATOR } from "../../../api/identity/administration.ts";
import {
  type Answer,
  type Browser,
  refusalOf,
  type TestIdentity,
  testIdentity,
} from "./fixtures.ts";

const EMAIL = "olga@example.com";
const BASE = "http://127.0.0.1:3000";
const SECRET = "a-secret-of-the-client-that-is-long-enough";
let server: Server;
let issuer: string;
let test: TestIdentity;
/** What the provider says of whoever signs in there. */
let claims: Record<string, unknown>;

beforeEach(async () => {
  claims = { email: EMAIL, email_verified: true };
  server = createServer((request, response) => void provider.callback()(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: "ledger", client_secret: SECRET },
        redirect_uris: [`${BASE}/auth/sso/callback/firm`],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    cookies: { keys: ["a key of the test"] },
    async findAccount(_context: unknown, sub: string) {
      return { accountId: sub, claims: async () => ({ sub, ...claims }) };
    },
  });
  const oidc = { issuer, clientId: "ledger", clientSecret: SECRET };
  test = testIdentity({ publicUrl: null, provider: oidc });
});
afterEach(() => {
  expect(test.bugs).toEqual([]);
  test.close();
  server.close();
  server.closeAllConnections();
});

const begin = (browser: Browser, body = { providerId: "firm", callbackURL: "/" }) =>
  browser.send("POST", "/auth/sign-in/sso", body);

/** Signs in at the provider as a browser would, up to the address that it sends people back to. */
async function atProvider(start: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | null = null;
  for (let steps = 0; steps < 12; steps++) {
    const response: Response = await fetch(url, {
      ...{ redirect: "manual", method: form === null ? "GET" : "POST", body: form },
      headers: { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    form = null;
    const location = response.headers.get("location");
    if (location !== null) {
      url = new URL(location, url).href;
      if (url.startsWith(BASE)) return new URL(url);
      continue;
    }
    const prompt = /name="prompt" value="(\w+)"/.exec(await response.text())?.[1] ?? "none";
    form = new URLSearchParams({ prompt, login: "olga", password: "any" });
  }
  throw new Error("the provider sends nobody back");
}

async function signIn(browser: Browser): Promise<Answer> {
  const { body } = await begin(browser);
  const back = await atProvider((body as { url: string }).url);
  return browser.send("GET", `${back.pathname}${back.search}`);
}

/** Whom of the provider's the accounts are linked to. */
function links(): unknown[] {
  const client = new Database(test.path, { readonly: true });
  const rows = client.prepare("SELECT account_id FROM account").pluck().all();
  client.close();
  return rows;
}

const OTHERS = [
  ["of another address", { email: "other@example.com" }],
  ["whose address is not verified any more", { email_verified: false }],
  ["who has neither", { email: "other@example.com", email_verified: false }],
] as const;

describe("single sign-on", () => {
  it("stands for the first factor of somebody of the firm, and not for the second", async () => {
    const { id } = await test.identity.accounts.create({ email: EMAIL, role: "staff" }, OPERATOR);
    const browser = test.browser();
    const answer = await signIn(browser);
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/"]);
    expect(await browser.principal()).toBeNull();
    const secret = await browser.enrol();
    expect(await browser.principal()).toMatchObject({ id: `person/${id}`, role: "staff" });
    const again = test.browser();
    await signIn(again);
    expect(await again.principal()).toBeNull();
    await again.show(secret);
    expect(await again.principal()).toMatchObject({ id: `person/${id}` });
  });

  it("keeps no token of the provider", async () => {
    await test.identity.accounts.create({ email: EMAIL, role: "staff" }, OPERATOR);
    for (let i = 0; i < 2; i++) await signIn(test.browser());
    const client = new Database(test.path);
    const rows = client
      .prepare("SELECT account_id, access_token, refresh_token, id_token FROM account")
      .all();
    client.close();
    expect(rows).toEqual([
      { account_id: "olga", access_token: null, refresh_token: null, id_token: null },
    ]);
  });

  it.each([
    ["makes no account", "none", {}],
    ["lets no customer in", "customer", {}],
    [
      "does not take an address that the provider has not checked",
      "staff",
      { email_verified: false },
    ],
  ] as const)("%s", async (_what, role, change) => {
    claims = { ...claims, ...change };
    if (role !== "none") await test.identity.accounts.create({ email: EMAIL, role }, OPERATOR);
    const browser = test.browser();
    const answer = await signIn(browser);
    expect(refusalOf(answer)).toBe("403 sign_in_refused refused");
    expect((await browser.send("GET", "/auth/get-session")).body).toBeNull();
    expect(links()).toEqual([]);
    if (role === "none") expect(await test.identity.accounts.find(EMAIL)).toBeNull();
  });

  it("shows a person who is refused our own page, which says so", async () => {
    const browser = test.browser();
    const { body } = await begin(browser, { providerId: "firm", callbackURL: "/sign-in" });
    const back = await atProvider((body as { url: string }).url);
    const accept = { accept: "text/html,*/*;q=0.8" };
    const path = `${back.pathname}${back.search}`;
    const answer = await browser.send("GET", path, undefined, accept);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sign-in?refused"]);
    const page = await browser.send("GET", "/sign-in?refused", undefined, accept);
    expect(page.text).toContain('data-provider="yes"');
  });

  it("takes each answer of the provider once, and in the browser that asked", async () => {
    await test.identity.accounts.create({ email: EMAIL, role: "staff" }, OPERATOR);
    const browser = test.browser();
    const { body } = await begin(browser);
    const back = await atProvider((body as { url: string }).url);
    const path = `${back.pathname}${back.search}`;
    const victim = test.browser();
    await victim.send("GET", path);
    expect((await victim.send("GET", "/auth/get-session")).body).toBeNull();
  });

  it("sends nobody elsewhere, and knows no other provider", async () => {
    const browser = test.browser();
    const elsewhere = { providerId: "firm", callbackURL: "https://evil.example/" };
    expect(refusalOf(await begin(browser, elsewhere))).toBe("403 sign_in_refused refused");
    const other = { providerId: "other", callbackURL: "/" };
    expect(refusalOf(await begin(browser, other))).toBe("403 sign_in_refused refused");
    const forced = { providerId: "firm", callbackURL: "/", requestSignUp: "true" };
    expect(refusalOf(await begin(browser, forced))).toBe("400 invalid_parameter");
    for (const path of ["/auth/sso/register", "/auth/sso/providers", "/auth/sso/callback/other"])
      expect(refusalOf(await browser.send("GET", path))).toBe("404 not_found");
  });

  it.each(OTHERS)("lets nobody in %s, whatever was so at the sign-in before", async (_, change) => {
    test.identity.accounts.create({ email: EMAIL, role: "staff" }, OPERATOR);
    expect((await signIn(test.browser())).status).toBe(302);
    claims = { ...claims, ...change };
    const browser = test.browser();
    expect(refusalOf(await signIn(browser))).toBe("403 sign_in_refused refused");
    expect((await browser.send("GET", "/auth/next-step")).body).toMatchObject({
      next: "first-factor",
    });
  });

  it("keeps nothing of a customer who is refused: later they are of the firm by their address", async () => {
    const { id } = test.identity.accounts.create({ email: EMAIL, role: "customer" }, OPERATOR);
    expect(refusalOf(await signIn(test.browser()))).toBe("403 sign_in_refused refused");
    expect(links()).toEqual([]);
    test.identity.accounts.setRole(id, { role: "staff" }, OPERATOR);
    expect((await signIn(test.browser())).status).toBe(302);
  });

  it("forgets whom an account was linked to with its role, and with its second factor", async () => {
    const { id } = test.identity.accounts.create({ email: EMAIL, role: "staff" }, OPERATOR);
    await signIn(test.browser());
    expect(links()).toEqual(["olga"]);
    test.identity.accounts.setRole(id, { role: "officer" }, OPERATOR);
    expect(links()).toEqual([]);
    await signIn(test.browser());
    expect(links()).toEqual(["olga"]);
    test.identity.accounts.removeSecondFactor(id, OPERATOR);
    expect(links()).toEqual([]);
  });

  it("knows an address that the provider writes in another way", async () => {
    test.identity.accounts.create({ email: EMAIL, role: "staff" }, OPERATOR);
    claims = { email: "Olga@Example.com", email_verified: true };
    for (let i = 0; i < 2; i++) expect((await signIn(test.browser())).status).toBe(302);
  });
});
