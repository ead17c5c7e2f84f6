/** How long there is, and what is owed, of every breach that there can be. */
import { describe, expect, it } from "vitest";
import {
  countsOf,
  leftUntil,
  todosOf,
} from "../../../../../portal/src/rights/register/breach-view.ts";
import type { Breach } from "../../../../../portal/src/rights/register/queries.ts";

const DUE = "2026-11-28T12:00:00.000Z";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const leftAfter = (ms: number) => leftUntil(DUE, Date.parse(DUE) - ms);

describe("the time that is left", () => {
  it.each([
    [72 * HOUR, { isLate: false, isSoon: false, unit: "hours", n: 72 }],
    [24 * HOUR + 1, { isLate: false, isSoon: false, unit: "hours", n: 24 }],
    [24 * HOUR, { isLate: false, isSoon: true, unit: "hours", n: 24 }],
    [3 * HOUR, { isLate: false, isSoon: true, unit: "hours", n: 3 }],
    [3 * HOUR - 1, { isLate: false, isSoon: true, unit: "minutes", n: 179 }],
    [0, { isLate: false, isSoon: true, unit: "minutes", n: 0 }],
    [-1, { isLate: true, isSoon: false, unit: "minutes", n: 0 }],
    [-5 * HOUR, { isLate: true, isSoon: false, unit: "hours", n: 5 }],
  ])("%d ms before", (ms, left) => expect(leftAfter(ms)).toEqual(left));

  it("is never told longer than it is", () => {
    for (let ms = -80 * HOUR; ms <= 80 * HOUR; ms += 17 * MINUTE + 13) {
      const { unit, n } = leftAfter(ms);
      const told = n * (unit === "hours" ? HOUR : MINUTE);
      expect(told).toBeLessThanOrEqual(Math.abs(ms));
      expect(Math.abs(ms) - told).toBeLessThan(unit === "hours" ? HOUR : MINUTE);
    }
  });
});

const breach = (some: Partial<Breach> = {}, facts: Partial<Breach["facts"]> = {}): Breach => ({
  ...{ breachId: "b", steps: [], authorityNotifiedAt: null, peopleNotifiedAt: null },
  ...{ closed: false, lost: false, clock: "due", dueAt: DUE, ...some },
  facts: {
    ...{ awareAt: "2026-11-25T12:00:00.000Z", description: "x", nature: [], categories: [] },
    ...{ people: null, peopleCategories: [], records: null, consequences: null, measures: null },
    ...{ risk: null, from: null, until: null, contact: null, ...facts },
  },
});

describe("what is to be done", () => {
  const RISKS = [null, "unlikely", "risk", "high"] as const;
  const CLOCKS = ["due", "overdue", "notified", "late", "not-needed"] as const;

  it("is to close only where the ledger lets it be closed", () => {
    for (const risk of RISKS)
      for (const clock of CLOCKS)
        for (const peopleNotifiedAt of [null, DUE])
          for (const measures of [null, "y"]) {
            const todos = todosOf(breach({ clock, peopleNotifiedAt }, { risk, measures }));
            const isOwed = clock === "due" || clock === "overdue";
            expect(todos.includes("assess")).toBe(risk === null);
            expect(todos.includes("tellAuthority")).toBe(isOwed);
            expect(todos.includes("tellPeople")).toBe(risk === "high" && peopleNotifiedAt === null);
            expect(todos.includes("contain")).toBe(measures === null);
            expect(todos.includes("close")).toBe(todos.length === 1 && todos[0] === "close");
            expect(todos.length).toBeGreaterThan(0);
          }
  });

  it("is nothing of one that is closed", () =>
    expect(todosOf(breach({ closed: true, clock: "overdue" }))).toEqual([]));
});

it("counts what is owed, and leaves out what is closed", () => {
  const all = [
    breach(),
    breach({ clock: "overdue" }),
    breach({ clock: "late", closed: true }),
    breach({ clock: "not-needed" }),
  ];
  expect(countsOf(all)).toEqual({ overdue: 1, due: 1, open: 3, all: 4 });
  expect(countsOf([])).toEqual({ overdue: 0, due: 0, open: 0, all: 0 });
});
