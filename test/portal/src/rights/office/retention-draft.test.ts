/** Rules of retention, from what is stated to fields and back. */
import { describe, expect, it } from "vitest";
import {
  draftOf,
  isWhole,
  rulesOf,
} from "../../../../../portal/src/rights/office/retention-draft.ts";

const keep = (of: "consent" | "statutory", years: number) => ({
  ...{ class: of, action: "keep" as const, years, ground: "GDPR 17(3)" },
  texts: [
    { language: "en", text: "For claims." },
    { language: "zh-CN", text: "用于主张权利。" },
  ],
});
const RULES = [
  { class: "personal" as const, action: "go" as const },
  keep("consent", 3),
  keep("statutory", 10),
];

describe("rules", () => {
  it("come back as they were stated", () => {
    expect(rulesOf(draftOf({ rules: RULES }))).toEqual(RULES);
  });

  it("that keep need years, a ground, and both texts", () => {
    const draft = draftOf({ rules: RULES });
    expect(isWhole(draft)).toBe(true);
    for (const lack of [{ years: "" }, { years: "101" }, { ground: " " }, { en: "" }, { zh: "" }])
      expect(isWhole({ ...draft, consent: { ...draft.consent, ...lack } })).toBe(false);
  });

  it("that let go need nothing, and state nothing", () => {
    const draft = draftOf({ rules: RULES });
    const gone = { ...draft, consent: { ...draft.consent, action: "go" as const, en: "" } };
    expect(isWhole(gone)).toBe(true);
    expect(rulesOf(gone)[1]).toEqual({ class: "consent", action: "go" });
  });
});
