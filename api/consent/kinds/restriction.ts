import { z } from "@hono/zod-openapi";
import { ROLES } from "../../core/principal.ts";
import { opaqueId } from "../../ledger/kinds/access.ts";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { restrictionRule } from "../standings/restriction.ts";
import { identifier } from "./shapes.ts";

/** What can happen to a restriction of processing (GDPR 18, PIPL 44), and to an objection to a purpose (GDPR 21, PIPL 44). */
export const RESTRICTION_EVENTS = ["restricted", "lifted", "objected", "objection-ended"] as const;
export type RestrictionEvent = (typeof RESTRICTION_EVENTS)[number];

/**
 * Why. Of `restricted`: GDPR 18(1)(a) to (d) are `accuracy`, `unlawful`, `claims` and `objection`; `refusal` is PIPL 44. Of `lifted`: `over` (what it was restricted for is settled), `withdrawn`
 * (the person asks for it). Of `objection-ended`: `compelling-grounds` and `legal-claims` (GDPR 21(1)), `public-interest` (GDPR 21(6)), `withdrawn`. `other`: `reason` says it.
 */
const RESTRICTION_GROUNDS = [
  "accuracy",
  "unlawful",
  "claims",
  "objection",
  "refusal",
  "over",
  "withdrawn",
  "compelling-grounds",
  "legal-claims",
  "public-interest",
  "other",
] as const;
export type RestrictionGround = (typeof RESTRICTION_GROUNDS)[number];

/**
 * Processing of a person's data is restricted, or not any more, or the person objects to a purpose: the one stream `restriction` of the person. A restriction under one identifier is one of the
 * person, whatever their other identifiers are.
 */
export const restriction = defineKind({
  kind: "restriction",
  layout: "events",
  retentionClass: "consent",
  retentionYears: null,
  standing: restrictionRule,
  body: z.strictObject({
    /** Who did it: the person (`customer`), or who for the firm. */
    actor: z.strictObject({ id: opaqueId, role: f.oneOf([...ROLES]) }),
    /** How the person asked for it. */
    channel: f.channel.nullish(),
    event: f.oneOf(RESTRICTION_EVENTS),
    ground: f.oneOf(RESTRICTION_GROUNDS).nullish(),
    /** For those who work on it. */
    note: f.text(2000).nullish(),
    /** Of an objection; `null` of a restriction, which is of everything. */
    purposeId: identifier.nullish(),
    /** As the person is told it. */
    reason: f.text(2000).nullish(),
    /** Of what proves that the person asked for it: a letter, a call; in the firm's own files. */
    reference: f.text(200).nullish(),
    /** The case in which it was asked for. */
    requestId: f.text(64).nullish(),
    /** When the person was told that it will be lifted, or why an objection does not hold: beforehand (GDPR 18(3)) … */
    toldAt: f.time.nullish(),
    /** … and how. */
    toldBy: f.channel.nullish(),
  }),
});
