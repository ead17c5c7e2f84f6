/**
 * The ledger's store: coarse methods, each one transaction. Callers never hold a transaction open, so a synchronous
 * SQLite and an asynchronous PostgreSQL with many nodes can both serve it.
 *
 * For every method: a resolved promise means durable (fsynced, or the database's equal); a rejected one means that the
 * outcome is unknown to the caller (it may have persisted) unless the doc comment says otherwise; reads see every write
 * that resolved before they were called. Byte arrays handed in are copied; those handed out belong to the caller.
 * Errors are `StoreFault`, without parameters or rows in them (fault.ts), or a `Refusal` where it is said. `damaged` may come of any method:
 * what rests on a row alone (`meta`, marks of idempotency keys, references of subjects, anchors, cosignatures, an entry with its times, the counters that are moved) is
 * read with its authenticator (row-mac.ts), and refused by name if it is not as it was written.
 * Nothing here is plaintext but what a record's associated data names (id, kind, version, subject, class, expiry).
 */
import type {
  LeafHash,
  LeafIndex,
  MapRoot,
  RecordRoot,
  RootHash,
  StreamKey,
  TreeSize,
} from "../../portal/verify/brands.ts";
import type { RetentionClass } from "../../portal/verify/subject.ts";
import type { LogPageReads } from "./log-pages.ts";
import type { ManyReads, Placed } from "./many-reads.ts";
import type { RecordReads } from "./record-reads.ts";
import type { RowErasure } from "./row-erasure.ts";
import type { Standing, StandingReads } from "./standings.ts";

/** What the vault made of one version of a record. */
export interface SealedRecord {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly subject: string;
  readonly retentionClass: RetentionClass;
  /** `open`, or the year (`2036`) at whose end the retention ends; names the sealing key with subject and class. */
  readonly expiry: string;
  readonly sealed: Uint8Array;
  readonly recordRoot: RecordRoot;
  readonly streamKey: StreamKey;
  /** HMAC of the record's content, to recognise equal content again. */
  readonly contentMac: Uint8Array;
}

export interface StreamHead {
  readonly seq: number;
  readonly leafHash: LeafHash;
}

/**
 * The writer depends on this stream being where it read it: `null` means that the stream must not exist. Judged before
 * the unit's own records move the stream.
 */
export interface ExpectedHead {
  readonly streamKey: StreamKey;
  readonly head: StreamHead | null;
}

/** Idempotency of a request: both are HMACs. */
export interface IdempotencyMark {
  readonly keyMac: Uint8Array;
  readonly bodyMac: Uint8Array;
}

/** All or nothing by itself; its outcome never touches that of another unit. */
export interface Unit {
  readonly records: readonly SealedRecord[];
  /** Stored with the unit; each replaces the one of its key. */
  readonly standings: readonly Standing[];
  readonly expected: readonly ExpectedHead[];
  /** HMAC of a record's outer identity → record id; must not be taken. Only for a record's first version. */
  readonly identities: readonly { readonly mac: Uint8Array; readonly id: string }[];
  /** Stored with the unit. `outcome` is a short word of the caller's; `id`/`version` name the record it is about. */
  readonly idempotency:
    | (IdempotencyMark & {
        readonly outcome: string;
        readonly id: string;
        readonly version: number;
      })
    | null;
  /** Milliseconds since 1970: when the ledger took it, and until when its receipt promises an anchor. */
  readonly recordedAt: number;
  readonly dueAt: number;
}

export interface StoredEntry {
  readonly index: LeafIndex;
  /** A record, state or void entry: the bytes of FORMAT §5.2. */
  readonly entry: Uint8Array;
  readonly leafHash: LeafHash;
  readonly recordedAt: number;
  readonly dueAt: number;
}

/**
 * - `head_moved`: an expected stream head is another one now.
 * - `identity_taken`: somebody recorded the same outer identity (or the same id and version) first.
 * - `idempotency_key_used`: the idempotency key is there already, with whatever body.
 * - `head_damaged`: the stored head of one of its streams is not what the log says; nothing may be chained to it.
 * - `erased`: it is about somebody who is erased (row-erasure.ts), or is about to be, as far as they are; or it marks a record that is gone since.
 * - `barred`: it is about somebody of whom nothing is written for a moment (`bar` in row-erasure.ts): the same may be asked again.
 *
 * Where several apply it is `erased` before `barred` before the others; else it is `idempotency_key_used` before `identity_taken` before `head_moved`: a request that comes again
 * is recognised as such. A unit that names one identity, or one version of a record, twice is `identity_taken` too.
 */
