import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RESTRICTION_EVENTS } from "../../../../api/consent/kinds/restriction.ts";
import {
  decodeRestrictions,
  MOST_RESTRICTIONS,
  RESTRICTION_MOMENTS,
  type RestrictionMoment,
  restrictionRule,
} from "../../../../api/consent/standings/restriction.ts";
import { keptOf } from "../../../../api/ledger/standing.ts";
import { formatTime } from "../../../../portal/verify/time.ts";

const time = fc.oneof(
  fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
  fc.constantFrom(0, -1, 1_795_000_000_000),
);
const purpose = fc.constantFrom("a", "newsletter", "p".repeat(64));
const moment: fc.Arbitrary<RestrictionMoment> = fc.oneof(
  fc.record({
    event: fc.constantFrom("restricted" as const, "lifted" as const),
    occurredAt: time,
    purposeId: fc.constant(null),
  }),
  fc.record({
    event: fc.constantFrom("objected" as const, "objection-ended" as const),
    occurredAt: time,
    purposeId: purpose,
  }),
);
const moments = fc.array(fc.option(moment, { freq: 6 }), { minLength: 1, maxLength: 12 });

const eventOf = (one: RestrictionMoment | null) =>
  one && {
    occurredAt: formatTime(one.occurredAt),
    body: { event: one.event, purposeId: one.purposeId, note: "not looked at" },
  };
const kept = (all: readonly (RestrictionMoment | null)[]) =>
  keptOf(restrictionRule, all.map(eventOf))!;

describe("a standing of restrictions", () => {
  it("knows every event, by a code that stays", () => {
    expect(RESTRICTION_MOMENTS).toEqual(RESTRICTION_EVENTS);
  });

  it("gives the events back, in order, with gaps where records are gone", () => {
    fc.assert(
      fc.property(moments, (all) => {
        expect(decodeRestrictions(kept(all))).toEqual(all);
      }),
    );
  });

  it("has these bytes", () => {
    const bytes = kept([
      { event: "restricted", occurredAt: 1, purposeId: null },
      null,
      { event: "objected", occurredAt: 2, purposeId: "ads" },
    ]);
    expect(Buffer.from(bytes).toString("hex")).toBe(
      ["01", "01", "3ff0000000000000", "00", "00".repeat(10)]
        .concat(["03", "4000000000000000", "03", "616473"])
        .join(""),
    );
  });

  it("agrees with another whatever is gone in either, and with none that says otherwise", () => {
    fc.assert(
      fc.property(moments, fc.nat(), fc.nat(), (all, i, j) => {
        const lost = all.map((one, at) => (at === i % all.length ? null : one));
        const other = all.map((one, at) => (at === j % all.length ? null : one));
        expect(restrictionRule.agree(kept(lost), kept(other))).toBe(true);
        const at = i % all.length;
        const was = all[at];
        if (!was) return;
        const changed = all.map((one, n) => (n === at ? { ...was, occurredAt: 77 } : one));
        expect(restrictionRule.agree(kept(all), kept(changed))).toBe(was.occurredAt === 77);
        expect(restrictionRule.agree(kept(all), kept([...all, was]))).toBe(false);
      }),
    );
  });

  it("says no more than that there are many, beyond so many", () => {
    const one = { event: "objected", occurredAt: 1, purposeId: "ads" } as const;
    const most = Array.from({ length: MOST_RESTRICTIONS }, () => one);
    expect(decodeRestrictions(kept(most))).toHaveLength(MOST_RESTRICTIONS);
    expect(decodeRestrictions(kept([...most, one]))).toBeNull();
    expect(kept([...most, one, one])).toEqual(Uint8Array.of(2));
  });
});
