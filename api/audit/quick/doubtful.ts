import type { Place } from "../finding.ts";
import type { Findings } from "../findings.ts";
import { isCount } from "../row.ts";
import type { NumberedRow } from "../tables/numbered.ts";

/** Rows whose authenticators fail, of a table that is not read as a whole: whose number was never given out was put in. */
export function addDoubtful(
  findings: Findings,
  place: Place,
  rows: readonly NumberedRow[],
  counted: number | null,
): void {
  for (const { key, number } of rows) {
    const lawful = isCount(number) && number >= 1 && (counted === null || number <= counted);
    findings.add({ place, key, kind: lawful ? "changed" : "inserted", cause: "row_mac" });
  }
}
