/** The second factor: who needs it, and what does not stand for it. */

import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ROLES } from "../../../api/core/principal.ts";
import { OPERATOR } from "../../../api/identity/administration.ts";
import { base32, STEP_MILLISECONDS, totpCode } from "../../../api/identity/totp.ts";
import {
  type Browser,
  refusalOf,
  SUBJECTS,
  type TestIdentity,
  testIdentity,
  totpNow,
  unbase32,
} from "./fixtures.ts";

let test: TestIdentity;
let browser: Browser;
const EMAIL = "olga@example.com";
const BAD_CODE = "403 sign_in_refused second_code";
const REFUSED = "403 sign_in_refused refused";
beforeEach(() => {
  test = testIdentity();
  browser = test.browser();
});
afterEach(() => {
  vi.useRealTimers();
  expect(test.bugs).toEqual([]);
  test.close();
});

const begin = (by: Browser = browser) => by.send("POST", "/auth/second-factor/begin");
const confirm = (code: string, by: Browser = browser) =>
  by.send("POST", "/auth/second-factor/confirm", { code });
const verify = (code: string, by: Browser = browser) =>
  by.send("POST", "/auth/second-factor/verify", { code });
const staff = () => test.identity.accounts.create({ email: EMAIL, role: "staff" }, OPERATOR);

describe("a session without it", () => {
  it.each(ROLES.filter((role) => role !== "system"))(
    "is %s only if that is a customer",
    async (role) => {
      const { id } = test.identity.organizations.create("Acme", OPERATOR);
      const organization = role === "partner" ? id : null;
      test.identity.accounts.create({ email: EMAIL, role, organization }, OPERATOR);
      await browser.signIn(EMAIL);
      const found = await browser.principal();
      if (role === "customer") {
        expect(found).toMatchObject({ role });
        expect(refusalOf(await begin())).toBe(REFUSED);
        return;
      }
      expect(found).toBeNull();
      await browser.enrol();
      expect(await browser.principal()).toMatchObject({ role });
    },
  );

  it("can say who it is, set the factor up, show it and sign out", async () => {
    await staff();
    await browser.signIn(EMAIL);
    const { body } = await browser.send("GET", "/auth/get-session");
    expect(body).toMatchObject({ user: { email: EMAIL } });
    expect((body as { session: { secondFactor?: boolean } }).session.secondFactor).not.toBe(true);
    expect((await begin()).body).toMatchObject({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      uri: expect.stringMatching(/^otpauth:\/\/totp\/Counterfoil%20ledger\.example:olga%40/),
    });
    expect((await browser.send("POST", "/auth/sign-out")).status).toBe(200);
  });
});

describe("whoever has the mailbox alone", () => {
  it("is not told what the account may do, nor of whom", async () => {
    const { accounts, organizations } = test.identity;
    const organization = organizations.create("Acme", OPERATOR).id;
    accounts.create({ email: "partner@example.com", role: "partner", organization }, OPERATOR);
    const auditor = accounts.create({ email: EMAIL, role: "auditor" }, OPERATOR);
    const ends = "2100-01-01T00:00:00.000Z";
    const from = "2026-01-01T00:00:00.000Z";
    await accounts.give(
      auditor.id,
      { from, until: ends, subjects: [SUBJECTS[1]!], ends },
      OPERATOR,
    );
    const told = [];
    for (const email of ["partner@example.com", EMAIL]) {
      told.push(await browser.signIn(email));
      told.push(await browser.send("GET", "/auth/get-session"));
      told.push(await browser.send("GET", "/auth/next-step"));
    }
    const text = told.map((answer) => answer.text).join();
    expect(told.every(({ status }) => status === 200)).toBe(true);
    for (const word of [
      "role",
      "auditor",
      "organization",
      organization,
      "given",
      SUBJECTS[1]!,
      ends,
    ])
      expect(text).not.toContain(word);
    // Who has both is who they were.
    await browser.enrol();
    expect(await browser.principal()).toMatchObject({
      ...{ role: "auditor", given: { subjects: new Set([SUBJECTS[1]]), ends } },
    });
  });
});

