/**
 * The steps of one round of the anchor worker. Each reads what the store says, asks the chain, and writes what became of it; a
 * crash between any two leaves rows from which the next round goes on. The loop, its timing and its errors are in worker.ts.
 *
 * Only one transaction is on its way at a time. It always has the next nonce to be mined, so whatever else of ours may still wait
 * somewhere is replaced, never queued behind.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../core/clock.ts";
import type { AnchorRow } from "../store/store.ts";
import type { AnchorStore } from "./anchor-store.ts";
import type { LedgerClient } from "./contract.ts";
import { checkRoot } from "./divergence.ts";
import { AnchorFailure } from "./failures.ts";
import type { Fees } from "./fees.ts";
import { type ProofSource, sendAnchor } from "./send.ts";
import type { ChainHead } from "./views.ts";

export interface StepContext {
  readonly client: LedgerClient;
  readonly store: AnchorStore;
  readonly clock: Clock;
  readonly consistencyProof: ProofSource;
  /** A transaction that no node knows any more counts as lost after this time. */
  readonly lostAfterMs: number;
  /** A transaction that waits longer is replaced by one that offers more. */
  readonly stuckAfterMs: number;
  /**
   * Where a transaction is mined as it comes in, it is in a block within this time (anvil answers before it mines); 0 elsewhere.
   */
  readonly minedWithinMs: number;
  /** The embedded chain may lose its last moments with the machine; a public chain's node is only behind. */
  readonly chainMayForget: boolean;
}

/** Rows of anchors that we knew as final, on a chain whose head is below them. */
export async function dropForgotten(context: StepContext, head: ChainHead): Promise<number> {
  const { store } = context;
  let dropped = 0;
  for (;;) {
    const row = await store.newestAnchor(["finalized"], head.size);
    if (row === null) return dropped;
    if (!context.chainMayForget) throw new AnchorFailure("chain_behind");
    await store.removeAnchor(row.size);
    dropped += 1;
  }
}

/**
 * An anchor that is the chain's head though no row says so: from another node, or from before a restore of the store. To be called
 * when the open rows have been followed, so that no row still says `included` of a size that the chain has lost. A head that was taken
 * over from a predecessor is none of this ledger's: its checkpoint bears the predecessor's origin and key.
 */
export async function adoptHead(context: StepContext, head: ChainHead): Promise<void> {
  const { client, store, clock } = context;
  if (head.size === 0) return;
  // One of a larger size came into a block since the head was read.
  if ((await store.newestAnchor(["included", "finalized"], head.size - 1)) !== null) return;
  const pending = await store.openAnchors();
  if (pending.some((row) => row.size === head.size)) return;
  const ours = await store.checkpoint(head.size);
  if (ours === null || (await client.inheritedSize()) === head.size) return;
  const event = await client.findAnchored(head.size, null);
  if (event === null) return;
  await store.putAnchor({
    size: ours.size,
    state: "included",
    transaction: null,
    nonce: null,
    block: event.blockNumber,
    blockHash: event.blockHash,
    blockTime: event.blockTime,
    previousSize: event.previousSize,
    gasUsed: null,
    gasPrice: null,
    updatedAt: clock.now(),
  });
}

/** Takes an open anchor as far as `included`, or replaces its transaction, or gives it up. Answers what holds now. */
export async function followToBlock(
  context: StepContext,
  row: AnchorRow,
  head: ChainHead,
): Promise<AnchorRow | null> {
  const { client, store, clock } = context;
  if (row.state === "included") {
    const block = row.block === null ? null : await client.block(row.block);
    if (block !== null && block.hash === row.blockHash) return row;
  }
  const ours = await store.checkpoint(row.size);
  if (ours === null) throw new Error("anchor of a size without a checkpoint");
  const root = await client.rootAt(row.size, "latest");
  if (root !== null) {
    checkRoot(client, root, ours);
    return recordInclusion(context, row);
  }
  if (head.size >= row.size) {
    // Somebody anchored a larger size first; the contract does not take this one any more, and nothing is missing.
    await store.removeAnchor(row.size);
    return null;
  }
  if (row.state === "pending") return followPending(context, row, head);
  // The block that held it was reorganised away. The transaction may be mined again all by itself.
  const pending = { ...row, ...NOWHERE, state: "pending" as const, updatedAt: clock.now() };
  await store.putAnchor(pending);
  return followPending(context, pending, head);
}