export type Conflict =
  | "head_moved"
  | "identity_taken"
  | "idempotency_key_used"
  | "head_damaged"
  | "erased"
  | "barred";

export type UnitOutcome =
  | { readonly ok: true; readonly entries: readonly StoredEntry[] }
  | { readonly ok: false; readonly conflict: Conflict };

/** What receipts promised about some entries. Deadlines are milliseconds since 1970. */
export interface Dues {
  /** Record entries whose deadline is known: the others promise nothing. */
  readonly promises: number;
  readonly earliest: number | null;
  readonly latest: number | null;
  /** Promises with a deadline before the time asked about. */
  readonly overdue: number;
}

/** A stored version of a record, with its entry. */
export interface RecordRow extends SealedRecord {
  readonly index: LeafIndex;
}

/** A hash tile: up to 256 hashes of 32 bytes of one level, C2SP tlog-tiles coordinates. */
export interface Tile {
  readonly level: number;
  readonly n: number;
  readonly hashes: Uint8Array;
}

export interface StoredCheckpoint {
  readonly size: TreeSize;
  readonly root: RootHash;
  /** The signed note. */
  readonly note: string;
  /** Milliseconds since 1970. */
  readonly sealedAt: number;
}

/** A sealed batch: the entries from `from` to `checkpoint.size`, with the tiles they touch. */
export interface Batch {
  readonly from: TreeSize;
  readonly tiles: readonly Tile[];
  readonly checkpoint: StoredCheckpoint;
}

/**
 * Publication of one checkpoint: `pending` (a transaction was made and perhaps sent), `included` (in a block that may
 * still be reorganised away), `finalized`.
 */
export interface AnchorRow {
  readonly size: TreeSize;
  readonly state: "pending" | "included" | "finalized";
  /** 0x-hex; `null` when an anchor of this size was found on the chain without ours having been sent. */
  readonly transaction: string | null;
  readonly nonce: number | null;
  readonly block: number | null;
  readonly blockHash: string | null;
  /** Time of the block, seconds since 1970. */
  readonly blockTime: number | null;
  /** Size that was anchored before it, as the chain tells; 0 if none was. Rows may be missing between the two. */
  readonly previousSize: number | null;
  readonly gasUsed: number | null;
  /** What was paid for each gas, in wei; `null` where no receipt has told it. */
  readonly gasPrice: number | null;
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
}

/** What somebody else has signed of the checkpoint of a size (FORMAT §7). */
export interface Cosignature {
  readonly size: TreeSize;
  /** The key that it is by, as a policy lists it. */
  readonly vkey: string;
  /** One signature line of the note, with its newline. */
  readonly line: string;
}

export interface SubjectUnit {
  readonly subject: string;
  /** HMAC of (source, external number), or `null`. */
  readonly referenceMac: Uint8Array | null;
  readonly createdAt: number;
}

/** What a state entry says, without its index. */
export interface StateOfMap {
  readonly mapRoot: MapRoot;
  /** At most the log's size, and above the index of the state entry before: every map covers the one before. */
  readonly mapSize: TreeSize;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** An entry out of the second copy, on its way back into a store that lost it. */
export interface RestoredEntry {
  readonly entry: Uint8Array;
  /** What the copy cannot tell is 0. Milliseconds since 1970. */
  readonly recordedAt: number;
  readonly dueAt: number;
  /** Of the entry, where it was made already: it is not made again. */
  readonly leafHash?: LeafHash;
}

type OfRows = LogPageReads<AnchorRow, StoredCheckpoint> &
  ManyReads<RecordRow, StoredEntry> &
  RecordReads<RecordRow>;
export interface Store extends StandingReads, OfRows, RowErasure {
  /** Number of entries. */
  size(): Promise<TreeSize>;

