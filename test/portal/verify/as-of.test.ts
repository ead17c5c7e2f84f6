/** What was so at a time, against a second writing of the same rules. */
import fc from "fast-check";
import { assert, describe, it } from "vitest";
import { type AsOfEvent, type AsOfQuestion, asOf, stateAt } from "../../../portal/verify/as-of.ts";
import { codeOf } from "./code-of.ts";

type Withheld = Pick<AsOfEvent, "occurredAt" | "recordedAt" | "event" | "validUntil">;
const DAY = Date.parse("2026-11-22T00:00:00.000Z");
const at = (minute: number): string => new Date(DAY + 60_000 * minute).toISOString();
const consent = (
  seq: number,
  minute: number,
  event = "given",
  validUntil: string | null = null,
): AsOfEvent => ({
  seq,
  index: 10 * seq,
  occurredAt: at(minute),
  recordedAt: at(minute),
  event,
  validUntil,
});
const state = (minute: number, events: readonly AsOfEvent[], kind = "consent") =>
  stateAt({ kind, time: at(minute), events });

describe("the state at a time", () => {
  it("is that of the last event that had occurred, until the next one", () => {
    const events = [consent(1, 10), consent(2, 20, "withdrawn"), consent(3, 30)];
    assert.deepEqual(state(9, events), { kind: "none", madeBy: null, endedBy: 1, endsAt: at(10) });
    assert.deepEqual(state(10, events), { kind: "made", madeBy: 1, endedBy: 2, endsAt: at(20) });
    assert.deepEqual(state(29, events), { kind: "made", madeBy: 2, endedBy: 3, endsAt: at(30) });
    assert.deepEqual(state(99, events), { kind: "made", madeBy: 3, endedBy: null, endsAt: null });
  });

  it("goes by when things occurred, not by when they were written", () => {
    const events = [consent(1, 10), consent(2, 30), consent(3, 20, "withdrawn")];
    assert.deepInclude(state(25, events), { madeBy: 3, endedBy: 2 });
    assert.deepInclude(state(15, events), { madeBy: 1, endedBy: 3 });
  });

  it("of what occurs at once is that of the later one, and of what takes back", () => {
    assert.equal(state(10, [consent(1, 10), consent(2, 10)]).madeBy, 2);
    for (const ending of ["refused", "withdrawn", "expired", "invalidated"]) {
      const events = [consent(1, 10, ending), consent(2, 10)];
      assert.equal(state(10, events).madeBy, 1, ending);
      assert.deepInclude(state(5, events), { kind: "none", endedBy: 2 });
      assert.equal(state(10, events, "access").madeBy, 2, "only of consent");
    }
  });

  it("expires by itself", () => {
    const events = [consent(1, 10, "given", at(20)), consent(2, 40)];
    assert.deepEqual(state(15, events), { kind: "made", madeBy: 1, endedBy: null, endsAt: at(20) });
    assert.deepEqual(state(20, events), { kind: "expired", madeBy: 1, endedBy: 2, endsAt: at(40) });
    assert.equal(state(20, events, "access").kind, "made");
    const sooner = [consent(1, 10, "given", at(20)), consent(2, 19, "withdrawn", at(12))];
    assert.deepInclude(state(15, sooner), { kind: "made", endedBy: 2, endsAt: at(19) });
    assert.equal(state(30, sooner).kind, "made", "what takes back does not expire");
    const atOnce = [consent(1, 10, "given", at(20)), consent(2, 20)];
    assert.deepInclude(state(15, atOnce), { endedBy: null, endsAt: at(20) });
    for (const untimely of ["tomorrow", "", "2026-11-22"]) {
      assert.equal(state(30, [consent(1, 10, "given", untimely)]).kind, "made");
    }
  });

  it("is unknown where too much is withheld, and only there", () => {
    const hidden = (changes: Partial<Withheld>): AsOfEvent => ({
      ...consent(2, 20),
      ...changes,
    });
    const events = (changes: Partial<Withheld>) => [consent(1, 10), hidden(changes)];
    const unknown = { kind: "unknown", madeBy: null, endedBy: null, endsAt: null };
    for (const minute of [5, 15, 25]) {
      assert.deepEqual(state(minute, events({ occurredAt: undefined })) as object, unknown);
    }
    assert.equal(state(15, events({ event: undefined })).kind, "made");
    assert.equal(state(25, events({ event: undefined })).kind, "unknown");
    assert.equal(state(25, events({ validUntil: undefined })).kind, "unknown");
    assert.equal(state(25, events({ event: undefined }), "access").kind, "made");
    assert.equal(state(25, events({ recordedAt: undefined })).kind, "made");
  });

  it("is unknown before the first event where version 1 lies elsewhere", () => {
    const events = [consent(1, 10)];
    const later = (minute: number) =>
      stateAt({ kind: "order", time: at(minute), events, laterVersions: true });
    const unknown = { kind: "unknown", madeBy: null, endedBy: null, endsAt: null };
    assert.deepEqual(later(9) as object, unknown);
    assert.deepInclude(later(10), { kind: "made", madeBy: 1 });
  });

  it("needs times", () => {
    assert.equal(
      codeOf(() => stateAt({ kind: "access", time: "now", events: [] })),
      "bad_time",
    );
    const odd = { ...consent(1, 1), occurredAt: "yesterday" };
    assert.equal(
      codeOf(() => state(1, [odd])),
      "bad_time",
    );
  });
});

