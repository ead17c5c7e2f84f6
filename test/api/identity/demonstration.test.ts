/** People of the demonstration, and the page that shows what opens them. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Demonstration } from "../../../api/identity/demonstration.ts";
import { SUBJECTS, type TestIdentity, testIdentity } from "./fixtures.ts";

let test: TestIdentity;
let people: Demonstration;
beforeEach(async () => {
  test = testIdentity();
  people = test.identity.demonstration!;
  await people.ensure();
});
afterEach(() => test.close());

const ROLES = ["administrator", "officer", "staff", "auditor", "partner", "customer"];
const emails = (): readonly string[] => people.people().map(({ email }) => email);
const codeOf = (email: string) => people.codes().find((one) => one.email === email)?.code;

describe("the people of the demonstration", () => {
  it("are there once, of each role one, on record", async () => {
    await people.ensure();
    expect(emails()).toEqual(ROLES.map((role) => `${role}@example.com`));
    for (const email of emails())
      expect(test.identity.accounts.find(email)?.role).toBe(email.split("@")[0]);
    expect(await test.identity.invite()).toBeNull();
    await test.identity.drain();
    const created = test.recorded.filter(({ event }) => event.event === "account-created");
    expect(created).toHaveLength(6);
  });

  it.each(ROLES)("can be signed in as: %s", async (role) => {
    await people.bind(SUBJECTS[1]!);
    const email = `${role}@example.com`;
    const browser = test.browser();
    await browser.signIn(email);
    const code = codeOf(email);
    if (role === "customer") expect(code).toBeUndefined();
    else {
      expect(await browser.principal()).toBeNull();
      const page = await browser.send("GET", "/dev/mailbox");
      expect(page.text).toContain(code);
      await browser.send("POST", "/auth/second-factor/verify", { code });
    }
    const found = await browser.principal();
    expect(found?.role).toBe(role);
    expect(found?.subjects).toEqual(new Set(role === "customer" ? [SUBJECTS[1]] : []));
    expect(found?.given === null).toBe(role !== "auditor");
    expect(found?.organization === null).toBe(role !== "partner");
  });

  it("have a code that is taken once, and another soon", async () => {
    const email = "officer@example.com";
    const browser = test.browser();
    await browser.signIn(email);
    const verify = async (): Promise<number> =>
      (await browser.send("POST", "/auth/second-factor/verify", { code: codeOf(email) })).status;
    expect([await verify(), await verify()]).toEqual([200, 200]);
    expect(codeOf(email)).toBeNull();
    expect((await browser.send("GET", "/dev/mailbox?lang=zh")).text).toContain("半分钟后有新的");
    test.clock.advance(30_000);
    expect(await verify()).toBe(200);
  });

  it("have codes that are shown as long as the second factor is the demonstration's", async () => {
    const email = "officer@example.com";
    const { id } = test.identity.accounts.find(email)!;
    test.identity.accounts.removeSecondFactor(id, { id: "person/a", role: "administrator" });
    expect(codeOf(email)).toBeUndefined();
    const browser = test.browser();
    await browser.signIn(email);
    await browser.enrol();
    await people.ensure();
    expect(codeOf(email)).toBeUndefined();
  });
});

describe("the mailbox, as pages of ours read it", () => {
  const JSON_ONLY = { accept: "application/json" };

  it("has the code at the first look, and second factors; the people have no more codes than there are asked for", async () => {
    const email = "officer@example.com";
    const browser = test.browser();
    for (let i = 0; i < 8; i++) {
      const asked = { email, type: "sign-in" };
      const { status } = await browser.send("POST", "/auth/email-otp/send-verification-otp", asked);
      expect(status).toBe(200);
    }
    const { body, headers } = await browser.send("GET", "/dev/mailbox", undefined, JSON_ONLY);
    const { mails, codes } = body as {
      mails: { to: string; text: string }[];
      codes: { email: string; code: string }[];
    };
    expect(mails).toHaveLength(8);
    expect(headers.get("cache-control")).toBe("no-store");
    const otp = /\b\d{6}\b/.exec(mails[0]!.text)?.[0];
    expect((await browser.send("POST", "/auth/sign-in/email-otp", { email, otp })).status).toBe(
      200,
    );
    expect(codes.map((one) => one.email)).toEqual(emails().slice(0, 5));
    const { code } = codes.find((one) => one.email === email)!;
    await browser.send("POST", "/auth/second-factor/verify", { code });
    expect((await browser.principal())?.role).toBe("officer");
  });

  it("is for nobody who comes by way of a proxy, or by another name; nor is who its people are", async () => {
    const other = testIdentity({ publicUrl: null });
    await other.identity.demonstration!.ensure();
    const browser = other.browser();
    const told = async (headers: Record<string, string> = {}) => {
      const mailbox = await browser.send("GET", "/dev/mailbox", undefined, {
        ...JSON_ONLY,
        ...headers,
      });
      const { body } = await browser.send("GET", "/dev/people", undefined, headers);
      const page = await browser.send("GET", "/sign-in", undefined, headers);
      const { people: shown } = body as { people: unknown[] };
      return [mailbox.status, shown.length, page.text.includes("officer@example.com")];
    };
    expect(await told()).toEqual([200, 6, true]);
    for (const name of ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"])
      expect(await told({ [name]: "127.0.0.1" }), name).toEqual([404, 0, false]);
    const elsewhere = await other.get("http://elsewhere.example:3000/dev/people");
    expect(await elsewhere.json()).toEqual({ people: [] });
    expect((await other.get("http://elsewhere.example:3000/dev/mailbox")).status).toBe(404);
    other.close();
  });

  it("is not there where mail is sent, and neither are they", async () => {
    const other = testIdentity({ mailbox: null, publicUrl: null });
    const browser = other.browser();
    expect((await browser.send("GET", "/dev/people")).body).toEqual({ people: [] });
    const { status } = await browser.send("GET", "/dev/mailbox", undefined, JSON_ONLY);
    expect(status).toBe(404);
    other.close();
  });
});

it("is not there where mail is sent", () => {
  const other = testIdentity({ mailbox: null });
  expect(other.identity.demonstration).toBeNull();
  other.close();
});

describe("where the demonstration is over", () => {
  it("its people are gone, also the last administrator, on record; and the first one can come", async () => {
    const staff = test.browser();
    await staff.signIn("staff@example.com");
    await staff.send("POST", "/auth/second-factor/verify", { code: codeOf("staff@example.com") });
    expect(await staff.principal()).not.toBeNull();
    await test.identity.drain();
    test.recorded.length = 0;

    test.identity.endDemonstration();
    expect(emails()).toEqual([]);
    expect(await staff.principal()).toBeNull();
    expect(await test.identity.invite()).toContain("#");
    await test.identity.drain();
    const told = test.recorded.map(({ event }) => event);
    expect(told.filter(({ event }) => event === "account-removed")).toHaveLength(6);
    expect(told.filter(({ event }) => event === "member-removed")).toHaveLength(1);
    expect(told.every(({ actor }) => actor === null)).toBe(true);
  });

  it("whoever made one of them their own stays, and so does everybody else", async () => {
    const { accounts } = test.identity;
    const by = { id: "person/a", role: "administrator" } as const;
    const { id } = accounts.find("officer@example.com")!;
    accounts.removeSecondFactor(id, by);
    const browser = test.browser();
    await browser.signIn("officer@example.com");
    await browser.enrol();
    accounts.create({ email: "ana@northwind.example", role: "staff" }, by);
    test.identity.endDemonstration();
    expect(emails()).toEqual(["officer@example.com"]);
    expect(accounts.find("ana@northwind.example")).not.toBeNull();
  });
});
