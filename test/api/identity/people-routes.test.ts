/** People, partners and contacts over HTTP, by an administrator who is signed in; and what is on the ledger of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chinese } from "../../../api/http/api-words.ts";
import { OPERATOR } from "../../../api/identity/administration.ts";
import { newSubject, type TestLedger, testLedger } from "../../helpers/ledger.ts";
import { type Browser, HTTPS, type TestIdentity, testIdentity } from "./fixtures.ts";
import { sendTo, type Told } from "./sending.ts";

let test: TestIdentity;
let ledger: TestLedger;
let subject: string;
let administrator: Browser;
let administratorId: string;

beforeAll(async () => {
  test = testIdentity({
    record: (event, at) => ledger.ledger.recordAdministration(event, at),
    ledger: {
      knownSubjects: (all) => ledger.ledger.knownSubjects(all),
      firms: () => ledger.ledger.firms(),
    },
  });
  const { identity } = test;
  ledger = await testLedger({ app: { identity, authenticate: identity.authenticate } });
  subject = await newSubject(ledger);
  const email = "ada@example.com";
  administratorId = identity.accounts.create({ email, role: "administrator" }, OPERATOR).id;
  administrator = test.browser();
  await administrator.signIn(email);
  await administrator.enrol();
});
afterAll(async () => {
  expect(ledger.bugs).toEqual([]);
  await ledger.close();
  test.close();
});

const send = (
  by: Browser,
  method: "GET" | "POST",
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Told> => sendTo(ledger.app, by, { method, path, body, headers });
const get = (path: string, by = administrator) => send(by, "GET", path);
const post = (path: string, body: object, by = administrator) => send(by, "POST", path, body);

/** The newest record of administration, as it is on the ledger when the answer is there. */
async function newest(): Promise<Record<string, unknown>> {
  const { events } = await ledger.ledger.events(ledger.ledger.firm, "administration");
  return events.at(-1)!.record!;
}

let number = 0;
let email: string;
beforeEach(() => {
  email = `p${++number}@example.com`;
});
const make = async (role: string, more: object = {}): Promise<string> => {
  const { status, body } = await post("/v1/accounts", { email, role, ...more });
  expect(status).toBe(201);
  return String(body.id);
};

describe("/v1/me", () => {
  it("tells people who they are, once they are known", async () => {
    const { status, body } = await get("/v1/me");
    expect([status, body]).toEqual([
      200,
      {
        ...{ id: `person/${administratorId}`, email: "ada@example.com", role: "administrator" },
        phone: null,
        ...{ subjects: [], actsFor: [], organization: null, given: null },
      },
    ]);
    const half = test.browser();
    await make("staff");
    await half.signIn(email);
    expect((await get("/v1/me", half)).status).toBe(401);
    await half.enrol();
    expect((await get("/v1/me", half)).body.role).toBe("staff");
  });
});

