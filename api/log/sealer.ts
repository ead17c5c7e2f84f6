import { asTreeSize, type RootHash } from "../../portal/verify/brands.ts";
import { equalBytes } from "../../portal/verify/bytes.ts";
import { formatCheckpointText } from "../../portal/verify/checkpoint.ts";
import { EMPTY_ROOT } from "../../portal/verify/merkle.ts";
import type { Clock } from "../core/clock.ts";
import type { Store, StoredCheckpoint } from "../store/store.ts";
import { assertAgreement } from "./agreement.ts";
import { edgeDamage } from "./damage.ts";
import type { NoteSigner } from "./keys.ts";
import { type SignerState, signerDiverged, updateSigner } from "./signer-state.ts";
import { growTo, openGrowth } from "./stored-growth.ts";

export type SealedStore = Pick<
  Store,
  "size" | "newestCheckpoint" | "tiles" | "leafHashes" | "entry" | "seal"
>;

export interface SealerOptions {
  readonly store: SealedStore;
  /** The log key: its name is the origin. */
  readonly signer: NoteSigner;
  readonly signerState: SignerState;
  readonly origin: string;
  readonly clock: Clock;
  /** Entries in one checkpoint at most; a longer backlog is sealed in several. Bounds memory at about 33 bytes each. */
  readonly maxBatch?: number;
  /** Leaf hashes read from the store at a time. */
  readonly chunk?: number;
}

export interface Sealer {
  /**
   * Seals everything that was committed before the call; answers the newest checkpoint, or null if there was nothing to
   * seal. May run on many nodes at once. Rejected: nothing is lost, call it again.
   */
  seal(): Promise<StoredCheckpoint | null>;
}

/**
 * The order that must hold: the root is in the signer state before its checkpoint is stored or handed out.
 * After a crash between the two, the next call finds the signer ahead of the newest checkpoint and
 * signs exactly that size again: the signature is deterministic, and another root is refused.
 */
export function createSealer(options: SealerOptions): Sealer {
  const { store, signer, signerState, origin, clock } = options;
  const maxBatch = options.maxBatch ?? 262_144;
  const chunk = options.chunk ?? 65_536;
  if (signer.name !== origin) throw new Error("the log key must have the origin's name");

  /** Null: there is nothing to seal. */
  async function sealBatch(): Promise<StoredCheckpoint | "overtaken" | null> {
    const newest = await store.newestCheckpoint();
    const signed = await signerState.get();
    const size = await store.size();
    assertAgreement({ newest, signer: signed, size });
    const from = newest?.size ?? asTreeSize(0);
    const to = signed.size > from ? signed.size : asTreeSize(Math.min(size, from + maxBatch));
    if (to === from) return null;

    const growth = await openGrowth(store, from);
    if (!equalBytes(growth.root(), newest?.root ?? EMPTY_ROOT)) {
      throw await edgeDamage(store, newest as StoredCheckpoint);
    }
    await growTo(store, growth, to, chunk);
    const root = growth.root();
    if (to === signed.size && !equalBytes(root, signed.root)) {
      throw signerDiverged(signed, { size: to, root });
    }
    if (!(await claim(signed.size, to, root))) return "overtaken";
    const note = signer.sign(formatCheckpointText({ origin, size: to, root }));
    const checkpoint = { size: to, root, note, sealedAt: clock.now() };
    if (await store.seal({ from, tiles: growth.changed(), checkpoint })) return checkpoint;
    if ((await store.newestCheckpoint())?.size === newest?.size)
      throw new Error("seal was refused");
    return "overtaken";
  }

  /** Takes the right to sign (to, root), as long as nothing after `signedSize` was signed. */
  async function claim(signedSize: number, to: number, root: RootHash): Promise<boolean> {
    const record = await updateSigner(signerState, (current) =>
      current.size === signedSize && current.size < to
        ? { ...current, size: asTreeSize(to), root, reserved: Math.max(current.reserved, to) }
        : null,
    );
    return record.size === to && equalBytes(record.root, root);
  }

  return {
    async seal() {
      // What comes in meanwhile is the next call's: else it would not end while writers write.
      const goal = await store.size();
      let moved = false;
      for (;;) {
        const step = await sealBatch();
        if (step !== null) moved = true;
        const newest = await store.newestCheckpoint();
        if (step === null || (newest !== null && newest.size >= goal)) return moved ? newest : null;
      }
    },
  };
}
