/** An impact assessment as it is entered. Pure. */
import { oneOf } from "../terms.ts";
import type { Assessment, NewAssessment } from "./queries.ts";

/** Why PIPL 55 asks for one, or GDPR 35(3) does. */
export const TRIGGERS = [
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
export type Trigger = (typeof TRIGGERS)[number];
export const CONCLUSIONS = ["acceptable", "with-measures", "not-acceptable", "consult"] as const;
export const LEVELS = ["low", "medium", "high"] as const;

export interface RiskDraft {
  readonly risk: string;
  readonly likelihood: (typeof LEVELS)[number];
  readonly severity: (typeof LEVELS)[number];
  readonly measure: string;
}
export const EMPTY_RISK: RiskDraft = {
  ...{ risk: "", likelihood: "medium", severity: "medium", measure: "" },
};

export interface AssessmentDraft {
  readonly assessedBy: string;
  readonly conclusion: (typeof CONCLUSIONS)[number] | "";
  readonly necessity: string;
  readonly safeguards: string;
  readonly note: string;
  /** `YYYY-MM-DD`, or nothing. */
  readonly reviewOn: string;
  readonly risks: readonly RiskDraft[];
  readonly triggers: readonly Trigger[];
}

export const triggersIn = (all: readonly string[]): Trigger[] =>
  TRIGGERS.filter((one) => all.includes(one));

/**
 * To go on from the newest; the conclusion and the day are for whoever assesses now.
 * @param needed what calls for one, as far as the purpose says
 */
export function draftOf(newest: Assessment | null, needed: readonly string[]): AssessmentDraft {
  const level = (text: string) => oneOf(LEVELS, text) ?? "medium";
  return {
    ...{ assessedBy: newest?.assessedBy ?? "", conclusion: "", note: "", reviewOn: "" },
    ...{ necessity: newest?.necessity ?? "", safeguards: newest?.safeguards ?? "" },
    risks: newest?.risks.map(({ risk, likelihood, severity, measure }) => ({
      ...{ risk, likelihood: level(likelihood), severity: level(severity), measure },
    })) ?? [EMPTY_RISK],
    triggers: triggersIn([...needed, ...(newest?.triggers ?? [])]),
  };
}

const isSaid = (text: string): boolean => text.trim() !== "";

export const isWhole = (draft: AssessmentDraft): boolean =>
  [draft.assessedBy, draft.conclusion, draft.necessity, draft.safeguards].every(isSaid) &&
  draft.triggers.length > 0 &&
  draft.risks.length > 0 &&
  draft.risks.every(({ risk, measure }) => isSaid(risk) && isSaid(measure));

/** As the ledger takes it. @param draft whole */
export const assessmentInput = (draft: AssessmentDraft): NewAssessment => ({
  assessedBy: draft.assessedBy.trim(),
  conclusion: draft.conclusion || "not-acceptable",
  necessity: draft.necessity.trim(),
  safeguards: draft.safeguards.trim(),
  note: draft.note.trim() || null,
  reviewOn: draft.reviewOn || null,
  risks: draft.risks.map((one) => ({
    ...one,
    risk: one.risk.trim(),
    measure: one.measure.trim(),
  })),
  triggers: [...draft.triggers],
});
