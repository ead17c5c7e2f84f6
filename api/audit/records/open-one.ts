import { sealingLabel, secretLabel } from "../../vault/labels.ts";
import type { RecordReads } from "./check-records.ts";
import type { OpenedRecord } from "./open-record.ts";
import { recordRow } from "./record-row.ts";

/** The record at an index; `null`: there is none, or it cannot be opened. */
export async function openRecordAt(
  { ledger, reader, open }: RecordReads,
  index: number,
): Promise<OpenedRecord | null> {
  const [raw = null] = await ledger.rows("records", [[index]]);
  const row = raw === null ? null : recordRow(raw);
  if (row === null) return null;
  const sealing = (await reader.sealing([row])).get(sealingLabel(row));
  const secret = (await reader.secrets([row])).get(secretLabel(row.subject, row.retentionClass));
  if (sealing === undefined || typeof sealing === "string") return null;
  const own = secret === undefined || typeof secret === "string" ? null : secret;
  const opened = open(row, { sealing, secret: own });
  return typeof opened === "string" ? null : opened;
}
