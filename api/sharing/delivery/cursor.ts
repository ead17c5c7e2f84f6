/** Where a page of a delivery ended: over which part of the log it goes, and how far it has come. */
import { Refusal } from "../../core/errors.ts";

export interface Position {
  /** Index of the entry that is looked at next. */
  readonly at: number;
  /** Of a person whose records are given because a consent moved at `at`: index of the last one that was; −1: of none. */
  readonly sub: number;
}

export interface Walk extends Position {
  /** Entries from here on come with the changes since. */
  readonly until: number;
  /** `null`: everything. */
  readonly since: number | null;
}

const FORM = /^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14}|all)\.(0|[1-9]\d{0,14})\.(-1|0|[1-9]\d{0,14})$/;

export const formatCursor = ({ until, since, at, sub }: Walk): string =>
  [until, since ?? "all", at, sub].join(".");

/** @param sealed what evidence can be made of by now: nobody gets further by another number @throws Refusal `invalid_parameter` */
export function parseCursor(cursor: string, sealed: number): Walk {
  const [, until, since, at, sub] = FORM.exec(cursor) ?? [];
  if (until === undefined) throw new Refusal("invalid_parameter", { parameter: "cursor" });
  return {
    until: Math.min(Number(until), sealed),
    since: since === "all" ? null : Number(since),
    ...{ at: Number(at), sub: Number(sub) },
  };
}
