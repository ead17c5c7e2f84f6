/** The index of a pack: one line for each thing in it, as tables of others read it. */
import { csvHead, csvLine } from "../../core/csv.ts";

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

/** UTF-8, with a mark at its beginning. */
export function indexCsv(rows: readonly PackRow[]): Buffer {
  const lines = rows.map((row) => csvLine(COLUMNS.map((name) => row[name])));
  return Buffer.from(`${csvHead(COLUMNS)}${lines.join("")}`, "utf8");
}
