import { z } from "zod";
import { CONSENT_EVENTS } from "../../../api/consent/kinds/consent.ts";
import { CONSENT_STATES } from "../../../api/consent/transitions.ts";
import { REASONS } from "../../../api/consent/verdict.ts";

/** The event that made a state. */
const made = z.object({
  id: z.string(),
  occurredAt: z.string(),
  recordedAt: z.string(),
  event: z.enum(CONSENT_EVENTS),
  purposeVersion: z.number(),
  noticeId: z.string().nullable(),
  noticeVersion: z.number().nullable(),
  language: z.string().nullable(),
  choice: z.string().nullable(),
  actor: z.object({ role: z.string(), reference: z.string().optional() }),
  channel: z.string().nullable(),
  signal: z.string().nullable(),
  note: z.string().nullable(),
});

const one = z.object({
  subject: z.string(),
  purposeId: z.string(),
  at: z.string(),
  allowed: z.boolean(),
  reason: z.enum(REASONS),
  identifiers: z.array(
    z.object({
      subject: z.string(),
      state: z.enum(CONSENT_STATES),
      madeBy: made.nullable(),
      signalled: z.string().nullable(),
      ended: made.nullable(),
      endsAt: z.string().nullable(),
      statedAfter: z.boolean(),
      evidence: z.string(),
      joined: z.string(),
    }),
  ),
});
const all = z.object({ consents: z.array(one) });

/** As much of the ledger's answer as this program knows, of one purpose. */
export type ConsentAnswer = z.infer<typeof one>;

/** The answer about all purposes or one, as it is, too; null for what is none. */
export function readConsents(
  bytes: Buffer,
  ofOne: boolean,
): { readonly raw: unknown; readonly answers: readonly ConsentAnswer[] } | null {
  let raw: unknown;
  try {
    raw = JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
  const { data } = (ofOne ? one.transform((answer) => ({ consents: [answer] })) : all).safeParse(
    raw,
  );
  return data === undefined ? null : { raw, answers: data.consents };
}
