/** What the route of deliveries takes and gives. */
import { z } from "@hono/zod-openapi";
import { identifier, versionNumber } from "../../consent/kinds/shapes.ts";
import { subject } from "../../ledger/schemas.ts";

export const MOST_RECORDS = 200;

/** A number in its one spelling: what a form leaves empty is not 0. */
const spelled = (what: RegExp, most: number) =>
  z
    .string()
    .regex(what)
    .transform(Number)
    .pipe(z.number().int().max(most))
    .openapi({ type: "integer", minimum: 0 });
const index = spelled(/^(?:0|[1-9]\d{0,15})$/, Number.MAX_SAFE_INTEGER);

export const deliveryQuery = z.object({
  purpose: identifier.meta({ description: "What for: one of those that the terms name" }),
  limit: spelled(/^[1-9]\d{0,2}$/, MOST_RECORDS).default(50),
  cursor: z.string().max(2048).optional(),
  since: index
    .optional()
    .meta({ description: "What an answer before had as “until”: only what has changed since" }),
  subject: subject.optional().meta({ description: "Of this person alone" }),
});

const file = z
  .string()
  .meta({ description: "An evidence file (docs/FORMAT.md §11), its exact text" });

const delivered = z.object({
  credential: z
    .string()
    .meta({ description: "SD-JWT VC of the agreed fields (docs/FORMAT.md §18)" }),
  evidence: file,
  consent: z.array(file).meta({ description: "Of each consent that the use rests on" }),
});

const summary = {
  version: versionNumber,
  leftOut: z.record(z.string(), z.number().int()).meta({
    description:
      "Records that are not given, by the reason: of the whole answer, on its last page; empty before, and of changes since",
  }),
  until: z.number().int().meta({ description: "To be passed as “since” the next time" }),
  complete: z.boolean().meta({
    description: "true: everything was looked at, and what is not given is not covered any more",
  }),
};

export const deliveryAnswer = z
  .object({
    ...summary,
    records: z.array(delivered),
    ended: z.array(subject).meta({
      description: "Of whom something was given before, and nothing is covered now: delete it",
    }),
    restricted: z.array(subject).meta({
      description:
        "Of whom something was given before, and processing of whose data is restricted: keep it, and do not use it",
    }),
    next: z.string().nullable(),
  })
  .openapi("Delivery");

export const deliveryLine = z
  .union([
    delivered,
    z.object({ ended: subject }),
    z.object({ restricted: subject }),
    z.object({
      summary: z.object({
        ...{ ...summary, records: z.number().int() },
        ...{ ended: z.number().int(), restricted: z.number().int() },
      }),
    }),
  ])
  .openapi("DeliveryLine");
