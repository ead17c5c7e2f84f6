/** How somebody stands to a purpose, for the eye and for files. Pure. */
import type { Answer, Person, StandsAs } from "../data.ts";

/** In the order in which people ask for them. */
export const STATES: readonly StandsAs[] = [
  "given",
  "not_covered",
  "withdrawn",
  "refused",
  "expired",
  "invalidated",
  "requested",
  "never_asked",
  "restricted",
  "objected",
  "erased",
  "unknown",
  "damaged",
  "purpose_not_in_force",
  "purpose_retired",
  "purpose_not_by_consent",
];

export const asState = (value: unknown): StandsAs | undefined =>
  STATES.find((state) => state === value);

export type Tone = "yes" | "no" | "open" | "wrong";

export function toneOf(state: StandsAs): Tone {
  if (state === "given") return "yes";
  if (state === "damaged" || state === "unknown") return "wrong";
  if (state === "withdrawn" || state === "refused" || state === "invalidated") return "no";
  if (state === "restricted" || state === "objected" || state === "erased") return "no";
  return "open";
}

/** Names and values of a CSV file (RFC 4180). What a spreadsheet would take for a formula is told from one by an apostrophe. */
export function csv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** @param words heads of the columns: identifier, may be used, state, since, purpose, as of */
export const peopleCsv = (
  words: readonly string[],
  { purpose, at }: { readonly purpose: string; readonly at: string },
  people: readonly Person[],
  yesNo: (allowed: boolean) => string,
  stateName: (state: StandsAs) => string,
): string =>
  csv([
    words,
    ...people.map(({ subject, allowed, reason, since }) => [
      ...[subject, yesNo(allowed), stateName(reason), since ?? "", purpose, at],
    ]),
  ]);

/** When what decides came to be, of all identifiers: the newest. `null`: nothing did. */
export function sinceOf({ identifiers, reason }: Answer): string | null {
  const times = identifiers.flatMap(({ madeBy, endsAt }) =>
    madeBy === null ? [] : [reason === "expired" && endsAt !== null ? endsAt : madeBy.occurredAt],
  );
  return times.sort().at(-1) ?? null;
}

/** What an address of evidence of the firm's statements is about. */
export const statedIn = (path: string): "statedPurpose" | "statedNotice" =>
  /[?&]stream=notice(?:\/|%2F)/i.test(path) ? "statedNotice" : "statedPurpose";

/** Of the file that is saved. */
export const fileNameOf = (purpose: string, at: string): string =>
  `${purpose}-${at.slice(0, 10)}.csv`;
