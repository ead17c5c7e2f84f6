/** What is decided out of timelines is what is decided out of records, for anything that people and purposes may have done. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { factsOf, reasonOf } from "../../../../api/consent/decide/reason.ts";
import type { Purpose, PurposeVersion } from "../../../../api/consent/model.ts";
import { TIMELINE_EVENTS } from "../../../../api/consent/standings/timeline.ts";
import { REASONS, type Reason, verdictOf } from "../../../../api/consent/verdict.ts";

/** Few moments, so that much happens at once. */
const at = (hour: number): string => new Date(Date.UTC(2026, 2, 1, hour)).toISOString();
const hour = fc.integer({ min: 0, max: 6 });

const purpose: fc.Arbitrary<Purpose> = fc
  .record({
    versions: fc.array(fc.record({ from: hour, material: fc.boolean(), isConsent: fc.boolean() }), {
      maxLength: 4,
    }),
    retired: fc.option(fc.integer({ min: 3, max: 9 })),
    lostUpTo: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 })),
    unlike: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ versions, retired, lostUpTo, unlike }) => ({
    purposeId: "news",
    versions: versions
      .sort((a, b) => a.from - b.from)
      .map(({ from, material, isConsent }, i) => ({
        ...({} as PurposeVersion),
        purposeVersion: i + 1,
        inForceFrom: at(from),
        material: material || i === 0,
        lawfulBasis: isConsent || unlike > 0 ? "dpv:Consent" : "dpv:Contract",
      })),
    retiredFrom: retired === null ? null : at(retired),
    lostUpTo,
  }));

const event = fc.record({
  event: fc.constantFrom(...TIMELINE_EVENTS, "given" as const, "given" as const),
  occurredAt: hour.map(at),
  validUntil: fc.option(hour.map(at), { freq: 1 }),
  purposeVersion: fc.integer({ min: 1, max: 4 }),
});
const history = fc.array(
  fc.oneof({ weight: 40, arbitrary: event }, { weight: 1, arbitrary: fc.constant(null) }),
  { maxLength: 5 },
);

it("a reason is the verdict's, at every time", { timeout: 180_000 }, () => {
  const seen = new Set<Reason>();
  fc.assert(
    fc.property(purpose, history, (own, told) => {
      const timeline = told.map(
        (one) =>
          one && {
            event: one.event,
            purposeVersion: one.purposeVersion,
            occurredAt: Date.parse(one.occurredAt),
            validUntil: one.validUntil === null ? null : Date.parse(one.validUntil),
          },
      );
      for (let now = 0; now <= 7; now++) {
        const { reason } = verdictOf(own, [told], at(now));
        expect(reasonOf(factsOf(own, at(now)), timeline)).toBe(reason);
        seen.add(reason);
      }
    }),
    { numRuns: 2_000 },
  );
  // What restricts processing is looked at afterwards (restriction/stops.ts).
  const own = REASONS.filter(
    (reason) => reason !== "restricted" && reason !== "objected" && reason !== "erased",
  );
  expect([...seen].sort()).toEqual([...own].sort());
});
