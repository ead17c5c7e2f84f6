/** How far who asks may reach through a route, by a line of the access matrix (api/http/matrix.ts). Pure. */
import type { Principal } from "./principal.ts";

/**
 * - `any`: everything behind the route.
 * - `own`: what is about a subject that they are or act for.
 * - `given`: what the ledger took in their period, and is about a subject that was given to them; until their access ends.
 * - `ownOrganization`: what is about the organization that they are a member of.
 */
export type Condition = "any" | "own" | "given" | "ownOrganization";

/** Milliseconds since 1970: from … until (exclusive). */
export interface Period {
  readonly from: number;
  readonly until: number;
}

export interface Reach {
  readonly principal: Principal;
  readonly condition: Condition;
  /** When what they may read was recorded; `null`: at any time. */
  readonly period: Period | null;
  /** Nothing whatever, of nobody: there is no need to look what is asked for. */
  readonly isEmpty: boolean;
  /** Whether there may be anything about this subject, or of `ownOrganization` this organization, that they reach. Of `any` always, without looking. */
  mayName(named: string): boolean;
  /** Whether they reach this. @param recordedAt when the ledger took it, in milliseconds since 1970 */
  mayRead(subject: string, recordedAt: number): boolean;
}

const EVERYTHING = (principal: Principal): Reach => ({
  principal,
  condition: "any",
  period: null,
  isEmpty: false,
  mayName: () => true,
  mayRead: () => true,
});

const NEVER: Period = { from: 0, until: 0 };

/** @param now in milliseconds since 1970 */
export function reachOf(principal: Principal, condition: Condition, now: number): Reach {
  if (condition === "any") return EVERYTHING(principal);
  if (condition === "own") {
    const mayName = (subject: string): boolean => principal.subjects.has(subject);
    const isEmpty = principal.subjects.size === 0;
    return { principal, condition, period: null, isEmpty, mayName, mayRead: mayName };
  }
  if (condition === "ownOrganization") {
    const { organization } = principal;
    const mayName = (named: string): boolean => organization !== null && named === organization;
    const isEmpty = organization === null;
    return { principal, condition, period: null, isEmpty, mayName, mayRead: () => false };
  }
  // Times that nobody can read are no times: every comparison with them is false.
  const given =
    principal.given !== null && now < Date.parse(principal.given.ends) ? principal.given : null;
  const period =
    given === null ? NEVER : { from: Date.parse(given.from), until: Date.parse(given.until) };
  const mayName = (subject: string): boolean =>
    given !== null && (given.subjects === null || given.subjects.has(subject));
  return {
    ...{ principal, condition, period, mayName },
    isEmpty: !(period.from < period.until) || given?.subjects?.size === 0,
    mayRead: (subject, recordedAt) =>
      mayName(subject) && recordedAt >= period.from && recordedAt < period.until,
  };
}
