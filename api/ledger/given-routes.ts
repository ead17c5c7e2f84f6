/** `/v1/given-records`: what an outside auditor was given. Only they ask: all others reach records by whom they are about. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { formatTime } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import { access } from "./kinds/access.ts";
import { ownKindsByName } from "./kinds/registry.ts";
import { reachFor } from "./reach.ts";
import { partOf, type ReadTrail, readHeaders } from "./reading.ts";
import type { RecordedPlace } from "./recorded-in.ts";
import * as schema from "./schemas.ts";
import type { Ledger } from "./service.ts";

const query = schema.listQuery.partial({ subject: true });

const place = z.object({
  id: z.string(),
  version: z.number().int(),
  kind: z.string(),
  subject: z.string(),
  recordedAt: z.string().meta({ description: "When the ledger took it" }),
  index: z.number().int().meta({ description: "Place in the log" }),
});

export const givenAnswer = z
  .object({ records: z.array(place), next: z.string().nullable() })
  .openapi("GivenRecords");

const EVER = { from: 0, until: Number.POSITIVE_INFINITY };
/** Entries that are looked at for one page: whoever was given the last day of many years asks a few times. */
const MOST_LOOKED = 32_768;

function firstOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const match = /^i(0|[1-9]\d{0,14})$/.exec(cursor);
  if (match === null) throw new Refusal("invalid_parameter", { parameter: "cursor" });
  return Number(match[1]);
}

export function givenRoutes(
  app: OpenAPIHono,
  ledger: Pick<Ledger, "recordedIn">,
  trail: ReadTrail,
): void {
  const route = createRoute({
    ...{ method: "get", path: "/v1/given-records", tags: ["records"], security: schema.security },
    summary: "What was given to an auditor: places of records, without their contents",
    description:
      "In the order of the log. What the ledger writes of itself is there where its kind is asked for; of who read what never, since every page makes some of these. A page may be short, or empty, and not be the last.",
    request: { query, headers: readHeaders },
    responses: {
      200: {
        description: "A page",
        content: { "application/json": { schema: givenAnswer } },
      },
    },
  });
  app.openapi(route, async (c) => {
    const { subject, kind, cursor, limit } = c.req.valid("query");
    const reach = reachFor(c);
    const reading = trail(c);
    const first = firstOf(cursor);
    const isAsked = (one: RecordedPlace): boolean =>
      (subject === undefined || one.subject === subject) &&
      one.kind !== access.kind &&
      (kind === undefined ? !ownKindsByName.has(one.kind) : one.kind === kind) &&
      reach.mayRead(one.subject, one.recordedAt);
    const found: RecordedPlace[] = [];
    let next: number | null = null;
    for await (const page of ledger.recordedIn(reach.period ?? EVER, first)) {
      const fitting = page.places.filter(isAsked);
      const left = limit - found.length;
      found.push(...fitting.slice(0, left));
      if (fitting.length > left) next = fitting[left]!.index;
      else if (page.upTo < page.of && (fitting.length === left || page.upTo - first >= MOST_LOOKED))
        next = page.upTo;
      if (next !== null) break;
    }
    const told = [{ what: "list", of: kind ?? null }] as const;
    await reading.show(...found.map((one) => ({ ...partOf(one, []), told })));
    const records = found.map(({ id, version, kind: own, subject: whose, ...one }) => {
      const recordedAt = formatTime(one.recordedAt);
      return { id, version, kind: own, subject: whose, recordedAt, index: one.index };
    });
    return c.json({ records, next: next === null ? null : `i${next}` }, 200);
  });
}
