/** `GET /v1/purposes/{id}/consents`: how everybody stands to a purpose on a day. Who is shown is recorded with each of them; numbers are of nobody. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { readHeaders } from "../../ledger/reading.ts";
import { refused, security, subject } from "../../ledger/schemas.ts";
import { identifier } from "../kinds/shapes.ts";
import type { RouteContext } from "../route-context.ts";
import { atQuery, identifierParam } from "../schemas.ts";
import { STANDS } from "./everybody.ts";

const reason = z.enum(STANDS);
const whole = z.boolean().meta({
  description: "false: something could not be read, so there may be people who are not told of",
});

const everybodyQuery = atQuery.extend({
  state: reason.optional(),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

export const everybodyAnswer = z
  .object({
    ...{ purpose: identifier, at: z.string() },
    people: z.array(
      z.object({ subject, allowed: z.boolean(), reason, since: z.string().nullable() }),
    ),
    whole,
    next: z.string().nullable().meta({
      description: "Where the next page begins; a page may be short, or empty, and not be the last",
    }),
  })
  .openapi("PurposeConsents");

export const everybodyCounts = z
  .object({
    ...{ purpose: identifier, at: z.string(), total: z.number().int(), whole },
    counts: z.partialRecord(reason, z.number().int()),
  })
  .openapi("PurposeConsentCounts");

const told = <S extends z.ZodType>(description: string, shape: S) => ({
  description,
  content: { "application/json": { schema: shape } },
});

export function everybodyRoutes(app: OpenAPIHono, { consents, trail }: RouteContext): void {
  const common = { tags: ["consent"], security };
  const list = createRoute({
    ...{ method: "get", path: "/v1/purposes/{id}/consents", ...common },
    summary: "How everybody stands to a purpose at a time, who was ever asked or chose",
    request: { params: identifierParam, query: everybodyQuery, headers: readHeaders },
    responses: {
      200: told("A page, in the order in which they came", everybodyAnswer),
      400: refused("A parameter is not valid"),
      422: refused("No such purpose"),
    },
  });
  app.openapi(list, async (c) => {
    const purpose = c.req.valid("param").id;
    const { at = null, state = null, cursor = "0", limit } = c.req.valid("query");
    const reading = trail(c);
    const page = await consents.everybody({
      ...{ purposeId: purpose, at, reason: state, after: Number(cursor), limit },
    });
    const what = { what: "decision", of: purpose, at: page.at } as const;
    await reading.show(...page.people.map((one) => ({ subject: one.subject, told: [what] })));
    const next = page.next === null ? null : String(page.next);
    const { people, whole: isWhole } = page;
    return c.json({ purpose, at: page.at, people: [...people], whole: isWhole, next }, 200);
  });

  const counts = createRoute({
    ...{ method: "get", path: "/v1/purposes/{id}/consents/counts", ...common },
    summary: "How many stand how to a purpose at a time",
    request: { params: identifierParam, query: atQuery },
    responses: {
      200: told("By state; who was never asked is not counted", everybodyCounts),
      400: refused("A parameter is not valid"),
      422: refused("No such purpose"),
    },
  });
  app.openapi(counts, async (c) => {
    const purposeId = c.req.valid("param").id;
    const { at = null } = c.req.valid("query");
    const { signal } = c.req.raw;
    const counted = await consents.countEverybody({ purposeId, at, signal });
    return c.json({ purpose: purposeId, ...counted }, 200);
  });
}