  /** A value set by {@link setMeta} or {@link swapMeta}, or `null`. */
  meta(key: string): Promise<string | null>;
  /** Sets a value if the key has none yet; answers the value that holds afterwards. */
  setMeta(key: string, value: string): Promise<string>;
  /** Replaces a value if it still is `expected` (`null`: none yet). Answers whether it did. */
  swapMeta(key: string, expected: string | null, value: string): Promise<boolean>;

  /**
   * Sequencing. Takes the head lock, gives each record of each unit the next index and chains it into its stream
   * (`seq`, `prev`; FORMAT §5.2). Units are taken in order; a later unit sees an earlier one. All units that succeed become
   * durable together, in one transaction; a conflict leaves no trace of its unit. Rejection: none or all of the units that
   * would have succeeded persisted.
   */
  commit(units: readonly Unit[]): Promise<readonly UnitOutcome[]>;

  /**
   * Appends a state entry at the next index, under the head lock; its `recordedAt` and `dueAt` are its time. No stream moves. Rejects, and stores
   * nothing, if `mapSize` is beyond the log or does not cover the state entry before, or `time` is none of FORMAT §5.2. Other rejections: it may be there, and does no harm.
   */
  appendState(state: StateOfMap): Promise<StoredEntry>;
  /** Appends void entries until the log has `size` entries, all or none; where it has as many already, nothing. `recordedAt` and `dueAt` of them are `at`. */
  fillWithVoid(size: number, at: number): Promise<void>;
  /**
   * Appends entries that the log had before, all in one transaction, if its size still is `from`; answers whether it did. Streams move with
   * the record entries among them, as `commit` moves them; records, identities and marks do not come back. Rejects with `damaged` (`entry`, the index), and
   * stores nothing, where one is no entry of FORMAT §5.2, does not follow its stream's head, or is a state entry that `appendState` would not take.
   *
   * `tiles` are stored with them, ahead of a checkpoint that covers them: for who follows a log, and has checked them against a root that was
   * signed. What may replace what is as in `seal`.
   */
  restore(
    from: number,
    entries: readonly RestoredEntry[],
    tiles?: readonly Tile[],
  ): Promise<boolean>;

  /** The stored mark of an idempotency key, or `null`. */
  idempotency(keyMac: Uint8Array): Promise<{
    readonly bodyMac: Uint8Array;
    readonly outcome: string;
    readonly id: string;
    readonly version: number;
  } | null>;

  /**
   * Registers subjects. A `referenceMac` that is taken already leaves the unit out and answers the subject that has it.
   * A subject that is there already stays as it is. Answers, in order, the subject that now stands for each unit.
   */
  addSubjects(
    units: readonly SubjectUnit[],
  ): Promise<readonly { subject: string; created: boolean }[]>;
  /** The subjects of these references, in order; `null` where there is none. */
  subjectsByReference(macs: readonly Uint8Array[]): Promise<readonly (string | null)[]>;
  /** Which of these subjects exist. */
  knownSubjects(subjects: readonly string[]): Promise<ReadonlySet<string>>;

  /** Heads of these streams, in order; `null` for a stream that does not exist. */
  streamHeads(keys: readonly StreamKey[]): Promise<readonly (Placed<StreamHead> | null)[]>;

  /** The entry at an index, or `null`. */
  entry(index: number): Promise<StoredEntry | null>;
  /** The entries from `from` up to, not including, `to`, in order: at most 4,096. Rejects as `leafHashes` does, and if more are wanted. */
  entries(from: number, to: number): Promise<readonly StoredEntry[]>;
  /**
   * How streams moved: of every record entry from `from` up to, not including, `to`, in order, stream key and leaf hash, joined (64 bytes
   * each); of other entries nothing. Rejects as `leafHashes` does.
   */
  moves(from: number, to: number): Promise<Uint8Array>;
  /**
   * Entries of one stream, ascending, with an index from `from` up to, not including, `below` (which may lie beyond the log); at most `limit`. Read from the
   * entries themselves, in O(log n) and what is found; whether one is missing shows in `seq` and `prev`. With `newestFirst` descending.
   */
  streamEntries(
    key: StreamKey,
    range: {
      readonly from: number;
      readonly below: number;
      readonly limit: number;
      readonly newestFirst?: boolean;
    },
  ): Promise<readonly StoredEntry[]>;
  /**
   * The deadlines of the record entries from `from` up to, not including, `to`, which may lie beyond the log; at most 4,096 indexes. A deadline of 0 is none. They rise with the index as a rule only: clocks step back, settings change.
   */
  dues(from: number, to: number, before: number): Promise<Dues>;
  /** Leaf hashes from `from` up to, not including, `to`, joined: 32 bytes each. Rejects if one is missing (`damaged` for a hole). */
  leafHashes(from: number, to: number): Promise<Uint8Array>;
  /** The newest stored form of these tiles, in order; `null` for one that is not there. */
  tiles(coordinates: readonly { level: number; n: number }[]): Promise<readonly (Tile | null)[]>;

