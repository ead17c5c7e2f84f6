/** What is hashed into the log (docs/FORMAT.md §5.2). */
import {
  asLeafHash,
  asMapRoot,
  asRecordRoot,
  asStreamKey,
  asStreamSeq,
  asTreeSize,
  type LeafHash,
  type MapRoot,
  type RecordRoot,
  type StreamKey,
  type StreamSeq,
  type TreeSize,
} from "./brands.ts";
import { equalBytes, readU64, u64 } from "./bytes.ts";
import { FormatError } from "./errors.ts";

export const ENTRY_TYPE_RECORD = 0x01;
export const ENTRY_TYPE_STATE = 0x02;
export const ENTRY_TYPE_VOID = 0x03;
export const RECORD_ENTRY_LENGTH = 105;
export const STATE_ENTRY_LENGTH = 49;
/** The end of the year 9999, in milliseconds since 1970: what a time can be written for. */
const LAST_MILLISECOND = 253_402_300_799_999;

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

/** Commits to the map over the first `mapSize` entries of the log (docs/FORMAT.md §6.1). */
export interface StateEntry {
  readonly mapRoot: MapRoot;
  readonly mapSize: TreeSize;
  /** The ledger's clock, milliseconds since 1970. */
  readonly time: number;
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

/** Takes an index that was promised and then lost. */
export const VOID_ENTRY: Uint8Array = Uint8Array.of(ENTRY_TYPE_VOID);

function checkTime(time: number): void {
  if (!Number.isSafeInteger(time) || time < 0 || time > LAST_MILLISECOND) {
    throw new FormatError("bad_time");
  }
}

export function encodeStateEntry({ mapRoot, mapSize, time }: StateEntry): Uint8Array {
  checkTime(time);
  const bytes = new Uint8Array(STATE_ENTRY_LENGTH);
  bytes[0] = ENTRY_TYPE_STATE;
  bytes.set(asMapRoot(mapRoot), 1);
  bytes.set(u64(asTreeSize(mapSize)), 33);
  bytes.set(u64(time), 41);
  return bytes;
}

export function decodeStateEntry(bytes: Uint8Array): StateEntry {
  if (bytes[0] !== ENTRY_TYPE_STATE) throw new FormatError("state_type");
  if (bytes.length !== STATE_ENTRY_LENGTH) {
    throw new FormatError("entry_length", { limit: STATE_ENTRY_LENGTH });
  }
  const time = readU64(bytes.subarray(41, 49));
  checkTime(time);
  return {
    mapRoot: asMapRoot(bytes.slice(1, 33)),
    mapSize: asTreeSize(readU64(bytes.subarray(33, 41))),
    time,
  };
}

export type EntryType = "record" | "state" | "void";

/** By type byte and length alone. @throws FormatError `entry_type`, `entry_length` */
export function entryType(bytes: Uint8Array): EntryType {
  const [type, length] = ENTRY_FORMS.get(bytes[0] ?? -1) ?? [];
  if (type === undefined || length === undefined) throw new FormatError("entry_type");
  if (bytes.length !== length) throw new FormatError("entry_length", { limit: length });
  return type;
}

const ENTRY_FORMS: ReadonlyMap<number, readonly [EntryType, number]> = new Map([
  [ENTRY_TYPE_RECORD, ["record", RECORD_ENTRY_LENGTH]],
  [ENTRY_TYPE_STATE, ["state", STATE_ENTRY_LENGTH]],
  [ENTRY_TYPE_VOID, ["void", 1]],
]);

/** A record entry. */
export function decodeEntry(bytes: Uint8Array): RecordEntry {
  return viewEntry(bytes.slice());
}

/** The same, without a copy: for many entries that are looked at once. What it answers is part of `bytes`. */
export function viewEntry(bytes: Uint8Array): RecordEntry {
  if (bytes[0] !== ENTRY_TYPE_RECORD) throw new FormatError("entry_type");
  if (bytes.length !== RECORD_ENTRY_LENGTH) {
    throw new FormatError("entry_length", { limit: RECORD_ENTRY_LENGTH });
  }
  let seq: StreamSeq;
  try {
    seq = asStreamSeq(readU64(bytes, 65));
  } catch {
    throw new FormatError("entry_seq");
  }
  const entry: RecordEntry = {
    recordRoot: asRecordRoot(bytes.subarray(1, 33)),
    streamKey: asStreamKey(bytes.subarray(33, 65)),
    seq,
    prev: asLeafHash(bytes.subarray(73, 105)),
  };
  checkPrev(entry);
  return entry;
}
