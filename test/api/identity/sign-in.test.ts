/** Signing in by a code: what works, and what is kept. */

import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OPERATOR } from "../../../api/identity/administration.ts";
import { type Browser, refusalOf, type TestIdentity, testIdentity } from "./fixtures.ts";

let test: TestIdentity;
let browser: Browser;
beforeEach(() => {
  test = testIdentity();
  browser = test.browser();
});
afterEach(() => {
  vi.useRealTimers();
  expect(test.bugs).toEqual([]);
  test.close();
});

const OFFICER = { email: "olga@example.com", role: "officer" } as const;

describe("a code by e-mail", () => {
  it("opens a session that says who asks", async () => {
    const { id } = await test.identity.accounts.create(OFFICER, OPERATOR);
    expect(await browser.principal()).toBeNull();
    expect((await browser.signIn(OFFICER.email)).status).toBe(200);
    await browser.enrol();
    expect(await browser.principal()).toEqual({
      ...{ id: `person/${id}`, role: "officer", scopes: null, organization: null, given: null },
      subjects: new Set(),
      actsFor: new Set(),
    });
    // A change is let through with the origin that browsers name.
    expect(await browser.principal("POST")).toMatchObject({ role: "officer" });
  });

  it("is written in the language of whoever asked, as text alone", async () => {
    const email = "wang@example.com";
    const chinese = { "accept-language": "zh-CN" };
    const body = { email, type: "sign-in" };
    await browser.send("POST", "/auth/email-otp/send-verification-otp", body, chinese);
    await test.identity.settle();
    expect(test.mailbox.mails()[0]).toMatchObject({
      to: email,
      subject: expect.stringMatching(/^您的验证码：\d{6}$/),
      text: expect.stringContaining("ledger.example"),
    });
  });

  it("takes an address as people write it", async () => {
    await test.identity.accounts.create(OFFICER, OPERATOR);
    expect((await browser.signIn("Olga@Example.COM")).status).toBe(200);
    await browser.enrol();
    expect(await browser.principal()).toMatchObject({ role: "officer" });
  });

  it("makes a stranger a customer who is nobody's data subject, whatever they say besides", async () => {
    await browser.signIn("stranger@example.com");
    expect(await browser.principal()).toMatchObject({ role: "customer", subjects: new Set() });
    const asked = await test.browser().send("POST", "/auth/sign-in/email-otp", {
      ...{ email: "more@example.com", otp: "123456", role: "administrator" },
    });
    expect(refusalOf(asked)).toBe("400 invalid_parameter");
  });

  it("ends with the sign-out, also for whoever kept the cookie", async () => {
    await browser.signIn(OFFICER.email);
    const kept = new Map(browser.cookies);
    expect((await browser.send("POST", "/auth/sign-out")).status).toBe(200);
    expect(browser.cookies.size).toBe(0);
    for (const [name, value] of kept) browser.cookies.set(name, value);
    expect(await browser.principal()).toBeNull();
  });

  it("tells the person who they are, and never the token that only the cookie has", async () => {
    const answer = await browser.signIn(OFFICER.email);
    const cookie = [...browser.cookies.values()].map((value) => value.split(".")[0]);
    const session = await browser.send("GET", "/auth/get-session");
    expect(session.body).toMatchObject({ user: { email: OFFICER.email } });
    for (const { text } of [answer, session])
      for (const token of cookie) expect(text).not.toContain(token);
  });
});

describe("a session", () => {
  const HOUR_MS = 3_600_000;
  /** Whether the person is known so many hours after they have signed in, to us and to the library. */
  async function knownAfter(hours: number, start: number): Promise<[boolean, boolean]> {
    vi.setSystemTime(start + hours * HOUR_MS);
    const { body } = await browser.send("GET", "/auth/get-session");
    return [(await browser.principal()) !== null, body !== null];
  }

  it("is over after twelve hours, however often its owner comes", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const start = Date.now();
    const answer = await browser.signIn(OFFICER.email);
    expect(answer.headers.getSetCookie()[0]).toMatch(/; Max-Age=43200(;|$)/);
    const kept = new Map(browser.cookies);
    for (let hours = 1; hours < 12; hours++)
      expect(await knownAfter(hours, start)).toEqual([true, true]);
    expect(await knownAfter(12.001, start)).toEqual([false, false]);
    for (const [name, value] of kept) browser.cookies.set(name, value);
    expect(await knownAfter(13, start)).toEqual([false, false]);
  });

  it("is over then also where the file says that it ends later", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const start = Date.now();
    await browser.signIn(OFFICER.email);
    const client = new Database(test.path);
    client.prepare("UPDATE session SET expires_at = expires_at + 86400000").run();
    client.close();
    expect((await knownAfter(11.9, start))[0]).toBe(true);
    expect((await knownAfter(12, start))[0]).toBe(false);
    expect((await browser.send("GET", "/auth/next-step")).body).toMatchObject({
      next: "first-factor",
    });
  });
});

describe("the cookie", () => {
  it("is for https alone, not for scripts, and not sent along from elsewhere", async () => {
    const answer = await browser.signIn(OFFICER.email);
    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-counterfoil\.session_token=/);
    for (const attribute of ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"])
      expect(cookie).toMatch(new RegExp(`; ${attribute}(;|$)`, "i"));
    expect(cookie).not.toMatch(/; Domain/i);
    // Those that wait for an answer of a device, too.
    const asked = await browser.send("GET", "/auth/passkey/generate-authenticate-options");
    expect(asked.headers.getSetCookie().join()).toMatch(/^__Host-[^,]*; Path=\/[^,]*; Secure/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("does without https on this machine", async () => {
    const local = testIdentity({ publicUrl: null });
    const answer = await local.browser().signIn(OFFICER.email);
    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^counterfoil\.session_token=/);
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).not.toMatch(/; Secure/i);
    local.close();
  });

  it("is forged by nobody who does not have the secret", async () => {
    await browser.signIn(OFFICER.email);
    const [[name = "", value = ""] = []] = browser.cookies;
    const [token] = decodeURIComponent(value).split(".");
    browser.cookies.set(name, `${token}.${"A".repeat(43)}%3D`);
    expect(await browser.principal()).toBeNull();
    browser.cookies.set(name, token ?? "");
    expect(await browser.principal()).toBeNull();
  });
});

describe("what is kept", () => {
  it("has neither code nor address of the network, and codes not under the address", async () => {
    await browser.send("POST", "/auth/email-otp/send-verification-otp", {
      ...{ email: "waiting@example.com", type: "sign-in" },
    });
    const code = await test.code("waiting@example.com");
    await browser.signIn(OFFICER.email);
    const bytes = [test.path, `${test.path}-wal`]
      .map((file) => readFileSync(file, "latin1"))
      .join();
    expect(code).toMatch(/^\d{6}$/);
    expect(bytes).toContain(OFFICER.email);
    for (const secret of [code, "waiting@example.com", "192.0.2.1"])
      expect(bytes).not.toContain(secret);
  });

  it("survives a restart", async () => {
    const { id } = await test.identity.accounts.create(OFFICER, OPERATOR);
    expect(test.identity.accounts.find(OFFICER.email)).toMatchObject({ id, ...OFFICER });
    expect(await test.identity.accounts.find("nobody@example.com")).toBeNull();
  });
});
