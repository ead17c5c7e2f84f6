/** An entry of the log as an officer looks at it: its form, its place in its stream, and what covers it. */
import { equalBytes } from "../../portal/verify/bytes.ts";
import {
  decodeEntry,
  decodeStateEntry,
  type EntryType,
  entryType,
} from "../../portal/verify/entry.ts";
import { Refusal } from "../core/errors.ts";
import { merkleLeaf } from "../core/hash.ts";
import type { Store, StoredEntry } from "../store/store.ts";
import { placeOf, type RecordPlace } from "./read.ts";

/** A neighbour in the stream. */
export interface Neighbour {
  readonly index: number;
  readonly leafHash: Uint8Array;
  /** Whether the later one of the two names the hash of the earlier one: they are chained. */
  readonly fits: boolean;
}

export interface EntryView {
  readonly index: number;
  readonly type: EntryType;
  readonly leafHash: Uint8Array;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  /** Of a record entry. */
  readonly stream: {
    readonly recordRoot: Uint8Array;
    readonly key: Uint8Array;
    readonly seq: number;
    readonly prev: Uint8Array;
    /** `null` of the first of a stream, and where it is gone. */
    readonly before: Neighbour | null;
    /** `null`: it is the newest. */
    readonly behind: Neighbour | null;
    /** `null`: it is gone. */
    readonly record: RecordPlace | null;
    /** It was erased for good, as was declared; not so, and gone: lost. */
    readonly erased: boolean;
  } | null;
  /** Of a state entry. */
  readonly state: {
    readonly mapRoot: Uint8Array;
    readonly mapSize: number;
    readonly time: number;
  } | null;
}

type Read = Pick<Store, "entry" | "size" | "streamEntries" | "recordsAt" | "erasedAmong">;

/** @throws Refusal `not_found` (`entry`), `damaged` */
export async function viewEntryAt(store: Read, index: number): Promise<EntryView> {
  const stored = await store.entry(index);
  if (stored === null) throw new Refusal("not_found", { what: "entry" });
  const { entry, leafHash, recordedAt } = stored;
  if (!equalBytes(merkleLeaf(entry), leafHash))
    throw new Refusal("damaged", { what: "entry", index });
  const type = entryType(entry);
  return {
    ...{ index, type, leafHash, recordedAt },
    stream: type === "record" ? await streamOf(store, stored) : null,
    state: type === "state" ? decodeStateEntry(entry) : null,
  };
}

async function streamOf(store: Read, { index, entry, leafHash }: StoredEntry) {
  const { recordRoot, streamKey: key, seq, prev } = decodeEntry(entry);
  const [size, [row = null]] = [await store.size(), await store.recordsAt([index])];
  const [before] = await store.streamEntries(key, {
    ...{ from: 0, below: index, limit: 1, newestFirst: true },
  });
  const [behind] = await store.streamEntries(key, { from: index + 1, below: size, limit: 1 });
  return {
    ...{ recordRoot, key, seq, prev },
    before: before === undefined ? null : neighbour(before, equalBytes(before.leafHash, prev)),
    behind:
      behind === undefined
        ? null
        : neighbour(behind, equalBytes(decodeEntry(behind.entry).prev, leafHash)),
    record: row && placeOf(row),
    erased: (await store.erasedAmong([index])).has(index),
  };
}

const neighbour = ({ index, leafHash }: StoredEntry, fits: boolean): Neighbour => ({
  ...{ index, leafHash, fits },
});