describe("the second factor", () => {
  it("is asked for at each sign-in, in each session for itself", async () => {
    await staff();
    await browser.signIn(EMAIL);
    const secret = await browser.enrol();
    const other = test.browser();
    await other.signIn(EMAIL);
    expect(await other.principal()).toBeNull();
    expect((await other.show(secret)).status).toBe(200);
    expect(await other.principal()).toMatchObject({ role: "staff" });
  });

  it("makes a session another one: who had its cookie before has nothing", async () => {
    await staff();
    const thief = test.browser();
    const answer = await thief.signIn(EMAIL);
    expect(answer.status).toBe(200);
    // Put into the browser of whom it is about, who then shows what only they have.
    for (const [name, value] of thief.cookies) browser.cookies.set(name, value);
    const secret = await browser.enrol();
    const both = async () => [await browser.principal(), await thief.principal()];
    expect(await both()).toEqual([expect.objectContaining({ role: "staff" }), null]);
    expect((await thief.send("GET", "/auth/get-session")).body).toBeNull();

    await thief.signIn(EMAIL);
    for (const [name, value] of thief.cookies) browser.cookies.set(name, value);
    const shown = await browser.show(secret);
    expect(shown.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-counterfoil\.session_token=.*HttpOnly; Secure; SameSite=Lax$/),
    ]);
    expect(shown.headers.get("cache-control")).toBe("no-store");
    expect(shown.body).toEqual({ success: true });
    expect(await both()).toEqual([expect.objectContaining({ role: "staff" }), null]);
  });

  it("ends no later for it", async () => {
    await staff();
    vi.useFakeTimers({ toFake: ["Date"] });
    await browser.signIn(EMAIL);
    vi.setSystemTime(Date.now() + 11.5 * 3_600_000);
    await browser.enrol();
    expect(await browser.principal()).not.toBeNull();
    vi.setSystemTime(Date.now() + 0.5 * 3_600_000);
    expect(await browser.principal()).toBeNull();
  });

  it("raises nothing that is over", async () => {
    await staff();
    await browser.signIn(EMAIL);
    const secret = await browser.enrol();
    const [one, two] = [test.browser(), test.browser()];
    await one.signIn(EMAIL);
    for (const [name, value] of one.cookies) two.cookies.set(name, value);
    expect((await one.show(secret)).status).toBe(200);
    expect(refusalOf(await two.show(secret))).toBe("401 unauthorized");
  });

  it("is not replaced by whoever has the first alone", async () => {
    await staff();
    await browser.signIn(EMAIL);
    await browser.enrol();
    const thief = test.browser();
    await thief.signIn(EMAIL);
    expect(refusalOf(await begin(thief))).toBe(REFUSED);
    expect(refusalOf(await confirm("000000", thief))).toBe(REFUSED);
    expect(await thief.principal()).toBeNull();
  });

  it("takes each code once, also from two at the same time, and none of before", async () => {
    await staff();
    await browser.signIn(EMAIL);
    const secret = await browser.enrol();
    const shown = totpNow(secret, test.clock);
    // What confirmed it is used up too.
    expect(refusalOf(await verify(shown))).toBe(BAD_CODE);
    test.clock.advance(STEP_MILLISECONDS);
    const next = totpNow(secret, test.clock);
    const two = [test.browser(), test.browser()];
    for (const one of two) await one.signIn(EMAIL);
    const both = await Promise.all(two.map((one) => verify(next, one)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    const step = Math.floor(test.clock.now() / STEP_MILLISECONDS);
    expect(refusalOf(await verify(totpCode(secret, step - 1)))).toBe(BAD_CODE);
  });

  it("lets through so many tries for an account, from however many sessions", async () => {
    await staff();
    await browser.signIn(EMAIL);
    const secret = await browser.enrol();
    test.clock.advance(900_000);
    const [one, two] = [test.browser("192.0.2.1"), test.browser("192.0.2.2")];
    await one.signIn(EMAIL);
    await two.signIn(EMAIL);
    const wrong = String((Number(totpNow(secret, test.clock)) + 7) % 1_000_000).padStart(6, "0");
    const tries = [];
    for (let i = 0; i < 6; i++) tries.push(refusalOf(await verify(wrong, i % 2 ? one : two)));
    expect(tries).toEqual(Array(6).fill(BAD_CODE));
    expect(refusalOf(await verify(totpNow(secret, test.clock), one))).toBe("429 too_many_requests");
    test.clock.advance(900_000);
    expect((await one.show(secret)).status).toBe(200);
  });

  it("is another account's no more than one's own", async () => {
    await staff();
    await test.identity.accounts.create({ email: "max@example.com", role: "officer" }, OPERATOR);
    await browser.signIn(EMAIL);
    const secret = await browser.enrol();
    const other = test.browser();
    await other.signIn("max@example.com");
    await other.enrol();
    test.clock.advance(STEP_MILLISECONDS);
    const again = test.browser();
    await again.signIn("max@example.com");
    expect(refusalOf(await verify(totpNow(secret, test.clock), again))).toBe(BAD_CODE);
    expect(await again.principal()).toBeNull();
  });

  it("is nobody's who is not signed in", async () => {
    for (const answer of [await begin(), await confirm("123456"), await verify("123456")])
      expect(refusalOf(answer)).toBe("401 unauthorized");
  });

  it("is not there before it was shown once", async () => {
    await staff();
    await browser.signIn(EMAIL);
    expect(refusalOf(await verify("123456"))).toBe(REFUSED);
    await begin();
    expect(refusalOf(await verify("123456"))).toBe(REFUSED);
    expect(refusalOf(await confirm("none"))).toBe(BAD_CODE);
    expect(await browser.principal()).toBeNull();
    // Begun anew, it has another secret.
    await browser.enrol();
    expect(await browser.principal()).not.toBeNull();
  });

  it("lies in the file sealed", async () => {
    await staff();
    await browser.signIn(EMAIL);
    const secret = await browser.enrol();
    const bytes = Buffer.concat([test.path, `${test.path}-wal`].map((file) => readFileSync(file)));
    expect(bytes.includes(secret)).toBe(false);
    expect(bytes.includes(base32(secret))).toBe(false);
  });
});

