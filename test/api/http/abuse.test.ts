/** What somebody with a browser, a session of their own, and ideas tries on the whole app; of signing in itself: test/api/identity/abuse.test.ts. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MATRIX } from "../../../api/http/matrix.ts";
import { type GuardedLine, lineName } from "../../../api/http/matrix-line.ts";
import { OPERATOR } from "../../../api/identity/administration.ts";
import type { Store } from "../../../api/store/store.ts";
import { givenOf } from "../../helpers/consents.ts";
import { customerOf, newSubject, orderOf, stored } from "../../helpers/ledger.ts";
import { type Browser, HTTPS, type TestIdentity, testIdentity } from "../identity/fixtures.ts";
import { type TestApp, testApp } from "./fixtures.ts";

let test: TestIdentity;
let app: TestApp;
/** Of somebody else, and of nobody. */
let other: string;
const NOBODY = "N".repeat(43);
let record: string;
const NO_RECORD = "019ab1c2-0000-7000-8000-000000000000";
let customer: string;
let staff: string;
/** What was asked of the store since the last look. */
let asked: string[] = [];

/** Notes each call. */
const watched = (store: Store): Store =>
  new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        asked.push(String(name));
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });

const cookieOf = ({ cookies }: Browser): string =>
  [...cookies].map((pair) => pair.join("=")).join("; ");

beforeAll(async () => {
  const later: { ledger: TestApp["ledger"] | null } = { ledger: null };
  test = testIdentity({
    ledger: {
      knownSubjects: (subjects) => later.ledger!.knownSubjects(subjects),
      firms: () => later.ledger!.firms(),
    },
  });
  const { identity } = test;
  app = await testApp({
    recordReads: true,
    wrapStore: watched,
    app: { authenticate: identity.authenticate, identity },
  });
  later.ledger = app.ledger;
  other = await newSubject(app, "K-2");
  ({ id: record } = await stored(app, orderOf(other)));
  await stored(app, customerOf(app.subject));
  await app.anchor();
  await identity.contacts.tie(app.subject, "wang@example.com", "self", OPERATOR);
  const browser = test.browser();
  await browser.signIn("wang@example.com");
  customer = cookieOf(browser);
  identity.accounts.create({ email: "desk@example.com", role: "staff" }, OPERATOR);
  const desk = test.browser();
  await desk.signIn("desk@example.com");
  await desk.enrol();
  staff = cookieOf(desk);
});
afterAll(async () => {
  expect(app.bugs).toEqual([]);
  await app.close();
  test.close();
});
beforeEach(() => {
  asked = [];
});

interface Told {
  readonly status: number;
  readonly text: string;
  readonly headers: Record<string, string>;
  /** What was asked of the store for it. */
  readonly asked: readonly string[];
}

async function send(path: string, init: RequestInit & { headers: Record<string, string> }) {
  asked = [];
  const response = await app.app.request(`${HTTPS}${path}`, init);
  const told: Told = {
    ...{ status: response.status, text: await response.text(), asked },
    headers: Object.fromEntries(response.headers),
  };
  return told;
}
const get = (path: string, headers: Record<string, string> = {}) =>
  send(path, { headers: { cookie: customer, ...headers } });

const GUARDED = MATRIX.flatMap((line): [string, GuardedLine][] =>
  "open" in line ? [] : [[lineName(line.method, line.path), line]],
);
const addressOf = (path: string): string =>
  path.startsWith("/tile/") ? "/tile/entries/000.p/3" : path.replaceAll(/:\w+/g, "x");

