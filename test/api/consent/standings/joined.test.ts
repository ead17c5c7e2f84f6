import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeJoined, joinedRule } from "../../../../api/consent/standings/joined.ts";
import { keptOf } from "../../../../api/ledger/standing.ts";
import { subjectOf } from "../../../helpers/store/units.ts";

const NAMES = ["a", "b", "c", "d"].map(subjectOf);
const step = fc.option(
  fc.record({ event: fc.constantFrom("joined", "separated"), other: fc.constantFrom(...NAMES) }),
  { freq: 6 },
);
const kept = (steps: readonly ({ event: string; other: string } | null)[]) =>
  keptOf(
    joinedRule,
    steps.map((body) => body && { occurredAt: "2026-11-22T09:00:00.000Z", body }),
  );

describe("who is joined", () => {
  it("is whom the newest event about a pair joins, whatever is gone between", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const joined = NAMES.filter(
          (name) => steps.findLast((one) => one?.other === name)?.event === "joined",
        );
        expect(decodeJoined(kept(steps)!).sort()).toEqual([...joined].sort());
      }),
    );
  });

  it("agrees with the same alone, but where something is gone", () => {
    const [a, b] = NAMES as [string, string];
    const one = kept([{ event: "joined", other: a }])!;
    const two = kept([{ event: "joined", other: b }])!;
    expect(joinedRule.agree(one, kept([{ event: "joined", other: a }])!)).toBe(true);
    expect(joinedRule.agree(one, two)).toBe(false);
    expect(joinedRule.agree(one, kept([{ event: "separated", other: a }])!)).toBe(false);
    expect(joinedRule.agree(one, kept([null])!)).toBe(true);
    expect(joinedRule.agree(kept([null, { event: "joined", other: b }])!, one)).toBe(true);
  });
});
