/** `GET /v1/agreements/{id}/count`: how many people an agreement covers. Numbers are of nobody. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { identifier, versionNumber } from "../../consent/kinds/shapes.ts";
import type { Principal } from "../../core/principal.ts";
import { time } from "../../ledger/kinds/fields.ts";
import { refused, security } from "../../ledger/schemas.ts";
import { agreementParam } from "../schemas.ts";
import type { Counts } from "./service.ts";

const countQuery = z.object({
  purpose: identifier.meta({ description: "What for: one of those that the terms name" }),
  version: z.coerce.number().int().min(1).max(1_000_000).optional().meta({
    description: "Of the terms, also of a draft; for the firm's own people",
  }),
});

export const countAnswer = z
  .object({
    agreementId: identifier,
    version: versionNumber.meta({
      description: "Whose terms were counted by: those in force, or where none are, the newest",
    }),
    purpose: identifier,
    exact: z.boolean().meta({ description: "false: with noise, and rounded" }),
    count: z.number().int().nullable().meta({ description: "null: below the threshold" }),
    threshold: z.number().int(),
    countedAt: time,
    nextAt: time.nullable().meta({
      description: "When whoever asks gets another answer; null: each time",
    }),
  })
  .openapi("AgreementCount");

const PATH = "/v1/agreements/{id}/count";

export function countRoutes(app: OpenAPIHono, counts: Counts): void {
  const route = createRoute({
    ...{ method: "get", path: PATH, tags: ["agreements"], security },
    summary: "How many people an agreement covers now",
    description:
      "People all of whose consents to the use are in force, and of whom there is a record that is shared. The firm's people get the exact number, also of a draft. The partner gets it with noise and rounded, the same answer for four weeks, or none below the threshold; that it asked is on record.",
    request: { params: agreementParam, query: countQuery },
    responses: {
      200: {
        description: "The number; no person can be told from it",
        content: { "application/json": { schema: countAnswer } },
      },
      400: refused("A parameter is not valid"),
      403: refused("Outside of the terms: the answer names what of them says so"),
      404: refused("No such agreement, or it is another organization's; or no such version"),
    },
  });
  app.openapi(route, async (c) => {
    const { purpose, version = null } = c.req.valid("query");
    const told = await counts.count({
      ...{ agreementId: c.req.valid("param").id, purposeId: purpose, version },
      ...{ by: c.get("principal") as Principal, route: `GET ${PATH}`, signal: c.req.raw.signal },
    });
    return c.json({ ...told }, 200);
  });
}
