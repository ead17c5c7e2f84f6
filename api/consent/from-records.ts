/** Records of this domain's kinds as the domain speaks of them. What was recorded was checked against its kind then; nothing is checked again here. */
import type { JsonValue } from "../core/kind.ts";
import type {
  ConsentRecord,
  Controller,
  NoticeText,
  NoticeVersion,
  PurposeVersion,
} from "./model.ts";

/** A record as the ledger opens it: envelope and body. */
export type OpenedFields = Readonly<Record<string, JsonValue>>;

/** The body's fields, and where the record stands. */
function told(record: OpenedFields): Record<string, JsonValue> {
  const fields: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(record)) {
    if (!name.startsWith("@")) fields[name] = value;
  }
  fields.id = record["@id"]!;
  fields.occurredAt = record["@occurredAt"]!;
  fields.recordedAt = record["@recordedAt"]!;
  return fields;
}

const as = <T>(fields: Record<string, JsonValue>): T => fields as unknown as T;

export const controllerOf = (record: OpenedFields): Controller => as(told(record));

export function purposeVersionOf(record: OpenedFields): PurposeVersion {
  const { event: _, ...fields } = told(record);
  return as(fields);
}

export function noticeVersionOf(record: OpenedFields): NoticeVersion {
  const { id, occurredAt, recordedAt, noticeId, noticeVersion, inForceFrom, texts } = told(record);
  const fields = { id, occurredAt, recordedAt, noticeId, noticeVersion, inForceFrom, texts };
  return as(fields as Record<string, JsonValue>);
}

export function noticeTextOf(record: OpenedFields): NoticeText {
  const { hash, noticeId, language, title, mediaType, text } = record;
  return as({ hash, noticeId, language, title, mediaType, text } as Record<string, JsonValue>);
}

export function consentRecordOf(
  record: OpenedFields,
  { seq, index }: { readonly seq: number; readonly index: number },
): ConsentRecord {
  const fields = told(record);
  // Where nothing was named, the record has null.
  fields.evidence ??= [];
  return as({ ...fields, seq, index, subject: record["@subject"]!, source: record["@source"]! });
}
