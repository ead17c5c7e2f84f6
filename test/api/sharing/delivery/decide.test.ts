/** Delivery against a naive reference: for random terms, records, consents and times, exactly what it says, and never more. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REASONS, type Reason } from "../../../../api/consent/verdict.ts";
import {
  countLeftOut,
  decide,
  type LeftOut,
  type Unreadable,
} from "../../../../api/sharing/delivery/decide.ts";
import type { Terms } from "../../../../api/sharing/terms/model.ts";

type Some = Pick<Terms, "purposes" | "records">;
type Answer = Reason | Unreadable;

const PURPOSES = ["offers", "surveys", "research"];
const KINDS = ["customer", "order", "payment"];
const FIELDS = ["a", "b", "c"];

const some = (all: readonly string[], min = 1) =>
  fc.subarray([...all], { minLength: min }).map((found) => found.sort());

const terms: fc.Arbitrary<Some> = fc.record({
  purposes: fc.uniqueArray(
    fc.record({ purposeId: fc.constantFrom(...PURPOSES), consents: some(PURPOSES, 0) }),
    { selector: ({ purposeId }) => purposeId, minLength: 1 },
  ),
  records: fc.uniqueArray(fc.record({ kind: fc.constantFrom(...KINDS), fields: some(FIELDS) }), {
    selector: ({ kind }) => kind,
    minLength: 1,
  }),
});

const answer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 6, arbitrary: fc.constant("given" as const) },
  { weight: 1, arbitrary: fc.constantFrom<Answer>(...REASONS, "erased", "damaged") },
);
const answers = fc
  .tuple(answer, answer, answer)
  .map((each) => new Map(PURPOSES.map((purpose, i) => [purpose, each[i]!])));

/** Everything that must be so, one after the other, with nothing shared with the other way. */
function naive(
  inForce: Some | null,
  purpose: string,
  kind: string,
  says: ReadonlyMap<string, Answer>,
): readonly string[] {
  const fields: string[] = [];
  for (const use of inForce?.purposes ?? []) {
    if (use.purposeId !== purpose) continue;
    const given = use.consents.filter((consent) => says.get(consent) === "given");
    if (use.consents.length === 0 || given.length < use.consents.length) continue;
    for (const shared of inForce?.records ?? [])
      if (shared.kind === kind) fields.push(...shared.fields);
  }
  return fields;
}

describe("what is given", () => {
  it("is what a naive reference gives, and never more", () => {
    fc.assert(
      fc.property(
        fc.option(terms),
        fc.constantFrom(...PURPOSES),
        fc.constantFrom(...KINDS, "consent"),
        answers,
        (inForce, purpose, kind, says) => {
          const decided = decide(inForce, purpose, kind, (consent) => says.get(consent)!);
          expect(decided.fields ?? []).toEqual(naive(inForce, purpose, kind, says));
          expect(decided.fields === null).toBe(decided.leftOut !== null);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("is left out for a reason that can be counted", () => {
    const agreed: Some = {
      purposes: [{ purposeId: "offers", consents: ["offers", "surveys"] }],
      records: [{ kind: "customer", fields: ["a"] }],
    };
    const why = (
      inForce: Some | null,
      purpose: string,
      kind: string,
      says: Partial<Record<string, Answer>> = {},
    ) => decide(inForce, purpose, kind, (consent) => says[consent] ?? "given").leftOut;
    const all: (LeftOut | null)[] = [
      why(null, "offers", "customer"),
      why(agreed, "surveys", "customer"),
      why(agreed, "offers", "order"),
      why(agreed, "offers", "customer", { surveys: "withdrawn" }),
      why(agreed, "offers", "customer", { offers: "unknown", surveys: "withdrawn" }),
      why(agreed, "offers", "customer", { surveys: "erased" }),
      why(agreed, "offers", "customer"),
    ];
    expect(all).toEqual([
      ...["not_in_force", "purpose", "kind", "consent_withdrawn", "consent_unknown", "erased"],
      null,
    ]);
    expect(countLeftOut(["kind", "erased", "kind"])).toEqual({ kind: 2, erased: 1 });
  });
});
