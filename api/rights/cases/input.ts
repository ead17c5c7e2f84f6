/** What is sent about a request, and what is left to the ledger. */
import { z } from "@hono/zod-openapi";
import { Refusal } from "../../core/errors.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { fieldProblems } from "../../ledger/kinds/problems.ts";
import {
  asked,
  type COMPLAINT_CATEGORIES,
  IDENTIFICATIONS,
  REQUEST_EVENTS,
  REQUEST_TYPES,
  type RequestEvent,
  type RequestType,
  regarding,
  request,
} from "../kinds/request.ts";

const { answer, channel, decision, details, externalNumber, ground } = request.body.shape;
const { jurisdiction, language, note, outcome, reason, summary } = request.body.shape;

const identification = z
  .strictObject({ method: f.oneOf(IDENTIFICATIONS), reference: f.text(200).optional() })
  .nullish();

/** When it happened, where that is not now: a letter that came on Friday. */
const occurred = { "@occurredAt": f.time.optional(), "@source": z.string().max(64).optional() };

/** A person asks for something. */
export const newRequest = z
  .strictObject({
    requestType: f.oneOf(REQUEST_TYPES),
    ...{ details, asked: asked.nullish(), language, note, externalNumber },
    /** Not of what a person sends for themselves: it came by the portal. */
    ...{ channel, jurisdiction, identification },
    ...occurred,
  })
  .openapi("NewRequest");

/** Steps that others ask for. */
export const TAKEN_STEPS = REQUEST_EVENTS.filter(
  (event): event is Exclude<RequestEvent, "received" | "carried-out"> =>
    event !== "received" && event !== "carried-out",
);

export const newStep = z
  .strictObject({
    event: f.oneOf(TAKEN_STEPS as [(typeof TAKEN_STEPS)[number], ...typeof TAKEN_STEPS]),
    ...{ reason, ground, decision, outcome, summary, note, externalNumber },
    ...{ answer, identification, asked: asked.nullish(), regarding: regarding.nullish() },
    ...occurred,
  })
  .openapi("NewRequestStep");

export type NewRequest = z.infer<typeof newRequest>;
export type NewStep = z.infer<typeof newStep>;

/** @throws Refusal `invalid_record` */
export function parsed<S extends z.ZodObject>(shape: S, input: unknown): z.infer<S> {
  const found = shape.safeParse(input);
  if (found.success) return found.data;
  throw new Refusal("invalid_record", { problems: fieldProblems(found.error, input as object) });
}

type AskedField = keyof z.infer<typeof asked>;

/** What each type is asked for in. */
const ASKED: Readonly<Record<RequestType, readonly AskedField[]>> = {
  access: ["format", "records"],
  rectification: ["corrections"],
  erasure: ["certificate"],
  restriction: ["purposes", "records"],
  portability: ["format"],
  objection: ["purposes"],
  review: ["records"],
  complaint: ["category", "purposes", "records"],
};

/**
 * What is asked for, as it is recorded: of a complaint with its category.
 *
 * @throws Refusal `invalid_record`: not of this type
 */
export function askedOf(
  type: RequestType,
  given: z.infer<typeof asked> | null | undefined,
): z.infer<typeof asked> | null {
  const surplus = (Object.keys(given ?? {}) as AskedField[]).filter(
    (field) => !ASKED[type].includes(field),
  );
  if (surplus.length > 0)
    throw new Refusal("invalid_record", {
      problems: surplus.map((field) => ({ field: `asked.${field}`, code: "surplus" })),
    });
  const other: (typeof COMPLAINT_CATEGORIES)[number] = "other";
  return type === "complaint" ? { category: other, ...given } : (given ?? null);
}
