import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Accounts } from "../../../api/identity/accounts.ts";
import { OPERATOR } from "../../../api/identity/administration.ts";
import { SUBJECTS, type TestIdentity, testIdentity } from "./fixtures.ts";

let test: TestIdentity;
let accounts: Accounts;
beforeEach(() => {
  test = testIdentity();
  accounts = test.identity.accounts;
});
afterEach(() => test.close());

const refused = (problem: string) =>
  expect.objectContaining({ code: "account_refused", details: { problem } });
const unknown = (what: string) => expect.objectContaining({ code: "not_found", details: { what } });
const invalid = (field: string, code: string) =>
  expect.objectContaining({ details: { problems: [{ field, code }] } });
const ADMINISTRATOR = { id: "person/a", role: "administrator", reason: "ticket 7" } as const;
/** What was put on record since, without the name of each change. */
async function recorded(): Promise<unknown[]> {
  await test.identity.drain();
  return test.recorded.splice(0).map(({ event: { request, ...event } }) => {
    expect(request).toEqual(expect.any(String));
    return event;
  });
}

describe("accounts", () => {
  it("are made with a role, once for each address", async () => {
    const { id: organization } = test.identity.organizations.create("Partner", OPERATOR);
    const account = { email: "a@example.com", role: "partner", organization } as const;
    const made = accounts.create(account, OPERATOR);
    expect(made).toEqual({
      ...{ id: expect.any(String), ...account, phone: null, given: null, secondFactor: false },
      createdAt: new Date(test.clock.now()).toISOString(),
    });
    expect(() => accounts.create({ email: "a@example.com", role: "staff" }, OPERATOR)).toThrow(
      refused("exists"),
    );
    const browser = test.browser();
    await browser.signIn("a@example.com");
    await browser.enrol();
    expect(await browser.principal()).toMatchObject({ role: "partner", organization });
    expect(accounts.get(made.id)?.secondFactor).toBe(true);
    expect(accounts.members(organization).map(({ id }) => id)).toEqual([made.id]);
  });

  it("have an organization if they are a partner's, and else none", () => {
    const make = (role: "partner" | "staff", organization?: string) => () =>
      accounts.create({ email: "a@example.com", role, organization }, OPERATOR);
    expect(make("partner")).toThrow(invalid("organization", "missing"));
    expect(make("staff", "o")).toThrow(invalid("organization", "surplus"));
    expect(make("partner", "o")).toThrow(unknown("organization"));
    expect(accounts.find("a@example.com")).toBeNull();
  });

  it("always have an administrator, once there is one", () => {
    expect(accounts.hasAdministrator()).toBe(false);
    const first = accounts.create({ email: "a@example.com", role: "administrator" }, OPERATOR);
    expect(accounts.hasAdministrator()).toBe(true);
    expect(() => accounts.remove(first.id, OPERATOR)).toThrow(refused("last_administrator"));
    const demote = () => accounts.setRole(first.id, { role: "staff" }, OPERATOR);
    expect(demote).toThrow(refused("last_administrator"));
    accounts.setRole(first.id, { role: "administrator" }, OPERATOR);
    accounts.create({ email: "b@example.com", role: "administrator" }, OPERATOR);
    expect(demote()).toMatchObject({ role: "staff" });
    accounts.remove(first.id, OPERATOR);
    expect(accounts.find("a@example.com")).toBeNull();
  });

  it("are refused where there are none", async () => {
    expect(() => accounts.remove("none", OPERATOR)).toThrow(unknown("account"));
    const setRole = () => accounts.setRole("none", { role: "staff" }, OPERATOR);
    expect(setRole).toThrow(unknown("account"));
    await expect(accounts.give("none", null, OPERATOR)).rejects.toEqual(unknown("account"));
    expect(accounts.get("none")).toBeNull();
    expect(await recorded()).toEqual([]);
  });

  it("are listed by their ids, customers for themselves", async () => {
    for (const name of ["a", "b", "c"])
      accounts.create({ email: `${name}@example.com`, role: "staff" }, OPERATOR);
    await test.browser().signIn("kim@example.com");
    const first = accounts.list({ customers: false, after: "", limit: 2 });
    const rest = accounts.list({ customers: false, after: first[1]!.id, limit: 2 });
    const emails = [...first, ...rest].map(({ email }) => email);
    expect(emails.sort()).toEqual(["a@example.com", "b@example.com", "c@example.com"]);
    const customers = accounts.list({ customers: true, after: "", limit: 9 });
    expect(customers.map(({ email }) => email)).toEqual(["kim@example.com"]);
  });

  it("lose with their role what it gave them, and their sessions", async () => {
    const { id } = accounts.create({ email: "a@example.com", role: "auditor" }, OPERATOR);
    const browser = test.browser();
    await browser.signIn("a@example.com");
    await browser.enrol();
    await accounts.give(id, GRANT, OPERATOR);
    accounts.setRole(id, { role: "staff" }, OPERATOR);
    expect(await browser.principal()).toBeNull();
    accounts.setRole(id, { role: "auditor" }, OPERATOR);
    expect(accounts.get(id)?.given).toBeNull();
  });
});

const GRANT = {
  ...{ from: "2026-01-01T00:00:00.000Z", until: "2026-07-01T00:00:00.000Z" },
  ...{ subjects: null, ends: "2100-01-01T00:00:00.000Z" },
};