  /**
   * Stores a sealed batch if the newest checkpoint's size still is `batch.from` (0: no checkpoint yet). Answers whether it
   * did: a compare-and-set, so that many nodes may try. A tile replaces its narrower form, which it must begin with, or
   * comes again as it is; a full tile and a checkpoint are never changed (the database itself refuses). Rejects, and stores
   * nothing, if a tile would be changed, or if the checkpoint is not larger than `from` or goes beyond the log.
   */
  seal(batch: Batch): Promise<boolean>;
  /** The checkpoint of the greatest size, or `null`. */
  newestCheckpoint(): Promise<StoredCheckpoint | null>;
  /** The checkpoint of exactly this size, or `null`. */
  checkpoint(size: number): Promise<StoredCheckpoint | null>;

  /** Writes the state of one anchor; a later state of the same size replaces the earlier. */
  putAnchor(row: AnchorRow): Promise<void>;
  /** Takes back an anchor that the chain has lost. */
  removeAnchor(size: number): Promise<void>;
  /** Anchors that are not final yet, ascending by size. */
  openAnchors(): Promise<readonly AnchorRow[]>;
  /** The anchor of the greatest size in one of these states with size > `above`, or `null`. */
  newestAnchor(states: readonly AnchorRow["state"][], above: number): Promise<AnchorRow | null>;

  /**
   * The final anchors around a time (seconds since 1970): the last whose block is not after it, and the first whose block is. Of several in one
   * block the greatest size is the last, the least the first. Whose block's time is not known is in neither.
   */
  anchorsAround(
    time: number,
  ): Promise<{ readonly before: AnchorRow | null; readonly after: AnchorRow | null }>;
  /**
   * The first final anchor, of a size above `above`, for whose `previousSize` there is no final anchor though one was anchored there; and the final
   * anchor below it, if there is one. `null`: none is known to be missing.
   */
  anchorGap(above: number): Promise<{
    readonly upper: AnchorRow;
    readonly lower: AnchorRow | null;
  } | null>;
  /** Forgets all anchors: they are of the ledger that this one succeeded. */
  clearAnchors(): Promise<void>;

  /**
   * Keeps lines that auditors and witnesses have signed. The first of a size and key stays: of one that comes again nothing is changed. None of
   * them is looked into, and the checkpoint need not be here.
   */
  putCosignatures(rows: readonly Cosignature[]): Promise<void>;
  /** Those of the checkpoint of exactly this size, in the order in which they came. */
  cosignatures(size: number): Promise<readonly { readonly vkey: string; readonly line: string }[]>;
  /**
   * The anchor of the greatest size in one of these states, with size > `above`, of whose size there is a cosignature by one of these keys; or
   * `null`. In O(log n), and as much again for each anchor without one below the newest cosignature.
   */
  newestCosignedAnchor(
    vkeys: readonly string[],
    states: readonly AnchorRow["state"][],
    above: number,
  ): Promise<AnchorRow | null>;
  /**
   * Of the `most` greatest anchors in these states whose size is at most `upTo`, those of whose size there is no cosignature by this key, descending. In
   * O(`most` · log n).
   */
  uncosignedAnchors(
    vkey: string,
    states: readonly AnchorRow["state"][],
    range: { readonly upTo: number; readonly most: number },
  ): Promise<readonly AnchorRow[]>;

  /** Releases everything; afterwards no method may be called. */
  close(): Promise<void>;
}
