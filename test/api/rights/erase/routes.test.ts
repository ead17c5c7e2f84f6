/** Erasures over HTTP: who may, what is recorded of who looked, and what is refused. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../../../api/core/principal.ts";
import { newSubject, type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { firm, somebody } from "./scene.ts";

const principal = (change: Partial<Principal>): Principal => ({
  ...{ id: "person/1", role: "officer", scopes: null, subjects: new Set(), actsFor: new Set() },
  ...{ organization: null, given: null },
  ...change,
});

let ledger: TestLedger;
let subject: string;
let who: Principal;
beforeAll(async () => {
  who = principal({});
  ledger = await testLedger({ recordReads: true, app: { authenticate: async () => who } });
  await firm(ledger);
  subject = await somebody(ledger);
});
afterAll(() => ledger.close());

const REASON = { "counterfoil-reason": "request of the person" };
interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects.
  readonly body: Record<string, any>;
}
async function ask(path: string, json?: object, headers: object = REASON): Promise<Answer> {
  const response = await ledger.app.request(path, {
    method: json === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json", ...headers },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}
const planOf = (of: string, query = "") => ask(`/v1/subjects/${of}/erasure-plan${query}`);
const readsOf = async (of: string) =>
  (await ledger.ledger.events(of, "access")).events.map(({ record }) => record);

describe("the plan", () => {
  it("takes a reason of an officer, and leaves a record of it", async () => {
    const refused = await ask(`/v1/subjects/${subject}/erasure-plan`, undefined, {});

    expect([refused.status, refused.body.code]).toEqual([400, "reason_missing"]);
    const { status, body } = await planOf(subject);
    expect(status).toBe(200);
    expect(body).toMatchObject({ nothing: false, identifiers: [subject], partners: [] });
    expect(body.parts.map((one: Answer["body"]) => [one.class, one.fate, one.until])).toEqual([
      ["personal", "erased", null],
      ["consent", "kept", 2029],
      ["statutory", "kept", 2036],
    ]);
    expect(body.parts[1].ground.texts.map((one: Answer["body"]) => one.language)).toEqual([
      "en",
      "zh-CN",
    ]);
    expect((await readsOf(subject)).at(-1)).toMatchObject({
      told: [{ what: "list", of: "erasure-plan" }],
      reason: "request of the person",
    });
    // Who looks leaves a record, which does not make it another plan.
    const again = (await planOf(subject)).body;
    expect(again.planHash).toBe(body.planHash);
    expect(again.parts[3]).toMatchObject({ class: "access", fate: "kept", until: null });
  });

  it("is shown to the person, without a record, and to nobody else", async () => {
    const before = (await readsOf(subject)).length;
    who = principal({ role: "customer", subjects: new Set([subject]) });
    expect((await planOf(subject)).status).toBe(200);
    expect((await planOf(await newSubject(ledger))).status).toBe(403);
    expect((await ask(`/v1/subjects/${subject}/holds`)).status).toBe(403);
    who = principal({});
    expect((await readsOf(subject)).length).toBe(before);
  });

  it("lets consent go now, and nothing that the law has kept", async () => {
    const { body } = await planOf(subject, "?goNow=consent");
    expect(body.parts.map((one: Answer["body"]) => one.fate)).toEqual([
      ...["erased", "erased", "kept", "kept"],
    ]);
    const statutory = await planOf(subject, "?goNow=statutory");
    expect([statutory.status, statutory.body.problem]).toEqual([422, "not_free"]);
    expect((await planOf("A".repeat(43))).body.code).toBe("not_found");
    expect((await planOf(ledger.ledger.firm)).body.problem).toBe("not_a_person");
  });
});

describe("holds and rules", () => {
  it("are placed, told and released", async () => {
    const path = `/v1/subjects/${subject}/holds`;
    const placed = await ask(path, { classes: ["personal"], reason: "claim" });
    expect(placed.status).toBe(201);
    const { holdId } = placed.body;
    expect((await ask(path)).body.holds).toMatchObject([{ holdId, releasedAt: null }]);
    const plan = (await planOf(subject)).body;
    expect(plan).toMatchObject({ nothing: true });
    expect(plan.parts[0]).toMatchObject({ fate: "kept", held: true, until: null });
    expect((await ask(`${path}/${holdId}/release`, { reason: "over" })).status).toBe(201);
    const again = await ask(`${path}/${holdId}/release`, { reason: "over" });
    expect([again.status, again.body.code]).toEqual([404, "not_found"]);
  });

  it("hold from when they are stated for, and never state away what the law has kept", async () => {
    const now = (await ask("/v1/retention")).body.now;
    expect(now).toMatchObject({ inForceFrom: null, automatic: false });
    const rules = now.rules.filter((one: Answer["body"]) => one.class !== "statutory");
    const bad = { automatic: false, rules: [...rules, { class: "statutory", action: "go" }] };
    expect((await ask("/v1/retention", bad)).status).toBe(422);
    const stated = await ask("/v1/retention", { automatic: false, rules: now.rules });
    expect(stated.status).toBe(201);
    expect((await ask("/v1/retention")).body.stated).toHaveLength(1);
  });
});

describe("carrying out", () => {
  it("is refused with a plan that is not what is so", async () => {
    const body = { planHash: "A".repeat(43) };
    const moved = await ask(`/v1/subjects/${subject}/erasures`, body);
    expect([moved.status, moved.body.code]).toEqual([409, "plan_moved"]);
  });

  it("answers when it has begun, with a code that is told once", async () => {
    const { planHash } = (await planOf(subject)).body;
    const path = `/v1/subjects/${subject}/erasures`;
    const { status, body } = await ask(path, { planHash });
    expect(status).toBe(202);
    const { erasureId } = body.erasure;
    await ledger.rights.erasures.settled(erasureId);
    const again = await ask(path, { planHash });
    expect([again.status, again.body.code]).toEqual([409, "plan_moved"]);
    const told = (await ask(`/v1/erasures/${erasureId}`)).body;
    expect(told).toMatchObject({ state: "done", count: 1, certificate: true, acknowledgements: 0 });
    expect(JSON.stringify((await ask("/v1/erasures")).body)).not.toContain(subject);
    const administration = await ledger.ledger.events(ledger.ledger.firm, "administration");
    expect(administration.events.at(-1)?.record).toMatchObject({
      ...{ event: "erasure-ordered", actor: { id: "person/1" }, regarding: null },
      target: { type: "erasure", id: erasureId },
    });
    expect(JSON.stringify(administration.events)).not.toContain(subject);

    const code = body.certificateCode;
    const certificates = "/v1/erasure-certificates";
    expect((await ask(certificates, { code })).body.erasures).toMatchObject([{ erasureId }]);
    const early = await ask(certificates, { code, erasureId });
    expect([early.status, early.body.code]).toEqual([409, "not_sealed"]);
    await ledger.anchor();
    const made = await ask(certificates, { code, erasureId });
    expect(made.body.format).toBe("counterfoil/erasure-certificate/v1");
    const wrong = await ask(certificates, { code: "A".repeat(43) });
    expect([wrong.status, wrong.body.code]).toEqual([404, "not_found"]);
  });
});

describe("the route that is open to everybody", () => {
  const statusesOf = async (question: object): Promise<readonly number[]> => {
    const statuses: number[] = [];
    for (let n = 0; n < 20; n++)
      statuses.push((await ask("/v1/erasure-certificates", question)).status);
    return statuses;
  };
  const code = "A".repeat(43);

  it("tells as often as somebody looks how far an erasure is", async () => {
    expect(new Set(await statusesOf({ code }))).toEqual(new Set([404]));
  });

  it("makes few certificates for one address", async () => {
    const erasureId = "01939c70-0000-7000-8000-000000000000";
    const statuses = await statusesOf({ code, erasureId });
    expect(statuses).toContain(404);
    expect(statuses.at(-1)).toBe(429);
  });
});
