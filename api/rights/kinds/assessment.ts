import { z } from "@hono/zod-openapi";
import { identifier, versionNumber } from "../../consent/kinds/shapes.ts";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { actor } from "./shapes.ts";

/** Why PIPL 55 asks for an assessment, or GDPR 35(3) does. */
const ASSESSMENT_TRIGGERS = [
  "sensitive",
  "automated-decision",
  "entrusted",
  "provided",
  "published",
  "abroad",
  "large-scale",
  "monitoring",
  "major-effect",
] as const;

const risk = z.strictObject({
  risk: f.text(1_000),
  likelihood: f.oneOf(["low", "medium", "high"]),
  severity: f.oneOf(["low", "medium", "high"]),
  /** What is done about it. */
  measure: f.text(1_000),
});

/**
 * An assessment of what a purpose means for people (PIPL 55 and 56, GDPR 35): stream `assessment/<purposeId>` of the firm; each record is one whole assessment, and the newest counts. It is kept as
 * long as the ledger is, so for longer than the three years of PIPL 56.
 */
export const assessment = defineKind({
  kind: "assessment",
  layout: "events",
  streamField: "purposeId",
  about: "firm",
  retentionClass: "statutory",
  retentionYears: null,
  body: z.strictObject({
    actor,
    /** Who assessed it, and who was heard: offices, not people. */
    assessedBy: f.text(500),
    /** `acceptable`: as it is; `with-measures`: once these are taken; `not-acceptable`: it must not be done; `consult`: the authority is asked first (GDPR 36). */
    conclusion: f.oneOf(["acceptable", "with-measures", "not-acceptable", "consult"]),
    /** Whether ends and means are lawful, legitimate and necessary. */
    necessity: f.text(4_000),
    note: f.text(2_000).nullish(),
    purposeId: identifier,
    /** That was assessed. */
    purposeVersion: versionNumber,
    reviewOn: f.day.nullish(),
    /** What it can do to people, and what is done about it. */
    risks: z.array(risk).min(1).max(50),
    /** Whether the measures of protection are lawful, effective and fit for the risk. */
    safeguards: f.text(4_000),
    triggers: z.array(f.oneOf(ASSESSMENT_TRIGGERS)).min(1).max(ASSESSMENT_TRIGGERS.length),
  }),
});