describe("/v1/accounts", () => {
  it("makes, shows and lists accounts, and records it before it answers", async () => {
    const spelt = ` ${email.toUpperCase()} `;
    const id = await make("officer", { email: spelt, reason: "she starts on Monday" });
    expect(await newest()).toMatchObject({
      ...{ event: "account-created", target: { type: "account", id } },
      actor: { id: `person/${administratorId}`, role: "administrator" },
      ...{ reason: "she starts on Monday", changes: [{ name: "role", after: "officer" }] },
    });
    const one = await get(`/v1/accounts/${id}`);
    expect(one.body).toMatchObject({ id, email, role: "officer", secondFactor: false });
    const found: unknown[] = [];
    for (let cursor: unknown = ""; cursor !== null; ) {
      const { body } = await get(`/v1/accounts?limit=2&cursor=${cursor}`);
      found.push(...(body.accounts as unknown[]));
      cursor = body.next;
    }
    expect(found).toContainEqual(one.body);
    const ids = found.map((each) => (each as { id: string }).id);
    expect(new Set(ids).size).toBe(ids.length);
    const customers = await get("/v1/accounts?customers=true");
    expect(customers.body.accounts).toEqual([]);
  });

  it("finds accounts by a part of their address, which stands in no request's address", async () => {
    const id = await make("staff");
    const search = (body: object) => post("/v1/accounts/search", body);
    const part = ` ${email.slice(0, -4).toUpperCase()} `;
    const { status, body } = await search({ search: part });
    expect([status, body.next]).toEqual([200, null]);
    expect(body.accounts).toMatchObject([{ id, email }]);
    expect((await search({ search: part, customers: true })).body.accounts).toEqual([]);
    const first = await search({ search: "", limit: 1 });
    const second = await search({ search: "", limit: 1, cursor: first.body.next });
    expect(second.body.accounts).not.toEqual(first.body.accounts);
    for (const wrong of [{}, { search: 1 }, { search: "x".repeat(255) }, { search: "", limit: 0 }])
      expect((await search(wrong)).status).toBe(422);
    expect((await post("/v1/accounts/search", { search: "" }, test.browser())).status).toBe(401);
  });

  it("changes a role, which ends what a session opened, and removes an account", async () => {
    const id = await make("staff");
    const browser = test.browser();
    await browser.signIn(email);
    await browser.enrol();
    const { body } = await post(`/v1/accounts/${id}/role`, { role: "officer" });
    expect(body).toMatchObject({ id, role: "officer" });
    expect((await get("/v1/me", browser)).status).toBe(401);
    expect(await newest()).toMatchObject({
      ...{ event: "role-granted", target: { id } },
      changes: [{ name: "role", before: "staff", after: "officer" }],
    });
    const removed = await post(`/v1/accounts/${id}/second-factor-removal`, {});
    expect(removed.body).toMatchObject({ id, secondFactor: false });
    expect(await post(`/v1/accounts/${id}/removal`, {})).toEqual({ status: 200, body: {} });
    expect((await get(`/v1/accounts/${id}`)).status).toBe(404);
    expect(await newest()).toMatchObject({ event: "account-removed", target: { id } });
  });

  it("gives an auditor something to read, and takes it back", async () => {
    const id = await make("auditor");
    const browser = test.browser();
    await browser.signIn(email);
    await browser.enrol();
    const records = `/v1/records?subject=${subject}`;
    expect((await get(records, browser)).status).toBe(403);
    const given = {
      ...{ from: "2020-01-01T00:00:00.000Z", until: "2100-01-01T00:00:00.000Z" },
      ...{ subjects: [subject], ends: "2100-01-01T00:00:00.000Z" },
    };
    const { body } = await post(`/v1/accounts/${id}/given`, { ...given, reason: "audit of 2026" });
    expect(body.given).toEqual(given);
    expect((await get(records, browser)).status).toBe(200);
    expect((await get("/v1/me", browser)).body.given).toEqual(given);
    await post(`/v1/accounts/${id}/given-end`, {});
    expect((await get(records, browser)).status).toBe(403);
  });

  it.each([
    ["no address", { email: "nobody", role: "staff" }, "email bad_format"],
    ["no role", { email: "x@example.com" }, "role missing"],
    ["a machine's role", { email: "x@example.com", role: "system" }, "role not_in_list"],
    ["a partner of nobody", { email: "x@example.com", role: "partner" }, "organization missing"],
    ["more", { email: "x@example.com", role: "staff", given: "all" }, "given surplus"],
    [
      "a reason that nobody sees",
      { email: "x@example.com", role: "staff", reason: "\u200b" },
      "reason bad_format",
    ],
    [
      "a reason that is turned around",
      { email: "x@example.com", role: "staff", reason: "case \u202e4711" },
      "reason bad_format",
    ],
    ["an empty reason", { email: "x@example.com", role: "staff", reason: "" }, "reason too_short"],
  ])("refuses %s", async (_, body, problem) => {
    const refused = await post("/v1/accounts", body);
    expect(refused.status).toBe(422);
    const [first] = refused.body.errors as { field: string; code: string }[];
    expect(`${first?.field} ${first?.code}`).toBe(problem);
  });

  it("refuses what cannot be, and records nothing of it", async () => {
    await make("auditor");
    const before = await newest();
    const again = await post("/v1/accounts", { email, role: "staff" });
    expect([again.status, again.body.problem]).toEqual([409, "exists"]);
    const self = await post(`/v1/accounts/${administratorId}/removal`, {});
    expect([self.status, self.body.problem]).toEqual([409, "last_administrator"]);
    expect((await post("/v1/accounts/none/role", { role: "staff" })).status).toBe(404);
    expect((await get("/v1/accounts?limit=0")).status).toBe(400);
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const sent = await send(administrator, "POST", "/v1/accounts", { email }, form);
    expect(sent.status).toBe(415);
    expect(await newest()).toEqual(before);
  });

  it("takes nothing that a page of others has a browser send", async () => {
    for (const headers of [
      { origin: "https://evil.example" },
      { "sec-fetch-site": "cross-site" },
    ]) {
      const told = await send(
        administrator,
        "POST",
        "/v1/accounts",
        { email, role: "staff" },
        headers,
      );
      expect(told.status).toBe(401);
    }
    expect(test.identity.accounts.find(email)).toBeNull();
  });
});

