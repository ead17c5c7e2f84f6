/** The table of steps, held against sentences of what may be; every state and every step. */
import { describe, expect, it } from "vitest";
import { ROLES } from "../../../../api/core/principal.ts";
import { CASE_STATES, type Case, type CaseState } from "../../../../api/rights/cases/case.ts";
import { TAKEN_STEPS } from "../../../../api/rights/cases/input.ts";
import { mayTake, problemOf } from "../../../../api/rights/cases/transitions.ts";

const AT = Date.parse("2026-11-22T09:30:00.000Z");
const DUE = AT + 1_000;
const found = (state: CaseState, change: Partial<Case> = {}): Case => ({
  ...{ requestId: "x", requestType: "access", state, receivedAt: AT, lastAt: AT },
  rule: { period: "P1M", extension: "P2M", nextWorkingDay: true, timeZone: "UTC", source: "x" },
  ...{
    jurisdiction: "EU",
    language: null,
    asked: null,
    isOwn: false,
    isIdentified: true,
    isExtended: false,
    isLate: false,
  },
  ...{ pauses: [], pausedAt: null, dueAt: DUE, decision: null, decided: null, outcome: null },
  ...{ closedAt: null, handler: null },
  ...change,
});
const EVENTS = [...TAKEN_STEPS, "carried-out"] as const;
type Event = (typeof EVENTS)[number];
const problem = (of: Case, event: Event, at = AT, decision: string | null = "granted") =>
  problemOf(of, { event, at, decision })?.problem ?? null;

/** In words: which steps can come, and why another cannot. */
const EXPECTED: Readonly<Record<CaseState, Readonly<Record<Event, string | null>>>> = {
  open: {
    reopened: "not_decided",
    ...{ identified: "already_identified", paused: null, resumed: "not_paused", extended: null },
    ...{ noted: null, decided: null, answered: "not_decided", withdrawn: null },
    "carried-out": "not_decided",
  },
  paused: {
    reopened: "not_decided",
    ...{ identified: "already_identified", paused: "paused", resumed: null, extended: "paused" },
    ...{ noted: null, decided: "paused", answered: "not_decided", withdrawn: null },
    "carried-out": "not_decided",
  },
  granted: {
    reopened: null,
    ...{ identified: "already_decided", paused: "already_decided", resumed: "not_paused" },
    ...{ extended: "already_decided", noted: null, decided: "already_decided" },
    ...{ answered: "not_carried_out", withdrawn: "already_decided", "carried-out": null },
  },
  decided: {
    reopened: "nothing_to_take_back",
    ...{ identified: "already_decided", paused: "already_decided", resumed: "not_paused" },
    ...{ extended: "already_decided", noted: null, decided: "already_decided", answered: null },
    ...{ withdrawn: "already_decided", "carried-out": "already_carried_out" },
  },
  answered: {
    reopened: "closed",
    ...{ identified: "closed", paused: "closed", resumed: "closed", extended: "closed" },
    ...{ noted: null, decided: "closed", answered: "closed", withdrawn: "closed" },
    "carried-out": "closed",
  },
  withdrawn: {
    reopened: "closed",
    ...{ identified: "closed", paused: "closed", resumed: "closed", extended: "closed" },
    ...{ noted: null, decided: "closed", answered: "closed", withdrawn: "closed" },
    "carried-out": "closed",
  },
};

describe("a step of a request", () => {
  it.each(CASE_STATES)("comes or does not, as it is %s", (state) => {
    for (const event of EVENTS)
      expect([event, problem(found(state), event)]).toEqual([event, EXPECTED[state][event]]);
  });

  it("is never dated before the one that came last", () => {
    for (const state of CASE_STATES)
      for (const event of EVENTS) {
        const possible = EXPECTED[state][event];
        const late = problem(found(state), event, AT - 1);
        const isTimed = possible === null || possible === "already_identified";
        expect(late).toBe(isTimed ? "not_after_previous" : possible);
      }
  });

  it("gives nothing to whom nobody knows; refusing, and a complaint, need nobody to be known", () => {
    const unknown = found("open", { isIdentified: false });
    for (const decision of ["granted", "partly"])
      expect(problem(unknown, "decided", AT, decision)).toBe("not_identified");
    expect(problem(unknown, "decided", AT, "refused")).toBeNull();
    expect(problem({ ...unknown, requestType: "complaint" }, "decided")).toBeNull();
    expect(problem(unknown, "identified")).toBeNull();
  });

  it("extends once, within the first period, where the rule has it", () => {
    expect(problem(found("open"), "extended", DUE - 1)).toBeNull();
    expect(problem(found("open"), "extended", DUE)).toBe("extension_late");
    expect(problem(found("open", { isExtended: true }), "extended")).toBe("already_extended");
    const { extension: _, ...short } = found("open").rule;
    expect(problem(found("open", { rule: short }), "extended")).toBe("not_extendable");
  });

  it("stops no clock that has run out: what is late stays late", () => {
    expect(problem(found("open"), "paused", DUE - 1)).toBeNull();
    for (const at of [DUE, DUE + 1])
      expect(problem(found("open"), "paused", at)).toBe("pause_late");
  });

  it("is for whoever may take it", () => {
    const who = (event: Event) => ROLES.filter((role) => mayTake(role, event)).join(" ");
    expect(Object.fromEntries(EVENTS.map((event) => [event, who(event)]))).toEqual({
      ...{ identified: "officer staff system", paused: "officer", resumed: "officer" },
      ...{ extended: "officer", noted: "officer staff customer system", decided: "officer" },
      reopened: "officer",
      ...{ answered: "officer", withdrawn: "officer staff customer system", "carried-out": "" },
    });
  });
});
