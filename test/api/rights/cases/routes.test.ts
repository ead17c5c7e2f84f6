/** Requests over HTTP: who may what, what is answered and what is on record of it, in both languages. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal, Role } from "../../../../api/core/principal.ts";
import { newSubject } from "../../../helpers/ledger.ts";
import { bearer, problemOf, type TestApp, testApp } from "../../http/fixtures.ts";
import { principal } from "../../http/reading-app.ts";
import { DAY_MS } from "./shared.ts";

let app: TestApp;
let subject: string;
let other: string;
const known = new Map<string, Principal>();

beforeAll(async () => {
  app = await testApp({
    recordReads: true,
    app: {
      authenticate: async ({ headers }) => known.get(headers.get("authorization") ?? "") ?? null,
    },
  });
  ({ subject } = app);
  other = await newSubject(app, "K-2");
  for (const role of ["officer", "staff", "administrator", "partner"] as const) enter(role);
  enter("customer", { subjects: new Set([subject]) });
  enter("system", { scopes: new Set(["requests:read", "requests:write"]) });
});
afterAll(() => app.close());

function enter(role: Role, change: Partial<Principal> = {}): void {
  known.set(`Bearer ${role}`, principal({ role, id: `person/${role}`, ...change }));
}

const as = (role: Role, more: Record<string, string> = {}) => ({
  ...bearer(role),
  ...(role === "officer" ? { "counterfoil-reason": "case" } : {}),
  ...more,
});
const get = (role: Role, path: string) => app.send(path, { headers: as(role) });
const post = (role: Role, path: string, body: object, more: Record<string, string> = {}) =>
  app.post(path, body, as(role, more));
const REQUESTS = (of = subject): string => `/v1/subjects/${of}/requests`;
const EVENTS = (id: string): string => `${REQUESTS()}/${id}/events`;

async function asked(role: Role, body: object = {}): Promise<string> {
  const response = await post(role, REQUESTS(), { requestType: "complaint", ...body });
  expect(response.status).toBe(201);
  return ((await response.json()) as { requestId: string }).requestId;
}
interface Listed {
  readonly requestId: string;
}
interface Told {
  readonly steps: readonly { readonly event: string }[];
  readonly requests: readonly Listed[];
  readonly next: string | null;
  readonly alarms: readonly { readonly code: string }[];
  readonly overdue: number;
  readonly dueSoon: number;
}
const told = async (role: Role, path: string) => (await get(role, path)).json() as Promise<Told>;

describe("a request over HTTP", () => {
  it("goes from the person's asking to the answer, each step by whom it is", async () => {
    const details = "Ihr habt mir zu oft geschrieben.";
    const id = await asked("customer", {
      details,
      language: "de",
      asked: { category: "marketing" },
    });
    expect((await post("staff", EVENTS(id), { event: "noted", note: "Called." })).status).toBe(201);
    const steps = [
      { event: "paused", reason: "Which address?" },
      { event: "resumed" },
      { event: "extended", reason: "Several systems." },
      { event: "decided", decision: "granted", reason: "So it was.", outcome: "remedied" },
      { event: "answered", answer: { format: "letter", how: "post" }, summary: "Off the list." },
    ];
    for (const step of steps) {
      expect((await post("staff", EVENTS(id), step)).status).toBe(403);
      expect((await post("customer", EVENTS(id), step)).status).toBe(403);
      app.clock.advance(DAY_MS);
      expect((await post("officer", EVENTS(id), step)).status).toBe(201);
    }
    const shown = await told("customer", `${REQUESTS()}/${id}`);
    expect(shown).toMatchObject({
      ...{ requestId: id, subject, requestType: "complaint", state: "answered", whole: true },
      ...{ decision: "granted", category: "marketing", outcome: "remedied", language: "de" },
      ...{ isIdentified: true, isExtended: true, isOverdue: false, dueAt: null },
      deadline: { period: "P1M", source: "GDPR 12(3)" },
    });
    expect(shown.steps.map(({ event }) => event)).toEqual([
      ...["received", "noted", "paused", "resumed", "extended", "decided", "answered"],
    ]);
    expect(shown.steps[0]).toMatchObject({ details, channel: "web" });
    const late = await post("officer", EVENTS(id), { event: "withdrawn" });
    expect(await problemOf(late)).toMatchObject({ status: 422, code: "request_refused" });
  });

  it("tells in both languages why a step cannot be", async () => {
    const id = await asked("staff", { requestType: "access" });
    const grant = { event: "decided", decision: "granted", reason: "x" };
    const inEnglish = await problemOf(await post("officer", EVENTS(id), grant));
    expect(inEnglish.detail).toContain("before it is known that it is the person");
    const headers = { "accept-language": "zh" };
    const inChinese = await problemOf(await post("officer", EVENTS(id), grant, headers));
    expect(inChinese.detail).toMatch(/身份/);
    expect(inChinese.problem).toBe("not_identified");
  });

  it("is of its person alone: of another's nothing is told, and nothing taken", async () => {
    const id = await asked("customer");
    for (const path of [REQUESTS(other), `${REQUESTS(other)}/${id}`]) {
      expect((await get("customer", path)).status).toBe(403);
      expect((await get("administrator", path)).status).toBe(403);
      expect((await get("partner", path)).status).toBe(403);
    }
    expect((await post("customer", REQUESTS(other), { requestType: "access" })).status).toBe(403);
    expect((await get("staff", `${REQUESTS(other)}/${id}`)).status).toBe(404);
    const wrong = `/v1/subjects/${other}/requests/${id}/events`;
    expect((await post("staff", wrong, { event: "noted", note: "x" })).status).toBe(404);
    expect((await get("staff", `${REQUESTS()}/not-a-uuid`)).status).toBe(400);
  });

  it("that somebody looked at is on record with the person; what they look at themselves is not", async () => {
    const id = await asked("customer");
    const before = (await app.ledger.events(subject, "access")).events.length;
    await get("customer", REQUESTS());
    await get("customer", `${REQUESTS()}/${id}`);
    expect((await app.ledger.events(subject, "access")).events).toHaveLength(before);
    expect((await app.send(REQUESTS(), { headers: bearer("officer") })).status).toBe(400);
    await get("officer", REQUESTS());
    await get("staff", `${REQUESTS()}/${id}`);
    const { events } = await app.ledger.events(subject, "access");
    const [list, one] = events.slice(before).map(({ record }) => record!);
    expect(list).toMatchObject({
      route: "GET /v1/subjects/{subject}/requests",
      told: [{ what: "list", of: "request" }],
      reason: "case",
    });
    expect(one).toMatchObject({ route: "GET /v1/subjects/{subject}/requests/{requestId}" });
    expect(one!.records).toEqual([expect.objectContaining({ kind: "request", version: 1 })]);
  });

  it("is sent again under its key without a second one", async () => {
    const headers = { "idempotency-key": "form-7" };
    const body = { requestType: "complaint", details: "Once." };
    const first = await post("customer", REQUESTS(), body, headers);
    app.clock.advance(1_000);
    const second = await post("customer", REQUESTS(), body, headers);
    const ids = [await first.json(), await second.json()] as { requestId: string }[];
    expect(ids[0]!.requestId).toBe(ids[1]!.requestId);
    const { requests } = await told("customer", REQUESTS());
    const same = requests.filter((one) => one.requestId === ids[0]!.requestId);
    expect(same).toHaveLength(1);
  });
});

describe("requests of everybody", () => {
  it("are listed for whoever works on them, page by page, with a record for each person", async () => {
    const from = (await app.ledger.events(other, "access")).events.length;
    await post("staff", REQUESTS(other), { requestType: "access" });
    const first = await told("officer", "/v1/requests?show=all&limit=2");
    expect(first.requests[0]).toMatchObject({ subject: other, state: "open" });
    const second = await told("officer", `/v1/requests?show=all&limit=200&cursor=${first.next}`);
    expect(second.next).toBeNull();
    const ids = [...first.requests, ...second.requests].map((one) => one.requestId);
    expect(new Set(ids).size).toBe(ids.length);
    const { events } = await app.ledger.events(other, "access");
    expect(events.slice(from).map(({ record }) => record!.route)).toEqual(["GET /v1/requests"]);
    for (const role of ["customer", "administrator", "partner"] as const)
      expect((await get(role, "/v1/requests")).status).toBe(403);
    expect((await get("system", "/v1/requests")).status).toBe(200);
  });

  it("are told apart by what waits", async () => {
    const at = new Date(app.clock.now() - 40 * DAY_MS).toISOString();
    const late = await asked("staff", { "@occurredAt": at, details: "Long ago." });
    const soon = new Date(app.clock.now() - 26 * DAY_MS).toISOString();
    const due = await asked("staff", { "@occurredAt": soon });
    const mine = await asked("staff");
    await post("officer", EVENTS(mine), { event: "decided", decision: "refused", reason: "x" });
    const ids = async (query: string) =>
      (await told("officer", `/v1/requests?${query}`)).requests.map((one) => one.requestId);
    expect(await ids("show=overdue")).toContain(late);
    expect(await ids("show=overdue")).not.toContain(due);
    expect(await ids("show=due")).toContain(due);
    expect(await ids("show=due")).not.toContain(late);
    expect(await ids("show=to-answer")).toContain(mine);
    expect(await ids("mine=true")).toContain(mine);
    expect(await ids("mine=true")).not.toContain(due);
    expect(await ids("type=access")).not.toContain(mine);
    expect(await ids("show=closed")).not.toContain(mine);
    const summary = await told("administrator", "/v1/requests/summary");
    expect(summary.overdue).toBeGreaterThanOrEqual(1);
    expect(summary.dueSoon).toBeGreaterThanOrEqual(1);
    expect(JSON.stringify(summary)).not.toContain(subject);
    expect((await get("customer", "/v1/requests/summary")).status).toBe(403);
  });

  it("that are overdue are an alarm of the overview, and a metric", async () => {
    const { alarms } = await told("officer", "/v1/overview");
    expect(alarms).toContainEqual(expect.objectContaining({ code: "requests_overdue" }));
    const metrics = await (await get("administrator", "/metrics")).text();
    expect(metrics).toMatch(/^counterfoil_requests_overdue [1-9]/m);
    expect(metrics).toMatch(/^counterfoil_requests_to_carry_out 0/m);
    expect(metrics).toMatch(/^counterfoil_requests_stuck 0/m);
    // Nobody else is told: health is for everybody.
    const health = await told("officer", "/healthz");
    expect(health.alarms).not.toContain("requests_overdue");
  });
});
