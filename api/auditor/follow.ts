/** One round: everything is replayed and held against the chain; and only then there is a signature. */
import type { FollowContext } from "./context.ts";
import { cosign } from "./cosigning.ts";
import { anchoredCheckpoint, replay } from "./replay.ts";
import type { SignedCheckpoint } from "./signed.ts";

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
  const { signed, anchors } = await replay(context);
  const { size } = signed.checkpoint;
  const cosigned: number[] = [];
  for (const anchored of anchors?.fitting ?? []) {
    if (await cosignAnchored(context, anchored, signed)) cosigned.push(anchored);
  }
  if (await cosignNewest(context, signed)) cosigned.push(size);
  // Only now: what a crash or a wait leaves over is told again.
  if (anchors !== null) await context.memory.scan(anchors.scanned);
  const { head = null, complete = true } = anchors ?? {};
  return { size, anchored: head, cosigned, allAnchors: complete };
}

/** Evidence rests on checkpoints that are anchored. Answers whether it was cosigned just now. */
async function cosignAnchored(
  context: FollowContext,
  size: number,
  newest: SignedCheckpoint,
): Promise<boolean> {
  if (size === newest.checkpoint.size || (await context.memory.cosigned(size)) !== null) {
    return false;
  }
  const signed = await anchoredCheckpoint(context, size, newest);
  if (signed === null) return false;
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
