/** Runs one evidence vector. Shared by the runner in Node and the one in the browser: neither's APIs. */
import { base64Decode } from "../../../portal/verify/bytes.ts";
import type { AnchorAnswer, AnchorQuestion } from "../../../portal/verify/chain.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { type Policy, parsePolicy } from "../../../portal/verify/policy.ts";
import { renderVerdict } from "../../../portal/verify/render.ts";
import { parseTime } from "../../../portal/verify/time.ts";
import { decidingLayer, type Verdict } from "../../../portal/verify/verdict.ts";
import { verifyEvidence } from "../../../portal/verify/verify.ts";

export interface EvidenceVector {
  readonly description: { readonly en: string; readonly zh: string };
  readonly file: string;
  /** A text: the policy file as it is. */
  readonly policy: unknown;
  readonly answer: AnchorAnswer | null;
  readonly now: string;
  readonly expect: Outcome;
}

export interface Outcome {
  /** Null: the policy is refused, and the file is not judged. */
  readonly word: string | null;
  readonly layer: string | null;
  readonly code: string | null;
  readonly ignored: readonly string[];
}

export interface Run {
  readonly outcome: Outcome;
  readonly verdict: Verdict | null;
  readonly questions: readonly AnchorQuestion[];
  /** All that a person would read, in both languages. */
  readonly sentences: readonly string[];
}

function outcomeOf(verdict: Verdict): Outcome {
  const decided = decidingLayer(verdict.layers);
  return {
    word: verdict.word,
    layer: decided?.layer ?? null,
    code: decided?.code ?? null,
    ignored: verdict.ignored.map(({ name }) => name),
  };
}

function policyOf({ policy }: EvidenceVector): Policy | null {
  if (policy === null) return null;
  return parsePolicy(typeof policy === "string" ? policy : JSON.stringify(policy));
}

export async function runVector(vector: EvidenceVector): Promise<Run> {
  const questions: AnchorQuestion[] = [];
  let policy: Policy | null;
  try {
    policy = policyOf(vector);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const outcome = { word: null, layer: null, code: error.code, ignored: [] };
    return { outcome, verdict: null, questions, sentences: [] };
  }
  const verdict = await verifyEvidence(base64Decode(vector.file), {
    policy,
    ask: async (question) => {
      questions.push(question);
      if (vector.answer === null) throw new Error("the chain is down");
      return vector.answer;
    },
    now: parseTime(vector.now),
  });
  const sentences = (["en", "zh"] as const).flatMap((language) => {
    const { sentence, layers, caveats, ignored } = renderVerdict(verdict, language);
    return [sentence, ...layers.map((layer) => layer.sentence), ...caveats, ...ignored];
  });
  return { outcome: outcomeOf(verdict), verdict, questions, sentences };
}
