/** Whose data subjects a customer is, or acts for. */

import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OPERATOR } from "../../../api/identity/administration.ts";
import type { Contacts } from "../../../api/identity/contacts.ts";
import {
  askCode,
  type Browser,
  FIRM,
  SUBJECTS,
  type TestIdentity,
  testIdentity,
} from "./fixtures.ts";

let test: TestIdentity;
let contacts: Contacts;
let browser: Browser;
beforeEach(() => {
  test = testIdentity();
  contacts = test.identity.contacts;
  browser = test.browser();
});
afterEach(() => test.close());

const EMAIL = "kim@example.com";
const [KIM = "", CHILD = "", OTHER = ""] = SUBJECTS;
const subjects = async (by: Browser = browser) => [...((await by.principal())?.subjects ?? [])];

describe("a customer", () => {
  it("is the data subject that their address stands for, from the next request on", async () => {
    await browser.signIn(EMAIL);
    expect(await subjects()).toEqual([]);
    await contacts.tie(KIM, "Kim@Example.com", "self", OPERATOR);
    expect(await subjects()).toEqual([KIM]);
    contacts.untie(KIM, EMAIL, OPERATOR);
    expect(await subjects()).toEqual([]);
  });

  it("acts for several as their guardian, and for nobody else's", async () => {
    for (const subject of [KIM, CHILD]) await contacts.tie(subject, EMAIL, "guardian", OPERATOR);
    await contacts.tie(OTHER, "other@example.com", "self", OPERATOR);
    await browser.signIn(EMAIL);
    expect(await subjects()).toEqual([KIM, CHILD]);
    const other = test.browser();
    await other.signIn("other@example.com");
    expect(await subjects(other)).toEqual([OTHER]);
    const stranger = test.browser();
    await stranger.signIn("kim@example.org");
    expect(await subjects(stranger)).toEqual([]);
  });

  it("shares a data subject with whoever else it is tied to, until it is forgotten", async () => {
    await contacts.tie(CHILD, EMAIL, "guardian", OPERATOR);
    test.clock.advance(1000);
    await contacts.tie(CHILD, "other@example.com", "guardian", OPERATOR);
    expect(contacts.of(CHILD).map(({ relation }) => relation)).toEqual(["guardian", "guardian"]);
    await browser.signIn(EMAIL);
    contacts.forget(CHILD, OPERATOR);
    expect(contacts.of(CHILD)).toEqual([]);
    expect(await subjects()).toEqual([]);
  });

  it("is nobody with an address that they have not shown to be theirs", async () => {
    await contacts.tie(KIM, EMAIL, "self", OPERATOR);
    await browser.signIn(EMAIL);
    expect(await subjects()).toEqual([KIM]);
    const { default: Database } = await import("better-sqlite3");
    const client = new Database(test.path);
    client.exec("UPDATE user SET email_verified = 0");
    client.close();
    expect(await browser.principal()).toMatchObject({ role: "customer" });
    expect(await subjects()).toEqual([]);
  });

  it("of the firm is nobody's data subject, whatever their address stands for", async () => {
    await test.identity.accounts.create({ email: EMAIL, role: "staff" }, OPERATOR);
    await contacts.tie(KIM, EMAIL, "self", OPERATOR);
    await browser.signIn(EMAIL);
    await browser.enrol();
    expect(await browser.principal()).toMatchObject({ role: "staff", subjects: new Set() });
  });
});

describe("to tie an address", () => {
  it("takes a data subject that there is, and not the ledger itself", async () => {
    await expect(contacts.tie("none", EMAIL, "self", OPERATOR)).rejects.toThrow("unknown_subject");
    await expect(contacts.tie(FIRM, EMAIL, "self", OPERATOR)).rejects.toThrow("reserved_subject");
    await expect(contacts.tie(KIM, "nobody", "self", OPERATOR)).rejects.toThrow(
      "invalid_parameter",
    );
    expect(() => contacts.untie(KIM, EMAIL, OPERATOR)).toThrow(
      expect.objectContaining({ details: { problem: "not_tied" } }),
    );
  });

  it("says anew how, and never doubles it", async () => {
    await contacts.tie(KIM, EMAIL, "self", OPERATOR);
    await contacts.tie(KIM, EMAIL, "guardian", OPERATOR);
    expect(contacts.of(KIM).map(({ relation }) => relation)).toEqual(["guardian"]);
  });

  it("leaves a note of every try, also of one that changes nothing: it tells whether the address was right", async () => {
    const made = async () => {
      const before = test.recorded.length;
      await test.identity.drain();
      return test.recorded.slice(before).map(({ event }) => event);
    };
    const by = { ...OPERATOR, request: "the-same-with-the-person" };
    await contacts.tie(KIM, EMAIL, "self", by);
    await made();
    await contacts.tie(KIM, EMAIL, "self", by);
    const same = {
      ...{ event: "subject-bound", outcome: "unchanged", request: by.request },
      changes: [{ name: "relation", before: "self", after: "self" }],
    };
    expect(await made()).toMatchObject([same]);
    expect(() => contacts.untie(KIM, "other@example.com", by)).toThrow("account_refused");
    expect(await made()).toMatchObject([
      { event: "subject-released", outcome: "not_tied", request: by.request },
    ]);
    expect(contacts.of(KIM)).toHaveLength(1);
    for (const value of ["@example", KIM])
      expect(JSON.stringify(test.recorded)).not.toContain(value);
    contacts.untie(KIM, EMAIL, by);
    const [released] = await made();
    expect(released).not.toHaveProperty("outcome");
  });

  it("is refused for a fifty-first data subject, of which a note is left, too", async () => {
    for (const subject of SUBJECTS.slice(0, 50))
      await contacts.tie(subject, EMAIL, "guardian", OPERATOR);
    await contacts.tie(KIM, EMAIL, "guardian", OPERATOR);
    await expect(contacts.tie(SUBJECTS[50]!, EMAIL, "guardian", OPERATOR)).rejects.toMatchObject({
      details: { problem: "too_many_subjects" },
    });
    await test.identity.drain();
    expect(test.recorded.at(-1)?.event).toMatchObject({ outcome: "too_many_subjects" });
    expect(contacts.of(SUBJECTS[50]!)).toEqual([]);
  });

  it("leaves no address in the file, nor in what is told", async () => {
    await contacts.tie(KIM, EMAIL, "self", OPERATOR);
    const bytes = [test.path, `${test.path}-wal`]
      .map((file) => readFileSync(file, "latin1"))
      .join();
    expect(bytes).toContain(KIM);
    for (const text of [bytes, JSON.stringify(contacts.of(KIM))])
      expect(text).not.toContain("kim@");
  });
});

describe("a stranger", () => {
  it("learns from no answer whether an address stands for a data subject", async () => {
    await contacts.tie(KIM, EMAIL, "self", OPERATOR);
    const [known, unknown] = [
      await askCode(browser, EMAIL),
      await askCode(browser, "no@example.com"),
    ];
    expect([known.status, known.text, [...known.headers]]).toEqual([
      ...[unknown.status, unknown.text, [...unknown.headers]],
    ]);
    const tries = [];
    for (const email of [EMAIL, "no@example.com"])
      tries.push(await browser.send("POST", "/auth/sign-in/email-otp", { email, otp: "000000" }));
    expect(tries[0]?.text).toBe(tries[1]?.text);
  });
});
