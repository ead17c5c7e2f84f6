/**
 * Is the database the one that was used last, and did that end well? Else entries may have been promised that it does not have: their
 * indexes are filled with void entries, so that a receipt for one of them is broken for everybody to see, and never finds another
 * record in its place.
 *
 * The signer state gets a new epoch at each start, before anything is promised; the database learns it only when the server has
 * stopped and all that was promised is in it. So the two differ after a crash, and for every copy of the database that was made before
 * the last orderly stop, also for one made while the server ran. Of the crash nothing is lost, but that cannot be told from here; it
 * costs what was reserved and not used, entries of one byte.
 */
import type { Random } from "../core/random.ts";
import type { Store } from "../store/store.ts";
import { type SignerState, updateSigner } from "./signer-state.ts";

/** Where the database keeps it. */
const EPOCH = "epoch";

export interface Epoch {
  /** Fills the indexes that may have been promised; to be called before anything is. Answers how many entries became void. */
  fill(now: number): Promise<number>;
  /**
   * To be called last, when nothing is promised any more and all that was is in the store: the next start fills nothing. Without `fill` before it
   * it does nothing.
   */
  settle(): Promise<void>;
}

export interface EpochOptions {
  readonly store: Pick<Store, "meta" | "swapMeta" | "size" | "fillWithVoid">;
  readonly signerState: SignerState;
  readonly random: Random;
}

/** Begins a new epoch. To be called behind all checks, and before anything is promised. */
export async function beginEpoch({ store, signerState, random }: EpochOptions): Promise<Epoch> {
  const known = await store.meta(EPOCH);
  const { epoch: last, reserved } = await signerState.get();
  const settled = known === last;
  let filled = false;
  const epoch = random.bytes(16).toString("hex");
  await updateSigner(signerState, (current) => ({ ...current, epoch }));
  return {
    async fill(now) {
      const size = await store.size();
      if (!settled) await store.fillWithVoid(reserved, now);
      filled = true;
      return (await store.size()) - size;
    },
    async settle() {
      if (!filled) return;
      if (!(await store.swapMeta(EPOCH, known, epoch))) {
        throw new Error("another process has settled this database");
      }
    },
  };
}
