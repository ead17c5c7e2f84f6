/** When something happened, as precisely as a document knows it. */

const DAY_MS = 86_400_000;

/** Milliseconds since 1970: a day is as long as it is, a time is a point. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** @param first the day's beginning, in milliseconds since 1970 */
export const dayFrom = (first: number): Span => ({ first, last: first + DAY_MS - 1 });

/** A time that names no time of the day, in a format that writes days as times. */
export const dayOrTime = (ms: number): Span =>
  ms % DAY_MS === 0 ? dayFrom(ms) : { first: ms, last: ms };

/** The last time that it can have been, but not after now; what lies ahead stays there. */
export const endOf = ({ first, last }: Span, now: number): number =>
  Math.max(first, Math.min(last, now));
