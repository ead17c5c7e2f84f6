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
import type { StreamMap } from "./map/stream-map.ts";
import { type SignerState, signerDiverged, updateSigner } from "./signer-state.ts";
import { readStateEntry } from "./state-entry.ts";
import { growTo, openGrowth } from "./stored-growth.ts";

export type SealedStore = Pick<
  Store,
  | "size"
  | "newestCheckpoint"
  | "tiles"
  | "leafHashes"
  | "entry"
  | "entries"
  | "appendState"
  | "seal"
>;

export interface SealerOptions {
  readonly store: SealedStore;
  /** The log key: its name is the origin. */
  readonly signer: NoteSigner;
  readonly signerState: SignerState;
  readonly origin: string;
  readonly clock: Clock;
  readonly map: Pick<StreamMap, "advance" | "rootAt">;
  /** Where every entry lies a second time before its size is signed; `null`: nowhere. */
  readonly copy: Pick<EntryCopy, "extend" | "putNote"> | null;
  /** Leaf hashes read from the store at a time. */
  readonly chunk?: number;
}

export interface SealRequest {
  /** Makes a checkpoint also where nothing is new: it shows how fresh the ledger is. */
  readonly heartbeat: boolean;
}

export interface Sealer {
  /**
   * Seals everything that was committed before the call; answers the newest checkpoint, or null if there was nothing to
   * seal. May run on many nodes at once. Rejected: nothing is lost, call it again.
   */
  seal(request?: SealRequest): Promise<StoredCheckpoint | null>;
}

/** What grows the log cannot make every attempt fail; what else does is a fault. */
const MOST_TRIES = 5;

/**
 * The order that must hold: a state entry closes the batch; its entries are in the second copy; then the root is in the signer
 * state; then the checkpoint is signed, copied, and stored or handed out. After a crash between any two, the next call finds what
 * was done, and goes on from there: a state entry that nothing covers yet is taken for its own, and where the signer is ahead of the newest
 * checkpoint, exactly that size is signed again. The signature is deterministic, and another root is refused.
 */
export function createSealer(options: SealerOptions): Sealer {
  const { store, signer, signerState, origin, clock, map, copy } = options;
  const chunk = options.chunk ?? 65_536;
  if (signer.name !== origin) throw new Error("the log key must have the origin's name");

  /** Null: there is nothing to seal. */
  async function sealBatch(heartbeat: boolean): Promise<StoredCheckpoint | "overtaken" | null> {
    const newest = await store.newestCheckpoint();
    const signed = await signerState.get();
    const size = await store.size();
    assertAgreement({ newest, signer: signed, size });
    const from = newest?.size ?? asTreeSize(0);
    const again = signed.size > from;
    if (!again && size === from && !heartbeat) return null;
    const to = again ? signed.size : await closeBatch(from);

    const growth = await openGrowth(store, from);
    if (!equalBytes(growth.root(), newest?.root ?? EMPTY_ROOT)) {
      throw await edgeDamage(store, newest as StoredCheckpoint);
    }
    await growTo(store, growth, to, chunk);
    const root = growth.root();
    if (again && !equalBytes(root, signed.root)) throw signerDiverged(signed, { size: to, root });
    await copy?.extend(store, to);
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

  /** The size of a log whose last entry is a state entry: that of a crash or another node, or a new one. */
  async function closeBatch(from: TreeSize): Promise<TreeSize> {
    for (let tries = 1; ; tries++) {
      const mapSize = await store.size();
      if (mapSize > from && (await isClosed(mapSize))) return mapSize;
      // No lock is held meanwhile: writers go on, and what they write is above `mapSize`.
      const mapRoot = await map.advance(mapSize);
      try {
        const { index } = await store.appendState({ mapRoot, mapSize, time: clock.now() });
        return asTreeSize(index + 1);
      } catch (error) {
        // It may have persisted; or another node has appended one with a larger map.
        if (tries === MOST_TRIES || (await store.size()) === mapSize) throw error;
      }
    }
  }

  async function isClosed(size: TreeSize): Promise<boolean> {
    const last = await store.entry(size - 1);
    const state = last === null ? null : readStateEntry(last.entry);
    if (state === null) return false;
    const root = await map.rootAt(state.mapSize);
    return root !== null && equalBytes(root, state.mapRoot);
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
        if (step === null || (newest !== null && newest.size >= goal)) return moved ? newest : null;
      }
    },
  };
}
