/** What the routes of messages to partners take and give. */
import { z } from "@hono/zod-openapi";
import { identifier, versionNumber } from "../../consent/kinds/shapes.ts";
import { eventAnswer } from "../../consent/schemas.ts";
import { subject } from "../../ledger/schemas.ts";
import { MESSAGE_STATES } from "../../store/partner-store.ts";
import { MESSAGE_TYPES } from "./message.ts";

const time = z.string().nullable().meta({ example: "2026-11-27T21:30:00.000Z" });
const count = z.number().int();

export const messageId = z.string().regex(/^msg_[0-9a-f]{32}$/);

export const messagesQuery = z.object({
  state: z.enum(MESSAGE_STATES).optional(),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const message = z.object({
  id: messageId,
  type: z.enum(MESSAGE_TYPES),
  version: versionNumber.meta({ description: "Of the terms" }),
  purpose: identifier.nullable(),
  reason: z.string().nullable(),
  madeAt: time,
  state: z.enum(MESSAGE_STATES),
  attempts: count,
  nextAt: time,
  deliveredAt: time,
  deleteBy: time,
  acknowledgeBy: time,
  receivedAt: time.meta({ description: "As the partner has signed" }),
  receivedCame: time.meta({ description: "When that came to this ledger" }),
  doneAt: time.meta({ description: "As the partner has signed" }),
  doneCame: time.meta({ description: "When that came to this ledger" }),
  overdue: z.boolean().meta({
    description:
      "It did not come to this ledger in the time that the terms give, whatever time is signed",
  }),
  subject: subject.nullable().optional().meta({ description: "Only to the partner" }),
  body: z.string().optional().meta({ description: "Exact text; only to the partner" }),
});

export const messagesAnswer = z
  .object({ messages: z.array(message), next: z.string().nullable() })
  .openapi("AgreementMessages");

export const messageParam = z.object({ id: identifier, message: messageId });
export const replayAnswer = message.openapi("AgreementMessage");

const used = { requests: count, records: count, people: count };
export const replayRequest = z.strictObject({}).openapi("MessageReplayRequest");

export const usageAnswer = z
  .object({
    days: z.array(z.object({ day: z.string().meta({ example: "2026-11-27" }), ...used })),
    total: z.object(used),
    ...{ waiting: count, givenUp: count },
    overdue: count.meta({ description: "Not acknowledged in the time that the terms give" }),
  })
  .openapi("AgreementUsage");

export const acknowledgementRequest = z
  .strictObject({
    acknowledgement: z
      .string()
      .max(1_024)
      .meta({ description: "A signed note (docs/FORMAT.md §19)" }),
  })
  .openapi("AcknowledgementRequest");

export const acknowledgementAnswer = z
  .object({
    message: messageId,
    what: z.enum(["received", "done"]),
    recorded: eventAnswer.nullable().meta({ description: "null: of a test nothing is" }),
  })
  .openapi("Acknowledgement");
