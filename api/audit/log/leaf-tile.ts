/**
 * The lowest tiles of the log, each against the 256 entries below it. Of every leaf several places tell: the bytes of the entry, the hash that stands beside
 * them, the tile, and the second copy. The hash above the tile decides which of them is right.
 */
import { HASH_BYTES as HASH, TILE_WIDTH } from "../../log/tiles.ts";
import type { Findings } from "../findings.ts";
import type { EntryRow } from "./entry-rows.ts";
import { fillTree, leafInto, rootOfTree, TREE_BYTES, tileRoot } from "./tree-hash.ts";
import { decide, type Vote } from "./votes.ts";

export interface LeafTile {
  readonly n: number;
  /** Leaves below it in the tree that was signed. */
  readonly width: number;
  /** The stored rows among them, by place. */
  readonly rows: readonly (EntryRow | null)[];
  /** The stored tile; `null`: there is none, or it is no list of hashes. */
  readonly stored: Uint8Array | null;
  /** The entries as the second copy has them, as many as there are; `null`: there is no copy. */
  readonly copied: readonly Uint8Array[] | null;
  /**
   * What the tile truly holds where that is known already, as at the edge; else what stands above it.
   */
  readonly known:
    | { readonly tree: Buffer; readonly sure: boolean }
    | { readonly above: Buffer; readonly sure: boolean };
}

/** A true leaf. */
export interface TrueLeaf {
  readonly index: number;
  readonly hash: Buffer;
  /** The entry, wherever it was found whole; `null`: nowhere. */
  readonly entry: Buffer | null;
  /** The row says nothing else than this, and its times were not changed. */
  readonly intact: EntryRow | null;
}

export interface CheckedTile {
  /** Filled. */
  readonly tree: Buffer;
  readonly leaves: readonly TrueLeaf[];
}

const computed = Buffer.alloc(TILE_WIDTH * HASH);
const columns = Buffer.alloc(TILE_WIDTH * HASH);
const tree = Buffer.alloc(TREE_BYTES);

/** The tree that is handed out is good until the next call. */
export function checkLeafTile(tile: LeafTile, findings: Findings): CheckedTile {
  return whole(tile, findings) ?? torn(tile, findings);
}

/** All places agree, which is nearly always so: hashed once. */
function whole(tile: LeafTile, findings: Findings): CheckedTile | null {
  const { n, width, rows, stored, known } = tile;
  const length = width * HASH;
  if (stored === null || stored.length !== length || rows.length !== width) return null;
  for (let i = 0; i < width; i++) {
    const row = rows[i];
    if (!row?.entry || row.leafHash === null) return null;
    leafInto(computed, i * HASH, row.entry);
    row.leafHash.copy(columns, i * HASH);
  }
  if (computed.compare(columns, 0, length, 0, length) !== 0) return null;
  if (computed.compare(stored, 0, length, 0, length) !== 0) return null;
  computed.copy(tree, 0, 0, length);
  fillTree(tree, width);
  if ("tree" in known) {
    if (known.tree.compare(computed, 0, length, 0, length) !== 0) return null;
  } else if (!rootOfTree(tree).equals(known.above)) return null;

  const leaves: TrueLeaf[] = [];
  for (let i = 0; i < width; i++) {
    const row = rows[i] as EntryRow;
    if (row.authentic === false) {
      findings.add(aboutEntry(row.index, "changed", "entry_times"));
    }
    leaves.push({
      index: n * TILE_WIDTH + i,
      hash: Buffer.from(tree.subarray(i * HASH, (i + 1) * HASH)),
      entry: row.entry,
      intact: row.authentic === false ? null : row,
    });
  }
  return { tree, leaves };
}

/** Nobody but the server can have authenticated a row; of one that was changed each column may be. */
const WEIGHTS = { true: 10, null: 2, false: 0.5 } as const;

/** What entries and copy say about the leaves of a tile; the tile itself is not asked. */
export function votesOf({ width, rows, copied }: Pick<LeafTile, "width" | "rows" | "copied">) {
  return Array.from({ length: width }, (_, i): Vote[] => {
    const row = rows[i] ?? null;
    const copy = copied?.[i];
    const weight = WEIGHTS[String(row?.authentic ?? null) as keyof typeof WEIGHTS];
    return [
      ...(row?.entry ? [{ hash: leafOf(row.entry), weight }] : []),
      ...(row?.leafHash ? [{ hash: row.leafHash, weight }] : []),
      ...(copy === undefined ? [] : [{ hash: leafOf(copy), weight: 2 }]),
    ];
  });
}

