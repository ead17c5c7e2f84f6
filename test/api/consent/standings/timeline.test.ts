import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONSENT_EVENTS } from "../../../../api/consent/kinds/consent.ts";
import {
  decodeTimeline,
  MOST_MOMENTS,
  type Moment,
  TIMELINE_EVENTS,
  timelineRule,
} from "../../../../api/consent/standings/timeline.ts";
import { keptOf } from "../../../../api/ledger/standing.ts";
import { formatTime } from "../../../../portal/verify/time.ts";

const FIRST = Date.parse("0001-01-01T00:00:00.000Z");
const LAST = Date.parse("9999-12-31T23:59:59.999Z");
const time = fc.oneof(
  fc.integer({ min: FIRST, max: LAST }),
  fc.constantFrom(FIRST, LAST, 0, -1, 1_795_000_000_000),
);
const moment: fc.Arbitrary<Moment> = fc.record({
  event: fc.constantFrom(...TIMELINE_EVENTS),
  purposeVersion: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(1_000_000, 0xffffff)),
  occurredAt: time,
  validUntil: fc.option(time),
});
const moments = fc.array(fc.option(moment, { freq: 6 }), { maxLength: 12 });

const eventOf = (one: Moment | null) =>
  one && {
    occurredAt: formatTime(one.occurredAt),
    body: {
      event: one.event,
      purposeVersion: one.purposeVersion,
      validUntil: one.validUntil === null ? null : formatTime(one.validUntil),
      note: "not looked at",
    },
  };
const kept = (all: readonly (Moment | null)[]) => keptOf(timelineRule, all.map(eventOf));

describe("a timeline", () => {
  it("knows every event of a consent, by a code that stays", () => {
    expect(TIMELINE_EVENTS).toEqual(CONSENT_EVENTS);
  });

  it("gives the events back, in order, with gaps where records are gone", () => {
    fc.assert(
      fc.property(moments, (all) => {
        const bytes = kept(all);
        if (all.length === 0) expect(bytes).toBeNull();
        else expect(decodeTimeline(bytes!)).toEqual(all);
      }),
    );
  });

  it("has these bytes", () => {
    const one = { event: "given", purposeVersion: 258, occurredAt: 1, validUntil: 2 } as const;
    const bytes = kept([one, null, { ...one, event: "withdrawn", validUntil: null }]);
    expect(Buffer.from(bytes!).toString("hex")).toBe(
      ["01", "82000102", "3ff0000000000000", "4000000000000000", "00".repeat(20)]
        .concat(["04000102", "3ff0000000000000", "0000000000000000"])
        .join(""),
    );
  });

  it("is too long for a row from a number of events on, and stays so", () => {
    const one: Moment = { event: "given", purposeVersion: 1, occurredAt: 0, validUntil: null };
    const most = kept(Array.from({ length: MOST_MOMENTS }, () => one));
    expect(decodeTimeline(most!)).toHaveLength(MOST_MOMENTS);
    const more = timelineRule.extend(most, eventOf(one));
    expect(decodeTimeline(more)).toBeNull();
    expect(timelineRule.extend(more, eventOf(one))).toEqual(more);
    expect(timelineRule.agree(more, most!)).toBe(false);
  });

  it("agrees with itself, whatever is gone in one of the two, and with no other", () => {
    const pair = fc.tuple(fc.array(moment, { minLength: 1, maxLength: 6 }), fc.nat(), moment);
    fc.assert(
      fc.property(pair, ([all, at, other]) => {
        const place = at % all.length;
        const changed = (to: Moment | null) => kept(all.map((one, i) => (i === place ? to : one)))!;
        const whole = kept(all)!;
        expect(timelineRule.agree(whole, whole)).toBe(true);
        expect(timelineRule.agree(whole, changed(null))).toBe(true);
        expect(timelineRule.agree(changed(null), whole)).toBe(true);
        expect(timelineRule.agree(whole, kept([...all, other])!)).toBe(false);
        const same = JSON.stringify(all[place]) === JSON.stringify(other);
        expect(timelineRule.agree(whole, changed(other))).toBe(same);
      }),
    );
  });

  it("refuses what is no event of a consent", () => {
    const wrong = { occurredAt: formatTime(0), body: { event: "joined" } };
    expect(() => timelineRule.extend(null, wrong)).toThrow(RangeError);
  });
});