describe("what an auditor is given", () => {
  it("is what they have from the next request on", async () => {
    const { id } = accounts.create({ email: "a@example.com", role: "auditor" }, OPERATOR);
    const browser = test.browser();
    await browser.signIn("a@example.com");
    await browser.enrol();
    expect((await browser.principal())?.given).toBeNull();
    const subjects = [SUBJECTS[1]!, SUBJECTS[2]!];
    await accounts.give(id, { ...GRANT, subjects }, OPERATOR);
    const given = { ...GRANT, subjects: new Set(subjects) };
    expect((await browser.principal())?.given).toEqual(given);
    await accounts.give(id, GRANT, OPERATOR);
    expect((await browser.principal())?.given?.subjects).toBeNull();
    await accounts.give(id, null, OPERATOR);
    expect((await browser.principal())?.given).toBeNull();
  });

  it("is known of them also without a request, for what is made later", async () => {
    const { id } = accounts.create({ email: "a@example.com", role: "auditor" }, OPERATOR);
    const now = () => test.identity.personNow(`person/${id}`);
    expect(now()).toMatchObject({ id: `person/${id}`, role: "auditor", given: null });
    await accounts.give(id, { ...GRANT, subjects: [SUBJECTS[1]!] }, OPERATOR);
    expect(now()?.given).toEqual({ ...GRANT, subjects: new Set([SUBJECTS[1]]) });
    for (const nobody of ["person/x", `key/${id}`])
      expect(test.identity.personNow(nobody)).toBeNull();
  });

  it("is a time, about data subjects that there are, and for auditors", async () => {
    const { id } = accounts.create({ email: "a@example.com", role: "auditor" }, OPERATOR);
    const give = (change: object) => accounts.give(id, { ...GRANT, ...change }, OPERATOR);
    await expect(give({ until: GRANT.from })).rejects.toEqual(invalid("until", "out_of_range"));
    await expect(give({ subjects: [SUBJECTS[1]!, "x".repeat(43)] })).rejects.toThrow(
      "unknown_subject",
    );
    accounts.setRole(id, { role: "staff" }, OPERATOR);
    await expect(give({})).rejects.toEqual(refused("no_auditor"));
  });
});

describe("on record", () => {
  it("is who did what to whom, and why; no address, and no name", async () => {
    const organization = test.identity.organizations.create("Partner", ADMINISTRATOR).id;
    const { id } = accounts.create({ email: "a@example.com", role: "auditor" }, ADMINISTRATOR);
    const subjects = [SUBJECTS[2]!, SUBJECTS[1]!];
    await accounts.give(id, { ...GRANT, subjects }, ADMINISTRATOR);
    await accounts.give(id, null, ADMINISTRATOR);
    await accounts.give(id, null, ADMINISTRATOR);
    accounts.setRole(id, { role: "partner", organization }, ADMINISTRATOR);
    accounts.setRole(id, { role: "partner", organization }, ADMINISTRATOR);
    accounts.setRole(id, { role: "staff" }, ADMINISTRATOR);
    accounts.removeSecondFactor(id, ADMINISTRATOR);
    accounts.remove(id, ADMINISTRATOR);
    const { reason, ...actor } = ADMINISTRATOR;
    const by = { actor, reason };
    const account = { ...by, target: { type: "account", id } };
    const role = (before?: string, after?: string) => ({
      changes: [{ name: "role", ...(before && { before }), ...(after && { after }) }],
    });
    const events = await recorded();
    expect(events).toEqual([
      { event: "organization-created", ...by, target: { type: "organization", id: organization } },
      { event: "account-created", ...account, ...role(undefined, "auditor") },
      {
        // Of particular people: why could be about them.
        ...{ event: "given", actor, target: account.target },
        ...{ from: GRANT.from, until: GRANT.until },
        changes: [
          { name: "subjects", after: "2" },
          { name: "ends", after: GRANT.ends },
        ],
      },
      { event: "given-ended", ...account },
      { event: "role-granted", ...account, ...role("auditor", "partner") },
      { event: "member-added", ...account, organization },
      { event: "role-granted", ...account, ...role("partner", "staff") },
      { event: "member-removed", ...account, organization },
      {
        ...{ event: "account-changed", ...account },
        changes: [{ name: "secondFactor", after: "removed" }],
      },
      { event: "account-removed", ...account, ...role("staff") },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/example|Partner/);
  });

  it("is nothing that was refused", async () => {
    accounts.create({ email: "a@example.com", role: "administrator" }, OPERATOR);
    await recorded();
    const { id } = accounts.find("a@example.com")!;
    expect(() => accounts.remove(id, OPERATOR)).toThrow(refused("last_administrator"));
    expect(() => accounts.create({ email: "a@example.com", role: "staff" }, OPERATOR)).toThrow();
    await expect(accounts.give(id, GRANT, OPERATOR)).rejects.toEqual(refused("no_auditor"));
    test.identity.organizations.create("Partner", OPERATOR);
    expect(() => test.identity.organizations.create("Partner", OPERATOR)).toThrow(
      refused("name_taken"),
    );
    expect(await recorded()).toHaveLength(1);
  });
});
