/** A firm that writes whatever log it likes, signs it, anchors it and serves it: honestly, or in every way that a test wants. */
import type { AnchorFollower } from "../../../api/anchor/follower.ts";
import type { LogSource } from "../../../api/auditor/source.ts";
import { SourceFailure } from "../../../api/auditor/source.ts";
import { sha256 } from "../../../api/core/hash.ts";
import { generateNoteSigner, loadNoteSigner, type NoteSigner } from "../../../api/log/keys.ts";
import { perfectRoot } from "../../../api/log/perfect-tree.ts";
import { TILE_WIDTH, type TileId } from "../../../api/log/tiles.ts";
import {
  asContractAddress,
  asLedgerId,
  asMapRoot,
  asRecordRoot,
  asRootHash,
  asStreamKey,
  asStreamSeq,
  asTreeSize,
  type LeafHash,
  type MapRoot,
} from "../../../portal/verify/brands.ts";
import { hexEncode } from "../../../portal/verify/bytes.ts";
import { formatCheckpointText } from "../../../portal/verify/checkpoint.ts";
import {
  decodeEntry,
  encodeRecordEntry,
  encodeStateEntry,
  NO_PREV,
  type RecordEntry,
  type StateEntry,
  VOID_ENTRY,
} from "../../../portal/verify/entry.ts";
import { GrowingMap } from "../../../portal/verify/growing-map.ts";
import { GrowingTree, leafHash } from "../../../portal/verify/merkle.ts";
import type { Policy } from "../../../portal/verify/policy.ts";
import { seededRandom } from "../../helpers/ledger.ts";

export const ORIGIN = "firm.example/log";
const TIME = Date.parse("2026-11-22T09:30:00.000Z");

export const streamKey = (name: string | number) =>
  asStreamKey(Uint8Array.from(sha256(`stream ${name}`)));

export class Firm {
  readonly entries: Uint8Array[] = [];
  readonly signer: NoteSigner;
  readonly policy: Policy;
  /** What is served: the note, and how many entries; by default the newest that was signed. */
  served = 0;
  /** Notes that were signed, by size. */
  readonly notes = new Map<number, string>();

  readonly #salt: string;

  readonly origin: string;

  constructor(
    seed = "firm",
    entries: readonly Uint8Array[] = [],
    salt = "",
    origin: string = ORIGIN,
  ) {
    this.#salt = salt;
    this.origin = origin;
    this.signer = loadNoteSigner(generateNoteSigner(origin, seededRandom(seed)));
    for (const entry of entries) this.put(entry);
    this.policy = {
      chainId: 31337,
      contract: asContractAddress(`0x${"c0".repeat(20)}`),
      ledgerId: asLedgerId(`0x${"1d".repeat(32)}`),
      keys: [{ role: "log", vkey: this.signer.vkey, fromSize: asTreeSize(0) }],
      maxAgeSeconds: null,
    };
  }

  /** The next entry of a stream, or what a test makes of it. */
  record(stream: string | number, change: Partial<RecordEntry> = {}): number {
    const key = streamKey(stream);
    const newest = this.#newest.get(hexEncode(key));
    const before = newest === undefined ? null : decodeEntry(newest);
    const entry: RecordEntry = {
      recordRoot: asRecordRoot(
        Uint8Array.from(sha256(`record ${this.#salt}${this.entries.length}`)),
      ),
      streamKey: key,
      seq: asStreamSeq((before?.seq ?? 0) + 1),
      prev: newest === undefined ? NO_PREV : leafHash(newest),
      ...change,
    };
    return this.put(encodeRecordEntry(entry));
  }

  state(change: Partial<StateEntry> = {}): number {
    const mapSize = change.mapSize ?? asTreeSize(this.entries.length);
    const time = TIME + this.entries.length;
    const mapRoot = change.mapRoot ?? this.mapRoot(mapSize);
    return this.put(encodeStateEntry({ mapRoot, mapSize, time }));
  }

  void(): number {
    return this.put(VOID_ENTRY);
  }

  put(entry: Uint8Array): number {
    if (isRecord(entry)) this.#newest.set(hexEncode(entry.subarray(33, 65)), entry);
    return this.entries.push(entry) - 1;
  }

  /** Of each stream, by its key in hex. */
  readonly #newest = new Map<string, Uint8Array>();
  #map = { size: 0, map: new GrowingMap() };
  #tree = new GrowingTree();

  /** Records of a few streams, then a state entry, and the signature. */
  batch(count: number, streams = 5): string {
    for (let i = 0; i < count; i++) this.record((this.entries.length * 7 + i) % streams);
    this.state();
    return this.seal();
  }

