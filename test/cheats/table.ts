/** The rows that docs/SECURITY.md must have, but for their sentences: what the tests have found. */
import { type Cheat, isCaught, type Sighting } from "./cheat.ts";

export interface Row {
  readonly id: string;
  readonly caught: string;
  readonly missed: string;
}

function cell({ by, of, cheat }: Sighting): string {
  return `\`${by}\`${of === null ? "" : ` (${of})`}: ${cheat}`;
}

const cells = (sightings: readonly Sighting[]): string => sightings.map(cell).join("; ");

export function rowOf({ id, sightings }: Cheat): Row {
  const caught = sightings.filter(isCaught);
  const missed = sightings.filter((one) => !isCaught(one));
  return { id, caught: cells(caught) || "**nobody**", missed: cells(missed) || "–" };
}
