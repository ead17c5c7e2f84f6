/** Where an entry of a record stands in its stream, as its bytes say, be they true or not. */
import { RECORD_ENTRY_LENGTH } from "../../../portal/verify/entry.ts";
import type { RawValue } from "../../store/audit-store.ts";
import { bytesOf } from "../row.ts";

export interface EntryPlace {
  readonly streamKey: Buffer;
  /** Not to be believed: up to 2^64, and then not exact. */
  readonly seq: number;
}

/** @returns `null`: these are no bytes of such an entry */
export function placeOfEntry(value: RawValue | undefined): EntryPlace | null {
  const entry = bytesOf(value, RECORD_ENTRY_LENGTH);
  // FORMAT §5.2: type[1] ‖ record root[32] ‖ stream key[32] ‖ seq[8] ‖ prev[32].
  return entry && { streamKey: entry.subarray(33, 65), seq: Number(entry.readBigUInt64BE(65)) };
}
