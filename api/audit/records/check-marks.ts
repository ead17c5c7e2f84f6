/** A part of the marks of idempotency keys, each against the record that it is about: what a thread does by itself. */
import { requestMacOf } from "../../ledger/idempotency.ts";
import type { LedgerSnapshot, RawRow, RawValue } from "../../store/audit-store.ts";
import type { RowMac } from "../../store/row-mac.ts";
import { sealingLabel } from "../../vault/labels.ts";
import type { Mac, MacPurpose } from "../../vault/macs.ts";
import { type Finding, type FindingKey, prefixOf } from "../finding.ts";
import type { KeyReader } from "../keys/key-reader.ts";
import { authentic, bytesOf, isCount } from "../row.ts";
import type { NumberedRow } from "../tables/numbered.ts";
import { pagesOf } from "../tables/pages.ts";
import { type Asked, askedBy, encodeAsked } from "./asked.ts";
import { draftOf, type OpenedRecord, type RecordOpener } from "./open-record.ts";
import { type RecordRow, recordRow } from "./record-row.ts";

export interface MarkReads {
  readonly ledger: LedgerSnapshot;
  readonly reader: KeyReader;
  readonly open: RecordOpener;
  readonly mac: Mac;
  readonly purposes: ReadonlySet<MacPurpose>;
  readonly rowMac: RowMac | null;
}

/** Marks whose HMAC is behind `after` and not behind `upTo`. */
export interface MarkRange {
  readonly after: Uint8Array | null;
  readonly upTo: Uint8Array | null;
  /** Marks of records below this index are not judged, but handed out, to be judged with their records. */
  readonly below: number;
}

export interface CheckedMarks {
  readonly marks: number;
  readonly findings: readonly Finding[];
  readonly numbers: readonly number[];
  readonly doubtful: readonly NumberedRow[];
}

export interface SortedMarks extends CheckedMarks {
  /** What is to be judged with the records (asked.ts), in no order. */
  readonly asked: Uint8Array;
}

export async function checkMarks(reads: MarkReads, range: MarkRange): Promise<SortedMarks> {
  const pages: SortedMarks[] = [];
  const bounds = {
    after: range.after === null ? null : [range.after],
    upTo: range.upTo === null ? null : [range.upTo],
  };
  for await (const page of pagesOf(reads.ledger, "idempotency", bounds)) {
    const { stored, ...rows } = sortRows(reads, page);
    const { later, now } = await withRecords(reads, stored, range.below);
    pages.push({ ...rows, findings: await judgeStored(reads, now), asked: encodeAsked(later) });
  }
  return {
    marks: pages.reduce((sum, { marks }) => sum + marks, 0),
    findings: pages.flatMap(({ findings }) => findings),
    numbers: pages.flatMap(({ numbers }) => numbers),
    doubtful: pages.flatMap(({ doubtful }) => doubtful),
    // A copy that can be given away.
    asked: Uint8Array.from(Buffer.concat(pages.map(({ asked }) => asked))),
  };
}

/** Rows of `idempotency`, whichever. */
export async function checkMarkRows(
  reads: MarkReads,
  rows: readonly RawRow[],
): Promise<CheckedMarks> {
  const { stored, ...sorted } = sortRows(reads, rows);
  return { ...sorted, findings: await judgeStored(reads, stored) };
}

interface StoredMark {
  readonly row: RawRow;
  readonly key: FindingKey;
}

/** Those that made a record, among those that are as they were written; and the others. */
function sortRows({ rowMac }: Pick<MarkReads, "rowMac">, rows: readonly RawRow[]) {
  const numbers: number[] = [];
  const doubtful: NumberedRow[] = [];
  const stored: StoredMark[] = [];
  for (const row of rows) {
    const number = row[6] ?? null;
    const isAuthentic = authentic(rowMac, "idempotency", row);
    const key: FindingKey = isCount(number) ? { number } : { prefix: prefixOf(row[0] ?? null) };
    if (isAuthentic === false || !isCount(number)) {
      doubtful.push({ key, number, authentic: isAuthentic });
      continue;
    }
    numbers.push(number);
    if (row[2] === "stored") stored.push({ row, key });
  }
  return { marks: rows.length, numbers, doubtful, stored };
}

/** Which of them can be judged with their records, and which must be now. */
async function withRecords(
  { ledger }: Pick<MarkReads, "ledger">,
  stored: readonly StoredMark[],
  below: number,
) {
  const indexes = await ledger.recordIndexes(stored.map(recordName));
  const later: Asked[] = [];
  const now: StoredMark[] = [];
  for (const [i, mark] of stored.entries()) {
    const asked = askedBy(mark.row, indexes[i] ?? null);
    if (asked !== null && asked.index < below) later.push(asked);
    else now.push(mark);
  }
  return { later, now };
}

const recordName = ({ row }: StoredMark) => [row[3] ?? null, row[4] ?? null] as const;

/** Marks of requests that made a record: it must be the one that was asked for. A record that is gone or damaged is named by itself. */
async function judgeStored(reads: MarkReads, stored: readonly StoredMark[]): Promise<Finding[]> {
  if (stored.length === 0) return [];
  const { ledger, reader, open } = reads;
  const indexes = await ledger.recordIndexes(stored.map(recordName));
  const rows = await ledger.rows(
    "records",
    indexes.map((index) => [index]),
  );
  const entries = await ledger.rows(
    "entries",
    indexes.map((index) => [index]),
  );
  const records = rows.map((row) => row && recordRow(row));
  const sealing = await reader.sealing(records.filter((row) => row !== null));
  return stored.flatMap(({ row: mark, key }, i): Finding[] => {
    const record = records[i] ?? null;
    const box = record === null ? undefined : sealing.get(sealingLabel(record));
    if (record === null || box === undefined || typeof box === "string") return [];
    const opened = open(record, { sealing: box, secret: null });
    if (typeof opened === "string") return [];
    const said = { recordedAt: mark[5] ?? null, bodyMac: bytesOf(mark[1]) };
    const cause = markFault(reads, said, { row: record, time: entries[i]?.[3] ?? null, opened });
    return cause === null ? [] : [{ place: "idempotency", key, kind: "contradicts", cause }];
  });
}

export type MarkFault = "idempotency_record" | "idempotency_body";

/** A record, open, and the time that stands beside its entry. */
export interface MarkedRecord {
  readonly row: RecordRow;
  readonly time: RawValue;
  readonly opened: OpenedRecord;
}

/** `null`: the record is the one that was asked for. */
export function markFault(
  { mac, purposes }: Pick<MarkReads, "mac" | "purposes">,
  said: { readonly recordedAt: RawValue; readonly bodyMac: Buffer | null },
  { row, time, opened }: MarkedRecord,
): MarkFault | null {
  const isThen = said.recordedAt === time || said.recordedAt === opened.recordedAt;
  if (!isThen) return "idempotency_record";
  if (!purposes.has("idempotency")) return null;
  const draft = draftOf(opened.fields, row, opened.kind);
  const asks = (insist: boolean): boolean =>
    said.bodyMac?.equals(requestMacOf(mac, draft, insist, draft.content)) === true;
  return asks(false) || asks(true) ? null : "idempotency_body";
}
