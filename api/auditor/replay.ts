/**
 * What comes before a signature: what the chain says, what the log serves, everything that was ever signed against it, the entries, and the chain again with
 * what follows from them.
 */
import type { FollowedChain } from "../anchor/follower.ts";
import { type AnchorsFound, checkAnchors } from "./anchors.ts";
import { accused, catchUp } from "./catch-up.ts";
import type { ReplayContext } from "./context.ts";
import { type EvidenceObject, Finding } from "./finding.ts";
import type { Doubt } from "./memory.ts";
import { assertOwn, chooseTarget, readNewest, remembered } from "./remembered.ts";
import { readSigned, type SignedCheckpoint } from "./signed.ts";
import { SourceFailure } from "./source.ts";
import { Waiting, type WaitingReason } from "./waiting.ts";

/** A log that keeps all the rules, as far as it goes. */
export interface Replayed {
  /** The newest checkpoint, whose entries are all here. */
  readonly signed: SignedCheckpoint;
  /** Null: no chain is asked. */
  readonly anchors: AnchorsFound | null;
}

/** @throws Waiting, SourceFailure, RpcUnreachable, RpcRejected: later; Finding; Refusal `damaged` */
export async function replay(context: ReplayContext): Promise<Replayed> {
  // Before the log: what is anchored is served by then.
  const look = await lookFirst(context);
  const served = await readNewest(context);
  context.onServed(served.checkpoint.size);
  const signed = await caughtUp(context, served, look);
  const anchors = await anchorsOf(context, look, signed);
  const short = served.checkpoint.size < signed.checkpoint.size || anchors?.ahead === true;
  const chainHead = anchors?.head ?? null;
  const said = { checkpoints: [signed.note, served.note], chainHead };
  await judge(context, "dropped_tail", "tail_missing", short, said);
  const lost = anchors?.lost === true;
  await judge(context, "chain_rewritten", "anchor_missing", lost, {
    checkpoints: [signed.note],
    ...{ chainHead, finalBefore: { ...(await context.memory.finalAnchor()) } },
  });
  return { signed, anchors };
}

/** @throws as {@link replay} */
async function caughtUp(
  context: ReplayContext,
  served: SignedCheckpoint,
  look: Look,
): Promise<SignedCheckpoint> {
  try {
    const target = await chooseTarget(context, served);
    await catchUp(context, target);
    return target.signed;
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    const [greatest = served] = await remembered(context);
    const isShort = served.checkpoint.size < greatest.checkpoint.size;
    if (!isShort) throw error;
    // A tail that was dropped before its entries were taken cannot be had any more: waiting for them would never end.
    const chainHead = look !== null && "seen" in look ? (look.seen.head?.size ?? null) : null;
    const said = { checkpoints: [greatest.note, served.note], chainHead };
    await judge(context, "dropped_tail", "tail_missing", isShort, said);
    throw error;
  }
}

/**
 * The log's own checkpoint of a size that was anchored, held against what was replayed; `null` where it has none: of what was taken over from a predecessor, whose
 * key has signed it, or of what it never sealed.
 *
 * @throws Finding, SourceFailure
 */
export async function anchoredCheckpoint(
  context: ReplayContext,
  size: number,
  newest: SignedCheckpoint,
): Promise<SignedCheckpoint | null> {
  const { source, policy, replica } = context;
  const note = await source.checkpointAt(size);
  const signed = note === null ? null : readSigned(note, policy);
  if (signed === null) return null;
  if (signed.checkpoint.size !== size) throw new SourceFailure("bad_answer", "checkpoint");
  await assertOwn(context, signed, newest);
  const end = await replica.stateEnds(size);
  if (end !== null) throw await accused(context, signed, end, replica.read);
  return signed;
}

type Look = { readonly seen: FollowedChain } | { readonly error: unknown } | null;

/** That the chain does not answer keeps nobody from replaying; it is told when that is done. */
async function lookFirst({ chain }: ReplayContext): Promise<Look> {
  if (chain === null) return null;
  try {
    return { seen: await chain.look() };
  } catch (error) {
    return { error };
  }
}

async function anchorsOf(
  context: ReplayContext,
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
  context: ReplayContext,
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
  { memory, clock, graceMs, gapMs }: ReplayContext,
  what: Doubt,
  reason: WaitingReason,
): Promise<{ since: number; now: number }> {
  const now = clock.now();
  const since = await memory.doubt(what, now, gapMs);
  if (now - since < graceMs) throw new Waiting(reason);
  return { since, now };
}
