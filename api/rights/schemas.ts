/** What the routes of retention, holds and erasure take and answer. */
import { z } from "@hono/zod-openapi";
import { RETENTION_CLASSES } from "../../portal/verify/subject.ts";
import * as f from "../ledger/kinds/fields.ts";
import { subject } from "../ledger/schemas.ts";
import { COPY_NAMES } from "./erase/context.ts";
import { FREE_CLASSES } from "./erase/plan.ts";
import { ERASURE_CAUSES } from "./kinds/erasure.ts";
import { hold as holdKind } from "./kinds/hold.ts";
import { retention as retentionKind } from "./kinds/retention.ts";
import { sealingKey, uuid } from "./kinds/shapes.ts";

const KEY = /^[A-Za-z0-9_-]{43}$/;
const texts = z.array(z.object({ language: z.string(), text: z.string() }));

const rules = z
  .object({
    inForceFrom: z.string().nullable().meta({ description: "null: those of the product" }),
    automatic: z.boolean().meta({
      description:
        "Statutory records of everybody go by themselves when their year is over, from the first daily sweep on that is a day or more behind the statement",
    }),
    rules: z.array(
      z.object({
        class: z.enum(RETENTION_CLASSES),
        action: z.enum(["go", "keep"]),
        years: z.number().int().optional(),
        ground: z.string().optional(),
        texts: texts.optional(),
      }),
    ),
  })
  .openapi("RetentionRules");
export const retentionAnswer = z.object({
  now: rules,
  stated: z.array(rules).meta({ description: "All that were stated, the newest last" }),
});
export const retentionInput = retentionKind.body
  .omit({ actor: true })
  .extend({ inForceFrom: f.time.optional() })
  .openapi("NewRetentionRules");

export const subjectParam = z.object({ subject });
export const holdParam = z.object({ subject, hold: uuid });
export const erasureParam = z.object({ id: uuid });

const holdShape = holdKind.body.shape;
export const holdInput = z
  .strictObject({
    classes: z.array(z.enum(RETENTION_CLASSES)).min(1).max(4),
    reason: holdShape.reason,
    reference: holdShape.reference,
  })
  .openapi("NewHold");
export const releaseInput = z
  .strictObject({ reason: holdShape.reason, reference: holdShape.reference })
  .openapi("HoldRelease");
export const holdList = z.object({
  holds: z.array(
    z
      .object({
        holdId: z.string(),
        subject: z.string(),
        classes: z.array(z.enum(RETENTION_CLASSES)),
        reason: z.string(),
        reference: z.string().nullable(),
        placedAt: z.string(),
        placedBy: z.string(),
        releasedAt: z.string().nullable().meta({ description: "null: it is on" }),
        releasedBy: z.string().nullable(),
        releaseReason: z.string().nullable(),
      })
      .openapi("Hold"),
  ),
});

export const planQuery = z.object({
  goNow: z
    .string()
    .max(100)
    .optional()
    .transform((list) => list?.split(",").filter((one) => one !== "") ?? [])
    .openapi({
      type: "string",
      description: `Classes that are to go though the rules would keep them, joined by commas: ${FREE_CLASSES.join(", ")}.`,
    }),
});

export const planAnswer = z
  .object({
    planHash: z.string().meta({ description: "Carrying out names it" }),
    nothing: z.boolean().meta({ description: "There is nothing that could go" }),
    identifiers: z
      .array(z.string())
      .meta({ description: "All of the person; for a customer those of theirs" }),
    rulesInForceFrom: z.string().nullable(),
    parts: z.array(
      z.object({
        class: z.enum(RETENTION_CLASSES),
        expiry: z.string().meta({ description: "open, or the year at whose end its time ends" }),
        fate: z.enum(["erased", "kept"]),
        ground: z.object({ code: z.string(), texts }).nullable(),
        until: z
          .number()
          .int()
          .nullable()
          .meta({ description: "Kept until the end of this year; null: nobody can say" }),
        held: z.boolean(),
        kinds: z.array(z.object({ kind: z.string(), entries: z.number().int() })),
      }),
    ),
    partners: z.array(
      z.object({
        organization: z.string(),
        name: z.string().nullable(),
        agreement: z.string(),
        kinds: z.array(z.string()),
      }),
    ),
    copies: z.array(z.object({ name: z.enum(COPY_NAMES), count: z.number().int() })),
  })
  .openapi("ErasurePlan");

export const erasureInput = z
  .strictObject({
    planHash: z.string().regex(KEY),
    goNow: z.array(z.enum(RETENTION_CLASSES)).max(4).default([]),
    cause: z.enum(ERASURE_CAUSES).exclude(["retention"]).default("request"),
    certificate: sealingKey.optional().meta({
      description:
        "Public key of a code that the person has made (FORMAT §20), base64url. Left out: a code is made and told once",
    }),
  })
  .openapi("NewErasure");

export const erasureState = z.enum([
  "begun",
  "declared",
  "rows-gone",
  "keys-gone",
  "copies-gone",
  "done",
]);
export const erasureAnswer = z
  .object({
    erasureId: z.string(),
    state: erasureState,
    cause: z.string(),
    begunAt: z.string(),
    doneAt: z.string().nullable(),
    completedAt: z.string().nullable().meta({
      description: "The root key that had wrapped what was destroyed is gone, and that is recorded",
    }),
    count: z.number().int().nullable().meta({ description: "Entries that are erased" }),
    kept: z.number().int().nullable().meta({ description: "Entries of the person that stay" }),
    acknowledgements: z.number().int().meta({ description: "What partners have signed of it" }),
    certificate: z.boolean().meta({ description: "Somebody has a code for a certificate" }),
  })
  .openapi("Erasure");
export const begunAnswer = z.object({
  erasure: erasureAnswer,
  certificateCode: z.string().nullable().meta({
    description: "Opens the certificate; told this once. null: the person has a code",
  }),
});
export const erasureList = z.object({
  erasures: z.array(erasureAnswer),
  next: z.string().nullable(),
});
export const erasuresQuery = z.object({
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
