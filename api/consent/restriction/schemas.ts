/** What the routes of restriction take and give. */
import { z } from "@hono/zod-openapi";
import { time } from "../../ledger/kinds/fields.ts";
import { recordId, subject } from "../../ledger/schemas.ts";
import { restriction } from "../kinds/restriction.ts";

const { actor, ...told } = restriction.body.shape;

export const restrictionInput = z.strictObject(told).openapi("RestrictionRequest");

const event = z.object({
  ...{ id: recordId, subject, occurredAt: time, recordedAt: time, actor },
  ...told,
});

export const restrictionAnswer = z
  .object({
    subject,
    at: time,
    restricted: z.array(event).meta({
      description: "By what processing is restricted, under any identifier; empty: it is not",
    }),
    objections: z.array(event).meta({ description: "Objections that hold" }),
    events: z.array(event),
    whole: z.boolean().meta({
      description: "false: a record is gone that could say otherwise",
    }),
    evidence: z.array(z.string()),
  })
  .openapi("Restriction");
