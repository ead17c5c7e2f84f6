/** A customer asks who has read their data, gets a file with their own session, and finds out whether anything in it was left out or changed. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCOPES } from "../../../api/core/principal.ts";
import { OPERATOR } from "../../../api/identity/administration.ts";
import type { DisclosedField } from "../../../portal/verify/content.ts";
import { formatPolicy } from "../../../portal/verify/policy.ts";
import { renderVerdict } from "../../../portal/verify/render.ts";
import type { Verdict } from "../../../portal/verify/verdict.ts";
import { customerOf, newSubject, orderOf, stored } from "../../helpers/ledger.ts";
import { runHere } from "../../scripts/helpers/cli.ts";
import { type Browser, HTTPS, type TestIdentity, testIdentity } from "../identity/fixtures.ts";
import { refusal, type TestApp, testApp } from "./fixtures.ts";

const HISTORY = "claim=history&stream=access";
const REASON = "complaint 4711";

let test: TestIdentity;
let app: TestApp;
let other: string;
let browser: Browser;
let staff: { readonly id: string; readonly headers: Record<string, string> };
let officer: Record<string, string>;
let customer: Record<string, string>;
let file: Uint8Array;
let verdict: Verdict;

const sessionOf = ({ cookies }: Browser): Record<string, string> => ({
  cookie: [...cookies].map((pair) => pair.join("=")).join("; "),
});
const get = (path: string, headers: Record<string, string>): Promise<Response> =>
  Promise.resolve(app.app.request(`${HTTPS}${path}`, { headers }));
const historyOf = (subject: string, headers: Record<string, string>): Promise<Response> =>
  get(`/v1/subjects/${subject}/evidence?${HISTORY}`, headers);
const reads = async (subject: string): Promise<number> =>
  (await app.ledger.events(subject, "access")).events.length;

beforeAll(async () => {
  const later: { ledger: TestApp["ledger"] | null } = { ledger: null };
  test = testIdentity({
    ledger: {
      knownSubjects: (subjects) => later.ledger!.knownSubjects(subjects),
      firms: () => later.ledger!.firms(),
    },
  });
  const { identity } = test;
  app = await testApp({ recordReads: true, app: { authenticate: identity.authenticate } });
  later.ledger = app.ledger;
  other = await newSubject(app, "K-2");

  await identity.contacts.tie(app.subject, "wang@example.com", "self", OPERATOR);
  browser = test.browser();
  await browser.signIn("wang@example.com");
  customer = sessionOf(browser);
  const made = identity.keys.create(
    { name: "desk", role: "staff", scopes: SCOPES, days: 1 },
    OPERATOR,
  );
  staff = { id: made.key.id, headers: { authorization: `Bearer ${made.secret}` } };
  identity.accounts.create({ email: "officer@example.com", role: "officer" }, OPERATOR);
  const office = test.browser();
  await office.signIn("officer@example.com");
  await office.enrol();
  officer = sessionOf(office);

  const { id } = await stored(app, customerOf(app.subject));
  const order = await stored(app, orderOf(app.subject));
  const read = [
    await get(`/v1/records/${id}`, staff.headers),
    await get(`/v1/records/${order.id}/evidence?fields=total`, staff.headers),
    await get(`/v1/records/${id}`, { ...officer, "counterfoil-reason": REASON }),
    // Of themselves, which is no read of anybody else.
    await get(`/v1/records/${id}`, customer),
    await get(`/v1/subjects/${app.subject}/state?stream=customer`, customer),
  ];
  // The second is of a record that no checkpoint covers yet.
  expect(read.map(({ status }) => status)).toEqual([200, 409, 200, 200, 200]);
  await app.seal();
  expect((await get(`/v1/records/${order.id}/evidence?fields=total`, staff.headers)).status).toBe(
    200,
  );
  await app.anchor();
  await app.cosign();
  const answered = await historyOf(app.subject, customer);
  expect(answered.status).toBe(200);
  file = new Uint8Array(await answered.arrayBuffer());
  verdict = await app.verify(file);
});
afterAll(async () => {
  await app.close();
  test.close();
});

const shown = (fields: readonly DisclosedField[], name: string): unknown =>
  fields.find((field) => field.name === name)?.value;

describe("who has read my data", () => {
  it("is a file that holds, and says who, what, and why", () => {
    expect(verdict.word).toBe("VERIFIED");
    expect(verdict.stream).toMatchObject({ subject: app.subject, name: "access", from: null });
    const desk = { id: `key/${staff.id}`, role: "staff" };
    const one = "GET /v1/records/{id}";
    const told = verdict.events!.map(({ disclosed, withheld }) => {
      expect(withheld).toEqual([]);
      return ["reader", "route", "reason", "refusal"].map((name) => shown(disclosed, name));
    });
    expect(told).toEqual([
      [desk, one, null, null],
      [{ ...desk, id: expect.stringMatching(/^person\//), role: "officer" }, one, REASON, null],
      [desk, "GET /v1/records/{id}/evidence", null, null],
    ]);
    expect(shown(verdict.events![2]!.disclosed, "records")).toMatchObject([
      { kind: "order", version: 1, fields: expect.arrayContaining(["total"]) },
    ]);
  });

  it("can be asked as often as one likes, and leaves no record", async () => {
    const before = await reads(app.subject);
    const again = await historyOf(app.subject, customer);
    expect(new Uint8Array(await again.arrayBuffer())).toEqual(file);
    expect(await reads(app.subject)).toBe(before);
  });

  it("is nobody else's to ask, but the firm's, which is recorded in turn", async () => {
    expect(await refusal(historyOf(other, customer))).toBe("403 forbidden");
    const stranger = test.browser();
    await stranger.signIn("stranger@example.com");
    expect(await refusal(historyOf(app.subject, sessionOf(stranger)))).toBe("403 forbidden");
    expect(await refusal(historyOf(app.subject, {}))).toBe("401 unauthorized");
    const before = await reads(app.subject);
    expect((await historyOf(app.subject, staff.headers)).status).toBe(200);
    expect(await reads(app.subject)).toBe(before + 1);
    expect(await refusal(historyOf(app.subject, officer))).toBe("400 reason_missing");
  });

  it("ends with the tie to the person", async () => {
    test.identity.contacts.untie(app.subject, "wang@example.com", OPERATOR);
    expect(await refusal(historyOf(app.subject, customer))).toBe("403 forbidden");
    await test.identity.contacts.tie(app.subject, "wang@example.com", "self", OPERATOR);
    // A read that no checkpoint covers yet is not left out: the file is to be had a moment later.
    expect(await refusal(historyOf(app.subject, customer))).toBe("409 not_sealed");
    await app.seal();
    expect((await historyOf(app.subject, customer)).status).toBe(200);
  });
});

interface Json {
  events: { entry: string; record: { fields: { disclosure: string }[] } }[];
}

const changed = (change: (json: Json) => void): Uint8Array => {
  const json = JSON.parse(Buffer.from(file).toString("utf8")) as Json;
  change(json);
  return Buffer.from(JSON.stringify(json));
};

describe("a list of reads with something amiss", () => {
  it("is still good where it is only written anew", async () => {
    expect((await app.verify(changed(() => {}))).word).toBe("VERIFIED");
  });

  it.each([0, 1, 2])("is no list without read %d", async (left) => {
    const { word, layers } = await app.verify(changed(({ events }) => void events.splice(left, 1)));
    expect(word).toBe("INVALID");
    expect(layers.find(({ state }) => state === "fail")).toMatchObject({ layer: "completeness" });
  });

  it("is no list in another order, or with a read twice", async () => {
    for (const change of [
      ({ events }: Json) => void events.reverse(),
      ({ events }: Json) => void events.push(events[2]!),
    ])
      expect((await app.verify(changed(change))).word).toBe("INVALID");
  });

  it.each(["reader", "reason", "records", "route"])(
    "is no list where another %s is said",
    async (name) => {
      const file = changed(({ events }) => {
        const { fields } = events[1]!.record;
        const field = fields.find(({ disclosure }) => decoded(disclosure)[1] === name)!;
        const [salt] = decoded(field.disclosure);
        const said = JSON.stringify([salt, name, "another"]);
        field.disclosure = Buffer.from(said).toString("base64url");
      });
      const { word, layers } = await app.verify(file);
      expect(word).toBe("INVALID");
      expect(layers.find(({ state }) => state === "fail")).toMatchObject({ layer: "content" });
    },
  );

  it("is not the newest once somebody has read again", async () => {
    const [first] = (await app.ledger.events(app.subject, "order")).events;
    const { size } = (await app.store.newestCheckpoint())!;
    await get(`/v1/records/${String(first!.record!["@id"])}`, staff.headers);
    await app.anchor();
    await app.cosign();
    const newer = new Uint8Array(await (await historyOf(app.subject, customer)).arrayBuffer());
    const told = await app.verify(newer);
    expect(told.word).toBe("VERIFIED");
    expect(told.events!.length).toBeGreaterThan(verdict.events!.length);
    expect(told.checkpoint!.size).toBeGreaterThan(size);
    // The older file says how far it goes.
    const [, beyond] = [told, await app.verify(file)];
    expect(beyond.caveats).toContain("later_entries");
  });
});

const decoded = (disclosure: string): [string, string, unknown] =>
  JSON.parse(Buffer.from(disclosure, "base64url").toString("utf8"));

describe("what the list cannot prove", () => {
  const SAID = {
    en: /nobody else has read.*root key and the files.*leaves no record/,
    zh: /未证明：此外再无人读过此人的数据。.*根密钥.*不留任何记录/,
  } as const;

  it.each(["en", "zh"] as const)("is said beside it: %s", (language) => {
    const { caveats } = renderVerdict(verdict, language);
    expect(caveats.filter((one) => SAID[language].test(one))).toHaveLength(1);
  });

  it.each(["en", "zh"] as const)("is said on the command line: %s", async (language) => {
    const [evidence, policy] = ["reads.json", "policy.json"].map((n) => join(app.directory, n));
    writeFileSync(evidence!, file);
    writeFileSync(policy!, formatPolicy(app.policy));
    const told = await runHere(["verify", evidence!, "--policy", policy!, "--lang", language]);
    expect(told.out).toMatch(SAID[language]);
    expect(readFileSync(evidence!)).toEqual(Buffer.from(file));
  });

  it("is not said of other streams", async () => {
    const path = `/v1/subjects/${app.subject}/evidence?claim=history&stream=order`;
    const orders = new Uint8Array(await (await get(path, customer)).arrayBuffer());
    expect((await app.verify(orders)).caveats).not.toContain("reads_behind");
  });
});
