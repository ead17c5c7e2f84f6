/** What a chain's answer says about one anchored size (docs/FORMAT.md §9; steps 8 to 11 of §11.1, and S6). */
import { contradictsItself, parseAnswer } from "./answer.ts";
import type { AnchorAnswer, AnchorQuestion, AskChain } from "./chain.ts";
import {
  type LayerResult,
  type OpenCode,
  type Params,
  type PassCode,
  stateFor,
} from "./verdict.ts";

/** Why a layer does not pass; null: it does. */
export type Finding = { readonly code: OpenCode; readonly params: Params } | null;

export const finding = (code: OpenCode, params: Params = {}): NonNullable<Finding> => ({
  code,
  params,
});

export function layerResult(
  layer: LayerResult["layer"],
  found: Finding,
  passes: { readonly code: PassCode; readonly params: Params },
): LayerResult {
  return found === null
    ? { layer, state: "pass", ...passes }
    : { layer, state: stateFor(found.code), ...found };
}

/** The answer, or why there is none that could be used. */
export async function askedOf(
  ask: AskChain | null,
  question: AnchorQuestion,
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

/** Step 8. */
export function chainFinding(answer: AnchorAnswer, question: AnchorQuestion): Finding {
  if (answer.chainId !== question.chainId) {
    return finding("chain_is_another", { chainId: question.chainId, found: answer.chainId });
  }
  if (!answer.registered) return finding("ledger_not_on_chain");
  return contradictsItself(answer, question) ? finding("chain_answer_unusable") : null;
}
