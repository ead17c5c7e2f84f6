/** Steps 8 to 12 of docs/FORMAT.md §11.1, from what the chain answered. */
import { contradictsItself, parseAnswer } from "./answer.ts";
import { hexEncode } from "./bytes.ts";
import type { AnchorAnswer, AnchorEvent, AnchorQuestion, AskChain } from "./chain.ts";
import type { Checked } from "./check.ts";
import { FormatError } from "./errors.ts";
import type { Policy } from "./policy.ts";
import { formatTime } from "./time.ts";
import { type LayerResult, type OpenCode, type Params, stateFor } from "./verdict.ts";

export interface ChainCheck {
  readonly layers: readonly LayerResult[];
  /** Null unless the anchor layer passes. */
  readonly answer: AnchorAnswer | null;
}

/** What the answer says about one layer: null passes. */
type Finding = { readonly code: OpenCode; readonly params: Params } | null;

const finding = (code: OpenCode, params: Params = {}): Finding => ({ code, params });

async function asked(
  question: AnchorQuestion,
  ask: AskChain | null,
): Promise<AnchorAnswer | OpenCode> {
  if (ask === null) return "chain_not_asked";
  let raw: unknown;
  try {
    raw = await ask(question);
  } catch {
    return "chain_not_asked";
  }
  try {
    return parseAnswer(raw);
  } catch {
    // Also what is no FormatError: an answer may be an object whose members throw.
    return "chain_answer_unusable";
  }
}

/** Steps 8, 9 and 10. */
function anchorFinding(answer: AnchorAnswer, question: AnchorQuestion, root: string): Finding {
  const { size, block } = question;
  if (answer.chainId !== question.chainId) {
    return finding("chain_is_another", { chainId: question.chainId, found: answer.chainId });
  }
  if (!answer.registered) return finding("ledger_not_on_chain");
  if (contradictsItself(answer, question)) return finding("chain_answer_unusable");
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
function ageFinding(event: AnchorEvent | null, maxAgeSeconds: number, now: number): Finding {
  if (event === null) return finding("age_unknown", { limit: maxAgeSeconds });
  const late = now - event.blockTime * 1000 > maxAgeSeconds * 1000;
  return late
    ? finding("too_old", { time: formatTime(event.blockTime * 1000), limit: maxAgeSeconds })
    : null;
}

function result(
  layer: LayerResult["layer"],
  found: Finding,
  pass: Pick<LayerResult, "code" | "params">,
): LayerResult {
  return found === null
    ? { layer, state: "pass", ...pass }
    : { layer, state: stateFor(found.code), ...found };
}

export async function checkChain(
  { evidence, checkpoint }: Checked,
  policy: Policy,
  ask: AskChain | null,
  now: number,
): Promise<ChainCheck> {
  if (!Number.isFinite(now)) throw new FormatError("bad_time");
  const { size } = checkpoint;
  const root = `0x${hexEncode(checkpoint.root)}`;
  const { chainId, contract, ledgerId, maxAgeSeconds } = policy;
  const block = evidence.anchor?.block ?? null;
  const question: AnchorQuestion = { chainId, contract, ledgerId, size, block };
  const answer = await asked(question, ask);
  if (typeof answer === "string") {
    return {
      layers: [result("anchor", finding(answer), { code: "anchored", params: {} })],
      answer: null,
    };
  }
  const layers: LayerResult[] = [];
  const { event } = answer;
  const found = event === "unavailable" ? null : event;
  layers.push(
    result("anchor", anchorFinding(answer, question, root), {
      code: "anchored",
      params: found === null ? { size } : { size, block: found.blockNumber },
    }),
  );
  if (layers[0]?.state !== "pass") return { layers, answer: null };
  layers.push(
    result("finality", finalityFinding(answer, size, root), {
      code: "final",
      params: { block: answer.finalized?.number ?? 0 },
    }),
  );
  if (layers[1]?.state !== "pass" || maxAgeSeconds === null) return { layers, answer };
  layers.push(
    result("age", ageFinding(found, maxAgeSeconds, now), {
      code: "fresh",
      params: { time: found === null ? "" : formatTime(found.blockTime * 1000) },
    }),
  );
  return { layers, answer };
}
