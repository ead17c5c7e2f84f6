/** Lengths of time, as records have them (ISO 8601: `P2Y`) and as people say them. Pure. */

export type Unit = "Y" | "M" | "W" | "D";
export const UNITS: readonly Unit[] = ["Y", "M", "W", "D"];

export interface Length {
  readonly count: number;
  readonly unit: Unit;
}

/** `null`: of several units, or none. */
export function lengthOf(duration: string): Length | null {
  const [, count, letter] = /^P([1-9]\d{0,3})([YMWD])$/.exec(duration) ?? [];
  const unit = UNITS.find((one) => one === letter);
  return count === undefined || unit === undefined ? null : { count: Number(count), unit };
}

export const durationOf = ({ count, unit }: Length): string => `P${count}${unit}`;
