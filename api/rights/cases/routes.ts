/** Requests of people: `/v1/subjects/{subject}/requests…`, and over everybody `/v1/requests`. */
import { createRoute, type OpenAPIHono, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { writeRoute } from "../../consent/write-route.ts";
import type { Principal } from "../../core/principal.ts";
import { reachFor } from "../../ledger/reach.ts";
import { readHeaders } from "../../ledger/reading.ts";
import { JSON_TYPE, languageOf } from "../../ledger/request.ts";
import { refused, security } from "../../ledger/schemas.ts";
import type { CaseQuery } from "../../store/case-store.ts";
import type { RightsRouteContext } from "../route-context.ts";
import type { CaseOutcome } from "./receive.ts";
import * as schema from "./schemas.ts";
import { SOON_MS } from "./service.ts";
import { shownCase, shownRow } from "./shown.ts";

const tag = "rights";
const common = { tags: [tag], security };
const PATH = "/v1/subjects/{subject}/requests";
const ONE = `${PATH}/{requestId}`;
const NONE = "No such request";

const told = <S extends z.ZodType>(description: string, shape: S) => ({
  description,
  content: { [JSON_TYPE]: { schema: shape } },
});
const byOf = (c: Context): Principal => c.get("principal");
const more = ({ requestId }: CaseOutcome) => ({ requestId });
const OF_REQUESTS = [{ what: "list", of: "request" }] as const;

export function requestRoutes(app: OpenAPIHono, context: RightsRouteContext): void {
  writeRoutes(app, context);
  personRoutes(app, context);
  overviewRoutes(app, context);
}

function writeRoutes(app: OpenAPIHono, { ledger, rights }: RightsRouteContext): void {
  const { requests } = rights;
  writeRoute(app, ledger, {
    ...{ path: PATH, tag, params: schema.personParam, more },
    summary: "Record that a person asks for something",
    description:
      "Access, rectification, erasure, restriction, portability, objection, review of an automated decision, or a complaint. The time for an answer runs from “@occurredAt”, now where it is left out. A person who is signed in is known by that; of others say how they were identified, once they are.",
    body: schema.newRequest,
    answer: schema.requestAnswer,
    handle: (input, key, { subject = "" }, c) => requests.receive(subject, input, byOf(c), key),
  });
  writeRoute(app, ledger, {
    ...{ path: `${ONE}/events`, tag, params: schema.requestParam, more },
    summary: "Record a step of a request",
    description:
      "Officers identify, pause with a reason, let go on, extend once with a reason, decide, take a grant back with a reason before anything of it is carried out, and answer; staff identify and note; the person withdraws, and notes. What is granted is recorded with the decision, or carried out at once behind it.",
    body: schema.newStep,
    answer: schema.requestAnswer,
    handle: (input, key, { subject = "", requestId = "" }, c) =>
      requests.step({ subject, requestId }, input, byOf(c), key, reachFor(c).mayName),
  });
}

function personRoutes(app: OpenAPIHono, { rights, trail, clock }: RightsRouteContext): void {
  const { requests } = rights;
  const list = createRoute({
    ...{ method: "get", path: PATH, ...common },
    summary:
      "What a person has asked for, the oldest first: under all their identifiers, of a customer under those that they stand for",
    request: { params: schema.personParam, headers: readHeaders },
    responses: { 200: told("Each request, as it stands", schema.personRequests) },
  });
  app.openapi(list, async (c) => {
    const { subject } = c.req.valid("param");
    const reading = trail(c);
    const { identifiers, others, rows } = await requests.of(subject, reachFor(c).mayName);
    await reading.show(...identifiers.map((one) => ({ subject: one, told: OF_REQUESTS })));
    const told = rows.map((row) => shownRow(row, clock.now()));
    return c.json({ requests: told, others: others.length, timeZone: requests.timeZone }, 200);
  });

  const one = createRoute({
    ...{ method: "get", path: ONE, ...common },
    summary: "A request of a person, with each step",
    request: { params: schema.requestParam, headers: readHeaders },
    responses: { 200: told("The request", schema.caseAnswer), 404: refused(NONE) },
  });
  app.openapi(one, async (c) => {
    const reading = trail(c);
    const read = await requests.read(c.req.valid("param"), reachFor(c).mayName);
    const records = read.steps.map(({ record }) => ({
      ...{ id: String(record["@id"]), kind: "request", version: 1, fields: null },
    }));
    await reading.show({ subject: read.subject, records });
    const isCustomer = byOf(c).role === "customer";
    const waits = isCustomer ? null : requests.waits(read.found.requestId);
    return c.json(shownCase(read, { now: clock.now(), waits, language: languageOf(c) }), 200);
  });
}

type Shown = (typeof schema.SHOWN)[number];
const NOT_CLOSED = ["open", "paused", "granted", "decided"];
const CLOSED = ["answered", "withdrawn", "erased"];

/** Which rows each of the lists has. */
function queryOf(show: Shown, now: number): Omit<CaseQuery, "limit"> {
  const soon = now + SOON_MS;
  const of: Readonly<Record<Shown, Omit<CaseQuery, "limit">>> = {
    open: { states: NOT_CLOSED },
    due: { dueFrom: now, dueBefore: soon },
    overdue: { dueBefore: now },
    "to-carry-out": { states: ["granted"] },
    "to-answer": { states: ["decided"] },
    closed: { states: CLOSED },
    all: {},
  };
  return of[show];
}

function overviewRoutes(app: OpenAPIHono, { rights, trail, clock }: RightsRouteContext): void {
  const { requests } = rights;
  const list = createRoute({
    ...{ method: "get", path: "/v1/requests", ...common },
    summary: "Requests of everybody, the newest first",
    description: "That somebody was on the page is recorded with each of them.",
    request: { query: schema.listQuery, headers: readHeaders },
    responses: { 200: told("A page of requests", schema.requestList) },
  });
  app.openapi(list, async (c) => {
    const { show, type, mine, cursor, limit } = c.req.valid("query");
    const reading = trail(c);
    const now = clock.now();
    const rows = await requests.list({
      ...{ ...queryOf(show, now), limit: limit + 1 },
      ...(type === undefined ? {} : { type }),
      ...(mine === "true" ? { handler: byOf(c).id } : {}),
      ...(cursor === undefined ? {} : { below: Number(cursor) }),
    });
    const page = rows.slice(0, limit);
    const people = new Set(page.flatMap(({ subject }) => subject ?? []));
    await reading.show(...[...people].map((subject) => ({ subject, told: OF_REQUESTS })));
    const next = rows.length > limit ? String(page.at(-1)?.number) : null;
    const told = page.map((row) => shownRow(row, now));
    return c.json({ requests: told, next, timeZone: requests.timeZone }, 200);
  });

  const summary = createRoute({
    ...{ method: "get", path: "/v1/requests/summary", ...common },
    summary: "How many requests there are, and what is due",
    description: "Numbers alone.",
    responses: { 200: told("Numbers", schema.summaryAnswer) },
  });
  app.openapi(summary, async (c) => {
    const { counts, ...due } = await requests.summary();
    const told = counts.map(({ type, ...rest }) => ({ ...rest, requestType: type }));
    return c.json({ ...due, counts: told as SummaryCounts }, 200);
  });
}
type SummaryCounts = z.infer<typeof schema.summaryAnswer>["counts"];
