/** The index of a pack: one line for each thing in it, as tables of others read it. */

/**
 * - of an evidence file what the kernel says of it (portal/verify/verdict.ts).
 * - `NOT_SEALED`: no checkpoint covers it yet, so there is no file of it.
 * - `DAMAGED`: what is stored of it is not what the log committed to, so there is none either.
 * - `TEXT`: the text of a notice, which its hash proves.
 */
export type RowVerdict = string;

export interface PackRow {
  readonly kind: string;
  /** `@id` of a record; of a history its stream; of a notice its name. */
  readonly id: string;
  readonly version: number | null;
  readonly subject: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly index: number | null;
  readonly verdict: RowVerdict;
  /** Empty: there is none. */
  readonly file: string;
  /** Of the file, in hex. */
  readonly sha256: string;
}

const COLUMNS = [
  "kind",
  "id",
  "version",
  "subject",
  "occurredAt",
  "recordedAt",
  "index",
  "verdict",
  "file",
  "sha256",
] as const satisfies readonly (keyof PackRow)[];

const BOM = "\ufeff";
/** By which a program for tables takes a cell for a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

/** RFC 4180. A text that a program for tables would work out begins with an apostrophe. */
export function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** UTF-8 with a mark at its beginning, without which Excel takes it for something else. */
export function indexCsv(rows: readonly PackRow[]): Buffer {
  const lines = rows.map((row) => COLUMNS.map((name) => cell(row[name])).join(","));
  return Buffer.from(`${BOM}${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`, "utf8");
}
