/** What the routes of the registers take and give. */
import { z } from "@hono/zod-openapi";
import { eventAnswer } from "../../consent/schemas.ts";
import { time } from "../../ledger/kinds/fields.ts";
import { recordId } from "../../ledger/schemas.ts";
import { assessment } from "../kinds/assessment.ts";
import { BREACH_EVENTS, breach } from "../kinds/breach.ts";
import { uuid } from "../kinds/shapes.ts";
import { CLOCK_STATES } from "./breach-state.ts";

const { actor: _, breachId, event, ...breachFields } = breach.body.shape;
const envelope = { "@occurredAt": time.optional() };

export const breachInput = z
  .strictObject({ ...envelope, ...breachFields })
  .openapi("BreachRequest");
export const breachStepInput = z
  .strictObject({ ...envelope, ...breachFields, event: z.enum(BREACH_EVENTS).exclude(["found"]) })
  .openapi("BreachStepRequest");
export const breachOutcome = eventAnswer.extend({ breachId }).openapi("BreachOutcome");

export const breachAnswer = z
  .object({
    breachId: uuid,
    clock: z.enum(CLOCK_STATES).meta({
      description: "How it stands with telling the authority (GDPR 33(1))",
    }),
    dueAt: time,
    authorityNotifiedAt: time.nullable(),
    peopleNotifiedAt: time.nullable(),
    closed: z.boolean(),
    lost: z.boolean().meta({ description: "A record of it is gone" }),
    facts: z.record(z.string(), z.any()).meta({ description: "Of each field what was said last" }),
    steps: z.array(
      z.object({
        ...{ id: recordId, index: z.number().int(), event, occurredAt: time, recordedAt: time },
        said: z.record(z.string(), z.any()),
      }),
    ),
  })
  .openapi("Breach");
export const breachList = z.object({ breaches: z.array(breachAnswer) }).openapi("Breaches");

const { actor: __, purposeId, ...assessmentFields } = assessment.body.shape;
export const assessmentInput = z
  .strictObject({
    ...{ ...envelope, ...assessmentFields },
    purposeVersion: assessmentFields.purposeVersion.optional(),
  })
  .openapi("AssessmentRequest");
const assessed = z
  .object({ id: recordId, occurredAt: time, recordedAt: time, purposeId, ...assessmentFields })
  .openapi("Assessment");
export const assessmentList = z
  .object({ assessments: z.array(assessed).meta({ description: "The oldest first" }) })
  .openapi("Assessments");

export const processingAnswer = z
  .object({
    at: time,
    controller: z.any(),
    activities: z.array(
      z.object({
        purpose: z.any(),
        retiredFrom: time.nullable(),
        notice: z.object({ noticeId: z.string(), version: z.number().int() }).nullable(),
        partners: z.array(z.any()),
        abroad: z.array(z.string()),
        assessment: assessed.nullable(),
        needsAssessment: z.array(z.string()),
      }),
    ),
    retention: z.any(),
  })
  .openapi("ProcessingRecord");
