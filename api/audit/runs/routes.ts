/** `/v1/audits`: running an audit, and reading what it found. None of it tells anything of any person. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Clock } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import { type Language, negotiateLanguage } from "../../core/language.ts";
import type { Principal } from "../../core/principal.ts";
import { assertGivenLasts } from "../../ledger/reach.ts";
import { invalidParameters, jsonBody, languageOf } from "../../ledger/request.ts";
import { recordId, refused, security } from "../../ledger/schemas.ts";
import type { AuditRuns } from "./runs.ts";
import * as schema from "./schemas.ts";
import { mayCancel, shownReport, shownRun } from "./shown.ts";

export interface AuditRouteContext {
  readonly audits: AuditRuns;
  readonly clock: Clock;
}

const tags = ["audits"];
const params = z.object({ id: recordId });
const NO_AUDIT = "No such audit, or it has no report";
/** Bytes; a mode is asked for in fewer. */
const MOST_BODY = 1_024;

export function auditRoutes(app: OpenAPIHono, context: AuditRouteContext): void {
  startRoute(app, context);
  readRoutes(app, context);
  reportRoutes(app, context);
  cancelRoute(app, context);
}

/** An auditor whose access is over audits nothing any more. */
function askerOf(c: Context, { clock }: AuditRouteContext): Principal {
  assertGivenLasts(c, clock);
  return c.get("principal");
}

/** @throws Refusal `invalid_parameter` */
function bodyOf<S extends z.ZodObject>(shape: S, body: unknown): z.infer<S> {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalidParameters(parsed.error.issues, "body");
}

function startRoute(app: OpenAPIHono, context: AuditRouteContext): void {
  const { audits } = context;
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: "/v1/audits", tags, security },
    summary: "Run an audit of this ledger",
    description:
      "As `counterfoil audit` does, beside the server and one at a time. It is recorded that it was run, and what came of it.",
    request: {
      body: { required: true, content: { "application/json": { schema: schema.newAudit } } },
    },
    responses: {
      202: {
        description: "It has begun; ask for it again to see how far it is",
        content: { "application/json": { schema: schema.auditRun } },
      },
      409: refused("One is running already"),
      429: refused("Too many were begun"),
    },
  });
  app.post("/v1/audits", async (c) => {
    const asker = askerOf(c, context);
    const { mode } = bodyOf(schema.newAudit, await jsonBody(c, MOST_BODY));
    const run = await audits.begin(mode, asker);
    c.header("location", `/v1/audits/${run.id}`);
    return c.json(shownRun(audits, run, asker, languageOf(c)), 202);
  });
}

function readRoutes(app: OpenAPIHono, context: AuditRouteContext): void {
  const { audits } = context;
  const list = createRoute({
    ...{ method: "get", path: "/v1/audits", tags, security },
    summary: "Audits that were run from here, the newest first",
    responses: {
      200: {
        description: "Those that are kept",
        content: { "application/json": { schema: schema.auditList } },
      },
    },
  });
  app.openapi(list, (c) => {
    const asker = askerOf(c, context);
    const shown = audits.all().map((run) => shownRun(audits, run, asker, languageOf(c)));
    return c.json({ audits: shown }, 200);
  });

  const one = createRoute({
    ...{ method: "get", path: "/v1/audits/{id}", tags, security },
    summary: "An audit: how far it is, or what it found",
    request: { params, query: schema.auditQuery },
    responses: {
      200: {
        description: "In the language of Accept-Language",
        content: { "application/json": { schema: schema.auditDetail } },
      },
      404: refused("No such audit"),
    },
  });
  app.openapi(one, async (c) => {
    const asker = askerOf(c, context);
    const language = languageOf(c);
    const { from } = c.req.valid("query");
    const run = audits.get(c.req.valid("param").id);
    const report = run.state === "done" ? await audits.report(run.id) : null;
    const shown = report && shownReport(report, language, from);
    return c.json({ ...shownRun(audits, run, asker, language), report: shown }, 200);
  });
}

const languageQuery = z.object({
  language: z
    .enum(["en", "zh"])
    .optional()
    .meta({ description: "Of the report; that of Accept-Language when left out" }),
});

function reportRoutes(app: OpenAPIHono, context: AuditRouteContext): void {
  const { audits } = context;
  const page = createRoute({
    ...{ method: "get", path: "/v1/audits/{id}/report.html", tags, security },
    summary: "Report of an audit, as one page that needs nothing else",
    request: { params, query: languageQuery },
    responses: {
      200: { description: "The page", content: { "text/html": { schema: z.string() } } },
      404: refused(NO_AUDIT),
    },
  });
  app.openapi(page, async (c) => {
    askerOf(c, context);
    const { id } = c.req.valid("param");
    const asked = c.req.valid("query").language;
    const language: Language = asked ?? negotiateLanguage(c.req.header("accept-language"));
    return c.html(await audits.reportPage(id, language), 200, {
      "content-language": language === "zh" ? "zh-CN" : "en",
      "content-disposition": `attachment; filename="audit-${id}.html"`,
      vary: "Accept-Language",
    });
  });

  const json = createRoute({
    ...{ method: "get", path: "/v1/audits/{id}/report.json", tags, security },
    summary: "Report of an audit for programs (docs/FORMAT.md §15); its hash is on record",
    request: { params },
    responses: {
      200: {
        description: "The bytes that `counterfoil audit --json` writes",
        content: { "application/json": { schema: z.unknown() } },
      },
      404: refused(NO_AUDIT),
    },
  });
  app.openapi(json, async (c) => {
    askerOf(c, context);
    const { id } = c.req.valid("param");
    const bytes = await audits.reportBytes(id);
    return c.body(Buffer.from(bytes), 200, {
      "content-type": "application/json",
      "content-disposition": `attachment; filename="audit-${id}.json"`,
    }) as never;
  });
}

function cancelRoute(app: OpenAPIHono, context: AuditRouteContext): void {
  const { audits } = context;
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: "/v1/audits/{id}/cancellation", tags, security },
    summary: "End an audit that runs",
    description: "Of one that does not run any more nothing is changed.",
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: schema.nothing } } },
    },
    responses: {
      200: {
        description: "The audit, as it is now",
        content: { "application/json": { schema: schema.auditRun } },
      },
      404: refused("No such audit"),
    },
  });
  app.post("/v1/audits/:id/cancellation", async (c) => {
    const asker = askerOf(c, context);
    bodyOf(schema.nothing, await jsonBody(c, MOST_BODY));
    const run = audits.get(c.req.param("id"));
    if (run.state === "running" && !mayCancel(run, asker))
      throw new Refusal("forbidden", { problem: "target" });
    const ended = await audits.cancel(run.id);
    return c.json(shownRun(audits, ended, asker, languageOf(c)), 200);
  });
}
