/** Tables whose rows are numbered and never deleted: a number that is missing is a row that was. */
import type { RawValue } from "../../store/audit-store.ts";
import type { FindingKey, Place } from "../finding.ts";
import type { Findings } from "../findings.ts";
import { isCount } from "../row.ts";

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
  /** No row follows: names what was changed, inserted and, unless some rows could not be read, deleted. Answers how many of the last there are. */
  finish(isPartial?: boolean): number;
}

/** How far the numbers go where nobody says it: rows that were changed stand behind the last good one, and between them some may be gone. */
function reached(highest: number, doubtful: readonly NumberedRow[]): number {
  const numbers = doubtful.flatMap(({ number }) => (isCount(number) ? [number] : []));
  let last = highest;
  for (const number of numbers.sort((a, b) => a - b)) {
    if (number <= last + doubtful.length + 1) last = Math.max(last, number);
  }
  return last;
}

/** @param counted how many rows there are, as the counter says; `null`: nobody says it, so that the last ones are not missed */
export function numberCheck(place: Place, counted: number | null, findings: Findings): NumberCheck {
  const doubtful: NumberedRow[] = [];
  let seen = new Uint8Array(1_024);
  let highest = 0;

  function see(number: number): void {
    if (counted !== null && number > counted) return;
    if (number >= seen.length * 8) {
      const larger = new Uint8Array(Math.max(seen.length * 2, (number >> 3) + 1));
      larger.set(seen);
      seen = larger;
    }
    seen[number >> 3] = (seen[number >> 3] as number) | (1 << (number & 7));
    highest = Math.max(highest, number);
  }
  const isSeen = (number: number): boolean =>
    (((seen[number >> 3] ?? 0) >> (number & 7)) & 1) === 1;

  return {
    take(row) {
      if (row.authentic === false) doubtful.push(row);
      else if (isCount(row.number)) see(row.number);
    },
    takeNumbers(numbers) {
      for (const number of numbers) see(number);
    },
    finish(isPartial = false) {
      const last = counted ?? reached(highest, doubtful);
      for (const { key, number } of doubtful) {
        const lawful = isCount(number) && number >= 1 && number <= last && !isSeen(number);
        if (lawful) see(number);
        findings.add({ place, key, kind: lawful ? "changed" : "inserted", cause: "row_mac" });
      }
      let deleted = 0;
      for (let number = 1; number <= last && !isPartial; number++) {
        if (isSeen(number)) continue;
        deleted += 1;
        findings.add({ place, key: { number }, kind: "missing", cause: "row_number" });
      }
      return deleted;
    },
  };
}
