/** What must agree before anything else uses the log: what is stored, what was signed, and what follows from it. */
import { equalBytes } from "../../portal/verify/bytes.ts";
import { Refusal } from "../core/errors.ts";
import type { Store, StoredEntry } from "../store/store.ts";
import { assertAgreement } from "./agreement.ts";
import { edgeDamage, intactEntry, tileDamage } from "./damage.ts";
import type { HashReader } from "./hash-reader.ts";
import {
  assertState,
  type CheckedMap,
  checkMap,
  closingState,
  type NewestCosigned,
} from "./map-check.ts";
import { isOwnCheckpoint, type OwnKey } from "./own-note.ts";
import { type SignerState, signerDiverged } from "./signer-state.ts";
import { openGrowth } from "./stored-growth.ts";
import { assertChained } from "./stream-chain.ts";
import { openTail } from "./tail.ts";
import { edgeTiles, tileWidth } from "./tiles.ts";

export type CheckedStore = Pick<
  Store,
  | "size"
  | "newestCheckpoint"
  | "tiles"
  | "entry"
  | "entries"
  | "streamEntries"
  | "streamHeads"
  | "newestAnchor"
>;

export interface CheckOptions {
  readonly store: CheckedStore;
  readonly signer: OwnKey;
  readonly signerState: SignerState;
  readonly map: CheckedMap;
  /** Where there are auditors. */
  readonly newestCosigned?: NewestCosigned;
  /** Told while the map is made anew. */
  readonly onRebuild?: (entries: number, of: number) => void;
  /** Entries between two tellings. */
  readonly step?: number;
  /** Entries behind the newest checkpoint that are read at a time. */
  readonly piece?: number;
}

export interface LogState {
  /** Entries in the database. */
  readonly size: number;
  /** Size of the newest stored checkpoint. */
  readonly sealed: number;
  /** Size that the signer remembers; above `sealed` after a crash, and sealed again by the next `seal`. */
  readonly signed: number;
}

/**
 * To be run before anything else uses the log. A map that is not what the log says is made anew. What lies behind the newest checkpoint will be signed, so all
 * of it is looked at: hashes, forms, states, and how it is chained. Throws what else differs: `behind` (entries that were signed are gone), `damaged` (a
 * checkpoint, tile, entry or stream's head is not what it was, or should be), `unknown_schema` (an older version wrote it), Misbehaviour (two signed or
 * derived roots that cannot both be).
 */
export async function checkLog(options: CheckOptions): Promise<LogState> {
  const { store, signer, signerState, piece } = options;
  const newest = await store.newestCheckpoint();
  const signed = await signerState.get();
  const size = await store.size();
  if (newest !== null && !isOwnCheckpoint(newest, signer)) {
    throw new Refusal("damaged", { what: "checkpoint", index: newest.size });
  }
  assertAgreement({ newest, signer: signed, size });
  const sealed = newest?.size ?? 0;

  const growth = await openGrowth(store, sealed);
  if (newest !== null && !equalBytes(growth.root(), newest.root)) {
    throw await edgeDamage(store, newest);
  }
  const [last] = edgeTiles(sealed);
  if (last?.level === 0) {
    const damage = await tileDamage(store, last, tileWidth(last, sealed));
    if (damage !== null) throw damage;
  }
  await checkMap(options, newest);
  const tail = openTail({
    store,
    growth,
    onState: (index, state) => assertState(options, newest, index, state),
    onPiece: (entries) => assertChained(store, entries),
    ...(piece === undefined ? {} : { piece }),
  });
  await tail.readTo(signed.size);
  const root = growth.root();
  if (!equalBytes(root, signed.root)) throw signerDiverged(signed, { size: signed.size, root });
  if (signed.size > sealed) await closingState(store, signed.size);
  await tail.readTo(size);
  return { size, sealed, signed: signed.size };
}

/**
 * The entry at an index below the log's size: it must hash to its stored leaf hash, and if a checkpoint
 * covers it (`sealed`: that checkpoint's size) its tile must hold that leaf. Else `damaged`.
 */
export async function checkEntry(
  store: Pick<Store, "entry">,
  read: HashReader,
  index: number,
  sealed: number,
): Promise<StoredEntry> {
  const entry = await intactEntry(store, index);
  if (index < sealed) {
    const [leaf] = await read([{ level: 0, index }]);
    if (leaf === undefined || !equalBytes(leaf, entry.leafHash)) {
      // The entry is whole and still not the one in the tree: either may be the forged one.
      throw new Refusal("damaged", { what: "entry", index });
    }
  }
  return entry;
}
