/** One round of the anchor worker: look at the chain, follow what is under way, publish what is due. */
import type { TreeSize } from "../../portal/verify/brands.ts";
import { checkHead } from "./divergence.ts";
import { AnchorFailure } from "./failures.ts";
import {
  adoptHead,
  dropForgotten,
  followToBlock,
  followToFinality,
  type StepContext,
  sendAndFollow,
} from "./steps.ts";
import type { ChainHead } from "./views.ts";

export interface RoundContext extends StepContext {
  /**
   * Makes everything up to this block final and durable, where that is up to us (the embedded chain); null elsewhere. An anchor
   * counts as final only after it: evidence names the block, so the chain must not be able to forget it.
   */
  readonly settle: ((block: number) => Promise<void>) | null;
}

export interface RoundResult {
  readonly headSize: number;
  readonly finalizedSize: number;
  /** Something is pending or included: look again soon. */
  readonly underWay: boolean;
  /** A publication was asked for, but has to wait until the one before it is in a block. */
  readonly postponed: boolean;
  /** Anchors that were final for us and that the chain no longer has. */
  readonly forgotten: number;
}

/** `publish`: whether a newer checkpoint than the head's is to be sent now. */
export async function anchorRound(context: RoundContext, publish: boolean): Promise<RoundResult> {
  const { client, store } = context;
  const head = await client.head();
  if (head === null) throw new AnchorFailure("ledger_gone");
  const newest = await checkHead(store, client, head);
  const forgotten = await dropForgotten(context, head);
  for (const row of await store.openAnchors()) await followToBlock(context, row, head);
  await adoptHead(context, head);
  // What the chain has lost is not left to the next interval.
  const wanted = (publish || forgotten > 0) && newest !== null;
  const postponed = wanted && !(await publishNewest(context, newest.size, head));
  await settleIncluded(context);
  for (const row of await store.openAnchors()) await followToFinality(context, row);
  return { ...(await summary(context)), postponed, forgotten };
}

/** False if it has to wait. */
async function publishNewest(
  context: RoundContext,
  size: TreeSize,
  head: ChainHead,
): Promise<boolean> {
  if (size <= head.size) return true;
  const open = await context.store.openAnchors();
  if (open.some((row) => row.state === "pending" || row.size > head.size)) {
    // Perhaps it is the very one that is under way.
    return open.some((row) => row.size >= size);
  }
  await sendAndFollow(context, size, head, null);
  return true;
}

async function settleIncluded(context: RoundContext): Promise<void> {
  if (context.settle === null) return;
  const open = await context.store.openAnchors();
  const blocks = open.flatMap((row) => (row.block === null ? [] : [row.block]));
  if (blocks.length > 0) await context.settle(Math.max(...blocks));
}

async function summary({
  client,
  store,
}: RoundContext): Promise<Omit<RoundResult, "postponed" | "forgotten">> {
  const head = await client.head();
  const final = await store.newestAnchor(["finalized"], 0);
  const open = await store.openAnchors();
  return {
    headSize: head?.size ?? 0,
    finalizedSize: final?.size ?? 0,
    underWay: open.length > 0,
  };
}
