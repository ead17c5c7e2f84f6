/** A part of the marks of idempotency keys, each against the record that it is about: what a thread does by itself. */
import { requestMacOf } from "../../ledger/idempotency.ts";
import type { LedgerSnapshot, RawRow } from "../../store/audit-store.ts";
import type { RowMac } from "../../store/row-mac.ts";
import { sealingLabel } from "../../vault/keys.ts";
import type { Mac, MacPurpose } from "../../vault/macs.ts";
import { type Finding, type FindingKey, prefixOf } from "../finding.ts";
import type { KeyReader } from "../keys/key-reader.ts";
import { authentic, bytesOf, isCount } from "../row.ts";
import type { NumberedRow } from "../tables/numbered.ts";
import { pagesOf } from "../tables/pages.ts";
import { draftOf, type RecordOpener } from "./open-record.ts";
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
}

export interface CheckedMarks {
  readonly marks: number;
  readonly findings: readonly Finding[];
  readonly numbers: readonly number[];
  readonly doubtful: readonly NumberedRow[];
}

export async function checkMarks(reads: MarkReads, range: MarkRange): Promise<CheckedMarks> {
  const pages: CheckedMarks[] = [];
  const bounds = {
    after: range.after === null ? null : [range.after],
    upTo: range.upTo === null ? null : [range.upTo],
  };
  for await (const page of pagesOf(reads.ledger, "idempotency", bounds)) {
    pages.push(await checkMarkRows(reads, page));
  }
  return {
    marks: pages.reduce((sum, { marks }) => sum + marks, 0),
    findings: pages.flatMap(({ findings }) => findings),
    numbers: pages.flatMap(({ numbers }) => numbers),
    doubtful: pages.flatMap(({ doubtful }) => doubtful),
  };
}

/** Rows of `idempotency`, whichever. */
export async function checkMarkRows(
  reads: MarkReads,
  rows: readonly RawRow[],
): Promise<CheckedMarks> {
  const numbers: number[] = [];
  const doubtful: NumberedRow[] = [];
  const stored: { readonly row: RawRow; readonly key: FindingKey }[] = [];
  for (const row of rows) {
    const number = row[6] ?? null;
    const isAuthentic = authentic(reads.rowMac, "idempotency", row);
    const key: FindingKey = isCount(number) ? { number } : { prefix: prefixOf(row[0] ?? null) };
    if (isAuthentic === false || !isCount(number)) {
      doubtful.push({ key, number, authentic: isAuthentic });
      continue;
    }
    numbers.push(number);
    if (row[2] === "stored") stored.push({ row, key });
  }
  return { marks: rows.length, findings: await judgeStored(reads, stored), numbers, doubtful };
}

/** Marks of requests that made a record: it must be the one that was asked for. A record that is gone or damaged is named by itself. */
async function judgeStored(
  { ledger, reader, open, mac, purposes }: MarkReads,
  stored: readonly { readonly row: RawRow; readonly key: FindingKey }[],
): Promise<Finding[]> {
  const names = stored.map(({ row }) => [row[3] ?? null, row[4] ?? null] as const);
  const indexes = await ledger.recordIndexes(names);
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
    const about = { place: "idempotency", key, kind: "contradicts" } as const;
    if (mark[5] !== entries[i]?.[3] && mark[5] !== opened.recordedAt) {
      return [{ ...about, cause: "idempotency_record" }];
    }
    const isOf = purposes.has("idempotency") ? isAskedFor(mac, mark, record, opened) : true;
    return isOf ? [] : [{ ...about, cause: "idempotency_body" }];
  });
}

function isAskedFor(
  mac: Mac,
  mark: RawRow,
  row: RecordRow,
  { fields, kind }: Exclude<ReturnType<RecordOpener>, string>,
): boolean {
  const own = bytesOf(mark[1]);
  const draft = draftOf(fields, row, kind);
  return [false, true].some(
    (insist) => own?.equals(requestMacOf(mac, draft, insist, draft.content)) === true,
  );
}
