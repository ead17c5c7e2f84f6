import { describe, expect, it } from "vitest";
import { assessment } from "../../../../../api/rights/kinds/assessment.ts";
import {
  type AssessmentDraft,
  assessmentInput,
  CONCLUSIONS,
  draftOf,
  EMPTY_RISK,
  isWhole,
  TRIGGERS,
} from "../../../../../portal/src/rights/register/assessment-draft.ts";

const whole: AssessmentDraft = {
  ...{ assessedBy: " Privacy office ", conclusion: "with-measures", necessity: "Asked for." },
  ...{ safeguards: "Encryption.", note: "", reviewOn: "", triggers: ["abroad"] },
  risks: [{ ...EMPTY_RISK, risk: " Leak ", measure: "Encryption" }],
};

const body = (draft: AssessmentDraft) => ({
  ...assessmentInput(draft),
  ...{ actor: { id: "olga", role: "officer" }, purposeId: "offers", purposeVersion: 1 },
});

describe("an assessment", () => {
  it("is what the ledger takes when it is whole", () => {
    expect(isWhole(whole)).toBe(true);
    expect(assessment.body.safeParse(body(whole)).error).toBeUndefined();
    expect(assessmentInput(whole)).toMatchObject({ assessedBy: "Privacy office", note: null });
    const more = { ...whole, reviewOn: "2027-05-01", note: "x" };
    expect(assessment.body.safeParse(body(more)).error).toBeUndefined();
  });

  it.each<[string, Partial<AssessmentDraft>]>([
    ["nobody", { assessedBy: " " }],
    ["no conclusion", { conclusion: "" }],
    ["no necessity", { necessity: "" }],
    ["no safeguards", { safeguards: "\n" }],
    ["no trigger", { triggers: [] }],
    ["no risk", { risks: [] }],
    ["a risk of no words", { risks: [...whole.risks, EMPTY_RISK] }],
    ["a risk without a measure", { risks: [{ ...whole.risks[0]!, measure: " " }] }],
  ])("is not whole with %s", (_, some) => expect(isWhole({ ...whole, ...some })).toBe(false));

  it("knows all words of the kind", () => {
    const { conclusion, triggers } = assessment.body.shape;
    expect(triggers.safeParse([...TRIGGERS]).success).toBe(true);
    expect(triggers.element.options).toHaveLength(TRIGGERS.length);
    expect([...conclusion.options].sort()).toEqual([...CONCLUSIONS].sort());
  });
});

describe("the next one", () => {
  it("begins with what the newest said and the purpose calls for, but for the conclusion", () => {
    const newest = {
      ...{ id: "r", occurredAt: "", recordedAt: "", purposeId: "offers" },
      ...assessmentInput({ ...whole, reviewOn: "2027-05-01", note: "x" }),
      ...{ reviewOn: "2027-05-01", note: "x", purposeVersion: 1 },
    };
    expect(draftOf(newest, ["sensitive", "unknown"])).toEqual({
      ...{ ...whole, assessedBy: "Privacy office", conclusion: "", note: "", reviewOn: "" },
      ...{ triggers: ["sensitive", "abroad"] },
      risks: [{ ...EMPTY_RISK, risk: "Leak", measure: "Encryption" }],
    });
  });

  it("begins with one empty risk where there was none", () => {
    const draft = draftOf(null, ["abroad"]);
    expect(draft).toMatchObject({ risks: [EMPTY_RISK], triggers: ["abroad"] });
    expect(isWhole(draft)).toBe(false);
  });
});
