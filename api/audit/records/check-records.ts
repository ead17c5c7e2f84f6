/** A range of records, each against its entry: what a thread does by itself. What does not fit is judged later, when it is known what the entries truly are. */
import { ENTRY_TYPE_RECORD, RECORD_ENTRY_LENGTH } from "../../../portal/verify/entry.ts";
import { hmacSha256 } from "../../core/hash.ts";
import { type KindRegistry, streamName } from "../../core/kind.ts";
import { expiryOf } from "../../ledger/compose.ts";
import type { AuditSnapshot, LedgerSnapshot, RawRow } from "../../store/audit-store.ts";
import { sealingLabel, secretLabel } from "../../vault/labels.ts";
import type { Mac, MacPurpose } from "../../vault/macs.ts";
import type { FoundKey, KeyReader } from "../keys/key-reader.ts";
import { bytesOf, isCount } from "../row.ts";
import { askedOf } from "./asked.ts";
import { type MarkFault, markFault } from "./check-marks.ts";
import type { OpenedRecord, RecordFault, RecordOpener } from "./open-record.ts";
import { type RecordRow, recordRow } from "./record-row.ts";

export interface RecordReads {
  readonly ledger: Pick<LedgerSnapshot, "page" | "rows">;
  readonly keys: AuditSnapshot<"keys">;
  readonly reader: KeyReader;
  readonly open: RecordOpener;
  readonly kinds: KindRegistry;
  readonly mac: Mac;
  readonly purposes: ReadonlySet<MacPurpose>;
}

/** A record that could be opened and does not fit the entry that is stored at its index. */
export interface Suspect {
  readonly index: number;
  readonly recordRoot: Uint8Array;
  readonly streamKey: Uint8Array | null;
  readonly seq: number | null;
  readonly recordedAt: number;
}

/** A record whose row or content is wrong whatever its entry says. */
export interface FaultyRecord {
  readonly index: number;
  readonly fault: RecordFault | "row_form" | "record_sealed";
}

/** A key that a record names rightly, and that is not there. */
export interface MissingKey {
  readonly subject: string;
  readonly retentionClass: string;
  readonly expiry: string;
}

/** A remembered request that asked for something else than was made; by its own number. */
export interface FaultyMark {
  readonly number: number;
  readonly fault: MarkFault;
}

export interface CheckedRange {
  /** Rows of `records`. */
  readonly records: number;
  /** Of these so many could not be opened, because their key is gone or damaged. */
  readonly unopened: readonly number[];
  /** Record entries without a row. */
  readonly missing: readonly number[];
  readonly faulty: readonly FaultyRecord[];
  readonly suspects: readonly Suspect[];
  readonly missingKeys: readonly MissingKey[];
  readonly marks: readonly FaultyMark[];
  /** `mac[32] ‖ id[36] ‖ index[6]` of each record that something outside names. */
  readonly identities: Uint8Array;
}

export const IDENTITY_RECORD = 74;
const ID_LETTERS = 36;
const PAGE = 1_024;

const NOTHING = new Uint8Array(0);

/**
 * The records from index `from` up to, not including, `to`.
 *
 * @param asked what remembered requests say of them, ascending (asked.ts)
 */
export async function checkRecords(
  reads: RecordReads,
  from: number,
  to: number,
  asked: Uint8Array = NOTHING,
): Promise<CheckedRange> {
  const range = collector(to - from, askedOf(asked));
  for (let at = from; at < to; at += PAGE)
    await checkPage(reads, at, Math.min(to, at + PAGE), range);
  return range.result();
}

interface Collector {
  readonly unopened: number[];
  readonly missing: number[];
  readonly faulty: FaultyRecord[];
  readonly suspects: Suspect[];
  readonly missingKeys: MissingKey[];
  readonly marks: FaultyMark[];
  readonly askedOf: ReturnType<typeof askedOf>;
  records: number;
  identity(mac: Buffer, id: string, index: number): void;
  result(): CheckedRange;
}

function collector(most: number, askedOf: Collector["askedOf"]): Collector {
  const identities = Buffer.alloc(most * IDENTITY_RECORD);
  let length = 0;
  const own = {
    unopened: [] as number[],
    missing: [] as number[],
    faulty: [] as FaultyRecord[],
    suspects: [] as Suspect[],
    missingKeys: [] as MissingKey[],
    marks: [] as FaultyMark[],
    askedOf,
    records: 0,
  };
  return Object.assign(own, {
    identity(mac: Buffer, id: string, index: number): void {
      mac.copy(identities, length);
      identities.write(id.padEnd(ID_LETTERS).slice(0, ID_LETTERS), length + 32, "latin1");
      identities.writeUIntBE(index, length + 32 + ID_LETTERS, 6);
      length += IDENTITY_RECORD;
    },
    result: (): CheckedRange => {
      const { unopened, missing, faulty, suspects, missingKeys, marks, records } = own;
      return {
        ...{ unopened, missing, faulty, suspects, missingKeys, marks, records },
        // A copy that can be given away.
        identities: Uint8Array.from(identities.subarray(0, length)),
      };
    },
  });
}

interface StoredEntry {
  readonly entry: Buffer | null;
  readonly recordedAt: number | null;
}

