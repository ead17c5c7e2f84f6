import { describe, expect, it } from "vitest";
import { breach } from "../../../../../api/rights/kinds/breach.ts";
import {
  countOf,
  isCount,
  knownOf,
  linesOf,
} from "../../../../../portal/src/rights/register/breach-draft.ts";
import { FIELDS, NATURES, RISKS } from "../../../../../portal/src/rights/register/breach-view.ts";

describe("what is entered of a breach", () => {
  it("has every field of the kind, and no other", () => {
    const { actor: _, breachId: __, event: ___, ...fields } = breach.body.shape;
    expect(Object.keys(knownOf({})).sort()).toEqual(Object.keys(fields).sort());
    expect([...FIELDS].sort()).toEqual(Object.keys(fields).sort());
  });

  it("says nothing where nothing was entered", () => {
    expect(Object.values(knownOf({})).every((value) => value === null)).toBe(true);
    const empty = Object.fromEntries(FIELDS.map((field) => [field, " \n "]));
    expect(Object.values(knownOf(empty)).every((value) => value === null)).toBe(true);
  });

  it("is what the ledger takes", () => {
    const known = knownOf({
      ...{ awareAt: "2026-11-28T09:30", notifiedAt: "", description: "  A disk. " },
      ...{ nature: "availability\nconfidentiality", categories: "pd:Name\npd:EmailAddress" },
      ...{ people: "1,200", records: "4 100", peopleCategories: " customers \n\nstaff" },
      ...{ risk: "high", note: "x" },
    });
    expect(known).toMatchObject({
      ...{ awareAt: new Date("2026-11-28T09:30").toISOString(), notifiedAt: null },
      ...{ description: "A disk.", nature: ["confidentiality", "availability"] },
      ...{ categories: ["pd:Name", "pd:EmailAddress"], people: 1200, records: 4100 },
      ...{ peopleCategories: ["customers", "staff"], risk: "high" },
    });
    const envelope = {
      actor: { id: "olga", role: "officer" },
      breachId: "018f3a5e-7b1c-7d2e-8f90-1a2b3c4d5e6f",
    };
    expect(breach.body.safeParse({ ...envelope, event: "found", ...known }).error).toBeUndefined();
  });

  it("takes for nothing what the ledger does not know", () =>
    expect(knownOf({ nature: "theft", risk: "some" })).toMatchObject({ nature: null, risk: null }));

  it("knows all words of the kind", () => {
    const { nature, risk } = breach.body.shape;
    expect(nature.safeParse([...NATURES]).success).toBe(true);
    for (const one of RISKS) expect(risk.safeParse(one).success).toBe(true);
  });
});

describe("numbers", () => {
  it.each([
    ["", null, true],
    ["0", 0, true],
    ["1，200", 1200, true],
    ["many", null, false],
    ["-1", null, false],
    ["1.5", null, false],
    ["99999999999", null, false],
  ])("%s", (text, count, is) => {
    expect(countOf(text)).toBe(count);
    expect(isCount(text)).toBe(is);
  });
});

it("reads one a line", () => expect(linesOf("a\n b \n\n")).toEqual(["a", "b"]));