const NOWHERE = {
  block: null,
  blockHash: null,
  blockTime: null,
  previousSize: null,
  gasUsed: null,
  gasPrice: null,
};

/** The chain has the root; the event says where. It may come from another transaction than the last one that we sent. */
async function recordInclusion(context: StepContext, row: AnchorRow): Promise<AnchorRow> {
  const { client, store, clock } = context;
  const sent = row.transaction === null ? null : await client.receipt(row.transaction);
  const hint = sent?.succeeded ? sent.block : null;
  const event =
    (hint === null ? null : await client.findAnchored(row.size, hint)) ??
    (await client.findAnchored(row.size, null));
  // The block went away between two questions, or the node does not search: the next round asks again.
  if (event === null) return row;
  const receipt = await client.receipt(event.transaction);
  const included: AnchorRow = {
    ...row,
    state: "included",
    transaction: row.transaction === null ? null : event.transaction,
    block: event.blockNumber,
    blockHash: event.blockHash,
    blockTime: event.blockTime,
    previousSize: event.previousSize,
    gasUsed: receipt?.gasUsed ?? null,
    gasPrice: receipt?.gasPrice ?? null,
    updatedAt: clock.now(),
  };
  await store.putAnchor(included);
  return included;
}

async function followPending(
  context: StepContext,
  row: AnchorRow,
  head: ChainHead,
): Promise<AnchorRow | null> {
  const { client, store, clock } = context;
  const hash = row.transaction;
  const receipt = hash === null ? null : await client.receipt(hash);
  // Mined just now, or answered by a node that is ahead of the one that answered before: the next round sees it.
  if (receipt?.succeeded === true) return row;
  if (receipt?.succeeded === false) {
    // Mined without effect; publishing begins anew, and finds out why.
    await store.removeAnchor(row.size);
    return null;
  }
  const waited = clock.now() - row.updatedAt;
  const fees = hash === null ? null : await client.sentFees(hash);
  if (fees === null && waited < context.lostAfterMs) return row;
  if (fees !== null && waited < context.stuckAfterMs) return row;
  return sendAndFollow(context, row.size, head, fees);
}

/** Sends the anchor of a size, and where it is in a block already, takes it there. */
export async function sendAndFollow(
  context: StepContext,
  size: number,
  head: ChainHead,
  replaces: Fees | null,
): Promise<AnchorRow | null> {
  const row = await sendAnchor(context, size, head, replaces);
  if (row === null || row.transaction === null) return row;
  for (
    let waited = 0;
    (await context.client.receipt(row.transaction)) === null;
    waited += PAUSE_MS
  ) {
    if (waited >= context.minedWithinMs) return row;
    await sleep(PAUSE_MS);
  }
  return followToBlock(context, row, head);
}

const PAUSE_MS = 10;

/** Takes an included anchor to `finalized` if the final state of the chain has our root. */
export async function followToFinality(context: StepContext, row: AnchorRow): Promise<boolean> {
  const { client, store, clock } = context;
  if (row.state !== "included" || row.block === null) return false;
  const final = await client.block("finalized");
  if (final === null || final.number < row.block) return false;
  const root = await client.rootAt(row.size, "finalized");
  const ours = await store.checkpoint(row.size);
  if (root === null || ours === null) return false;
  checkRoot(client, root, ours);
  // The root is final, but is it in the block that the row names? Only now can that not change any more.
  if ((await client.block(row.block))?.hash !== row.blockHash) return false;
  await store.putAnchor({ ...row, state: "finalized", updatedAt: clock.now() });
  return true;
}
