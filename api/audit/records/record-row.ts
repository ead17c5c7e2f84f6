import { RETENTION_CLASSES, type RetentionClass } from "../../../portal/verify/subject.ts";
import type { RawRow } from "../../store/audit-store.ts";
import { bytesOf, isCount } from "../row.ts";

/** A row of `records` whose columns are what they should be by their form. */
export interface RecordRow {
  readonly index: number;
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly subject: string;
  readonly retentionClass: RetentionClass;
  readonly expiry: string;
  readonly sealed: Buffer;
  readonly contentMac: Buffer;
}

/** `null`: some column is no such thing. */
export function recordRow(row: RawRow): RecordRow | null {
  const [index, id, version, kind, subject, retention, expiry, sealed, contentMac] = row;
  const retentionClass = RETENTION_CLASSES.find((one) => one === retention);
  const box = bytesOf(sealed);
  const mac = bytesOf(contentMac);
  if (!isCount(index) || !isCount(version) || retentionClass === undefined) return null;
  if (typeof id !== "string" || typeof kind !== "string" || typeof subject !== "string")
    return null;
  if (typeof expiry !== "string" || box === null || mac === null) return null;
  return {
    index,
    id,
    version,
    kind,
    subject,
    retentionClass,
    expiry,
    sealed: box,
    contentMac: mac,
  };
}
