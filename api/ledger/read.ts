import { Refusal } from "../core/errors.ts";
import type { JsonValue } from "../core/kind.ts";
import type { Period } from "../core/reach.ts";
import type { HashReader } from "../log/hash-reader.ts";
import type { RecordRow, Store, StoredEntry } from "../store/store.ts";
import type { OpenedRecord, Vault } from "../vault/vault.ts";
import { committedEntry } from "./committed.ts";
import { access } from "./kinds/access.ts";
import { assertPerson } from "./known-person.ts";

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

export const viewOf = (row: RecordRow, { record }: OpenedRecord): ReadRecord => ({
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
  return viewOf(row, await context.vault.open(row));
}

/** Which version of which record, and whose it is. */
export interface RecordPlace {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly subject: string;
}

export const placeOf = ({ id, version, kind, subject }: RecordPlace): RecordPlace => ({
  ...{ id, version, kind, subject },
});

/** The entry that commits to a record's version: a receipt of it will be signed. @throws Refusal `not_found`, `damaged` */
export async function readEntry(
  context: ReadContext & { readonly read: HashReader },
  id: string,
  version: number | null,
): Promise<StoredEntry> {
  const row = await requireRow(context, id, version);
  return (await committedEntry(context, row)).entry;
}

export interface Whose {
  readonly subject: string;
  /** When the ledger took it, in milliseconds since 1970. @throws Refusal `damaged` */
  recordedAt(): Promise<number>;
}

/** @throws Refusal `not_found`, `damaged` */
export async function whoseRecord(
  context: ReadContext,
  id: string,
  version: number | null,
): Promise<Whose> {
  const row = await requireRow(context, id, version);
  return { subject: row.subject, recordedAt: () => recordedAt(context, row) };
}

async function recordedAt({ store }: ReadContext, { index, id }: RecordRow): Promise<number> {
  const entry = await store.entry(index);
  if (entry === null) throw new Refusal("damaged", { what: "entry", index, id });
  return entry.recordedAt;
}

export interface RecordsQuery {
  readonly subject: string;
  readonly kind: string | null;
  readonly cursor: string | null;
  readonly limit: number;
  /** Only those that the ledger took then; `null` or left out: all. */
  readonly period?: Period | null;
}

const CURSOR = /^i(0|[1-9]\d{0,15})(?:-([1-9]\d{0,15}))?$/;

interface Place {
  /** The index of the last record of the page before. */
  readonly after: number;
  /** Only records with an index below it; `null`: all. */
  readonly below: number | null;
}

/** Where a page ended. */
function parseCursor(cursor: string | null): Place {
  if (cursor === null) return { after: -1, below: null };
  const match = CURSOR.exec(cursor);
  if (!match) throw new Refusal("invalid_parameter", { parameter: "cursor" });
  return { after: Number(match[1]), below: match[2] === undefined ? null : Number(match[2]) };
}

/** Every page that is read makes a record of access: who goes through these would never come to their end. */
const OF_READS = access.kind;

/** Up to `limit` rows after that index. Those outside the period are not opened, and nothing tells that they are there. */
async function rowsOf(
  context: ReadContext,
  { subject, kind, period = null }: RecordsQuery,
  after: number,
  limit: number,
): Promise<readonly RecordRow[]> {
  const { store } = context;
  const asked = { subject, kind, limit, ...(kind === null ? { without: OF_READS } : {}) };
  if (period === null) return store.list({ ...asked, after });
  const found: RecordRow[] = [];
  for (let from = after; ; ) {
    const rows = await store.list({ ...asked, after: from });
    for (const row of rows) {
      const at = await recordedAt(context, row);
      if (at >= period.from && at < period.until) found.push(row);
      if (found.length === limit) return found;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return found;
    from = last.index;
  }
}

/**
 * Newest versions of a subject's records, in the order in which they were recorded. Records of access are there where they are asked for by their kind, those that were there when
 * the first page was read. With a period a subject that there is not has none: whether there is one is not told.
 *
 * @throws Refusal `not_found` (`subject`), `subject_erased`, `invalid_parameter`, `damaged`
 */
export async function listRecords(context: ReadContext, query: RecordsQuery): Promise<Page> {
  const { after, below } = parseCursor(query.cursor);
  const { subject, kind, limit, period = null } = query;
  if (period === null) await assertPerson(context.store, subject);
  const end =
    kind === OF_READS ? (below ?? (await context.store.size())) : Number.POSITIVE_INFINITY;
  const found = await rowsOf(context, query, after, limit + 1);
  const rows = found.filter(({ index }) => index < end);
  const shown = rows.slice(0, limit);
  const records: ReadRecord[] = [];
  for (const row of shown) records.push(viewOf(row, await context.vault.open(row)));
  const last = shown.at(-1);
  const next = rows.length > limit && last ? `i${last.index}` : null;
  return { records, next: next !== null && kind === OF_READS ? `${next}-${end}` : next };
}
