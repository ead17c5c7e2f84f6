/** The signature itself, and what must be durable before it. */
import { equalBytes } from "../../portal/verify/bytes.ts";
import { Refusal } from "../core/errors.ts";
import type { FollowContext } from "./context.ts";
import type { Cosigned } from "./cosigned.ts";
import type { SignedCheckpoint } from "./signed.ts";
import { Waiting } from "./waiting.ts";

/**
 * Cosigns a checkpoint of what the replica has replayed. First the key remembers it: who loses all else, or puts an older state back, must come to the
 * greatest size that was ever cosigned, with that very root, before this signs anything again.
 *
 * @param newest whether it is the greatest that is to be served
 */
export async function cosign(
  context: FollowContext,
  signed: SignedCheckpoint,
  newest: boolean,
): Promise<void> {
  const { memory, signer, beforeSigning } = context;
  const { size } = signed.checkpoint;
  await beforeSigning();
  const time = await remember(context, signed);
  await beforeSigning();
  await memory.keepCosigned(size, `${signed.note}${signer.cosign(signed.text, time)}`, newest);
}

/** So far ahead of the clock may the last signature's time be: clocks are set right by less. */
const MOST_AHEAD_SECONDS = 300;

/** @param before of the last signature, in seconds: whether the clock, or the one of then, is so wrong that nothing is signed. */
export const isClockBehind = (before: number, nowMs: number): boolean =>
  before > Math.floor(nowMs / 1000) + MOST_AHEAD_SECONDS;

/** Answers the time to sign with, in seconds: it never goes back. */
async function remember(
  { cosigned, clock, replica }: FollowContext,
  { checkpoint, note }: SignedCheckpoint,
): Promise<number> {
  for (;;) {
    const before = await cosigned.get(checkpoint.origin);
    for (const { size, root } of [checkpoint, ...(before === null ? [] : [before.checkpoint])]) {
      const own = size <= (await replica.size()) ? await replica.root(size) : null;
      if (own === null || !equalBytes(own, root)) {
        throw new Refusal("damaged", { what: "checkpoint", index: size });
      }
    }
    if (before !== null && isClockBehind(before.time, clock.now()))
      throw new Waiting("clock_behind");
    const time = Math.max(Math.floor(clock.now() / 1000), before?.time ?? 1);
    const next: Cosigned =
      before === null || checkpoint.size > before.checkpoint.size
        ? { checkpoint, note, time }
        : { ...before, time };
    if (await cosigned.compareAndSwap(before, next)) return time;
  }
}
