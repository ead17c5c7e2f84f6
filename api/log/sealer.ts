import { asTreeSize, type RootHash, type TreeSize } from "../../portal/verify/brands.ts";
import { equalBytes } from "../../portal/verify/bytes.ts";
import { formatCheckpointText } from "../../portal/verify/checkpoint.ts";
import { EMPTY_ROOT } from "../../portal/verify/merkle.ts";
import type { Clock } from "../core/clock.ts";
import type { Store, StoredCheckpoint } from "../store/store.ts";
import { assertAgreement } from "./agreement.ts";
import { edgeDamage } from "./damage.ts";
import type { EntryCopy } from "./entry-copy.ts";
import type { NoteSigner } from "./keys.ts";
import { assertState, type CheckedMap, type NewestCosigned, rootOver } from "./map-check.ts";
import { type SignerState, signerDiverged, updateSigner } from "./signer-state.ts";
import { readStateEntry } from "./state-entry.ts";
import { openGrowth } from "./stored-growth.ts";
import { openTail, type Tail } from "./tail.ts";

export type SealedStore = Pick<
  Store,
  | "size"
  | "newestCheckpoint"
  | "tiles"
  | "entry"
  | "entries"
  | "appendState"
  | "seal"
  | "newestAnchor"
>;

export interface SealerOptions {
  readonly store: SealedStore;
  /** The log key: its name is the origin. */
  readonly signer: NoteSigner;
  readonly signerState: SignerState;
  readonly origin: string;
  readonly clock: Clock;
  readonly map: CheckedMap;
  /** Where there are auditors: for a map that has to be made anew. */
  readonly newestCosigned?: NewestCosigned;
  /** Where every entry lies a second time before its size is signed; `null`: nowhere. */
  readonly copy: Pick<EntryCopy, "extend" | "putNote"> | null;
  /** Entries read from the store at a time. */
  readonly piece?: number;
}

export interface SealRequest {
  /** Makes a checkpoint also where nothing is new: it shows how fresh the ledger is. */
  readonly heartbeat: boolean;
}

export interface Sealer {
  /**
   * Seals everything that was committed before the call, and maps it; answers the newest checkpoint, or null if there was nothing to
   * seal. May run on many nodes at once. Rejected: nothing is lost, call it again.
   */
  seal(request?: SealRequest): Promise<StoredCheckpoint | null>;
}

/** What grows the log cannot make every attempt fail; what else does is a fault. */
const MOST_TRIES = 5;

/**
 * The order that must hold: a state entry closes the batch; its entries are in the second copy; then the root is in the signer
 * state; then the checkpoint is signed, copied, and stored or handed out. After a crash between any two, the next call finds what
 * was done, and goes on from there: a state entry that nothing covers yet is taken if it is true, and where the signer is ahead of the newest
 * checkpoint, exactly that size is signed again. What is signed has been read: each entry has its hash, each state entry its map. The signature is deterministic, and another root is refused.
 */
export function createSealer(options: SealerOptions): Sealer {
  const { store, signer, signerState, origin, clock, copy } = options;
  if (signer.name !== origin) throw new Error("the log key must have the origin's name");

  /** Null: there is nothing to seal. */
  async function sealBatch(heartbeat: boolean): Promise<StoredCheckpoint | "overtaken" | null> {
    const newest = await store.newestCheckpoint();
    const signed = await signerState.get();
    const size = await store.size();
    assertAgreement({ newest, signer: signed, size });
    const from = newest?.size ?? asTreeSize(0);
    const again = signed.size > from;
    if (!again && size === from && !heartbeat && (await isMapped(newest, size))) return null;

    const growth = await openGrowth(store, from);
    if (!equalBytes(growth.root(), newest?.root ?? EMPTY_ROOT)) {
      throw await edgeDamage(store, newest as StoredCheckpoint);
    }
    const tail = openTail({
      store,
      growth,
      onState: (index, state) => assertState(options, newest, index, state),
      ...(options.piece === undefined ? {} : { piece: options.piece }),
    });
    if (again) await tail.readTo(signed.size);
    else await close(tail, newest);
    const to = asTreeSize(growth.size);
    const root = growth.root();
    if (again && !equalBytes(root, signed.root)) throw signerDiverged(signed, { size: to, root });
    await copy?.extend(tail, to);
    if (!(await claim(signed.size, to, root))) return "overtaken";
    const note = signer.sign(formatCheckpointText({ origin, size: to, root }));
    // Before anybody can anchor it: a database that is filled up again must know every size that is on the chain.
    await copy?.putNote({ size: to, note });
    const checkpoint = { size: to, root, note, sealedAt: clock.now() };
    if (await store.seal({ from, tiles: growth.changed(), checkpoint })) return checkpoint;
    if ((await store.newestCheckpoint())?.size === newest?.size)
      throw new Error("seal was refused");
    return "overtaken";
  }

  /**
   * Whether the map that a checkpoint ends with is over all that was committed below `size`. It is not over what was written while it was computed: without
   * another batch no claim about a stream could be made of that, however long nobody writes.
   */
  async function isMapped(newest: StoredCheckpoint | null, size: number): Promise<boolean> {
    if (newest === null) return true;
    const last = await store.entry(newest.size - 1);
    const state = last === null ? null : readStateEntry(last.entry);
    // What is damaged is told by whoever reads it to sign over it.
    return state === null || state.mapSize >= Math.min(size, newest.size - 1);
  }

  /** Reads up to a state entry that ends the batch: that of a crash or another node, or a new one. */
  async function close(tail: Tail, newest: StoredCheckpoint | null): Promise<void> {
    for (let tries = 1, covered = Number.POSITIVE_INFINITY; ; tries++) {
      const mapSize = await store.size();
      // Before the map goes over them: it must not stand on what turns out damaged.
      await tail.readTo(mapSize, covered);
      if (tail.endsWithState()) return;
      // No lock is held meanwhile: writers go on, and what they write is above `mapSize`.
      const mapRoot = await rootOver(options, newest, mapSize);
      let index: number;
      try {
        ({ index } = await store.appendState({ mapRoot, mapSize, time: clock.now() }));
      } catch (error) {
        // It may have persisted; or another node was first, whose state entry is not in this map, and closes the batch as well.
        if (tries === MOST_TRIES || (await store.size()) === mapSize) throw error;
        covered = mapSize;
        continue;
      }
      return tail.readTo(index + 1);
    }
  }

  /** Takes the right to sign (to, root), as long as nothing after `signedSize` was signed. */
  async function claim(signedSize: number, to: TreeSize, root: RootHash): Promise<boolean> {
    const record = await updateSigner(signerState, (current) =>
      current.size === signedSize && current.size < to
        ? { ...current, size: to, root, reserved: Math.max(current.reserved, to) }
        : null,
    );
    return record.size === to && equalBytes(record.root, root);
  }

  return {
    async seal({ heartbeat } = { heartbeat: false }) {
      // What comes in meanwhile is the next call's: else it would not end while writers write.
      const goal = await store.size();
      let moved = false;
      for (;;) {
        const step = await sealBatch(heartbeat && !moved);
        if (step !== null) moved = true;
        const newest = await store.newestCheckpoint();
        const isDone =
          step === null ||
          (newest !== null && newest.size >= goal && (await isMapped(newest, goal)));
        if (isDone) return moved ? newest : null;
      }
    },
  };
}
