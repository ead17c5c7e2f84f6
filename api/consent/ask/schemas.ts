/** What routes that ask people tell, as zod schemas. */
import { z } from "@hono/zod-openapi";
import { time } from "../../ledger/kinds/fields.ts";
import { recordId } from "../../ledger/schemas.ts";
import { CONSENT_EVENTS } from "../kinds/consent.ts";
import { CHOICES } from "./wording.ts";

export const toldController = z.object({
  name: z.string(),
  contact: z.string(),
  email: z.string().nullable(),
  policyUrl: z.string(),
  withdrawalMethod: z.string().nullable(),
});

export const toldPurpose = z.object({
  title: z.string(),
  description: z.string(),
  version: z.number().int(),
});

export const choices = z.array(z.object({ choice: z.enum(CHOICES), wording: z.string() }));

export const recordedChoice = z.object({
  id: recordId,
  event: z.enum(CONSENT_EVENTS),
  wording: z.string(),
  recordedAt: time,
  receipt: z.string(),
  document: z.string(),
});
