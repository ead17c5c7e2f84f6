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
const codeOf = (email: string) => people.codes().find((one) => one.email === email)?.code;

describe("the people of the demonstration", () => {
  it("are there once, of each role one, on record", async () => {
    await people.ensure();
    expect(people.emails()).toEqual(ROLES.map((role) => `${role}@example.com`));
    for (const email of people.emails())
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
    expect(people.emails()).toEqual([]);
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
    expect(people.emails()).toEqual(["officer@example.com"]);
    expect(accounts.find("ana@northwind.example")).not.toBeNull();
  });
});
