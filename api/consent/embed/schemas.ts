/** What these routes give, as zod schemas. */
import { z } from "@hono/zod-openapi";
import { time } from "../../ledger/kinds/fields.ts";
import { recordId } from "../../ledger/schemas.ts";
import { CONSENT_EVENTS } from "../kinds/consent.ts";
import { REASONS } from "../verdict.ts";
import { CHOICES } from "./wording.ts";

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

const recorded = z.object({
  id: recordId,
  event: z.enum(CONSENT_EVENTS),
  wording: z.string(),
  recordedAt: time,
  receipt: z.string(),
  document: z.string(),
});

export const offer = z
  .object({
    controller: z.object({
      name: z.string(),
      contact: z.string(),
      email: z.string().nullable(),
      policyUrl: z.string(),
      withdrawalMethod: z.string().nullable(),
    }),
    purpose: z.object({ title: z.string(), description: z.string(), version: z.number().int() }),
    notice: z.object({
      title: z.string(),
      text: z.string(),
      mediaType: z.string(),
      version: z.number().int(),
    }),
    language: z.string(),
    state: z.enum(REASONS),
    choices: z.array(z.object({ choice: z.enum(CHOICES), wording: z.string() })),
    globalPrivacyControl: z.boolean(),
    expiresAt: time,
    recorded: recorded.nullable(),
  })
  .openapi("EmbedOffer");

export const choiceInput = z.strictObject({ choice: z.enum(CHOICES) }).openapi("EmbedChoice");

export const chosen = recorded.extend({ repeated: z.boolean() }).openapi("EmbedChosen");
