/** What these routes give, as zod schemas. */
import { z } from "@hono/zod-openapi";
import { time } from "../../ledger/kinds/fields.ts";
import { choices, recordedChoice, toldController, toldPurpose } from "../ask/schemas.ts";
import { CHOICES } from "../ask/wording.ts";
import { REASONS } from "../verdict.ts";

export const issued = z
  .object({
    token: z.string(),
    expiresAt: time,
    purposeVersion: z.number().int(),
    noticeId: z.string(),
    noticeVersion: z.number().int(),
    language: z.string(),
    script: z.object({ path: z.string(), integrity: z.string() }),
  })
  .openapi("EmbedToken");

export const offer = z
  .object({
    controller: toldController,
    purpose: toldPurpose,
    notice: z.object({
      title: z.string(),
      text: z.string(),
      mediaType: z.string(),
      version: z.number().int(),
    }),
    language: z.string(),
    state: z.enum(REASONS),
    choices,
    globalPrivacyControl: z.boolean(),
    expiresAt: time,
    recorded: recordedChoice.nullable(),
  })
  .openapi("EmbedOffer");

export const choiceInput = z.strictObject({ choice: z.enum(CHOICES) }).openapi("EmbedChoice");

export const chosen = recordedChoice.extend({ repeated: z.boolean() }).openapi("EmbedChosen");
