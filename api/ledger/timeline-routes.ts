import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { access } from "./kinds/access.ts";
import { type ReadTrail, readHeaders, wholeRecord } from "./reading.ts";
import { refusedOf } from "./refused.ts";
import * as schema from "./schemas.ts";
import type { Ledger } from "./service.ts";

const { refused, security } = schema;

export interface TimelineRouteContext {
  readonly ledger: Pick<Ledger, "timeline" | "reads">;
  readonly trail: ReadTrail;
  /** What the organization is called that somebody has read for; `null`: nobody knows any more. */
  readonly organizationName: (id: string) => string | null;
}

const params = z.object({ subject: schema.subject });
const missing = refused("No such data subject");

/** Words joined by commas. */
const kinds = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}(?:,[a-z][a-z0-9-]{0,31}){0,19}$/)
  .optional()
  .transform((list) => list?.split(",") ?? null)
  .openapi({ type: "string", description: "Kinds, joined by commas; all when left out." });
const { cursor, limit } = schema.listQuery.shape;

/** A page on which what is damaged hides nothing else. */
export const timelineAnswer = schema.pageAnswer
  .extend({
    damaged: z
      .array(schema.damagedRecord)
      .meta({ description: "Of the page too, but no longer what was recorded" }),
    newest: z.record(z.string(), z.number().int()).meta({
      description:
        "The newest version of each record of the page that has more than one: what is older was corrected, or otherwise replaced",
    }),
  })
  .openapi("Timeline");

export const readsAnswer = timelineAnswer
  .omit({ newest: true })
  .extend({
    count: z.number().int(),
    organizations: z.record(z.string(), z.string()).meta({
      description: "The names of the readers' organizations, by their ids.",
    }),
  })
  .openapi("Reads");

function timelineRoute(app: OpenAPIHono, { ledger, trail }: TimelineRouteContext): void {
  const route = createRoute({
    method: "get",
    path: "/v1/subjects/{subject}/timeline",
    tags: ["records"],
    summary: "All that is recorded about somebody, newest first: all versions, and all events",
    security,
    request: { params, query: z.object({ kinds, cursor, limit }), headers: readHeaders },
    responses: {
      200: {
        description: "A page",
        content: { "application/json": { schema: timelineAnswer } },
      },
      404: missing,
    },
  });
  app.openapi(route, async (c) => {
    const { subject } = c.req.valid("param");
    const query = c.req.valid("query");
    const reading = trail(c);
    const request = { ...query, subject, cursor: query.cursor ?? null };
    const told = [{ what: "list", of: query.kinds?.join(",").slice(0, 256) ?? null }] as const;
    const { records, damaged, next, newest } = await reading.telling(refusedOf(subject, told), () =>
      ledger.timeline(request),
    );
    await reading.show({ subject, records: records.map(wholeRecord), told });
    const page = { records: [...records], damaged: [...damaged], next };
    return c.json({ ...page, newest: Object.fromEntries(newest) }, 200);
  });
}

function readsRoute(app: OpenAPIHono, context: TimelineRouteContext): void {
  const { ledger, trail, organizationName } = context;
  const route = createRoute({
    method: "get",
    path: "/v1/subjects/{subject}/reads",
    tags: ["records"],
    summary: "Who has read what of somebody, and why, newest first; and how often in all",
    security,
    request: { params, query: z.object({ cursor, limit }), headers: readHeaders },
    responses: {
      200: {
        description: "A page of records of access",
        content: { "application/json": { schema: readsAnswer } },
      },
      404: missing,
    },
  });
  app.openapi(route, async (c) => {
    const { subject } = c.req.valid("param");
    const query = c.req.valid("query");
    const reading = trail(c);
    const told = [{ what: "list", of: access.kind }] as const;
    const { records, damaged, next, count } = await reading.telling(refusedOf(subject, told), () =>
      ledger.reads({ subject, limit: query.limit, cursor: query.cursor ?? null }),
    );
    await reading.show({ subject, records: records.map(wholeRecord), told });
    const named = records.flatMap(({ record }): [string, string][] => {
      const { organization } = record;
      const name = typeof organization === "string" ? organizationName(organization) : null;
      return name === null ? [] : [[String(organization), name]];
    });
    const organizations = Object.fromEntries(named);
    return c.json(
      { records: [...records], damaged: [...damaged], next, count, organizations },
      200,
    );
  });
}

/** What a person sees of all that there is about them: `/v1/subjects/{subject}/timeline` and `…/reads`. */
export function timelineRoutes(app: OpenAPIHono, context: TimelineRouteContext): void {
  timelineRoute(app, context);
  readsRoute(app, context);
}