describe("a page of another site", () => {
  it.each(GUARDED)(
    "gets nowhere with the cookie that a browser sends along: %s",
    async (_, line) => {
      const { method, path } = line;
      const type = { "content-type": "application/json" };
      const ask = async (headers: Record<string, string>) => {
        const body = method === "POST" ? { body: "{}" } : {};
        const told = await send(addressOf(path), {
          ...{ method, ...body },
          headers: { cookie: staff, ...type, ...headers },
        });
        if (told.status === 401) expect(told.asked).toEqual([]);
        return told.status;
      };
      const own = { origin: HTTPS, "sec-fetch-site": "same-origin" };
      expect(await ask(own)).not.toBe(401);
      const forged = [
        { origin: "https://evil.example" },
        { origin: "null" },
        { origin: `${HTTPS}.evil.example` },
        { origin: HTTPS.replace("https", "http") },
        { ...own, "sec-fetch-site": "cross-site" },
        { ...own, "sec-fetch-site": "same-site" },
        ...(method === "POST" ? [{}] : []),
      ];
      for (const headers of forged) expect(await ask(headers), JSON.stringify(headers)).toBe(401);
    },
  );

  it("gets no leave to read what it could not send for (CORS)", async () => {
    for (const method of ["OPTIONS", "GET"]) {
      const told = await send(`/v1/records?subject=${app.subject}`, {
        method,
        headers: {
          ...{ cookie: customer, origin: "https://evil.example" },
          "access-control-request-method": "GET",
        },
      });
      for (const name of Object.keys(told.headers)) expect(name).not.toMatch(/^access-control-/);
    }
  });
});

describe("whoever says who they are", () => {
  it.each([
    ["x-forwarded-user", "officer"],
    ["x-remote-user", "officer"],
    ["x-user-id", "person/1"],
    ["x-role", "officer"],
    ["forwarded", "for=127.0.0.1"],
    ["x-forwarded-for", "127.0.0.1"],
    ["x-real-ip", "127.0.0.1"],
    ["x-api-key", "key"],
    ["authorization", "Basic b2ZmaWNlcjpvZmZpY2Vy"],
    ["authorization", "Bearer person/1"],
    ["cookie", "role=officer; principal=person/1"],
  ])("in the header %s (%s) is nobody, and no more than they were", async (name, value) => {
    const path = `/v1/records/${record}`;
    expect(await send(path, { headers: { [name]: value } })).toMatchObject({
      ...{ status: 401, asked: [] },
    });
    if (name === "authorization" || name === "cookie") return;
    expect((await get(path, { [name]: value })).status).toBe(404);
  });

  it.each(["x-http-method-override", "x-method-override", "x-http-method"])(
    "does not make of a read something else by %s",
    async (name) => {
      const size = await app.store.size();
      const told = await get(`/v1/records?subject=${app.subject}`, { [name]: "POST" });
      expect(told.status).toBe(200);
      expect(await app.store.size()).toBe(size);
    },
  );
});

describe("whether there is somebody, or something", () => {
  const same = (one: Told, another: Told): void => expect(one).toEqual(another);

  it.each([
    (s: string) => `/v1/subjects/${s}/consents`,
    (s: string) => `/v1/subjects/${s}/consents/newsletter`,
    (s: string) => `/v1/subjects/${s}/state?stream=order`,
    (s: string) => `/v1/subjects/${s}/evidence?claim=history&stream=access`,
    (s: string) => `/v1/records?subject=${s}`,
    (s: string) => `/v1/records?subject=${s}&kind=order&limit=1`,
  ])("is told by no answer about a person, and nothing is looked up for it: %s", async (pathOf) => {
    const told = await get(pathOf(other));
    expect(told).toMatchObject({ status: 403, asked: [] });
    same(told, await get(pathOf(NOBODY)));
  });

  it.each([
    (id: string) => `/v1/records/${id}`,
    (id: string) => `/v1/records/${id}?version=1`,
    (id: string) => `/v1/records/${id}?version=2`,
    (id: string) => `/v1/records/${id}/evidence`,
    (id: string) => `/v1/records/${id}/receipt`,
    (id: string) => `/v1/records/${id}/tlog-proof`,
    (id: string) => `/v1/consents/${id}/receipt`,
    (id: string) => `/v1/consents/${id}/forms/dpv`,
  ])("is told by no answer about a record, nor by what is looked up for it: %s", async (pathOf) => {
    const told = await get(pathOf(record));
    expect(told.status).toBe(404);
    same(told, await get(pathOf(NO_RECORD)));
  });

  it("would be noticed: what is their own is looked up", async () => {
    const told = await get(`/v1/records?subject=${app.subject}`);
    expect(told.status).toBe(200);
    expect(told.asked).not.toEqual([]);
  });

  it("is told by no line of a body", async () => {
    const ask = async (line: object) =>
      send("/v1/consent-decisions", {
        method: "POST",
        headers: { cookie: customer, origin: HTTPS, "content-type": "application/x-ndjson" },
        body: `${JSON.stringify({ purpose: "newsletter", ...line })}\n`,
      });
    const told = await ask({ subject: other });
    expect(told.text).toContain('"code":"forbidden"');
    same(told, await ask({ subject: NOBODY }));
    const number = (externalNumber: string) => ask({ source: "shop", externalNumber });
    same(await number("K-2"), await number("K-99"));
  });

  it("is told to nobody who is not signed in, whatever they ask for", async () => {
    for (const path of [`/v1/records/${record}`, `/v1/records/${NO_RECORD}`, "/v1/nowhere"]) {
      const told = await send(path, { headers: {} });
      expect(told).toMatchObject({ status: 401, asked: [] });
    }
  });
});