async function checkPage(
  reads: RecordReads,
  from: number,
  to: number,
  range: Collector,
): Promise<void> {
  const { ledger, reader } = reads;
  const bounds = { after: [from - 1], upTo: [to - 1], limit: to - from } as const;
  const entries = entriesByIndex(await ledger.page("entries", bounds));
  const rows = await ledger.page("records", bounds);
  const read: { readonly row: RecordRow; readonly entry: StoredEntry | undefined }[] = [];
  const there = new Set<number>();
  for (const raw of rows) {
    const index = Number(raw[0]);
    there.add(index);
    range.records += 1;
    const row = recordRow(raw);
    if (row === null) range.faulty.push({ index, fault: "row_form" });
    else read.push({ row, entry: entries.get(index) });
  }
  for (const [index, { entry }] of entries) {
    if (isRecordEntry(entry) && !there.has(index)) range.missing.push(index);
  }
  const sealing = await reader.sealing(read.map(({ row }) => row));
  const secrets = await reader.secrets(read.map(({ row }) => row));
  for (const { row, entry } of read) {
    const key = sealing.get(sealingLabel(row)) ?? "missing";
    const secret = secrets.get(secretLabel(row.subject, row.retentionClass)) ?? "missing";
    if (typeof key === "string") await withoutKey(reads, row, entry, { key, secret }, range);
    else {
      const own = typeof secret === "string" ? null : secret;
      const opened = reads.open(row, { sealing: key, secret: own });
      judge(row, entry, opened, range);
      if (typeof opened !== "string") judgeMarks(reads, row, entry, opened, range);
    }
  }
}

function entriesByIndex(rows: readonly RawRow[]): Map<number, StoredEntry> {
  const found = new Map<number, StoredEntry>();
  for (const [index, entry, , recordedAt] of rows) {
    const time = isCount(recordedAt) ? recordedAt : null;
    found.set(Number(index), { entry: bytesOf(entry), recordedAt: time });
  }
  return found;
}

export const isRecordEntry = (entry: Uint8Array | null): boolean =>
  entry?.length === RECORD_ENTRY_LENGTH && entry[0] === ENTRY_TYPE_RECORD;

function judge(
  row: RecordRow,
  entry: StoredEntry | undefined,
  opened: ReturnType<RecordOpener>,
  range: Collector,
): void {
  const { index } = row;
  if (typeof opened === "string") {
    range.faulty.push({ index, fault: opened });
    return;
  }
  for (const fault of opened.faults) range.faulty.push({ index, fault });
  const { recordRoot, streamKey, seq, recordedAt, identity } = opened;
  if (identity !== null) range.identity(identity, row.id, index);
  if (!fits(opened, entry)) range.suspects.push({ index, recordRoot, streamKey, seq, recordedAt });
}

/** Requests that made this record, as far as they are remembered. */
function judgeMarks(
  reads: RecordReads,
  row: RecordRow,
  entry: StoredEntry | undefined,
  opened: OpenedRecord,
  range: Collector,
): void {
  for (const said of range.askedOf(row.index)) {
    const fault = markFault(reads, said, { row, time: entry?.recordedAt ?? null, opened });
    if (fault !== null) range.marks.push({ number: said.number, fault });
  }
}

const HIGH = 2 ** 32;

function fits(opened: OpenedRecord, stored: StoredEntry | undefined): boolean {
  const { recordRoot, streamKey, seq, recordedAt } = opened;
  const entry = stored?.entry ?? null;
  if (entry === null || !isRecordEntry(entry)) return false;
  if (recordRoot.compare(entry, 1, 33) !== 0) return false;
  if (streamKey !== null && streamKey.compare(entry, 33, 65) !== 0) return false;
  if (seq !== null && entry.readUInt32BE(65) * HIGH + entry.readUInt32BE(69) !== seq) return false;
  return stored?.recordedAt === recordedAt;
}

/** Is the key gone, or does the row name one that never was? A row that names kind, subject, class and year as its entry has them is believed. */
async function withoutKey(
  reads: RecordReads,
  row: RecordRow,
  entry: StoredEntry | undefined,
  found: { readonly key: FoundKey; readonly secret: FoundKey },
  range: Collector,
): Promise<void> {
  const { index, subject, retentionClass, expiry } = row;
  if (!(await isNamedRightly(reads, row, entry, found.secret))) {
    range.faulty.push({ index, fault: "record_sealed" });
    return;
  }
  range.unopened.push(index);
  if (found.key === "missing") range.missingKeys.push({ subject, retentionClass, expiry });
}

async function isNamedRightly(
  { kinds, ledger }: RecordReads,
  row: RecordRow,
  stored: StoredEntry | undefined,
  secret: FoundKey,
): Promise<boolean> {
  const kind = kinds.get(row.kind);
  if (kind?.retentionClass !== row.retentionClass) return false;
  if (stored?.recordedAt != null && expiryOf(kind, stored.recordedAt) !== row.expiry) return false;
  const entry = stored?.entry ?? null;
  // Which of several streams it is in, its body says, which cannot be read.
  const tells = kind.streamField === null && typeof secret !== "string";
  if (tells && entry !== null && isRecordEntry(entry)) {
    const key = hmacSha256(secret, streamName(kind, row.id, row.version));
    return key.compare(entry, 33, 65) === 0;
  }
  const [known = null] = await ledger.rows("subjects", [[row.subject]]);
  return known !== null;
}
