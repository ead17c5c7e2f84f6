/** What a partner works with: `records.ndjson`, and a table for each kind. Made of the proofs that are here, and of nothing else. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { cell } from "../../../api/core/csv.ts";
import { type FileContent, writeDurably } from "../../../api/core/files.ts";
import type { Terms } from "../../../api/sharing/terms/model.ts";
import { canonicalJson, type JsonValue } from "../../../portal/verify/jcs.ts";
import { isHeld, readRecord, records } from "./copy.ts";
import type { CopyState, Format } from "./state.ts";
import { type Row, rowOf } from "./stored.ts";

const BOM = "\ufeff";
const ENVELOPE = ["@id", "@subject", "@version"];
/** A number is one also behind a minus. */
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** As other tables of the house; what is no single value is its JSON. */
export function csvCell(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return cell(canonicalJson(value));
  return NUMBER.test(value) ? value : cell(value);
}

interface Place {
  readonly subject: string;
  readonly id: string;
  readonly kind: string;
  readonly index: number;
}

/** Of what can be read and may be used, in the order of the ledger. */
async function places(directory: string): Promise<Place[]> {
  const all: Place[] = [];
  let last = { subject: "", held: false };
  // One person after the other.
  for await (const { subject, id, kind, index } of records(directory)) {
    if (subject !== last.subject) last = { subject, held: await isHeld(directory, subject) };
    if (!last.held) all.push({ subject, id, kind, index });
  }
  return all.sort((a, b) => a.index - b.index);
}

async function* rows(directory: string, of: readonly Place[]): AsyncGenerator<Row> {
  for (const { subject, id } of of) {
    const record = await readRecord(directory, subject, id);
    if (record !== null) yield rowOf(record.proofs.credential);
  }
}

async function* lines(from: AsyncIterable<Row>): AsyncGenerator<string> {
  for await (const row of from) yield `${canonicalJson(row)}\n`;
}

async function* csv(from: AsyncIterable<Row>, fields: readonly string[]): AsyncGenerator<string> {
  const columns = [...ENVELOPE, ...fields];
  yield `${BOM}${columns.join(",")}\r\n`;
  for await (const row of from) yield `${columns.map((name) => csvCell(row[name])).join(",")}\r\n`;
}

/** By name, in the order in which they are written. */
export async function outputs(
  directory: string,
  terms: Pick<Terms, "records">,
  format: Format,
): Promise<ReadonlyMap<string, AsyncGenerator<string>>> {
  const all = await places(directory);
  const files = new Map<string, AsyncGenerator<string>>();
  if (format !== "csv") files.set("records.ndjson", lines(rows(directory, all)));
  if (format === "ndjson") return files;
  for (const { kind, fields } of terms.records) {
    const own = all.filter((one) => one.kind === kind);
    files.set(`${kind}.csv`, csv(rows(directory, own), fields));
  }
  return files;
}

/** Whole or not there, and none of what is not written any more. */
export async function writeOutputs(
  directory: string,
  terms: Pick<Terms, "records">,
  { files: format, kinds }: Pick<CopyState, "files" | "kinds">,
): Promise<readonly string[]> {
  const files = await outputs(directory, terms, format);
  const possible = ["records.ndjson", ...kinds.map((kind) => `${kind}.csv`)];
  for (const name of possible)
    if (!files.has(name)) await rm(join(directory, name), { force: true });
  for (const [name, content] of files)
    await writeDurably(join(directory, name), content satisfies FileContent);
  return [...files.keys()];
}