describe("an address that means another one", () => {
  it.each([
    "/v1/subjects/OWN%2F..%2FOTHER/consents",
    "/v1/subjects/OWN/../OTHER/consents",
    "/v1/subjects/OWN/..%2fOTHER/consents",
    "/v1/subjects/OTHER;subject=OWN/consents",
    "/v1/subjects/OTHER%00OWN/consents",
    "/v1/subjects/OTHER%0aOWN/consents",
    "/v1/subjects/OTHER,OWN/consents",
    "/v1/subjects/OTHER%252F/consents",
    "/v1/subjects/OWN\\..\\OTHER/consents",
    "/v1/subjects//OTHER/consents",
    "//v1/subjects/OTHER/consents",
    "/V1/Subjects/OTHER/consents",
    "/v1/subjects/OTHER/consents/",
    "/v1/subjects/OTHER/consents?subject=OWN",
    "/v1/subjects/OTHER/consents#OWN",
    "/v1/records?subject=OTHER&subject=OWN",
    "/v1/records?subject=OWN&subject=OTHER",
    "/v1/records?subject[]=OTHER",
    "/v1/records?subject=OWN%26subject%3DOTHER",
    "/v1/records?SUBJECT=OTHER",
    "/v1/records/RECORD%2f..",
    "/v1/records/..%2f..%2fmetrics",
    "/embed/../v1/records/RECORD",
    "/docs/..%2f..%2fv1%2frecords%2fRECORD",
    "/auth/../v1/records/RECORD",
    "/tile/../v1/records/RECORD",
    "/%76%31/records/RECORD",
  ])("shows nothing: %s", async (path) => {
    const { subject } = app;
    const address = path
      .replaceAll("OWN", subject)
      .replaceAll("OTHER", other)
      .replaceAll("RECORD", record);
    const told = await get(address);
    expect([400, 401, 403, 404]).toContain(told.status);
    for (const secret of [other, record]) expect(told.text).not.toContain(secret);
  });
});

describe("a text that looks like lines", () => {
  const TEXTS = [
    'K\n{"subject":"x","created":true}',
    "K\r\n\r\n{}",
    "K\u2028{}\u2029",
    "K\u0000\u001b[2J",
    'K"},{"outcome":"stored',
    "K\u0085{}",
  ];
  const bodyOf = (lines: readonly object[]) =>
    `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;

  it.each([
    ["/v1/subjects", (text: string) => ({ source: "shop", externalNumber: text })],
    ["/v1/records", (text: string) => orderOf(app.subject, { note: text, externalNumber: text })],
    ["/v1/consents", (text: string) => givenOf(app.subject, { note: text })],
  ])("gets one answer a line, in order, whatever is in it: %s", async (path, lineOf) => {
    const sent = TEXTS.flatMap((text) => [lineOf(text), { nothing: text }]);
    const told = await send(path, {
      method: "POST",
      headers: { cookie: staff, origin: HTTPS, "content-type": "application/x-ndjson" },
      body: bodyOf(sent),
    });
    expect(told.status).toBe(200);
    const lines = told.text.trimEnd().split("\n");
    expect(lines).toHaveLength(sent.length);
    lines.forEach((line, at) => {
      expect(JSON.parse(line)).toMatchObject({ line: at + 1 });
      // A refused one says which field, and never what was in it.
      expect(line).not.toMatch(/\[2J|[\u0085\u2028\u2029]/);
    });
  });
});
