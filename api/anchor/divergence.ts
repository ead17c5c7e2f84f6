/** Is what the chain says about the ledger what we signed? */
import { Misbehaviour, type MisbehaviourCode } from "../core/errors.ts";
import type { Store, StoredCheckpoint } from "../store/store.ts";
import type { ChainHead } from "./views.ts";

export type CheckpointStore = Pick<Store, "newestCheckpoint" | "checkpoint">;

/** Which ledger the evidence is about. */
export interface Scene {
  readonly chainId: number;
  readonly contract: string;
  readonly ledgerId: string;
}

export function rootHex(root: Uint8Array): string {
  return `0x${Buffer.from(root).toString("hex")}`;
}

/**
 * Compares the chain's head with our checkpoints; read the head first, the store afterwards, since only what is in the store gets
 * onto the chain. Answers our newest checkpoint. A head of a size that we never sealed is not ours, whatever its root: nobody but
 * the anchorer's key can have put it there.
 */
export async function checkHead(
  store: CheckpointStore,
  scene: Scene,
  head: ChainHead,
): Promise<StoredCheckpoint | null> {
  const newest = await store.newestCheckpoint();
  if (head.size === 0) return newest;
  if (head.size > (newest?.size ?? 0)) throw disagreement("chain_ahead", scene, head, newest);
  const ours = await store.checkpoint(head.size);
  if (ours === null) throw disagreement("chain_diverged", scene, head, newest);
  checkRoot(scene, head.root, ours);
  return newest;
}

/** Throws unless the root that the chain has for a checkpoint's size is the checkpoint's. */
export function checkRoot(scene: Scene, chainRoot: string, ours: StoredCheckpoint): void {
  if (chainRoot === rootHex(ours.root)) return;
  throw disagreement("chain_diverged", scene, { size: ours.size, root: chainRoot }, ours);
}

/** What the chain says, and the note that we signed. */
export function disagreement(
  code: MisbehaviourCode,
  scene: Scene,
  chain: ChainHead,
  ours: StoredCheckpoint | null,
): Misbehaviour {
  return new Misbehaviour(code, {
    chainId: scene.chainId,
    contract: scene.contract,
    ledgerId: scene.ledgerId,
    chainSize: chain.size,
    chainRoot: chain.root,
    ...(ours === null ? {} : { ourSize: ours.size, ourRoot: rootHex(ours.root), note: ours.note }),
  });
}
