/** That two identifiers are joined opens neither to the account of the other: exports, plans, requests and restriction tell a customer of theirs alone. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../../../api/core/principal.ts";
import { parseManifest } from "../../../../api/rights/export/bundle/manifest.ts";
import { addressesOf } from "../../../../api/start/written-to.ts";
import { checkFiles, filesOf } from "../../../helpers/exported.ts";
import { newSubject, type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { acquaintances, keyOf, person } from "../../http/principals.ts";
import { firm, PLANTED, somebody } from "../erase/scene.ts";

const known = acquaintances();
let ledger: TestLedger;
let mine: string;
let theirs: string;
let me: Principal;
let them: Principal;
let both: Principal;
const officer = person("officer");
const key = keyOf(person("system"), ["consents:write"]);

beforeAll(async () => {
  ledger = await testLedger({ recordReads: true, app: { authenticate: known.authenticate } });
  await firm(ledger);
  theirs = await somebody(ledger);
  mine = await newSubject(ledger, "M-1");
  me = person("customer", { subjects: new Set([mine]) });
  them = person("customer", { subjects: new Set([theirs]) });
  both = person("customer", { subjects: new Set([mine, theirs]) });
  const merge = { "@subject": mine, other: theirs, event: "joined", reference: "telephone" };
  expect((await call(key, "/v1/merges", merge)).status).toBe(201);
  await ledger.anchor();
});
afterAll(() => ledger.close());

function call(by: Principal, path: string, json?: object): Promise<Response> {
  const headers = { ...known.headers(by), "counterfoil-reason": "case" };
  if (json === undefined) return ledger.fetch(path, { headers });
  return ledger.fetch(path, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(json),
  });
}
const told = async <T>(by: Principal, path: string): Promise<T> =>
  (await (await call(by, path)).json()) as T;

describe("a join", () => {
  it("opens no export of the other, says that there is one, and is verified like that", async () => {
    for (const [by, identifiers, others] of [
      [me, [mine], [theirs]],
      [both, [mine, theirs], []],
      [officer, [mine, theirs], []],
    ] as const) {
      const answer = await call(by, `/v1/subjects/${mine}/export`);
      expect(answer.status).toBe(200);
      const files = filesOf(Buffer.from(await answer.arrayBuffer()));
      const manifest = parseManifest(files.get("manifest.json")!);
      expect([manifest.identifiers, manifest.others]).toEqual([identifiers, others]);
      const isTold = [...files.values()].some((bytes) => bytes.includes(PLANTED.name));
      expect(isTold).toBe(others.length === 0);
      const isSaid = files.get("index.html")!.includes("joined 1 more identifier");
      expect(isSaid).toBe(others.length > 0);
      const { word, faults } = await checkFiles(ledger, files);
      expect([word, faults]).toEqual([word, []]);
      expect(word).not.toBe("INVALID");
    }
  });

  it("opens no plan of the other's erasure", async () => {
    type Plan = { identifiers: string[]; parts: { kinds: { kind: string }[] }[] };
    const kindsOf = ({ parts }: Plan) =>
      new Set(parts.flatMap(({ kinds }) => kinds.map(({ kind }) => kind)));
    const own = await told<Plan>(me, `/v1/subjects/${mine}/erasure-plan`);
    expect([own.identifiers, kindsOf(own).has("order")]).toEqual([[mine], false]);
    const whole = await told<Plan>(officer, `/v1/subjects/${mine}/erasure-plan`);
    expect([whole.identifiers, kindsOf(whole).has("order")]).toEqual([[mine, theirs], true]);
  });

  it("opens no request of the other, to be read or to be withdrawn", async () => {
    const body = { requestType: "complaint", details: "SECRET" };
    const made = await call(them, `/v1/subjects/${theirs}/requests`, body);
    const { requestId } = (await made.json()) as { requestId: string };
    const list = `/v1/subjects/${mine}/requests`;
    const events = `${list}/${requestId}/events`;
    type List = { requests: object[]; others: number };
    const own = await told<List>(me, list);
    expect([own.requests, own.others]).toEqual([[], 1]);
    expect((await call(me, `${list}/${requestId}`)).status).toBe(404);
    for (const step of [{ event: "withdrawn" }, { event: "noted", note: "x" }])
      expect((await call(me, events, step)).status).toBe(404);
    const whole = await told<List>(both, list);
    expect([whole.requests.length, whole.others]).toEqual([1, 0]);
    expect((await call(both, `${list}/${requestId}`)).status).toBe(200);
    expect((await call(both, events, { event: "withdrawn" })).status).toBe(201);
  });

  it("opens no restriction or objection of the other, and ends none", async () => {
    const path = (of: string): string => `/v1/subjects/${of}/restriction`;
    const objected = { event: "objected", purposeId: "newsletter" };
    expect((await call(them, path(theirs), objected)).status).toBe(201);
    type State = { objections: object[]; events: object[] };
    const own = await told<State>(me, path(mine));
    expect([own.objections, own.events]).toEqual([[], []]);
    const ended = { event: "objection-ended", purposeId: "newsletter", ground: "withdrawn" };
    expect((await call(me, path(mine), ended)).status).toBe(422);
    const whole = await told<State>(both, path(mine));
    expect(whole.objections).toHaveLength(1);
    expect((await call(both, path(mine), ended)).status).toBe(201);
    expect((await told<State>(officer, path(theirs))).objections).toEqual([]);
  });

  it("has nobody written to about the other", async () => {
    const people = [
      { id: "1", email: "me@home.example", subject: mine },
      { id: "2", email: "them@home.example", subject: theirs },
    ];
    const identity = {
      accounts: { list: () => people },
      contacts: {
        of: (subject: string) => people.filter((one) => one.subject === subject),
        subjectsOf: (email: string) =>
          new Map(people.flatMap((one) => (one.email === email ? [[one.subject, "self"]] : []))),
      },
    };
    const found = await addressesOf(identity as never)([theirs]);
    expect([...found.get(theirs)!]).toEqual(["them@home.example"]);
  });
});
