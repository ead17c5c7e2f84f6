/** Tables whose rows are numbered, and deleted by erasures alone: any other number that is missing is a row that was deleted. */
import type { RawValue } from "../../store/audit-store.ts";
import type { FindingKey, Place } from "../finding.ts";
import type { Findings } from "../findings.ts";
import { isCount } from "../row.ts";
import { numberBits } from "./number-bits.ts";

export interface NumberedRow {
  readonly key: FindingKey;
  readonly number: RawValue;
  /** As `authentic` has it. */
  readonly authentic: boolean | null;
}

export interface NumberCheck {
  /** A row, in any order. */
  take(row: NumberedRow): void;
  /** Rows that nobody need look at, by their numbers. */
  takeNumbers(numbers: Iterable<number>): void;
  /** Rows that went with an erasure, by their numbers: none of them is there. Before {@link finish}. */
  vacate(numbers: Iterable<number>): void;
  /** No row follows: names what was changed, inserted and, unless some rows could not be read, deleted. Answers how many of the last there are. */
  finish(isPartial?: boolean): number;
}

/** Rows that are believed to be missing beside those that are there, where nobody can tell whether a number is true. */
export const MOST_MISSED = 65_536;

/** How far the numbers go where nobody says it: rows that were changed stand behind the last good one, and between them some may be gone. */
function reached(highest: number, doubtful: readonly NumberedRow[]): number {
  const numbers = doubtful.flatMap(({ number }) => (isCount(number) ? [number] : []));
  const end = highest + doubtful.length + MOST_MISSED;
  let last = highest;
  for (const number of numbers.sort((a, b) => a - b)) {
    if (number <= Math.min(end, last + doubtful.length + 1)) last = Math.max(last, number);
  }
  return last;
}

export interface NumberOptions {
  /** How many rows there are, as the counter says; `null`: nobody says it, so that the last ones are not missed. */
  readonly counted: number | null;
  /** Rows are authenticated. Without that anybody may have written any number. */
  readonly isKeyed: boolean;
}

export function numberCheck(
  place: Place,
  { counted, isKeyed }: NumberOptions,
  findings: Findings,
): NumberCheck {
  const doubtful: NumberedRow[] = [];
  /** Numbers that are believed only if so many rows come. */
  const far: Pick<NumberedRow & { number: number }, "key" | "number">[] = [];
  const seen = numberBits(Number.MAX_SAFE_INTEGER);
  let [rows, highest] = [0, 0];

  function see(number: number): void {
    if (counted !== null && number > counted) return;
    seen.add(number);
    highest = Math.max(highest, number);
  }
  const isNear = (number: number): boolean =>
    counted !== null || isKeyed || number <= rows + MOST_MISSED;

  function take(key: FindingKey, number: number): void {
    if (isNear(number)) see(number);
    else far.push({ key, number });
  }

  return {
    take({ key, number, ...row }) {
      rows += 1;
      if (row.authentic === false) doubtful.push({ key, number, ...row });
      else if (isCount(number)) take(key, number);
    },
    takeNumbers(numbers) {
      for (const number of numbers) {
        rows += 1;
        take({ number }, number);
      }
    },
    vacate(numbers) {
      for (const number of numbers) {
        if (seen.has(number))
          findings.add({ place, key: { number }, kind: "inserted", cause: "row_erased" });
        see(number);
      }
    },
    finish(isPartial = false) {
      for (const { key, number } of far) {
        if (isNear(number)) see(number);
        // How many rows there are is not known where some could not be read.
        else if (!isPartial) findings.add({ place, key, kind: "changed", cause: "row_form" });
      }
      const last = counted ?? reached(highest, doubtful);
      for (const { key, number } of doubtful) {
        const lawful = isCount(number) && number >= 1 && number <= last && !seen.has(number);
        if (lawful) see(number);
        findings.add({ place, key, kind: lawful ? "changed" : "inserted", cause: "row_mac" });
      }
      let deleted = 0;
      for (let number = 1; number <= last && !isPartial; number++) {
        if (seen.has(number)) continue;
        deleted += 1;
        findings.add({ place, key: { number }, kind: "missing", cause: "row_number" });
      }
      return deleted;
    },
  };
}
