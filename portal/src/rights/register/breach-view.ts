/** What a breach says, as people read it: how long there is, and what is still to be done. Pure. */
import type { Breach } from "./queries.ts";

export const NATURES = ["confidentiality", "integrity", "availability"] as const;
export const RISKS = ["unlikely", "risk", "high"] as const;

/** What a breach, or a step of one, can say, in the order in which it is read. */
export const FIELDS = [
  "awareAt",
  "from",
  "until",
  "description",
  "nature",
  "categories",
  "people",
  "peopleCategories",
  "records",
  "risk",
  "consequences",
  "measures",
  "notifiedAt",
  "authority",
  "reference",
  "contact",
  "reason",
  "note",
] as const;
export type Field = (typeof FIELDS)[number];
export const TIMES: readonly Field[] = ["awareAt", "from", "until", "notifiedAt"];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** In the last hours minutes count. */
const IN_MINUTES_MS = 3 * HOUR_MS;
/** So long before the end it is pressing. */
const SOON_MS = 24 * HOUR_MS;

export interface Left {
  readonly isLate: boolean;
  readonly isSoon: boolean;
  readonly unit: "hours" | "minutes";
  readonly n: number;
}

/** Whole hours or minutes until a moment, or since. @param now milliseconds since 1970 */
export function leftUntil(dueAt: string, now: number): Left {
  const left = Date.parse(dueAt) - now;
  const away = Math.abs(left);
  const isInMinutes = away < IN_MINUTES_MS;
  return {
    ...{ isLate: left < 0, isSoon: left >= 0 && left <= SOON_MS },
    unit: isInMinutes ? "minutes" : "hours",
    n: Math.floor(away / (isInMinutes ? MINUTE_MS : HOUR_MS)),
  };
}

export type Todo = "assess" | "contain" | "tellAuthority" | "tellPeople" | "close";

/** What is still owed, the most pressing first; nothing of one that is closed. */
export function todosOf(breach: Breach): readonly Todo[] {
  const { facts, clock, closed, peopleNotifiedAt } = breach;
  if (closed) return [];
  const todos: Todo[] = [];
  if (facts.risk === null) todos.push("assess");
  if (clock === "due" || clock === "overdue") todos.push("tellAuthority");
  if (facts.risk === "high" && peopleNotifiedAt === null) todos.push("tellPeople");
  if (facts.measures === null) todos.push("contain");
  return todos.length === 0 ? ["close"] : todos;
}

/** How many the authority is to be told of, by how it stands; and those that are open. */
export function countsOf(breaches: readonly Breach[]) {
  const of = (clock: Breach["clock"]): number =>
    breaches.filter((one) => !one.closed && one.clock === clock).length;
  return {
    ...{ overdue: of("overdue"), due: of("due"), all: breaches.length },
    open: breaches.filter(({ closed }) => !closed).length,
  };
}
