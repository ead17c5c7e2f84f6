/** Steps 8 to 12 of docs/FORMAT.md §11.1, S6 and S7 of §11.3: what is asked of a chain, and what comes behind it. */
import { type Bounds, checkBounds } from "./bounds.ts";
import type { RootHash } from "./brands.ts";
import { hexEncode } from "./bytes.ts";
import type { AnchorAnswer, AnchorEvent, AnchorQuestion, AskChain } from "./chain.ts";
import { askedOf, chainFinding, type Finding, finding, layerResult } from "./chain-findings.ts";
import type { Checked } from "./check.ts";
import { FormatError } from "./errors.ts";
import type { Policy } from "./policy.ts";
import { checkReplay } from "./replay.ts";
import type { Replay } from "./replay-log.ts";
import { formatTime } from "./time.ts";
import type { LayerResult } from "./verdict.ts";

export interface ChainCheck {
  readonly layers: readonly LayerResult[];
  /** Null unless the anchor layer passes. */
  readonly answer: AnchorAnswer | null;
  /** Null unless the file asks about a time and the layer time passes. */
  readonly bounds: Bounds | null;
}

/** What the reader brings, beside the file. */
export interface Reader {
  readonly policy: Policy;
  readonly ask: AskChain | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly replay: Replay | null;
}

/** Steps 8, 9 and 10. */
function anchorFinding(answer: AnchorAnswer, question: AnchorQuestion, root: string): Finding {
  const { size, block } = question;
  const unusable = chainFinding(answer, question);
  if (unusable !== null) return unusable;
  if (answer.rootAtLatest === null) return finding("not_anchored", { size });
  if (answer.rootAtLatest !== root)
    return finding("root_differs", { size, found: answer.rootAtLatest });
  const { event } = answer;
  if (block === null) return null;
  if (event === "unavailable") return finding("anchor_event_unavailable", { block });
  if (event === null) return finding("anchor_event_missing", { block });
  const holds = event.blockNumber === block && event.size === size && event.root === root;
  return holds ? null : finding("anchor_event_differs", { block });
}

/** Step 11. */
function finalityFinding(answer: AnchorAnswer, size: number, root: string): Finding {
  if (answer.finalized === null || answer.rootAtFinalized === null) {
    return finding("not_final", { size });
  }
  return answer.rootAtFinalized === root
    ? null
    : finding("final_root_differs", { size, found: answer.rootAtFinalized });
}

/** Step 12. */
export function checkAge(
  event: AnchorEvent | null,
  maxAgeSeconds: number,
  now: number,
): LayerResult {
  const limit = maxAgeSeconds;
  const time = event === null ? "" : formatTime(event.blockTime * 1000);
  const late = event !== null && now - event.blockTime * 1000 > limit * 1000;
  const old = late ? finding("too_old", { time, limit }) : null;
  const found = event === null ? finding("age_unknown", { limit }) : old;
  return layerResult("age", found, { code: "fresh", params: { time } });
}

const passed = (layer: LayerResult): boolean => layer.state === "pass";

/** A signed size and root, and the block said to hold its event; null: it is not said. */
export interface Anchorable {
  readonly size: number;
  readonly root: RootHash;
  readonly block: number | null;
}

export interface AnchorCheck {
  /** `anchor`, and if that passes `finality`. */
  readonly layers: readonly LayerResult[];
  /** Null unless the anchor layer passes. */
  readonly answer: AnchorAnswer | null;
  readonly event: AnchorEvent | null;
}

/** Steps 8 to 11. */
export async function checkAnchor(
  { size, root: bytes, block }: Anchorable,
  { policy, ask }: Pick<Reader, "policy" | "ask">,
): Promise<AnchorCheck> {
  const root = `0x${hexEncode(bytes)}`;
  const { chainId, contract, ledgerId } = policy;
  const question: AnchorQuestion = { chainId, contract, ledgerId, size, block };
  const answer = await askedOf(ask, question);
  const said = typeof answer === "string" ? null : answer;
  const event = said === null || said.event === "unavailable" ? null : said.event;
  const anchor = layerResult(
    "anchor",
    typeof answer === "string" ? finding(answer) : anchorFinding(answer, question, root),
    { code: "anchored", params: event === null ? { size } : { size, block: event.blockNumber } },
  );
  if (said === null || !passed(anchor)) return { layers: [anchor], answer: null, event: null };
  const finality = layerResult("finality", finalityFinding(said, size, root), {
    code: "final",
    params: { block: said.finalized?.number ?? 0 },
  });
  return { layers: [anchor, finality], answer: said, event };
}

export async function checkChain(checked: Checked, reader: Reader): Promise<ChainCheck> {
  const { policy, ask, now, replay } = reader;
  if (!Number.isFinite(now)) throw new FormatError("bad_time");
  const { evidence, stream, note, checkpoint } = checked;
  const { size, root } = checkpoint;
  const block = evidence.anchor?.block ?? null;
  const { layers: first, answer, event } = await checkAnchor({ size, root, block }, reader);
  const layers = [...first];
  let bounds: Bounds | null = null;
  const ended = (): boolean => !layers.every(passed);
  if (!ended() && evidence.claim === "history" && evidence.at !== null && stream !== null) {
    const { time } = evidence.at;
    const sizes = { size, mapSize: stream.state.mapSize };
    const check = await checkBounds(evidence.at, sizes, policy, ask);
    layers.push(layerResult("time", check.found, { code: "bounds_hold", params: { time } }));
    bounds = check.bounds;
  }
  if (!ended() && stream !== null) {
    layers.push(checkReplay(note, checkpoint, stream.state, policy, replay));
  }
  if (!ended() && policy.maxAgeSeconds !== null) {
    layers.push(checkAge(event, policy.maxAgeSeconds, now));
  }
  return { layers, answer, bounds };
}