  mapRoot(mapSize: number): MapRoot {
    if (mapSize < this.#map.size) this.#map = { size: 0, map: new GrowingMap() };
    const { size, map } = this.#map;
    for (const entry of this.entries.slice(size, mapSize)) {
      if (isRecord(entry)) map.set(asStreamKey(entry.slice(33, 65)), leafHash(entry));
    }
    this.#map = { size: mapSize, map };
    return asMapRoot(map.root());
  }

  root(size = this.entries.length) {
    if (size < this.#tree.size) this.#tree = new GrowingTree();
    for (const entry of this.entries.slice(this.#tree.size, size))
      this.#tree.append(leafHash(entry));
    return asRootHash(this.#tree.root());
  }

  /** Signs what there is, or the beginning of it, and serves it. */
  seal(size = this.entries.length): string {
    const checkpoint = { origin: this.origin, size: asTreeSize(size), root: this.root(size) };
    const note = this.signer.sign(formatCheckpointText(checkpoint));
    this.notes.set(size, note);
    this.served = size;
    return note;
  }

  /** The same keys and the same beginning: what it tells somebody else. */
  fork(size = this.entries.length): Firm {
    const other = new Firm("firm", this.entries.slice(0, size), `${this.#salt}fork `);
    for (const [at, note] of this.notes) if (at <= size) other.notes.set(at, note);
    return other;
  }

  readonly source: LogSource = {
    checkpoint: async () => this.notes.get(this.served) ?? null,
    checkpointAt: async (size) => this.notes.get(size) ?? null,
    tile: async (tile, width) => {
      const bytes = this.tile(tile);
      if (bytes.length < width * 32) throw new SourceFailure("missing", "tile");
      return bytes.subarray(0, width * 32);
    },
    bundle: async (n, width) => {
      const entries = this.entries.slice(n * TILE_WIDTH, n * TILE_WIDTH + width);
      if (entries.length < width) throw new SourceFailure("missing", "entries");
      return entries.map((entry) => entry.slice());
    },
  };

  /** As far as it is filled. */
  tile({ level, n }: TileId): Uint8Array {
    const hashes: Uint8Array[] = [];
    for (let i = n * TILE_WIDTH; i < (n + 1) * TILE_WIDTH; i++) {
      const hash = this.#hash(level, i);
      if (hash === null) break;
      hashes.push(hash);
    }
    return Uint8Array.from(Buffer.concat(hashes));
  }

  readonly #hashes = new Map<string, Uint8Array>();

  #hash(level: number, index: number): Uint8Array | null {
    if ((index + 1) * TILE_WIDTH ** level > this.entries.length) return null;
    if (level === 0) return leafHash(this.entries[index] as Uint8Array);
    const name = `${level}/${index}`;
    const known = this.#hashes.get(name) ?? perfectRoot(this.tile({ level: level - 1, n: index }));
    this.#hashes.set(name, known);
    return known;
  }
}

const isRecord = (entry: Uint8Array): boolean => entry[0] === 1 && entry.length === 105;

export interface FakeAnchor {
  readonly size: number;
  readonly root: Uint8Array | LeafHash;
}

/** A chain as its node answers: one block for each anchor, final two blocks later. */
export class FakeChain implements AnchorFollower {
  readonly anchors: { size: number; root: string; block: number }[] = [];
  latest = 100;
  chainId = 31337;
  registered = true;
  /** The node does not search its logs. */
  silent = false;
  failing: Error | null = null;
  questions = 0;

  anchor(size: number, root: Uint8Array): void {
    this.latest += 1;
    this.anchors.push({ size, root: `0x${hexEncode(root)}`, block: this.latest });
  }

  /** Makes everything final. */
  mine(blocks = 2): void {
    this.latest += blocks;
  }

  async look() {
    this.#asked();
    const newest = this.anchors.at(-1);
    const head = newest === undefined ? { size: 0, root: `0x${"00".repeat(32)}` } : newest;
    return {
      chainId: this.chainId,
      finalized: this.latest - 2,
      latest: this.latest,
      head: this.registered ? { size: head.size, root: head.root } : null,
    };
  }

  async rootAt(size: number) {
    this.#asked();
    return this.anchors.find((one) => one.size === size)?.root ?? null;
  }

  async *anchored(from: number, to: number) {
    this.#asked();
    if (this.silent || from > to) return;
    const anchored = this.anchors
      .filter(({ block }) => block >= from && block <= to)
      .map(({ size, root, block }) => ({
        size: asTreeSize(size),
        previousSize: 0,
        root,
        blockNumber: block,
        blockHash: `0x${hexEncode(sha256(`block ${block}`))}`,
      }));
    yield { anchored, to };
  }

  #asked(): void {
    this.questions += 1;
    if (this.failing !== null) throw this.failing;
  }
}
