/** The log of the store in memory: entries and the heads of their streams, as plainly as possible. */
import { createHash } from "node:crypto";
import { Refusal } from "../../../api/core/errors.ts";
import type { Placed } from "../../../api/store/many-reads.ts";
import type {
  RestoredEntry,
  SealedRecord,
  StateOfMap,
  StoredEntry,
  StreamHead,
} from "../../../api/store/store.ts";
import { asLeafHash, asLeafIndex, asStreamSeq } from "../../../portal/verify/brands.ts";
import {
  decodeEntry,
  decodeStateEntry,
  encodeRecordEntry,
  encodeStateEntry,
  entryType,
  NO_PREV,
  VOID_ENTRY,
} from "../../../portal/verify/entry.ts";

type Times = Pick<StoredEntry, "recordedAt" | "dueAt">;

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

export class MemoryLog {
  readonly entries: StoredEntry[] = [];
  #heads = new Map<string, Placed<StreamHead>>();

  head(streamKey: Uint8Array): Placed<StreamHead> | null {
    return this.#heads.get(hex(streamKey)) ?? null;
  }

  /** The next entry of a record's stream. */
  appendRecord({ recordRoot, streamKey }: SealedRecord, times: Times): StoredEntry {
    const head = this.head(streamKey);
    const seq = asStreamSeq((head?.seq ?? 0) + 1);
    const prev = head?.leafHash ?? NO_PREV;
    return this.#append(encodeRecordEntry({ recordRoot, streamKey, seq, prev }), times);
  }

  appendState(state: StateOfMap): StoredEntry {
    return this.#append(encodeStateEntry(state), { recordedAt: state.time, dueAt: state.time });
  }

  fillWithVoid(size: number, at: number): void {
    if (!Number.isSafeInteger(size) || size < 0) throw new Error("no such size");
    while (this.entries.length < size) this.#append(VOID_ENTRY, { recordedAt: at, dueAt: at });
  }

  restore(from: number, restored: readonly RestoredEntry[]): boolean {
    if (this.entries.length !== from) return false;
    const headsBefore = new Map(this.#heads);
    for (const { entry, recordedAt, dueAt } of restored) {
      const index = this.entries.length;
      try {
        this.#append(entry, { recordedAt, dueAt });
      } catch {
        this.entries.length = from;
        this.#heads = headsBefore;
        throw new Refusal("damaged", { what: "entry", index });
      }
    }
    return true;
  }

  range(from: number, to: number, most = Number.POSITIVE_INFINITY): readonly StoredEntry[] {
    const lawful = Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to;
    if (!lawful || to > this.entries.length || to - from > most) {
      throw new Error("no such entries");
    }
    return this.entries.slice(from, to);
  }

  moves(from: number, to: number): Uint8Array {
    const moved = this.range(from, to).filter(({ entry }) => entryType(entry) === "record");
    return join(moved.flatMap(({ entry, leafHash }) => [decodeEntry(entry).streamKey, leafHash]));
  }

  leafHashes(from: number, to: number): Uint8Array {
    return join(this.range(from, to).map(({ leafHash }) => leafHash));
  }

  ofStream(key: Uint8Array): readonly StoredEntry[] {
    return this.entries.filter(
      ({ entry }) =>
        entryType(entry) === "record" && hex(decodeEntry(entry).streamKey) === hex(key),
    );
  }

  /** Any lawful entry that follows what is there; throws for all others. */
  #append(bytes: Uint8Array, { recordedAt, dueAt }: Times): StoredEntry {
    const type = entryType(bytes);
    const digest = createHash("sha256").update(Uint8Array.of(0)).update(bytes).digest();
    const leafHash = asLeafHash(Uint8Array.from(digest));
    if (type === "state") this.#checkState(decodeStateEntry(bytes));
    if (type === "record") {
      const { streamKey, seq, prev } = decodeEntry(bytes);
      const head = this.head(streamKey);
      if (seq !== (head?.seq ?? 0) + 1) throw new Error("not the next of its stream");
      if (hex(prev) !== hex(head?.leafHash ?? NO_PREV)) throw new Error("not behind its head");
      this.#heads.set(hex(streamKey), { seq, leafHash, index: this.entries.length });
    }
    const index = asLeafIndex(this.entries.length);
    const stored = { index, entry: bytes.slice(), leafHash, recordedAt, dueAt };
    this.entries.push(stored);
    return stored;
  }

  #checkState({ mapSize }: StateOfMap): void {
    const before = this.entries.findLast(({ entry }) => entryType(entry) === "state");
    if (mapSize > this.entries.length) throw new Error("a map beyond the log");
    if (before && mapSize <= before.index) throw new Error("does not cover the state before");
  }
}

const join = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
