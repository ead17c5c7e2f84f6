/** The layer *time* (docs/FORMAT.md §11.3, S6): between which two anchors the time that is asked about lies. */
import type { AnchorAnswer, AnchorEvent, AnchorQuestion, AskChain } from "./chain.ts";
import { askedOf, chainFinding, type Finding, finding } from "./chain-findings.ts";
import type { EvidenceAt, EvidenceBound } from "./evidence-stream.ts";
import type { Policy } from "./policy.ts";
import { parseTime } from "./time.ts";

/** The events of both anchors, as the chain tells them; `before` is null where there is none. */
export interface Bounds {
  readonly before: AnchorEvent | null;
  readonly after: AnchorEvent;
}

/** Of the checkpoint, and of the state entry that is the last one under it. */
export interface Sizes {
  readonly size: number;
  readonly mapSize: number;
}

export type BoundsCheck =
  | { readonly found: null; readonly bounds: Bounds }
  | { readonly found: NonNullable<Finding>; readonly bounds: null };

const open = (found: NonNullable<Finding>): BoundsCheck => ({ found, bounds: null });

/** One bound: steps 8 to 11, but that here a chain without the anchor refutes the file. */
function boundFinding(answer: AnchorAnswer, question: AnchorQuestion, block: number): Finding {
  const { size } = question;
  const { event, rootAtLatest } = answer;
  const unusable = chainFinding(answer, question);
  if (unusable !== null) return unusable;
  if (rootAtLatest === null) return finding("bound_not_anchored", { size });
  if (event === "unavailable") return finding("anchor_event_unavailable", { block });
  if (event === null) return finding("bound_event_missing", { block, size });
  const holds = event.blockNumber === block && event.size === size && event.root === rootAtLatest;
  if (!holds) return finding("bound_event_differs", { block, size });
  return answer.rootAtFinalized === rootAtLatest ? null : finding("bound_not_final", { size });
}

export async function checkBound(
  bound: EvidenceBound,
  policy: Policy,
  ask: AskChain | null,
): Promise<AnchorEvent | NonNullable<Finding>> {
  const { chainId, contract, ledgerId } = policy;
  const { size, block } = bound;
  const question: AnchorQuestion = { chainId, contract, ledgerId, size, block };
  const answer = await askedOf(ask, question);
  if (typeof answer === "string") return finding(answer);
  const found = boundFinding(answer, question, block);
  return found ?? (answer.event as AnchorEvent);
}

/** What the two say of each other, of the checkpoint and of the map, before any chain is asked. */
function sizesFinding({ before, after }: EvidenceAt, { size, mapSize }: Sizes): Finding {
  for (const bound of [before, after]) {
    if (bound !== null && bound.size > size) {
      return finding("bound_beyond_checkpoint", { found: bound.size, size });
    }
  }
  if (before === null) return null;
  if (before.size >= after.size) return finding("bounds_out_of_order");
  // The last entry under that anchor is a state entry, which no map needs to be over.
  const anchored = before.size - 1;
  return anchored > mapSize ? finding("anchored_beyond_map", { anchored, mapSize }) : null;
}

function timesFinding({ before, after }: Bounds, time: string): Finding {
  const t = parseTime(time);
  if (before !== null && before.blockTime * 1000 > t) {
    return finding("before_too_late", { block: before.blockNumber, time });
  }
  if (after.blockTime * 1000 <= t) {
    return finding("after_too_early", { block: after.blockNumber, time });
  }
  return after.previousSize === (before?.size ?? 0) ? null : finding("bounds_not_adjacent");
}

/** `before` is judged wholly before the chain is asked about `after`. */
export async function checkBounds(
  asked: EvidenceAt,
  sizesOf: Sizes,
  policy: Policy,
  ask: AskChain | null,
): Promise<BoundsCheck> {
  const sizes = sizesFinding(asked, sizesOf);
  if (sizes !== null) return open(sizes);
  const before = asked.before && (await checkBound(asked.before, policy, ask));
  if (before !== null && "code" in before) return open(before);
  const after = await checkBound(asked.after, policy, ask);
  if ("code" in after) return open(after);
  const times = timesFinding({ before, after }, asked.time);
  return times === null ? { found: null, bounds: { before, after } } : open(times);
}
