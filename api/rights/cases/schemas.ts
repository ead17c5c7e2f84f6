/** What the routes of requests take and give, as zod schemas: types and the API page come from here. */
import { z } from "@hono/zod-openapi";
import { eventAnswer } from "../../consent/schemas.ts";
import { time } from "../../ledger/kinds/fields.ts";
import { recordId, subject } from "../../ledger/schemas.ts";
import { DECISIONS, OUTCOMES, REQUEST_TYPES, request } from "../kinds/request.ts";
import { uuid } from "../kinds/shapes.ts";
import { CASE_STATES } from "./case.ts";

export { newRequest, newStep } from "./input.ts";

export const personParam = z.object({ subject });
export const requestParam = personParam.extend({
  requestId: uuid.meta({ description: "Of a request, as its answer told it" }),
});

/** `erased`: of somebody who was erased. */
const state = z.enum([...CASE_STATES, "erased"]).meta({
  description:
    "open: the clock runs; paused: it stands; granted: decided, and to be carried out; decided: to be answered; answered; withdrawn; erased: of somebody who was erased",
});
const requestType = z.enum(REQUEST_TYPES);
const decision = z.enum(DECISIONS).nullable();

export const requestAnswer = eventAnswer.extend({ requestId: uuid }).openapi("RequestRecorded");

const row = z.object({
  requestId: uuid,
  subject: z.string().nullable().meta({ description: "null: they were erased" }),
  ...{ requestType, state },
  jurisdiction: z.string(),
  receivedAt: time,
  dueAt: time.nullable().meta({
    description: "The first moment that is too late; null: the clock stands, or it is closed",
  }),
  isOverdue: z.boolean(),
  isIdentified: z.boolean(),
  isExtended: z.boolean(),
  closedAt: time.nullable(),
  decision,
  category: z.string().nullable().meta({ description: "Of a complaint" }),
  outcome: z.enum(OUTCOMES).nullable(),
  handler: z.string().nullable().meta({ description: "Who of the firm had it in hand last" }),
});
export type ShownRow = z.infer<typeof row>;

const timeZone = z
  .string()
  .meta({ description: "By its clocks the last day for an answer ends, as requests come now" });

export const personRequests = z
  .object({
    requests: z.array(row),
    others: z.number().int().meta({
      description:
        "Identifiers that are joined with these and are not yours: what is under them the firm gives out, once it has checked",
    }),
    timeZone,
  })
  .openapi("PersonRequests");

export const SHOWN = [
  "open",
  "due",
  "overdue",
  "to-carry-out",
  "to-answer",
  "closed",
  "all",
] as const;

export const listQuery = z.object({
  show: z.enum(SHOWN).default("open").meta({
    description: "open: not closed; due: within a week; overdue: the deadline has passed",
  }),
  type: requestType.optional(),
  mine: z
    .enum(["true", "false"])
    .default("false")
    .meta({ description: "true: those that you had in hand last" }),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .optional()
    .meta({ description: "Where the page before ended: its “next”" }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const requestList = z
  .object({
    next: z.string().nullable().meta({ description: "null: there are no more" }),
    requests: z.array(row),
    timeZone,
  })
  .openapi("Requests");

const { shape } = request.body;

/** A step as it is told: the fields of its record that it has. */
const step = z.object({
  id: recordId,
  index: z.number().int(),
  occurredAt: time,
  recordedAt: time,
  event: shape.event,
  actor: shape.actor,
  ...{ answer: shape.answer, asked: shape.asked, channel: shape.channel },
  ...{ decision: shape.decision, details: shape.details, dueAt: shape.dueAt },
  ...{ externalNumber: shape.externalNumber, ground: shape.ground },
  ...{ identification: shape.identification, note: shape.note, outcome: shape.outcome },
  ...{ reason: shape.reason, regarding: shape.regarding, summary: shape.summary },
});

export const caseAnswer = row
  .extend({
    language: z.string().nullable(),
    pausedSince: time.nullable(),
    deadline: shape.deadline.unwrap().unwrap().meta({
      description: "The rule by which the time is reckoned, as it was when the request came",
    }),
    asked: shape.asked,
    steps: z.array(step),
    waits: z
      .object({
        since: time,
        why: z.string().nullable().meta({
          description: "null: the server's log says it",
        }),
      })
      .nullable()
      .meta({
        description:
          "For whoever works for the firm: what has kept a grant from being carried out since the server was started, and is tried again",
      }),
    whole: z.boolean().meta({
      description: "false: a step's record is gone, and what the request is in may not be this",
    }),
  })
  .openapi("Request");
export type ShownCase = z.infer<typeof caseAnswer>;

export const summaryAnswer = z
  .object({
    overdue: z.number().int(),
    dueSoon: z.number().int().meta({ description: "Whose deadline passes within a week" }),
    answeredLate: z.number().int().meta({ description: "Whose answer came after its deadline" }),
    counts: z
      .array(
        z.object({
          ...{ requestType, state, decision },
          category: z.string().nullable(),
          outcome: z.string().nullable(),
          count: z.number().int(),
        }),
      )
      .meta({ description: "Of everybody; complaints by their category and outcome" }),
  })
  .openapi("RequestsSummary");
