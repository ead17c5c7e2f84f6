/** Runs one vector of a proof of misbehaviour. Shared by the runner in Node and the one in the browser: neither's APIs. */
import { base64Decode } from "../../../portal/verify/bytes.ts";
import type { AnchorAnswer, AnchorQuestion } from "../../../portal/verify/chain.ts";
import type { MisbehaviourVerdict } from "../../../portal/verify/misbehaviour-verdict.ts";
import { parsePolicy } from "../../../portal/verify/policy.ts";
import { renderMisbehaviour } from "../../../portal/verify/render-misbehaviour.ts";
import { verifyMisbehaviour } from "../../../portal/verify/verify-misbehaviour.ts";

export interface MisbehaviourOutcome {
  readonly word: string;
  readonly code: string | null;
  readonly kind: string | null;
  readonly caveats: readonly string[];
  readonly cosigned: readonly (readonly string[])[];
  readonly ignored: readonly string[];
}

export interface MisbehaviourVector {
  readonly description: { readonly en: string; readonly zh: string };
  readonly file: string;
  readonly policy: object | null;
  readonly answer: AnchorAnswer | null;
  readonly expect: MisbehaviourOutcome;
}

export interface MisbehaviourRun {
  readonly outcome: MisbehaviourOutcome;
  readonly verdict: MisbehaviourVerdict;
  readonly questions: readonly AnchorQuestion[];
  /** All that a person would read, in both languages. */
  readonly sentences: readonly string[];
}

function sentencesOf(verdict: MisbehaviourVerdict): readonly string[] {
  return (["en", "zh"] as const).flatMap((language) => {
    const told = renderMisbehaviour(verdict, language);
    const one = [told.sentence, told.finding, told.reason].filter((sentence) => sentence !== null);
    return [...one, ...told.sides, ...told.caveats, ...told.ignored];
  });
}

export async function runMisbehaviour(vector: MisbehaviourVector): Promise<MisbehaviourRun> {
  const questions: AnchorQuestion[] = [];
  const verdict = await verifyMisbehaviour(base64Decode(vector.file), {
    policy: vector.policy && parsePolicy(JSON.stringify(vector.policy)),
    ask: async (question) => {
      questions.push(question);
      if (vector.answer === null) throw new Error("the chain is down");
      return vector.answer;
    },
  });
  const outcome = {
    word: verdict.word,
    code: verdict.reason?.code ?? null,
    kind: verdict.kind,
    caveats: verdict.caveats,
    cosigned: verdict.sides.map(({ cosigned }) => cosigned),
    ignored: verdict.ignored.map(({ name }) => name),
  };
  return { outcome, verdict, questions, sentences: sentencesOf(verdict) };
}
