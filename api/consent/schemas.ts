/** What this domain's routes take and give, as zod schemas: types and the API page come from here; what is taken is checked by its kind. */
import { z } from "@hono/zod-openapi";
import { time } from "../ledger/kinds/fields.ts";
import { recordId, source, subject } from "../ledger/schemas.ts";
import {
  CONSENT_EVENTS,
  consent,
  FOREIGN_FORMATS,
  TAKEN_EVENTS,
  takenActor,
} from "./kinds/consent.ts";
import { controller } from "./kinds/controller.ts";
import { merge } from "./kinds/merge.ts";
import { purpose } from "./kinds/purpose.ts";
import { contentHash, identifier, versionNumber } from "./kinds/shapes.ts";
import { signal } from "./kinds/signal.ts";
import { noticeTextInput } from "./publish-notice.ts";
import { CONSENT_STATES } from "./transitions.ts";
import { REASONS } from "./verdict.ts";

/** What may be left out: it is now, and said by the ledger itself. */
const envelope = { "@occurredAt": time.optional(), "@source": source.optional() };

export const identifierParam = z.object({ id: identifier });
export const textParam = z.object({ hash: contentHash });

export const atQuery = z.object({
  at: time.optional().openapi({
    type: "string",
    description: "A time that is asked about; now when left out.",
  }),
});

const flag = z.enum(["true", "false"]).default("false");
export const writeQuery = z.object({
  disclosures: flag.meta({
    description: "Answer with the disclosures that open each field's commitment.",
  }),
  receipts: flag.meta({ description: "NDJSON: answer each line with its signed receipt." }),
});

export const controllerInput = z
  .strictObject({ ...envelope, ...controller.body.shape })
  .openapi("ControllerRequest");

export const noticeInput = z
  .strictObject({
    ...envelope,
    noticeId: identifier,
    inForceFrom: time.optional(),
    texts: z.array(noticeTextInput).min(1).max(50),
  })
  .openapi("NoticeRequest");

export const purposeInput = z
  .strictObject({
    ...envelope,
    ...purpose.body.omit({ event: true, purposeVersion: true }).shape,
    inForceFrom: time.optional(),
    material: z.boolean().optional(),
  })
  .openapi("PurposeRequest");

export const retirementInput = z
  .strictObject({ ...envelope, inForceFrom: time.optional() })
  .openapi("RetirementRequest");

/** The document is any JSON: a type that contains itself, which the API page cannot show. */
const imported = z
  .strictObject({
    format: z.enum(FOREIGN_FORMATS),
    document: z.unknown(),
    takenOverFrom: z.string().optional(),
  })
  .nullish();
const { imported: _, ...toldFields } = consent.body.shape;
const consentFields = { ...toldFields, imported };

export const consentInput = z
  .strictObject({
    "@subject": subject,
    ...envelope,
    ...toldFields,
    event: z.enum(TAKEN_EVENTS),
    actor: takenActor.optional(),
    purposeVersion: versionNumber.nullish(),
  })
  .openapi("ConsentRequest");

export const mergeInput = z
  .strictObject({ "@subject": subject, ...envelope, ...merge.body.shape })
  .openapi("MergeRequest");

export const signalInput = z
  .strictObject({ ...envelope, ...signal.body.shape })
  .openapi("SignalRequest");

const storedEvent = z.object({
  id: recordId,
  index: z.number().int(),
  entry: z.string().optional(),
  leafHash: z.string().optional(),
  receipt: z.string().optional(),
  disclosures: z.array(z.string()).optional(),
});

export const eventAnswer = z
  .object({
    outcome: z.enum(["stored", "known"]),
    id: recordId,
    events: z.array(storedEvent).optional(),
  })
  .openapi("EventAnswer");

export const versionAnswer = eventAnswer
  .extend({ version: z.number().int() })
  .openapi("VersionAnswer");

const recorded = { id: recordId, occurredAt: time, recordedAt: time };

export const controllerAnswer = z
  .object({ ...recorded, ...controller.body.shape })
  .openapi("Controller");

export const noticeAnswer = z
  .object({
    noticeId: identifier,
    versions: z.array(
      z.object({
        ...recorded,
        noticeId: identifier,
        noticeVersion: versionNumber,
        inForceFrom: time,
        texts: z.array(z.object({ hash: contentHash, language: z.string(), title: z.string() })),
      }),
    ),
  })
  .openapi("Notice");

export const purposeAnswer = z
  .object({
    purposeId: identifier,
    versions: z.array(z.object({ ...recorded, ...purpose.body.omit({ event: true }).shape })),
    retiredFrom: time.nullable(),
    lostUpTo: z.number().int(),
  })
  .openapi("Purpose");

const mark = z.object({
  id: recordId,
  seq: z.number().int(),
  index: z.number().int(),
  event: z.enum(CONSENT_EVENTS),
  occurredAt: time,
  recordedAt: time,
});

const event = z.object({
  ...recorded,
  subject,
  source,
  seq: z.number().int(),
  index: z.number().int(),
  ...consentFields,
});

export const consentAnswer = z
  .object({
    subject,
    purposeId: identifier,
    at: time,
    allowed: z.boolean(),
    reason: z.enum(REASONS),
    purposeVersion: versionNumber.nullable(),
    stated: z.array(z.string()),
    identifiers: z.array(
      z.object({
        subject,
        state: z.enum(CONSENT_STATES),
        madeBy: event.nullable(),
        signalled: z.string().nullable(),
        ended: event.nullable(),
        covers: z.boolean(),
        endsAt: time.nullable(),
        events: z.array(mark.nullable()),
        statedAfter: z.boolean(),
        evidence: z.string(),
        joined: z.string(),
      }),
    ),
  })
  .openapi("ConsentState");
