/** What is hashed into the log (docs/FORMAT.md §5.2). Other type bytes come with later versions. */
import {
  asLeafHash,
  asRecordRoot,
  asStreamKey,
  asStreamSeq,
  type LeafHash,
  type RecordRoot,
  type StreamKey,
  type StreamSeq,
} from "./brands.ts";
import { equalBytes, readU64, u64 } from "./bytes.ts";
import { FormatError } from "./errors.ts";

export const ENTRY_TYPE_RECORD = 0x01;
export const RECORD_ENTRY_LENGTH = 105;

/** The `prev` of a stream's first entry, and of no other. */
export const NO_PREV: LeafHash = asLeafHash(new Uint8Array(32));

export interface RecordEntry {
  readonly recordRoot: RecordRoot;
  readonly streamKey: StreamKey;
  /** 1, 2, … within the stream. */
  readonly seq: StreamSeq;
  /** Leaf hash of the stream's previous entry. */
  readonly prev: LeafHash;
}

function checkPrev(entry: RecordEntry): void {
  if ((entry.seq === 1) !== equalBytes(entry.prev, NO_PREV)) throw new FormatError("entry_prev");
}

export function encodeRecordEntry(entry: RecordEntry): Uint8Array {
  checkPrev(entry);
  const bytes = new Uint8Array(RECORD_ENTRY_LENGTH);
  bytes[0] = ENTRY_TYPE_RECORD;
  bytes.set(asRecordRoot(entry.recordRoot), 1);
  bytes.set(asStreamKey(entry.streamKey), 33);
  bytes.set(u64(asStreamSeq(entry.seq)), 65);
  bytes.set(asLeafHash(entry.prev), 73);
  return bytes;
}

export function decodeEntry(bytes: Uint8Array): RecordEntry {
  if (bytes[0] !== ENTRY_TYPE_RECORD) throw new FormatError("entry_type");
  if (bytes.length !== RECORD_ENTRY_LENGTH) {
    throw new FormatError("entry_length", { limit: RECORD_ENTRY_LENGTH });
  }
  let seq: StreamSeq;
  try {
    seq = asStreamSeq(readU64(bytes.subarray(65, 73)));
  } catch {
    throw new FormatError("entry_seq");
  }
  const entry: RecordEntry = {
    recordRoot: asRecordRoot(bytes.slice(1, 33)),
    streamKey: asStreamKey(bytes.slice(33, 65)),
    seq,
    prev: asLeafHash(bytes.slice(73, 105)),
  };
  checkPrev(entry);
  return entry;
}
