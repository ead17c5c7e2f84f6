/** What may pass by itself is asked for again, before anything is said of it: a cache, a node that lags, a restart, a line that spoils an answer. */
import { setTimeout as sleep } from "node:timers/promises";
import { RpcRejected, RpcUnreachable } from "../../anchor/rpc.ts";
import type { ReplayContext } from "../../auditor/context.ts";
import { type Replayed, replay } from "../../auditor/replay.ts";
import { Waiting, type WaitingReason } from "../../auditor/waiting.ts";
import { isOtherAnswer } from "./served-tiles.ts";

/** These are looked at again until the grace is over; then it is a finding, or it has passed. */
const PASSING: readonly WaitingReason[] = ["tail_missing", "anchor_missing", "chain_differs"];
/** These as often as an answer that is another one than it should be. */
const MOVING: readonly WaitingReason[] = ["chain_moving", "chain_behind"];

/** How often what is wrong is asked for, until it is said to be. */
const TIMES = 3;
/** Beyond the looks that fit into the grace: who is told one thing now and another then is told it so often. */
const MOST_MORE = 16;

export interface Patiently {
  readonly replayed: Replayed;
  /** A chain was to be asked, and did not answer. */
  readonly isChainSilent: boolean;
}

/**
 * Looks again for as long as what is doubted may pass by itself.
 *
 * @throws as {@link replay}, for what does not pass, but for a chain that does not answer
 */
export async function replayPatiently(
  { chain, ...rest }: ReplayContext,
  pauseMs: number,
): Promise<Patiently> {
  let asked = chain;
  let left = TIMES - 1;
  let unanswered = TIMES - 1;
  let looks = Math.ceil(rest.graceMs / pauseMs) + MOST_MORE;
  for (;;) {
    try {
      const replayed = await replay({ ...rest, chain: asked });
      return { replayed, isChainSilent: asked !== chain };
    } catch (error) {
      if (error instanceof RpcUnreachable || error instanceof RpcRejected) {
        if (unanswered === 0) {
          // What is looked at without a chain is looked at as often as with one.
          asked = null;
          left = TIMES - 1;
          continue;
        }
        unanswered -= 1;
      } else if (error instanceof Waiting && PASSING.includes(error.reason)) {
        if (looks === 0) throw error;
        looks -= 1;
      } else {
        const isMoving = error instanceof Waiting && MOVING.includes(error.reason);
        if (!(isMoving || isOtherAnswer(error)) || left === 0) throw error;
        left -= 1;
      }
      await sleep(pauseMs);
    }
  }
}
