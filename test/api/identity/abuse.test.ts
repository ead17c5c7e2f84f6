/** What strangers try. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OPERATOR } from "../../../api/identity/administration.ts";
import { askCode, type Browser, refusalOf, type TestIdentity, testIdentity } from "./fixtures.ts";

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

const KNOWN = "known@example.com";
const UNKNOWN = "unknown@example.com";
const signIn = (by: Browser, email: string, otp: string) =>
  by.send("POST", "/auth/sign-in/email-otp", { email, otp });
const BAD_CODE = "403 sign_in_refused code";

describe("whether somebody has an account", () => {
  beforeEach(() => test.identity.accounts.create({ email: KNOWN, role: "staff" }, OPERATOR));
  const told = (answer: Awaited<ReturnType<typeof askCode>>) => ({
    status: answer.status,
    text: answer.text,
    headers: [...answer.headers],
  });

  it("is not told by the answer to who asks for a code", async () => {
    const [known, unknown] = [await askCode(browser, KNOWN), await askCode(browser, UNKNOWN)];
    expect(known.status).toBe(200);
    expect(told(known)).toEqual(told(unknown));
  });

  it("is not told by its time either: the answer is out before anything is looked up", async () => {
    const calls: string[] = [];
    const slow = testIdentity({
      mailer: {
        async send() {
          calls.push("sent");
        },
        close: () => {},
      },
    });
    for (const email of [KNOWN, UNKNOWN]) {
      const answer = await askCode(slow.browser(), email);
      calls.push(`answered ${answer.status}`);
      await slow.identity.settle();
    }
    expect(calls).toEqual(["answered 200", "sent", "answered 200", "sent"]);
    slow.close();
  });

  it("is not told by the mail that comes, nor by wrong codes", async () => {
    for (const email of [KNOWN, UNKNOWN]) await askCode(browser, email);
    await test.identity.settle();
    expect(test.mailbox.mails().map(({ to }) => to)).toEqual([UNKNOWN, KNOWN]);
    const answers = [];
    for (const email of [KNOWN, UNKNOWN, "never-asked@example.com"])
      answers.push(await signIn(browser, email, "000000"));
    expect(answers.map(refusalOf)).toEqual([BAD_CODE, BAD_CODE, BAD_CODE]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });
});

describe("a code", () => {
  it("opens the door once", async () => {
    await browser.signIn(KNOWN);
    const code = await test.code(KNOWN);
    expect(refusalOf(await signIn(test.browser(), KNOWN, code))).toBe(BAD_CODE);
  });

  it("opens it once when two come at the same time", async () => {
    await askCode(browser, KNOWN);
    const code = await test.code(KNOWN);
    const both = await Promise.all(
      Array.from({ length: 8 }, () => signIn(test.browser(), KNOWN, code)),
    );
    expect(both.filter(({ status }) => status === 200).length).toBe(1);
  });

  it("is worth nothing after three wrong ones", async () => {
    await askCode(browser, KNOWN);
    const code = await test.code(KNOWN);
    const wrong = code === "000000" ? "000001" : "000000";
    for (let i = 0; i < 3; i++)
      expect(refusalOf(await signIn(browser, KNOWN, wrong))).toBe(BAD_CODE);
    expect(refusalOf(await signIn(browser, KNOWN, code))).toBe(BAD_CODE);
  });

  it("is not worth more tries when many guess at the same time", async () => {
    await askCode(browser, KNOWN);
    const code = await test.code(KNOWN);
    const guesses = Array.from({ length: 15 }, (_, i) => `${(Number(code) + 1 + i) % 1e6}`);
    await Promise.all(guesses.map((guess) => signIn(browser, KNOWN, guess.padStart(6, "0"))));
    expect(refusalOf(await signIn(browser, KNOWN, code))).toBe(BAD_CODE);
  });

  it("is worth nothing for another address, nor after a newer one, nor after five minutes", async () => {
    await askCode(browser, KNOWN);
    const first = await test.code(KNOWN);
    expect(refusalOf(await signIn(browser, UNKNOWN, first))).toBe(BAD_CODE);
    await askCode(browser, KNOWN);
    const second = await test.code(KNOWN);
    if (first !== second) expect(refusalOf(await signIn(browser, KNOWN, first))).toBe(BAD_CODE);
    await askCode(browser, UNKNOWN);
    const late = await test.code(UNKNOWN);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 5 * 60_000 + 1000 });
    expect(refusalOf(await signIn(browser, UNKNOWN, late))).toBe(BAD_CODE);
  });

  it("is sent to one address so often and no more, from wherever it is asked for", async () => {
    for (let i = 0; i < 6; i++)
      expect((await askCode(test.browser(`192.0.2.${i}`), KNOWN)).status).toBe(200);
    const answer = await askCode(test.browser("192.0.2.99"), KNOWN.toUpperCase());
    expect(refusalOf(answer)).toBe("429 too_many_requests");
    expect((await askCode(browser, UNKNOWN)).status).toBe(200);
    test.clock.advance(3600_000);
    expect((await askCode(browser, KNOWN)).status).toBe(200);
  });

  it("is sent so often at the word of one address of the network, whatever headers claim", async () => {
    const outcomes = [];
    for (let i = 0; i < 21; i++) {
      const forged = { "x-forwarded-for": `198.51.100.${i}`, "x-client-ip": `198.51.100.${i}` };
      const body = { email: `n${i}@example.com`, type: "sign-in" };
      const path = "/auth/email-otp/send-verification-otp";
      outcomes.push((await browser.send("POST", path, body, forged)).status);
    }
    expect(outcomes).toEqual([...Array(20).fill(200), 429]);
  });
});

describe("a session", () => {
  it("is never the one that was there before the sign-in (fixation)", async () => {
    const attacker = test.browser();
    await attacker.signIn("attacker@example.com");
    const [[name = "", planted = ""] = []] = attacker.cookies;
    // The victim's browser comes with the attacker's cookie.
    browser.cookies.set(name, planted);
    await browser.signIn(KNOWN);
    expect(browser.cookies.get(name)).not.toBe(planted);
    const [victim, other] = [await browser.principal(), await attacker.principal()];
    expect(victim?.id).not.toBe(other?.id);
    expect(other).not.toBeNull();
  });

  it("is over with its account, and so is the account's id", async () => {
    const { id } = await test.identity.accounts.create({ email: KNOWN, role: "staff" }, OPERATOR);
    await browser.signIn(KNOWN);
    await browser.enrol();
    expect(await browser.principal()).toMatchObject({ id: `person/${id}` });
    await test.identity.accounts.remove(id, OPERATOR);
    expect(await browser.principal()).toBeNull();
    // The same address is a stranger's now.
    await browser.signIn(KNOWN);
    expect(await browser.principal()).toMatchObject({ role: "customer" });
    expect((await browser.principal())?.id).not.toBe(`person/${id}`);
  });

  it("is over when its account gets another role, and after twelve hours", async () => {
    const { id } = await test.identity.accounts.create({ email: KNOWN, role: "staff" }, OPERATOR);
    await browser.signIn(KNOWN);
    const secret = await browser.enrol();
    expect(await browser.principal()).toMatchObject({ role: "staff" });
    await test.identity.accounts.setRole(id, { role: "officer" }, OPERATOR);
    expect(await browser.principal()).toBeNull();
    await browser.signIn(KNOWN);
    await browser.show(secret);
    expect(await browser.principal()).toMatchObject({ role: "officer" });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 12 * 3600_000 + 1000 });
    expect(await browser.principal()).toBeNull();
  });
});

describe("a page of another site", () => {
  const elsewhere = { origin: "https://evil.example" };

  it("neither signs anybody in nor out", async () => {
    await browser.signIn(KNOWN);
    expect(refusalOf(await browser.send("POST", "/auth/sign-out", undefined, elsewhere))).toBe(
      "403 sign_in_refused origin",
    );
    const form = { origin: "null", "content-type": "application/x-www-form-urlencoded" };
    expect(refusalOf(await browser.send("POST", "/auth/sign-out", undefined, form))).toBe(
      "403 sign_in_refused origin",
    );
    const plain = { "content-type": "text/plain" };
    const body = { email: KNOWN, type: "sign-in" };
    const path = "/auth/email-otp/send-verification-otp";
    expect(refusalOf(await browser.send("POST", path, body, plain))).toBe(
      "415 unsupported_media_type",
    );
    expect(await browser.principal()).not.toBeNull();
  });

  it("is nobody with the cookie that a browser sends along", async () => {
    await browser.signIn(KNOWN);
    const cookie = [...browser.cookies].map((pair) => pair.join("=")).join("; ");
    const from = (method: string, headers: Record<string, string>) =>
      test.identity.authenticate(
        new Request("https://ledger.example/v1/records", {
          method,
          headers: { cookie, ...headers },
        }),
      );
    expect(await from("POST", elsewhere)).toBeNull();
    expect(await from("GET", elsewhere)).toBeNull();
    expect(await from("POST", {})).toBeNull();
    expect(await from("POST", { origin: "https://ledger.example" })).not.toBeNull();
    // A link or a picture on it: browsers send no Origin with these.
    for (const site of ["cross-site", "same-site", "anything"])
      expect(await from("GET", { "sec-fetch-site": site })).toBeNull();
    for (const site of ["same-origin", "none"])
      expect(await from("GET", { "sec-fetch-site": site })).not.toBeNull();
  });

  it("does not reach this machine under a name of its own", async () => {
    const local = testIdentity({ publicUrl: null });
    const request = new Request("http://rebound.example:3000/auth/get-session");
    await expect(local.identity.handle(request, "127.0.0.1")).rejects.toMatchObject({
      details: { problem: "origin" },
    });
    const mailbox = (host: string) => local.get(`http://${host}:3000/dev/mailbox`);
    expect((await mailbox("rebound.example")).status).toBe(404);
    expect((await mailbox("localhost")).status).toBe(200);
    local.close();
  });
});

describe("what is not meant to be called", () => {
  it.each([
    "POST /auth/sign-up/email",
    "POST /auth/sign-in/email",
    "POST /auth/update-user",
    "POST /auth/delete-user",
    "POST /auth/change-email",
    "POST /auth/email-otp/verify-email",
    "POST /auth/email-otp/check-verification-otp",
    "POST /auth/email-otp/request-password-reset",
    "GET /auth/email-otp/get-verification-otp",
    "GET /auth/error",
    "GET /auth/ok",
    "GET /auth/list-sessions",
    "POST /auth/get-session",
    "POST /auth/sign-in/email-otp/",
    "POST /auth//sign-in/email-otp",
    "GET /auth/constructor",
  ])("does not exist: %s", async (route) => {
    const [method = "", path = ""] = route.split(" ");
    const answer = await browser.send(method, path, method === "POST" ? {} : undefined);
    expect(refusalOf(answer)).toBe("404 not_found");
  });

  it.each([
    ["no address", { email: "nobody", type: "sign-in" }],
    ["two addresses", { email: "a@example.com,b@example.com", type: "sign-in" }],
    ["lines within an address", { email: "a@example.com\r\nBcc: b@example.com", type: "sign-in" }],
    ["a list", { email: ["a@example.com"], type: "sign-in" }],
    ["another purpose", { email: KNOWN, type: "forget-password" }],
    ["something besides", { email: KNOWN, type: "sign-in", role: "officer" }],
    ["nothing", {}],
  ])("is refused with %s, and nobody gets mail", async (_what, body) => {
    const answer = await browser.send("POST", "/auth/email-otp/send-verification-otp", body);
    expect(refusalOf(answer)).toBe("400 invalid_parameter");
    await test.identity.settle();
    expect(test.mailbox.mails()).toEqual([]);
  });

  it("takes no body that is large", async () => {
    const body = { email: KNOWN, type: "x".repeat(20_000) };
    const answer = await browser.send("POST", "/auth/email-otp/send-verification-otp", body);
    expect(refusalOf(answer)).toBe("413 too_large");
  });
});

describe("a burst of sign-ins that fail", () => {
  const WINDOW = 600_000;
  async function recorded(): Promise<unknown[]> {
    await test.identity.drain();
    return test.recorded
      .splice(0)
      .filter(({ event }) => event.event === "sign-ins-failed")
      .map(({ event: { request: _, ...event } }) => event);
  }
  async function guess(by: Browser, email: string, times: number): Promise<void> {
    for (let i = 0; i < times; i++) await signIn(by, email, "000000");
  }

  it("is on record once for each account and ten minutes, and once for addresses that have none", async () => {
    const { id } = test.identity.accounts.create({ email: KNOWN, role: "staff" }, OPERATOR);
    const from = new Date(test.clock.now()).toISOString();
    await guess(browser, KNOWN, 7);
    for (let i = 0; i < 20; i++) await guess(test.browser(`192.0.2.${i}`), `${i}@example.com`, 1);
    test.clock.advance(WINDOW - 1);
    expect(await recorded()).toEqual([]);
    test.clock.advance(1);
    const until = new Date(test.clock.now()).toISOString();
    const burst = { event: "sign-ins-failed", actor: null, from, until };
    const events = await recorded();
    expect(events).toEqual([
      { ...burst, count: 7, target: { type: "account", id } },
      { ...burst, count: 20 },
    ]);
    expect(JSON.stringify(events)).not.toContain("example");
    test.clock.advance(WINDOW);
    expect(await recorded()).toEqual([]);
  });

  it("counts what is not looked at any more, and codes of the second factor", async () => {
    const { id } = test.identity.accounts.create({ email: KNOWN, role: "staff" }, OPERATOR);
    await browser.signIn(KNOWN);
    await browser.enrol();
    for (let i = 0; i < 9; i++)
      await browser.send("POST", "/auth/second-factor/verify", { code: "000000" });
    await guess(test.browser(), KNOWN, 25);
    test.clock.advance(WINDOW);
    expect(await recorded()).toMatchObject([{ count: 34, target: { id } }]);
  });

  it("is no burst while people mistype, or nobody is let in for other reasons", async () => {
    test.identity.accounts.create({ email: KNOWN, role: "staff" }, OPERATOR);
    await guess(browser, KNOWN, 4);
    for (let i = 0; i < 19; i++) await guess(test.browser(`192.0.2.${i}`), `${i}@example.com`, 1);
    for (let i = 0; i < 30; i++) await browser.send("GET", "/auth/passkey/list-user-passkeys");
    test.clock.advance(WINDOW);
    expect(await recorded()).toEqual([]);
  });

  it("is noted when the server ends", async () => {
    test.identity.accounts.create({ email: KNOWN, role: "staff" }, OPERATOR);
    await guess(browser, KNOWN, 5);
    await test.identity.end();
    expect(await recorded()).toMatchObject([{ count: 5 }]);
  });
});
