/** Which consent an event ended. */
import { expect, it } from "vitest";
import { endedBy } from "../../../api/consent/ended.ts";
import type { ConsentRecord } from "../../../api/consent/model.ts";
import { eventOf } from "../../helpers/consent-statement.ts";

const first = eventOf(1, "2026-03-02");
const renewed = eventOf(2, "2026-04-02", { event: "renewed" });
const later = eventOf(3, "2026-06-02");
const other = eventOf(1, "2026-04-20", { id: "01936d2e-7c40-7a5b-9f3e-0000000000ff" });
const ends = (change: Partial<ConsentRecord> = {}) =>
  eventOf(4, "2026-05-02", { event: "withdrawn", regarding: null, ...change });

it("the last consent before it, of its own identifier first", () => {
  const own = [first, null, renewed, later];
  expect(endedBy(ends(), own, [[other]])).toBe(renewed);
  expect(endedBy(ends({ event: "invalidated" }), own)).toBe(renewed);
  expect(endedBy(ends({ event: "expired" }), own)).toBe(renewed);
  expect(endedBy(ends(), [null, later], [[other], []])).toBe(other);
});

it("the one that it names, wherever that is", () => {
  expect(endedBy(ends({ regarding: first.id }), [first, renewed])).toBe(first);
  expect(endedBy(ends({ regarding: other.id }), [first], [[other]])).toBe(other);
  // What it names is none that it can have ended.
  expect(endedBy(ends({ regarding: later.id }), [first, later])).toBe(first);
});

it("nothing, where there was none or the event ends none", () => {
  expect(endedBy(ends(), [later], [[null]])).toBeNull();
  for (const event of ["requested", "given", "refused", "renewed"] as const)
    expect(endedBy(ends({ event }), [first])).toBeNull();
});
