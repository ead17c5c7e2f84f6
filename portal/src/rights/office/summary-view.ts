/** Numbers of requests, as an overview shows them. Pure. */
import { OUTCOMES, RIGHTS, type Right } from "../terms.ts";
import type { Counted } from "./queries.ts";

/** In the order in which they follow one another. */
export const OPEN_STATES = ["open", "paused", "granted", "decided"] as const;
export type OpenState = (typeof OPEN_STATES)[number];

const isOpen = (state: string): state is OpenState =>
  (OPEN_STATES as readonly string[]).includes(state);

const sum = (rows: readonly Counted[]): number => rows.reduce((all, { count }) => all + count, 0);

export interface OfRight {
  readonly right: Right;
  readonly open: number;
  /** How many are in each state; those that none is in are left out. */
  readonly states: readonly { readonly state: OpenState; readonly count: number }[];
}

/** What is open of each right, the most first; rights of which nothing is are left out. */
export function openByRight(counts: readonly Counted[]): readonly OfRight[] {
  return RIGHTS.map((right): OfRight => {
    const own = counts.filter(({ requestType, state }) => requestType === right && isOpen(state));
    const states = OPEN_STATES.map((state) => ({
      state,
      count: sum(own.filter((one) => one.state === state)),
    })).filter(({ count }) => count > 0);
    return { right, open: sum(own), states };
  })
    .filter(({ open }) => open > 0)
    .sort((a, b) => b.open - a.open);
}

export const countOpen = (counts: readonly Counted[]): number =>
  sum(counts.filter(({ state }) => isOpen(state)));
export const countIn = (counts: readonly Counted[], state: string): number =>
  sum(counts.filter((one) => one.state === state));
export const countAll = (counts: readonly Counted[]): number => sum(counts);

export interface OfCategory {
  readonly category: string;
  readonly all: number;
  readonly open: number;
  readonly outcomes: readonly {
    readonly outcome: (typeof OUTCOMES)[number];
    readonly count: number;
  }[];
}

/** Complaints by what they are about, the most first. */
export function complaintsBy(counts: readonly Counted[]): readonly OfCategory[] {
  const complaints = counts.filter(({ requestType }) => requestType === "complaint");
  const categories = [...new Set(complaints.map(({ category }) => category ?? "other"))];
  return categories
    .map((category): OfCategory => {
      const own = complaints.filter((one) => (one.category ?? "other") === category);
      return {
        category,
        all: sum(own),
        open: sum(own.filter(({ state }) => isOpen(state))),
        outcomes: OUTCOMES.map((outcome) => ({
          outcome,
          count: sum(own.filter((one) => one.outcome === outcome)),
        })).filter(({ count }) => count > 0),
      };
    })
    .sort((a, b) => b.all - a.all);
}
