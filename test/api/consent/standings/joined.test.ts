import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinedRule } from "../../../../api/consent/standings/joined.ts";
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
  it("is whom the newest event about a pair joins, whatever is gone between, in the order in which they were joined", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const joined = NAMES.filter(
          (name) => steps.findLast((one) => one?.other === name)?.event === "joined",
        );
        // Since when: the first event that joined them behind the last that separated them.
        const since = (name: string) => {
          const separated = steps.findLastIndex(
            (one) => one?.other === name && one.event === "separated",
          );
          return steps.findIndex((one, i) => i > separated && one?.other === name);
        };
        const form = steps.includes(null) ? "02" : "01";
        const names = joined
          .sort((a, b) => since(a) - since(b))
          .map((name) => Buffer.from(name, "base64url").toString("hex"));
        expect(Buffer.from(kept(steps)!).toString("hex")).toBe([form, ...names].join(""));
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