describe("the standing of an event", () => {
  const question = (changes: Partial<AsOfQuestion> = {}): AsOfQuestion => ({
    kind: "consent",
    time: at(20),
    events: [1, 2, 3, 4, 5].map((seq) => consent(seq, 10)),
    before: { size: 20, blockTime: DAY / 1000 + 60 * 15 },
    after: { size: 40 },
    ...changes,
  });
  const standings = (changes: Partial<AsOfQuestion> = {}) =>
    asOf(question(changes)).events.map(({ standing }) => standing);

  it("is told by the anchors around the time", () => {
    assert.deepEqual(standings(), [
      "in_log",
      "by_clock",
      "by_clock",
      "not_anchored",
      "not_anchored",
    ]);
    assert.deepEqual(standings({ before: null }).slice(0, 2), ["by_clock", "by_clock"]);
    assert.deepEqual(standings({ after: null }).slice(3), ["by_clock", "by_clock"]);
    assert.deepEqual(new Set(standings({ before: null, after: null })), new Set(["by_clock"]));
  });

  it("names what an event says otherwise", () => {
    const recorded = (minute: number, seconds = 0) => ({
      ...consent(1, 10),
      recordedAt: new Date(DAY + 60_000 * minute + seconds).toISOString(),
    });
    const discrepancy = (event: AsOfEvent) =>
      asOf(question({ events: [event] })).events[0]?.discrepancy;
    assert.isNull(discrepancy(recorded(15)));
    assert.isNull(discrepancy(recorded(15, 999)));
    assert.equal(discrepancy(recorded(15, 1_000)), "recorded_after_anchored");
    assert.equal(discrepancy({ ...recorded(20), index: 40 }), "recorded_but_not_anchored");
    assert.isNull(discrepancy({ ...recorded(20, 1), index: 40 }));
    assert.isNull(discrepancy({ ...recorded(20), index: 39 }));
    const silent = (index: number) => ({ ...consent(1, 10), recordedAt: undefined, index });
    assert.deepEqual(
      [19, 20, 39, 40].map((index) => discrepancy(silent(index))),
      ["recorded_withheld", null, null, "recorded_withheld"],
    );
  });
});

/** The rules once more, by trying: the event that no other one comes behind. */
function bySearching(kind: string, minute: number, events: readonly AsOfEvent[]) {
  const ending = (e: AsOfEvent) =>
    kind === "consent" && /^(refused|withdrawn|expired|invalidated)$/.test(String(e.event));
  const behind = (a: AsOfEvent, b: AsOfEvent): boolean => {
    if (a.occurredAt !== b.occurredAt) return String(a.occurredAt) > String(b.occurredAt);
    return ending(a) === ending(b) ? a.seq > b.seq : ending(a);
  };
  const past = events.filter((e) => String(e.occurredAt) <= at(minute));
  const future = events.filter((e) => String(e.occurredAt) > at(minute));
  const made = past.find((a) => past.every((b) => a === b || behind(a, b)));
  const next = future.find((a) => future.every((b) => a === b || behind(b, a)));
  const until = made && kind === "consent" && !ending(made) ? made.validUntil : null;
  const expired = until !== null && String(until) <= at(minute);
  const own = until !== null && !expired && !(next && String(next.occurredAt) < String(until));
  return {
    kind: made === undefined ? "none" : expired ? "expired" : "made",
    madeBy: made?.seq ?? null,
    endedBy: own ? null : (next?.seq ?? null),
    endsAt: own ? until : (next?.occurredAt ?? null),
  };
}

describe("any history", () => {
  it("gives the state that the second writing gives, in whatever order it is told", () => {
    const minute = fc.nat(8);
    const one = fc.record({
      minute,
      event: fc.constantFrom("given", "refused", "withdrawn", "expired", "invalidated", "renewed"),
      until: fc.option(minute),
    });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 9 }),
        minute,
        fc.constantFrom("consent", "access"),
        fc.infiniteStream(fc.nat()),
        (drawn, now, kind, order) => {
          const events = drawn.map(({ minute: m, event, until }, i) =>
            consent(i + 1, m, event, until === null ? null : at(until)),
          );
          const expected = bySearching(kind, now, events);
          assert.deepEqual(state(now, events, kind) as object, expected);
          const keyed = events.map((e) => [order.next().value as number, e] as const);
          const shuffled = keyed.sort(([a], [b]) => a - b).map(([, e]) => e);
          assert.deepEqual(state(now, shuffled, kind) as object, expected);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
