/**
 * One round: what the chain says, what the log serves, everything that was ever signed against it, the entries, the chain again with what follows from them;
 * and only then a signature.
 */
import type { FollowedChain } from "../anchor/follower.ts";
import { type AnchorsFound, checkAnchors } from "./anchors.ts";
import { accused, catchUp } from "./catch-up.ts";
import type { FollowContext } from "./context.ts";
import { cosign } from "./cosigning.ts";
import { type EvidenceObject, Finding } from "./finding.ts";
import type { Doubt } from "./memory.ts";
import { assertOwn, chooseTarget, readNewest } from "./remembered.ts";
import { readSigned, type SignedCheckpoint } from "./signed.ts";
import { SourceFailure } from "./source.ts";
import { Waiting, type WaitingReason } from "./waiting.ts";

/** A round that came to its end. */
export interface Round {
  /** Of the newest checkpoint, which is cosigned now. */
  readonly size: number;
  /** What the chain holds of it; `null`: no chain is asked. */
  readonly anchored: number | null;
  /** Sizes of the checkpoints that were cosigned just now, ascending. */
  readonly cosigned: readonly number[];
  /** Whether the node has told all that was anchored; else only the head, and what it has told, were held against the log. */
  readonly allAnchors: boolean;
}

/** @throws Waiting, SourceFailure, RpcUnreachable, RpcRejected: later; Finding: never again; Refusal `damaged` */
export async function follow(context: FollowContext): Promise<Round> {
  // Before the log: what is anchored is served by then.
  const look = await lookFirst(context);
  const served = await readNewest(context);
  context.onServed(served.checkpoint.size);
  const target = await chooseTarget(context, served);
  await catchUp(context, target);
  const { signed } = target;
  const { size } = signed.checkpoint;
  const anchors = await anchorsOf(context, look, signed);
  const short = served.checkpoint.size < size || anchors?.ahead === true;
  const chainHead = anchors?.head ?? null;
  const said = { checkpoints: [signed.note, served.note], chainHead };
  await judge(context, "dropped_tail", "tail_missing", short, said);
  const lost = anchors?.lost === true;
  await judge(context, "chain_rewritten", "anchor_missing", lost, {
    checkpoints: [signed.note],
    ...{ chainHead, finalBefore: { ...(await context.memory.finalAnchor()) } },
  });
  const cosigned: number[] = [];
  for (const anchored of anchors?.fitting ?? []) {
    if (await cosignAnchored(context, anchored, signed)) cosigned.push(anchored);
  }
  if (await cosignNewest(context, signed)) cosigned.push(size);
  // Only now: what a crash or a wait leaves over is told again.
  if (anchors !== null) await context.memory.scan(anchors.scanned);
  return { size, anchored: chainHead, cosigned, allAnchors: anchors?.complete ?? true };
}

type Look = { readonly seen: FollowedChain } | { readonly error: unknown } | null;

/** That the chain does not answer keeps nobody from replaying; it is told when that is done. */
async function lookFirst({ chain }: FollowContext): Promise<Look> {
  if (chain === null) return null;
  try {
    return { seen: await chain.look() };
  } catch (error) {
    return { error };
  }
}

async function anchorsOf(
  context: FollowContext,
  look: Look,
  signed: SignedCheckpoint,
): Promise<AnchorsFound | null> {
  if (context.chain === null || look === null) return null;
  if ("error" in look) throw look.error;
  try {
    const found = await checkAnchors(context, context.chain, look.seen, signed);
    await context.memory.settle("chain_diverged");
    return found;
  } catch (error) {
    if (!(error instanceof Finding && error.code === "chain_diverged")) throw error;
    // One answer of one node accuses nobody.
    await endures(context, "chain_diverged", "chain_differs");
    throw error;
  }
}

/** What may pass by itself: a cache, a node that lags, a restart. If it does not, it is a finding. */
async function judge(
  context: FollowContext,
  what: Doubt,
  reason: WaitingReason,
  isDoubted: boolean,
  said: EvidenceObject,
): Promise<void> {
  if (!isDoubted) return context.memory.settle(what);
  throw new Finding(what, { ...said, ...(await endures(context, what, reason)) }, null);
}

/** That it is doubted, and has been so for longer than may pass by itself. @throws Waiting */
async function endures(
  { memory, clock, graceMs, gapMs }: FollowContext,
  what: Doubt,
  reason: WaitingReason,
): Promise<{ since: number; now: number }> {
  const now = clock.now();
  const since = await memory.doubt(what, now, gapMs);
  if (now - since < graceMs) throw new Waiting(reason);
  return { since, now };
}

/** Evidence rests on checkpoints that are anchored. Answers whether it was cosigned just now. */
async function cosignAnchored(
  context: FollowContext,
  size: number,
  newest: SignedCheckpoint,
): Promise<boolean> {
  const { memory, source, policy, replica } = context;
  if (size === newest.checkpoint.size || (await memory.cosigned(size)) !== null) return false;
  const note = await source.checkpointAt(size);
  const signed = note === null ? null : readSigned(note, policy);
  // What was taken over from a predecessor, its key has signed.
  if (signed === null) return false;
  if (signed.checkpoint.size !== size) throw new SourceFailure("bad_answer", "checkpoint");
  await assertOwn(context, signed, newest);
  const end = await replica.stateEnds(size);
  if (end !== null) throw await accused(context, signed, end, replica.read);
  await cosign(context, signed, false);
  return true;
}

async function cosignNewest(context: FollowContext, signed: SignedCheckpoint): Promise<boolean> {
  const { size } = signed.checkpoint;
  const kept = await context.memory.cosigned(size);
  if (kept === null) {
    await cosign(context, signed, true);
    return true;
  }
  // It was anchored before it was the newest, or a crash came in between.
  await context.memory.keepCosigned(size, kept, true);
  return false;
}