describe("what somebody does with their own", () => {
  it("is on record: that they set one up, and no secret; not that they showed it", async () => {
    const { id } = staff();
    await test.identity.drain();
    test.recorded.splice(0);
    await browser.signIn(EMAIL);
    await begin();
    expect(refusalOf(await confirm("000000"))).toBe(BAD_CODE);
    const secret = await browser.enrol();
    await browser.show(secret);
    await test.identity.drain();
    expect(test.recorded.map(({ event }) => event)).toEqual([
      {
        ...{ event: "account-changed", actor: { id: `person/${id}`, role: "staff" } },
        ...{ target: { type: "account", id }, request: expect.any(String) },
        changes: [{ name: "secondFactor", after: "set-up" }],
      },
    ]);
  });

  it("is both or neither, it and the note of it", async () => {
    staff();
    await browser.signIn(EMAIL);
    const { secret } = (await begin()).body as { secret: string };
    const client = new Database(test.path);
    client.exec(`CREATE TRIGGER no_note BEFORE INSERT ON administration_outbox
      BEGIN SELECT RAISE(ABORT, 'no'); END`);
    const code = totpNow(unbase32(secret), test.clock);
    await expect(confirm(code)).rejects.toThrow();
    client.exec("DROP TRIGGER no_note");
    client.close();
    expect(test.identity.accounts.find(EMAIL)?.secondFactor).toBe(false);
    expect((await confirm(code)).status).toBe(200);
  });

  it("is not recorded of a stranger who signs in", async () => {
    await browser.signIn("stranger@example.com");
    await test.identity.drain();
    expect(test.recorded).toEqual([]);
  });
});

describe("a recovery code", () => {
  async function enrolled(): Promise<readonly string[]> {
    await staff();
    await browser.signIn(EMAIL);
    const { secret } = (await begin()).body as { secret: string };
    const told = await confirm(totpNow(unbase32(secret), test.clock));
    test.clock.advance(900_000);
    return (told.body as { recoveryCodes: string[] }).recoveryCodes;
  }

  it("stands for the factor once, however it is written", async () => {
    const codes = await enrolled();
    expect(new Set(codes).size).toBe(10);
    const other = test.browser();
    await other.signIn(EMAIL);
    const written = codes[0]!.toLowerCase().replace(/(.{4})/g, "$1-");
    expect((await verify(written, other)).status).toBe(200);
    expect(await other.principal()).not.toBeNull();
    const third = test.browser();
    await third.signIn(EMAIL);
    expect(refusalOf(await verify(codes[0]!, third))).toBe(BAD_CODE);
    expect((await verify(codes[1]!, third)).status).toBe(200);
  });

  it("is worth nothing once the factor is taken away, which ends the sessions", async () => {
    const codes = await enrolled();
    const { id } = (await test.identity.accounts.find(EMAIL))!;
    await test.identity.accounts.removeSecondFactor(id, OPERATOR);
    expect(await browser.principal()).toBeNull();
    await browser.signIn(EMAIL);
    expect(refusalOf(await verify(codes[0]!))).toBe(REFUSED);
    await browser.enrol();
    test.clock.advance(900_000);
    expect(refusalOf(await verify(codes[0]!))).toBe(BAD_CODE);
    expect(() => test.identity.accounts.removeSecondFactor("none", OPERATOR)).toThrow("not_found");
  });
});
