/**
 * Anchors that the chain has and the store has not: it was restored, or a head was adopted that others came before. Without them nobody
 * could say which anchor was the last before a time (FORMAT §11.4). Each event tells the size anchored before it, so what is missing shows.
 */
import type { Clock } from "../core/clock.ts";
import { isRefusal } from "../core/errors.ts";
import type { Store } from "../store/store.ts";
import type { AnchorStore } from "./anchor-store.ts";
import type { LedgerClient } from "./contract.ts";
import { rootHex } from "./divergence.ts";
import { RpcRejected, RpcUnreachable } from "./rpc.ts";
import type { AnchoredLog } from "./views.ts";

export interface GapContext {
  readonly client: Pick<LedgerClient, "anchoredWithin" | "block">;
  readonly store: AnchorStore;
  readonly clock: Clock;
  /** Root of our own tree at a size that is sealed. */
  readonly treeRoot: (size: number) => Promise<Uint8Array>;
}

export interface GapsFilled {
  readonly filled: number;
  /** There may be more: look again soon. */
  readonly more: boolean;
  /** The node does not list what is missing, or did not answer. */
  readonly refused: boolean;
}

/** Each costs a question: a round must not take forever. */
const MOST_AT_ONCE = 500;
/** A node that refuses is not asked again and again. */
const ASK_AGAIN_MS = 3_600_000;

type Gap = NonNullable<Awaited<ReturnType<Store["anchorGap"]>>>;

/** To be called after each round. Puts rows of anchors that lie below a final one, so that they are final, too. */
export function gapFiller(context: GapContext): () => Promise<GapsFilled> {
  const { store, clock } = context;
  /** Below it nothing is missing that could be had. */
  let unbroken = 0;
  let askAt = 0;
  return async () => {
    const newest = (await store.newestAnchor(["finalized"], 0))?.size ?? 0;
    unbroken = Math.min(unbroken, newest);
    let filled = 0;
    while (unbroken < newest && clock.now() >= askAt) {
      const gap = await store.anchorGap(unbroken);
      if (gap === null) {
        unbroken = newest;
        break;
      }
      const missing = await listed(context, gap);
      const put = missing && (await fill(context, missing.slice(0, MOST_AT_ONCE - filled)));
      if (missing === null || put === null) {
        askAt = clock.now() + ASK_AGAIN_MS;
        return { filled, more: false, refused: true };
      }
      filled += put;
      if (filled === MOST_AT_ONCE) return { filled, more: true, refused: false };
      unbroken = gap.upper.size;
    }
    return { filled, more: false, refused: false };
  };
}

/** What the chain has in a gap and is ours, ascending; null if the node does not tell. */
async function listed(context: GapContext, { upper, lower }: Gap): Promise<AnchoredLog[] | null> {
  if (upper.block === null) return [];
  const range = { from: lower?.block ?? 0, to: upper.block };
  const all = await unlessRefused(context.client.anchoredWithin(range));
  if (all === null) return null;
  const open = new Set((await context.store.openAnchors()).map(({ size }) => Number(size)));
  const missing = all.filter(
    ({ size }) => size > (lower?.size ?? 0) && size < upper.size && !open.has(size),
  );
  const ours: AnchoredLog[] = [];
  for (const anchored of missing.sort((a, b) => a.size - b.size)) {
    if ((await ownRoot(context, anchored.size)) === anchored.root) ours.push(anchored);
  }
  return ours;
}

/** 0x-hex; null where our own tree cannot tell. */
async function ownRoot({ store, treeRoot }: GapContext, size: number): Promise<string | null> {
  const checkpoint = await store.checkpoint(size);
  if (checkpoint !== null) return rootHex(checkpoint.root);
  if (size > ((await store.newestCheckpoint())?.size ?? 0)) return null;
  try {
    return rootHex(await treeRoot(size));
  } catch (error) {
    if (isRefusal(error, "damaged")) return null;
    throw error;
  }
}

/** How many rows were put; null if the node did not tell of a block. */
async function fill(
  { client, store, clock }: GapContext,
  missing: readonly AnchoredLog[],
): Promise<number | null> {
  for (const { size, previousSize, blockNumber, blockHash } of missing) {
    const block = await unlessRefused(client.block(blockNumber));
    if (block?.hash !== blockHash) return null;
    await store.putAnchor({
      ...{ size, state: "finalized", transaction: null, nonce: null },
      ...{ block: blockNumber, blockHash, blockTime: block.time, previousSize },
      ...{ gasUsed: null, gasPrice: null, updatedAt: clock.now() },
    });
  }
  return missing.length;
}

/** What is missing is no reason to call a chain unreachable in which all else works. */
async function unlessRefused<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RpcUnreachable || error instanceof RpcRejected) return null;
    throw error;
  }
}
