/** What the API takes and what the kernel's reader takes are one form, said twice: neither may know more than the other. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { termsShape } from "../../../../api/sharing/terms/model.ts";
import { formProblems } from "../../../../portal/verify/sharing-form.ts";
import { anyTerms, TERMS } from "./examples.ts";

const ODD: readonly unknown[] = [
  ...[null, true, 0, 1, -1, 1.5, 1_000_001, Number.MAX_SAFE_INTEGER, 2 ** 53, Number.NaN],
  ...["", " ", "a", "A", "a b", "a  b", " a", "a\n", "\u0301a", "a\u3000b", "\u202ea", "\ud800"],
  ...["a".repeat(100), "a".repeat(101), "a".repeat(201), "a".repeat(1501), "P0D", "P1D", "PT24H"],
  ...["2026-12-01T00:00:00.500Z", "2026-02-30T00:00:00.000Z", "0x", "prohibited", "a-", "-a"],
  ...[[], {}, [[]], ["b", "a"], ["a", "a"], ["a", "b"], { to: [] }, { to: ["x"] }, { en: "x" }],
  ...[Array.from({ length: 61 }, (_, i) => `f${String(i).padStart(2, "0")}`)],
];

/** Everything with something else in each place. */
function* changed(value: unknown, put: (by: unknown) => unknown = (by) => by): Generator<unknown> {
  for (const by of ODD) yield put(by);
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield put({ ...value, surplus: 1 });
  for (const [name, inner] of Object.entries(value)) {
    if (Array.isArray(value)) {
      yield put(value.filter((_, i) => String(i) !== name));
      yield* changed(inner, (by) => put(value.map((one, i) => (String(i) === name ? by : one))));
    } else {
      const { [name as never]: _, ...rest } = value;
      yield put(rest);
      yield* changed(inner, (by) => put({ ...value, [name]: by }));
    }
  }
}

const byShape = (value: unknown): boolean => termsShape.safeParse(value).success;
const byKernel = (value: unknown): boolean => formProblems(value).length === 0;

describe("the form of terms", () => {
  it("is the kernel's, with anything else in any place", () => {
    const all = [...changed(TERMS)];
    expect(all.length).toBeGreaterThan(1_000);
    for (const value of all) expect([byKernel(value), value]).toEqual([byShape(value), value]);
    // Both ways: some of it is right.
    expect(all.filter(byKernel).length).toBeGreaterThan(20);
  });

  it("is the kernel's of any terms", () => {
    fc.assert(
      fc.property(anyTerms, fc.nat(), (terms, n) => {
        expect(byKernel(terms)).toBe(true);
        const all = [...changed(terms)];
        const value = all[n % all.length];
        expect(byKernel(value)).toBe(byShape(value));
      }),
      { numRuns: 60 },
    );
  });
});