describe("/v1/organizations", () => {
  it("names one, whose members see it and each other, and no other one", async () => {
    const made = await post("/v1/organizations", { name: "Speedy Express" });
    expect(made).toMatchObject({ status: 201, body: { name: "Speedy Express" } });
    const id = String(made.body.id);
    expect(await newest()).toMatchObject({ event: "organization-created", target: { id } });
    const member = await make("partner", { organization: id });
    const { body } = await get("/v1/organizations");
    expect(body.organizations).toContainEqual(made.body);
    const browser = test.browser();
    await browser.signIn(email);
    await browser.enrol();
    const seen = await get(`/v1/organizations/${id}`, browser);
    expect(seen.body).toEqual({ ...made.body, members: [{ id: member, email }] });
    expect(await get(`/v1/organizations/${id}`)).toEqual(seen);
    const other = await post("/v1/organizations", { name: "United Package" });
    for (const path of [`/${other.body.id}`, "/none", ""])
      expect((await get(`/v1/organizations${path}`, browser)).status).toBe(403);
    expect((await get("/v1/organizations/none")).status).toBe(404);
    const again = await post("/v1/organizations", { name: "Speedy Express" });
    expect([again.status, again.body.problem]).toEqual([409, "name_taken"]);
  });
});

describe("/v1/subjects/{subject}/contacts", () => {
  const contacts = () => `/v1/subjects/${subject}/contacts`;

  it("lets an address stand for a person, who then sees what is theirs, and no more", async () => {
    const customer = test.browser();
    await customer.signIn(email);
    const records = `/v1/records?subject=${subject}`;
    expect((await get(records, customer)).status).toBe(403);
    const tied = await post(contacts(), { address: email.toUpperCase(), relation: "self" });
    expect(tied).toMatchObject({ status: 201, body: { contacts: [{ relation: "self" }] } });
    expect(JSON.stringify(tied)).not.toContain("@");
    expect(await newest()).toMatchObject({
      ...{ event: "subject-bound", target: null },
      changes: [{ name: "relation", after: "self" }],
    });
    for (const value of ["@example", subject])
      expect(JSON.stringify(await newest())).not.toContain(value);
    expect((await get(records, customer)).status).toBe(200);
    expect((await get("/v1/me", customer)).body.subjects).toEqual([subject]);
    expect((await get(contacts(), customer)).status).toBe(403);
    const gone = await post(`${contacts()}/removal`, { address: email });
    expect(gone.body).toEqual({ contacts: [] });
    expect((await get(records, customer)).status).toBe(403);
    expect(await newest()).toMatchObject({ event: "subject-released" });
    const again = await post(`${contacts()}/removal`, { address: email });
    expect([again.status, again.body.problem]).toEqual([409, "not_tied"]);
    // On the ledger by the time of the answer, though that is a refusal.
    expect(await newest()).toMatchObject({ event: "subject-released", outcome: "not_tied" });
  });

  it("is for staff and machines too", async () => {
    await make("staff");
    const staff = test.browser();
    await staff.signIn(email);
    await staff.enrol();
    const body = { address: "kim@example.com", relation: "guardian" };
    expect((await post(contacts(), body, staff)).status).toBe(201);
    const { secret } = test.identity.keys.create(
      { name: "crm", role: "system", scopes: ["contacts:write"] },
      OPERATOR,
    );
    const key = { authorization: `Bearer ${secret}` };
    const { body: told } = await send(test.browser(), "GET", contacts(), undefined, key);
    expect(told.contacts).toMatchObject([{ relation: "guardian" }]);
  });

  it("refuses whom there is not, and the ledger itself", async () => {
    const body = { address: email, relation: "self" };
    for (const [named, code] of [
      ["x".repeat(43), "unknown_subject"],
      [ledger.ledger.firm, "reserved_subject"],
    ]) {
      const refused = await post(`/v1/subjects/${named}/contacts`, body);
      expect([refused.status, refused.body.code]).toEqual([422, code]);
    }
  });
});