export function leafOf(entry: Uint8Array): Buffer {
  const hash = Buffer.alloc(HASH);
  leafInto(hash, 0, entry);
  return hash;
}

function torn(tile: LeafTile, findings: Findings): CheckedTile {
  const { n, width, rows, stored, copied } = tile;
  const { hashes, sure } = decided(tile);
  const leaves: TrueLeaf[] = [];
  for (let i = 0; i < width; i++) {
    const index = n * TILE_WIDTH + i;
    const hash = Buffer.from(hashes.subarray(i * HASH, (i + 1) * HASH));
    const said = { row: rows[i] ?? null, copied: copied?.[i] ?? null };
    leaves.push(judgeLeaf({ index, hash }, said, { sure, stored, i }, findings));
  }
  judgeTile(tile, hashes, findings);
  hashes.copy(tree);
  fillTree(tree, width);
  return { tree, leaves };
}

function decided(tile: LeafTile): { readonly hashes: Buffer; readonly sure: boolean } {
  const { width, stored, known } = tile;
  if ("tree" in known) {
    return { hashes: Buffer.from(known.tree.subarray(0, width * HASH)), sure: known.sure };
  }
  const holds = (hashes: Buffer): boolean => tileRoot(hashes).equals(known.above);
  if (stored?.length === width * HASH && holds(Buffer.from(stored))) {
    return { hashes: Buffer.from(stored), sure: known.sure };
  }
  const votes = votesOf(tile);
  for (let i = 0; i < width; i++) {
    const own = stored?.subarray(i * HASH, (i + 1) * HASH);
    if (own?.length === HASH) votes[i]?.push({ hash: own, weight: 1 });
  }
  const decision = decide(votes, holds);
  return { hashes: decision.hashes, sure: decision.sure && known.sure };
}

/** Where a leaf stands. */
export interface Place {
  /** Its hash is known for sure. */
  readonly sure: boolean;
  /** The stored tile, and which of its hashes is this leaf's. */
  readonly stored: Uint8Array | null;
  readonly i: number;
}

/** One entry, by what its leaf truly is. */
export function judgeLeaf(
  { index, hash }: Pick<TrueLeaf, "index" | "hash">,
  { row, copied }: { readonly row: EntryRow | null; readonly copied: Uint8Array | null },
  place: Place,
  findings: Findings,
): TrueLeaf {
  const intact = judgeRow(row, index, hash, place, findings);
  const own = row?.entry && leafOf(row.entry).equals(hash) ? row.entry : null;
  const copy = copied !== null && leafOf(copied).equals(hash) ? Buffer.from(copied) : null;
  return { index, hash, entry: own ?? copy, intact };
}

/** The row if it is what it was. */
function judgeRow(
  row: EntryRow | null,
  index: number,
  hash: Buffer,
  { sure, stored, i }: Place,
  findings: Findings,
): EntryRow | null {
  if (row === null) {
    findings.add(aboutEntry(index, "missing", "entry_missing"));
    return null;
  }
  const bytesHold = row.entry !== null && leafOf(row.entry).equals(hash);
  const columnHolds = row.leafHash?.equals(hash) === true;
  if (bytesHold && columnHolds) {
    const inTile = stored?.subarray(i * HASH, (i + 1) * HASH);
    const contested = !sure && inTile?.length === HASH && !hash.equals(inTile);
    // Nothing that was signed says which of the two it is, and nothing authenticates the row.
    if (contested && row.authentic !== true) {
      findings.add(aboutEntry(index, "changed", "entry_or_tile"));
      return null;
    }
    if (row.authentic !== false) return row;
    findings.add(aboutEntry(index, "changed", "entry_times"));
    return null;
  }
  const cause = bytesHold ? "entry_leaf_hash" : columnHolds ? "entry_bytes" : "entry_replaced";
  findings.add(aboutEntry(index, "changed", cause));
  return null;
}

function judgeTile({ n, width, stored }: LeafTile, hashes: Buffer, findings: Findings): void {
  const key = { level: 0, n };
  if (stored === null)
    findings.add({ place: "tiles", key, kind: "missing", cause: "tile_missing" });
  else if (stored.length !== width * HASH || Buffer.compare(stored, hashes) !== 0) {
    findings.add({ place: "tiles", key, kind: "changed", cause: "tile_hashes" });
  }
}

export const aboutEntry = (
  index: number | string,
  kind: "changed" | "missing" | "inserted",
  cause:
    | "entry_times"
    | "entry_missing"
    | "entry_bytes"
    | "entry_leaf_hash"
    | "entry_replaced"
    | "entry_or_tile"
    | "entry_inserted",
) => ({ place: "entries", key: { index }, kind, cause }) as const;
