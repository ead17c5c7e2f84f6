import { Refusal } from "../core/errors.ts";
import type { JsonValue } from "../core/kind.ts";
import type { HashReader } from "../log/hash-reader.ts";
import type { RecordRow, Store, StoredEntry } from "../store/store.ts";
import type { OpenedRecord, Vault } from "../vault/vault.ts";
import { committedEntry } from "./committed.ts";

/** A record as the firm's own people and systems read it. */
export interface ReadRecord {
  readonly id: string;
  readonly version: number;
  readonly index: number;
  readonly record: Readonly<Record<string, JsonValue>>;
}

interface ReadContext {
  readonly store: Store;
  readonly vault: Vault;
}

/** Rows of a list, newest versions, and where the next page begins (`null`: nowhere). */
export interface Page {
  readonly records: readonly ReadRecord[];
  readonly next: string | null;
}

const view = (row: RecordRow, { record }: OpenedRecord): ReadRecord => ({
  id: row.id,
  version: row.version,
  index: row.index,
  record,
});

/** @throws Refusal `not_found`, `damaged` */
export async function requireRow(
  { store }: ReadContext,
  id: string,
  version: number | null,
): Promise<RecordRow> {
  const row = await store.record(id, version);
  if (row !== null) return row;
  throw new Refusal("not_found", { what: version === null ? "record" : "version" });
}

/** @throws Refusal `not_found`, `damaged` */
export async function readRecord(
  context: ReadContext,
  id: string,
  version: number | null,
): Promise<ReadRecord> {
  const row = await requireRow(context, id, version);
  return view(row, await context.vault.open(row));
}

/** The entry that commits to a record's version: a receipt of it will be signed. @throws Refusal `not_found`, `damaged` */
export async function readEntry(
  context: ReadContext & { readonly read: HashReader },
  id: string,
  version: number | null,
): Promise<StoredEntry> {
  const row = await requireRow(context, id, version);
  return (await committedEntry(context, row)).entry;
}

const CURSOR = /^i(0|[1-9]\d{0,15})$/;

/** Where a page ended: the index of its last record. */
function parseCursor(cursor: string | null): number {
  if (cursor === null) return -1;
  const match = CURSOR.exec(cursor);
  if (!match) throw new Refusal("invalid_parameter", { parameter: "cursor" });
  return Number(match[1]);
}

/** Newest versions of a subject's records, in the order in which they were recorded. */
export async function listRecords(
  context: ReadContext,
  query: { subject: string; kind: string | null; cursor: string | null; limit: number },
): Promise<Page> {
  const after = parseCursor(query.cursor);
  const known = await context.store.knownSubjects([query.subject]);
  if (!known.has(query.subject)) throw new Refusal("not_found", { what: "subject" });
  const { subject, kind, limit } = query;
  const rows = await context.store.list({ subject, kind, after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const records: ReadRecord[] = [];
  for (const row of shown) records.push(view(row, await context.vault.open(row)));
  const last = shown.at(-1);
  return { records, next: rows.length > limit && last ? `i${last.index}` : null };
}