it("is told on the API page in Chinese, too", async () => {
  const response = await ledger.app.request("/openapi.json?lang=en");
  const texts = (value: unknown, name = ""): string[] => {
    if (typeof value === "string") return /^(summary|description)$/.test(name) ? [value] : [];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => texts(inner, key));
  };
  for (const text of texts(await response.json()))
    expect(Object.keys(chinese), text).toContain(text);
});

describe("/v1/readers", () => {
  it("tells who stands in records, to officers without their address", async () => {
    const id = await make("officer");
    const officer = test.browser();
    await officer.signIn(email);
    await officer.enrol();
    const key = { name: "shop till", role: "staff", scopes: ["records:read"] };
    const made = await post("/v1/keys", key);
    const ids = [`person/${id}`, `key/${made.body.id}`, "person/gone", "key/gone", "operator"];
    const path = `/v1/readers?ids=${ids.join(",")},${ids[0]}`;
    const nobody = { role: null, name: null, address: null };
    const told = (address: string | null) => [
      { id: ids[0], role: "officer", name: null, address },
      { id: ids[1], role: "staff", name: "shop till", address: null },
      ...ids.slice(2).map((one) => ({ id: one, ...nobody })),
    ];
    expect((await get(path)).body.readers).toEqual(told(email));
    const asked = await get(path, officer);
    expect(asked.body.readers).toEqual(told(null));
    expect(JSON.stringify(asked.body)).not.toContain(String(made.body.secret));
  });

  it.each(["", "?ids=", "?ids=person/a/b", "?ids=%3Cb%3E", `?ids=${"a,b,".repeat(5_000)}`])(
    "refuses %s",
    async (query) => {
      const { status, body } = await get(`/v1/readers${query}`);
      expect([status, body.code]).toEqual([400, "invalid_parameter"]);
    },
  );
});

describe("another name of an organization", () => {
  const rename = (id: unknown, name: string, more: object = {}) =>
    post(`/v1/organizations/${id}/name`, { name, ...more });

  it("is the one that it has from then on, and on record without it", async () => {
    const { body: made } = await post("/v1/organizations", { name: "Old name" });
    const { status, body } = await rename(made.id, "New name", { reason: "merged" });
    expect([status, body]).toEqual([200, { ...made, name: "New name" }]);
    expect((await get(`/v1/organizations/${made.id}`)).body.name).toBe("New name");
    const event = await newest();
    expect(event).toMatchObject({
      ...{ event: "configuration-changed", target: { type: "organization", id: made.id } },
      ...{ changes: [{ name: "name" }], reason: "merged" },
    });
    expect(JSON.stringify(event)).not.toContain("New name");
    await rename(made.id, "New name");
    expect(await newest()).toEqual(event);
  });

  it("is refused where another has it, where there is no such organization, and where it is none", async () => {
    const { body: one } = await post("/v1/organizations", { name: "One of two" });
    await post("/v1/organizations", { name: "Two of two" });
    const taken = await rename(one.id, "Two of two");
    expect([taken.status, taken.body.problem]).toEqual([409, "name_taken"]);
    expect((await rename("gone", "Whatever")).status).toBe(404);
    expect((await rename(one.id, "")).status).toBe(422);
  });
});

describe("whoever is signed in, and no browser", () => {
  it("is told to name the page that it comes from, where it would change something", async () => {
    const cookie = [...administrator.cookies].map((pair) => pair.join("=")).join("; ");
    const told = async (headers: Record<string, string>) => {
      const response = await ledger.app.request(`${HTTPS}/v1/organizations`, {
        ...{ method: "POST", body: JSON.stringify({ name: "Nobody's" }) },
        headers: { "content-type": "application/json", ...headers },
      });
      return `${response.status} ${((await response.json()) as { detail: string }).detail}`;
    };
    expect(await told({ cookie })).toMatch(/^401 .*“Origin”/);
    expect(await told({ cookie, "accept-language": "zh" })).toMatch(/^401 .*“Origin”/);
    expect(await told({ cookie, origin: "https://other.example" })).not.toContain("Origin");
    expect(await told({})).not.toContain("Origin");
    expect(await told({ cookie, authorization: "Bearer x" })).not.toContain("Origin");
  });
});
