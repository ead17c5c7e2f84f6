import { z } from "@hono/zod-openapi";
import { term } from "../../consent/kinds/shapes.ts";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { actor, uuid } from "./shapes.ts";

/** What happens to a breach of personal data. `found`: the firm is aware of it. Each step says what is known by then; what it does not say is as before. */
export const BREACH_EVENTS = [
  "found",
  "assessed",
  "contained",
  "authority-notified",
  "people-notified",
  "noted",
  "closed",
] as const;
export type BreachEvent = (typeof BREACH_EVENTS)[number];

/** To people: GDPR 33(1) asks for no notification where a risk is `unlikely`, 34(1) for one to people where it is `high`. */
export const BREACH_RISKS = ["unlikely", "risk", "high"] as const;

const many = z.number().int().min(0).max(10_000_000_000);

/**
 * One step of a breach (GDPR 33, 34; PIPL 57): stream `breach/<breachId>` of the firm, whose secrets are public (FORMAT §5.1). So it says how many and what kind of people, and never who.
 */
export const breach = defineKind({
  kind: "breach",
  layout: "events",
  streamField: "breachId",
  about: "firm",
  retentionClass: "statutory",
  retentionYears: null,
  body: z.strictObject({
    actor,
    /** Whom it was told, and under which number. */
    authority: f.text(200).nullish(),
    /** When the firm became aware: the 72 hours run from here. */
    awareAt: f.time.nullish(),
    breachId: uuid,
    /** Of the data. */
    categories: z.array(term).min(1).max(50).nullish(),
    consequences: f.text(4_000).nullish(),
    /** Whom people and the authority may ask: of the firm. */
    contact: f.text(500).nullish(),
    /** What happened. */
    description: f.text(10_000).nullish(),
    event: f.oneOf(BREACH_EVENTS),
    /** When it began and ended, as far as it is known. */
    from: f.time.nullish(),
    /** What was or will be done about it. */
    measures: f.text(4_000).nullish(),
    /** What of the data: who saw it, who changed it, what cannot be got at any more. */
    nature: z
      .array(f.oneOf(["confidentiality", "integrity", "availability"]))
      .min(1)
      .max(3)
      .nullish(),
    note: f.text(2_000).nullish(),
    /** When the authority, or people, were told. */
    notifiedAt: f.time.nullish(),
    /** How many, about. */
    people: many.nullish(),
    peopleCategories: z.array(f.text(200)).min(1).max(50).nullish(),
    /** Why it was told late, in part, or to nobody. */
    reason: f.text(2_000).nullish(),
    records: many.nullish(),
    reference: f.text(200).nullish(),
    risk: f.oneOf(BREACH_RISKS).nullish(),
    until: f.time.nullish(),
  }),
});
