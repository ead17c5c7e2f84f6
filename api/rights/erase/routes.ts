/** `/v1/subjects/{subject}/erasure-plan`, `…/erasures` and `/v1/erasures` */
import { createRoute, type OpenAPIHono, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Refusal } from "../../core/errors.ts";
import type { Principal } from "../../core/principal.ts";
import { fieldProblems } from "../../ledger/kinds/problems.ts";
import { reachFor } from "../../ledger/reach.ts";
import { type ReadTrail, readHeaders } from "../../ledger/reading.ts";
import { refusedOf } from "../../ledger/refused.ts";
import { bodyType, JSON_TYPE, jsonBody } from "../../ledger/request.ts";
import { refused, security } from "../../ledger/schemas.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { Retention } from "../retention/service.ts";
import * as schema from "../schemas.ts";
import { asFree } from "./look.ts";
import type { Erasures } from "./service.ts";
import { shownErasure, shownPlan } from "./shown.ts";

export interface ErasureRouteContext {
  readonly ledger: Ledger;
  readonly erasures: Erasures;
  readonly retention: Pick<Retention, "stated">;
  readonly trail: ReadTrail;
  readonly organizationName: (id: string) => string | null;
}

const common = { tags: ["rights"], security };
const json = <S extends z.ZodType>(shape: S) => ({ [JSON_TYPE]: { schema: shape } });
const byOf = (c: Context): Principal => c.get("principal");
/** What is told of somebody when a plan is. */
const TOLD = [{ what: "list", of: "erasure-plan" }] as const;

export function erasureRoutes(app: OpenAPIHono, context: ErasureRouteContext): void {
  planRoute(app, context);
  carryOutRoute(app, context);
  readRoutes(app, context);
}

function planRoute(app: OpenAPIHono, context: ErasureRouteContext): void {
  const { erasures, retention, trail, organizationName } = context;
  const route = createRoute({
    ...{ method: "get", path: "/v1/subjects/{subject}/erasure-plan", ...common },
    summary: "What an erasure of this person would destroy, and what it would leave and why",
    description:
      "Over all identifiers of the person (for a customer: those that they stand for), by class and year, with the ground and the year until which what stays is kept, and with the partners who would be told. Nothing is changed.",
    request: { params: schema.subjectParam, query: schema.planQuery, headers: readHeaders },
    responses: {
      200: { description: "The plan", content: json(schema.planAnswer) },
      404: refused("No such data subject"),
      422: refused("What is to go now is held, or kept by law"),
    },
  });
  app.openapi(route, async (c) => {
    const { subject } = c.req.valid("param");
    const goNow = asFree(c.req.valid("query").goNow);
    const reading = trail(c);
    const { mayName } = reachFor(c);
    const preview = await reading.telling(refusedOf(subject, TOLD), () =>
      erasures.preview(subject, goNow, mayName),
    );
    await reading.show(...preview.subjects.map((one) => ({ subject: one, told: TOLD })));
    return c.json(shownPlan(preview, await retention.stated(), organizationName) as never, 200);
  });
}

function carryOutRoute(app: OpenAPIHono, context: ErasureRouteContext): void {
  const { ledger, erasures, trail } = context;
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: "/v1/subjects/{subject}/erasures", ...common },
    summary: "Carry out an erasure as its plan has shown it",
    description:
      "It has begun when this answers, and ends by itself, whatever happens. Refused as plan_moved if the person’s data is not what was seen any more. Where the person has asked for it, their request is decided instead, and carried out by that.",
    request: {
      params: schema.subjectParam,
      headers: readHeaders,
      body: { required: true, content: json(schema.erasureInput) },
    },
    responses: {
      202: { description: "It has begun", content: json(schema.begunAnswer) },
      404: refused("No such data subject"),
      409: refused("The plan is not what was seen"),
      422: refused("It cannot be: with the reason"),
    },
  });
  app.post("/v1/subjects/:subject/erasures", async (c) => {
    const reading = trail(c);
    const { subject } = c.req.param();
    if (bodyType(c) !== JSON_TYPE)
      throw new Refusal("unsupported_media_type", { accepted: JSON_TYPE });
    const input = await jsonBody(c);
    const parsed = schema.erasureInput.safeParse(input);
    if (!parsed.success)
      throw new Refusal("invalid_record", { problems: fieldProblems(parsed.error, input) });
    const { planHash, goNow, cause, certificate } = parsed.data;
    const { id, role } = byOf(c);
    // Whoever carries it out is told what was there: so it is on record with the person, as long as anything of that stays.
    if (!(await ledger.knownSubjects([subject])).has(subject))
      throw new Refusal("not_found", { what: "subject" });
    await reading.show({ subject, told: TOLD });
    const { erasure, code } = await erasures.carryOut({
      ...{ subject, planHash, cause, goNow: asFree(goNow) },
      erasureId: ledger.newId(),
      publicKey: certificate === undefined ? null : Buffer.from(certificate, "base64url"),
      order: { id, role },
    });
    c.header("location", `/v1/erasures/${erasure.id}`);
    return c.json({ erasure: await shownErasure(ledger, erasure), certificateCode: code }, 202);
  });
}

function readRoutes(app: OpenAPIHono, { ledger, erasures }: ErasureRouteContext): void {
  const list = createRoute({
    ...{ method: "get", path: "/v1/erasures", ...common },
    summary: "Erasures and how far they are, the newest first",
    description: "Of nobody: whose they are is told nowhere.",
    request: { query: schema.erasuresQuery },
    responses: { 200: { description: "A page", content: json(schema.erasureList) } },
  });
  app.openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const { page, next } = await erasures.newest(
      cursor === undefined ? null : Number(cursor),
      limit,
    );
    const told = [];
    for (const one of page) told.push(await shownErasure(ledger, one));
    return c.json({ erasures: told, next: next === null ? null : String(next) }, 200);
  });
  const single = createRoute({
    ...{ method: "get", path: "/v1/erasures/{id}", ...common },
    summary: "An erasure: how far it is, how much it is of, and what became of it",
    request: { params: schema.erasureParam },
    responses: {
      200: { description: "The erasure", content: json(schema.erasureAnswer) },
      404: refused("No such erasure"),
    },
  });
  app.openapi(single, async (c) => {
    const found = await erasures.find(c.req.valid("param").id);
    if (found === null) throw new Refusal("not_found", { what: "erasure" });
    return c.json(await shownErasure(ledger, found), 200);
  });
}
