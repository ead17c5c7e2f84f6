/**
 * Stored things against each other: a row, the record sealed in it, its entry and the tree must tell the same. What does not
 * is refused as `damaged`, and named; nothing is signed or handed out that rests on it.
 */
import type { NodeHash } from "../../portal/verify/brands.ts";
import { equalBytes } from "../../portal/verify/bytes.ts";
import { parseCheckpoint } from "../../portal/verify/checkpoint.ts";
import { decodeEntry } from "../../portal/verify/entry.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { rootFromInclusionProof } from "../../portal/verify/merkle.ts";
import { parseNote, verifyNote } from "../../portal/verify/note.ts";
import { logKeyFor, type Policy, policyOrigin } from "../../portal/verify/policy.ts";
import { formatTime } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import { merkleNode } from "../core/hash.ts";
import { tileDamage } from "../log/damage.ts";
import type { HashReader } from "../log/hash-reader.ts";
import { inclusionProof, type RaggedHashes } from "../log/proofs.ts";
import { checkEntry } from "../log/self-check.ts";
import { damagedTile } from "../log/tile-reader.ts";
import { edgeTiles, levelWidth, TILE_WIDTH, type TileId, tileWidth } from "../log/tiles.ts";
import type { RecordRow, Store, StoredCheckpoint, StoredEntry } from "../store/store.ts";
import type { OpenedRecord, Vault } from "../vault/vault.ts";

interface Stored {
  readonly store: Store;
  readonly vault: Vault;
  readonly read: HashReader;
}

/** A row's record, opened, and the entry that commits to it. @throws Refusal `damaged` */
export async function committedEntry(
  { store, vault, read }: Stored,
  row: RecordRow,
): Promise<{ readonly entry: StoredEntry; readonly opened: OpenedRecord }> {
  const opened = await vault.open(row);
  const sealed = (await store.newestCheckpoint())?.size ?? 0;
  const entry = await checkEntry(store, read, row.index, sealed);
  assertCommitted(row, opened, entry);
  return { entry, opened };
}

/** Rows of the database could have been exchanged whole, each intact by itself. */
export function assertCommitted(row: RecordRow, opened: OpenedRecord, stored: StoredEntry): void {
  const { recordRoot, streamKey } = decodeEntry(stored.entry);
  const same =
    equalBytes(recordRoot, opened.commitment.recordRoot) &&
    equalBytes(recordRoot, row.recordRoot) &&
    equalBytes(streamKey, row.streamKey) &&
    opened.record["@id"] === row.id &&
    opened.record["@version"] === row.version;
  if (!same) throw new Refusal("damaged", { what: "record", index: row.index, id: row.id });
  // The receipt tells this time; nothing of the log covers the column, but the record does.
  if (opened.record["@recordedAt"] !== formatTime(stored.recordedAt)) {
    throw new Refusal("damaged", { what: "entry", index: stored.index });
  }
}

/** The columns of a checkpoint against its note. Whether the note is signed is not looked at. @throws Refusal `damaged` */
export function assertWhole({ size, root, note }: StoredCheckpoint, policy: Policy): void {
  try {
    const said = parseCheckpoint(parseNote(note).text);
    if (said.size === size && equalBytes(said.root, root) && said.origin === policyOrigin(policy)) {
      return;
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
  throw damagedCheckpoint(size);
}

export const damagedCheckpoint = (size: number): Refusal =>
  new Refusal("damaged", { what: "checkpoint", index: size });

/**
 * The proof that leads from an entry to the root of a checkpoint. `ragged`: of a tree of that size. @throws Refusal `damaged`, naming what the proof fails by
 */
export async function provenPath(
  context: Pick<Stored, "store" | "read"> & { readonly policy: Policy },
  { index, leafHash }: StoredEntry,
  checkpoint: StoredCheckpoint,
  ragged: RaggedHashes | null = null,
): Promise<readonly NodeHash[]> {
  const { size } = checkpoint;
  const proof = await inclusionProof(context.read, index, size, ragged);
  const [leaf] = await context.read([{ level: 0, index }]);
  const root = rootFromInclusionProof({ leafHash, index, size, proof }, merkleNode);
  const proven = equalBytes(root, checkpoint.root);
  const inTile = leaf !== undefined && equalBytes(leaf, leafHash);
  if (proven && inTile) return proof;
  if (!proven && !isSigned(checkpoint, context.policy)) throw damagedCheckpoint(size);
  if (proven) throw damagedTile(tilesAbove(index, size)[0]!);
  // Whole by itself, and neither in its tile nor under the root: it is not the entry that was signed.
  if (!inTile) throw new Refusal("damaged", { what: "entry", index });
  throw await damageAmong(context.store, [...tilesAbove(index, size), ...edgeTiles(size)], size);
}

/** Which of these tiles does not fit what lies below it, once it is known that one does not. */
export async function damageAmong(
  store: Store,
  tiles: readonly TileId[],
  size: number,
): Promise<Refusal> {
  for (const tile of tiles) {
    const damage = await tileDamage(store, tile, tileWidth(tile, size));
    if (damage !== null) return damage;
  }
  return damagedTile(tiles[0]!);
}

/** The tiles that hold a leaf and the complete subtrees it is in, lowest first. */
function tilesAbove(index: number, size: number): TileId[] {
  const tiles: TileId[] = [];
  for (let level = 0, at = index; at < levelWidth(level, size); level++) {
    at = Math.floor(at / TILE_WIDTH);
    tiles.push({ level, n: at });
  }
  return tiles;
}

function isSigned(checkpoint: StoredCheckpoint, policy: Policy): boolean {
  const key = logKeyFor(policy, checkpoint.size);
  try {
    if (key === null) return false;
    verifyNote(checkpoint.note, [key]);
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
