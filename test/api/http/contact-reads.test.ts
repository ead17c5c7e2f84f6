/** Whoever says for whom an address stands could open a person's data to themselves: it takes a key made for it, the person sees each try, and who acts for them is not them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SCOPES, type Scope } from "../../../api/core/principal.ts";
import { OPERATOR } from "../../../api/identity/administration.ts";
import { newSubject, orderOf, stored } from "../../helpers/ledger.ts";
import { type Faults, faultyStore, type StoreWrite } from "../../helpers/store/faulty-store.ts";
import { type Browser, HTTPS, type TestIdentity, testIdentity } from "../identity/fixtures.ts";
import { refusal, type TestApp, testApp } from "./fixtures.ts";

let test: TestIdentity;
let app: TestApp;
let faults: Faults<StoreWrite>;
let subject: string;
let record: string;
let seen = 0;
/** Of the person, since the last look. */
async function fresh(): Promise<readonly object[]> {
  const { events } = await app.ledger.events(subject, "access");
  const from = seen;
  seen = events.length;
  return events.slice(from).map((event) => event.record!);
}

beforeAll(async () => {
  const later: { ledger: TestApp["ledger"] | null } = { ledger: null };
  test = testIdentity({
    record: (event, at) => later.ledger!.recordAdministration(event, at),
    ledger: {
      knownSubjects: (subjects) => later.ledger!.knownSubjects(subjects),
      firms: () => later.ledger!.firms(),
    },
  });
  const { identity } = test;
  app = await testApp({
    recordReads: true,
    app: { authenticate: identity.authenticate, identity },
    wrapStore(store) {
      const faulty = faultyStore(store);
      faults = faulty.faults;
      return faulty.store;
    },
  });
  later.ledger = app.ledger;
});
afterAll(async () => {
  await app.close();
  test.close();
});

let count = 0;
let email: string;
beforeEach(async () => {
  email = `p${++count}@example.net`;
  subject = await newSubject(app, `C-${count}`);
  record = (await stored(app, orderOf(subject))).id;
  seen = 0;
});

const keyWith = (scopes: readonly Scope[]): Record<string, string> => {
  const { secret } = test.identity.keys.create({ name: "shop", role: "system", scopes }, OPERATOR);
  return { authorization: `Bearer ${secret}` };
};
const sessionOf = ({ cookies }: Browser): Record<string, string> => ({
  cookie: [...cookies].map((pair) => pair.join("=")).join("; "),
});
async function customer(): Promise<Record<string, string>> {
  const browser = test.browser();
  await browser.signIn(email);
  return sessionOf(browser);
}
const get = (path: string, headers: Record<string, string>) =>
  Promise.resolve(app.app.request(`${HTTPS}${path}`, { headers }));
const post = (path: string, body: object, headers: Record<string, string>) =>
  Promise.resolve(
    app.app.request(`${HTTPS}${path}`, {
      method: "POST",
      headers: { ...headers, origin: HTTPS, "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
const contacts = (about = subject) => `/v1/subjects/${about}/contacts`;

describe("to say for whom an address stands", () => {
  it("takes a scope of its own, which no key has beside others by chance", async () => {
    const others = keyWith(SCOPES.filter((scope) => scope !== "contacts:write"));
    const body = { address: email, relation: "self" };
    expect(await refusal(post(contacts(), body, others))).toBe("403 forbidden");
    expect(await refusal(post(`${contacts()}/removal`, body, others))).toBe("403 forbidden");
    expect(await refusal(get(contacts(), others))).toBe("403 forbidden");
    expect((await post(contacts(), body, keyWith(["contacts:write"]))).status).toBe(201);
  });

  it("leaves a record with the person: each look, each tie, each removal, and each that is refused", async () => {
    const key = keyWith(["contacts:write"]);
    const about = (route: string) => ({
      ...{ outcome: "shown", reader: { role: "system" }, records: [] },
      ...{ told: [{ what: "subject", of: "contacts" }], route },
    });
    const PATH = "/v1/subjects/{subject}/contacts";
    expect((await get(contacts(), { ...key, "counterfoil-reason": "a look" })).status).toBe(200);
    expect(await fresh()).toMatchObject([{ ...about(`GET ${PATH}`), reason: "a look" }]);
    await post(contacts(), { address: email, relation: "guardian", reason: "Kim rang" }, key);
    const tied = await fresh();
    expect(tied).toMatchObject([{ ...about(`POST ${PATH}`), reason: "Kim rang" }]);
    // With the firm: that it was done, in which request, and nothing of whom.
    const { events } = await app.ledger.events(app.ledger.firm, "administration");
    const { request } = tied[0] as { readonly request: string };
    expect(events.at(-1)!.record).toMatchObject({ event: "subject-bound", request, reason: null });
    expect(JSON.stringify(events.at(-1))).not.toContain(subject);
    const removal = () => post(`${contacts()}/removal`, { address: email }, key);
    expect((await removal()).status).toBe(200);
    expect(await fresh()).toMatchObject([about(`POST ${PATH}/removal`)]);
    expect(await refusal(removal())).toBe("409 account_refused");
    expect(await fresh()).toMatchObject([about(`POST ${PATH}/removal`)]);
  });

  it("does nothing, and tells nothing, as long as that is not durable", async () => {
    const key = keyWith(["contacts:write"]);
    const opened = await customer();
    for (const asked of [
      () => post(contacts(), { address: email, relation: "self" }, key),
      () => post(`${contacts()}/removal`, { address: email }, key),
      () => get(contacts(), key),
    ]) {
      faults.failNext("commit", "failed");
      const bugs = app.bugs.length;
      expect(await refusal(asked())).toBe("500 internal");
      expect(app.bugs.splice(bugs)).toHaveLength(1);
    }
    expect(await refusal(get(`/v1/records/${record}`, opened))).toBe("403 forbidden");
    expect(await fresh()).toEqual([]);
  });

  it("is refused about nobody", async () => {
    const key = keyWith(["contacts:write"]);
    for (const about of ["x".repeat(43), "none"])
      expect(await refusal(get(contacts(about), key))).toBe("422 unknown_subject");
  });
});

describe("who signs in", () => {
  it("as the person leaves no record of what they read", async () => {
    await test.identity.contacts.tie(subject, email, "self", OPERATOR);
    expect((await get(`/v1/records/${record}`, await customer())).status).toBe(200);
    expect(await fresh()).toEqual([]);
  });

  it("as who acts for the person leaves one, until they are said to be that person", async () => {
    await test.identity.contacts.tie(subject, email, "guardian", OPERATOR);
    const headers = await customer();
    expect((await get(`/v1/records/${record}`, headers)).status).toBe(200);
    expect((await get(`/v1/records?subject=${subject}`, headers)).status).toBe(200);
    const reader = { id: expect.stringMatching(/^person\//), role: "customer" };
    expect(await fresh()).toMatchObject([
      { reader, route: "GET /v1/records/{id}" },
      { reader, route: "GET /v1/records" },
    ]);
    await test.identity.contacts.tie(subject, email, "self", OPERATOR);
    expect((await get(`/v1/records/${record}`, headers)).status).toBe(200);
    expect(await fresh()).toEqual([]);
  });
});
