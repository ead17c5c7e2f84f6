/** Runs one vector of a certificate of erasure. Shared by the runner in Node and the one in the browser: neither's APIs. */
import { base64Decode } from "../../../portal/verify/bytes.ts";
import type { AnchorAnswer, AnchorQuestion } from "../../../portal/verify/chain.ts";
import type { ErasureVerdict } from "../../../portal/verify/erasure-verdict.ts";
import { parsePolicy } from "../../../portal/verify/policy.ts";
import { type RenderedErasure, renderErasure } from "../../../portal/verify/render-erasure.ts";
import { parseTime } from "../../../portal/verify/time.ts";
import { decidingLayer } from "../../../portal/verify/verdict.ts";
import { verifyErasureCertificate } from "../../../portal/verify/verify-erasure.ts";

export interface ErasureOutcome {
  readonly word: string;
  readonly layer: string | null;
  readonly code: string | null;
  readonly ignored: readonly string[];
  /** Not of what is INVALID. */
  readonly extents?: readonly string[];
  readonly caveats?: readonly string[];
}

export interface ErasureVector {
  readonly description: { readonly en: string; readonly zh: string };
  readonly file: string;
  readonly policy: object | null;
  readonly answer: AnchorAnswer | null;
  /** About the anchor that the file names beside its own. */
  readonly since?: AnchorAnswer | null;
  readonly replay?: {
    readonly root: string;
    readonly size: number;
    readonly mapRoot: string;
    readonly mapSize: number;
  };
  readonly now: string;
  readonly expect: ErasureOutcome;
}

export interface ErasureRun {
  readonly outcome: ErasureOutcome;
  readonly verdict: ErasureVerdict;
  readonly questions: readonly AnchorQuestion[];
  readonly told: readonly RenderedErasure[];
}

export async function runErasure(vector: ErasureVector): Promise<ErasureRun> {
  const questions: AnchorQuestion[] = [];
  const { replay } = vector;
  const verdict = await verifyErasureCertificate(base64Decode(vector.file), {
    policy: vector.policy && parsePolicy(JSON.stringify(vector.policy)),
    ask: async (question) => {
      questions.push(question);
      const answer = questions.length === 1 ? vector.answer : (vector.since ?? null);
      if (answer === null) throw new Error("the chain is down");
      return answer;
    },
    now: parseTime(vector.now),
    replay: replay
      ? { ...replay, root: base64Decode(replay.root), mapRoot: base64Decode(replay.mapRoot) }
      : null,
  });
  const { word, layers, ignored, streams, caveats } = verdict;
  const decided = decidingLayer(layers);
  const told = word !== "INVALID" && { extents: streams.map(({ extent }) => extent), caveats };
  const outcome = {
    ...{ word, layer: decided?.layer ?? null, code: decided?.code ?? null },
    ...{ ignored: ignored.map(({ name }) => name), ...told },
  };
  const rendered = (["en", "zh"] as const).map((language) => renderErasure(verdict, language));
  return { outcome, verdict, questions, told: rendered };
}
