/** Runs one evidence vector. Shared by the runner in Node and the one in the browser: neither's APIs. */
import { base64Decode, utf8Decode } from "../../../portal/verify/bytes.ts";
import type { AnchorAnswer, AnchorQuestion } from "../../../portal/verify/chain.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { type Policy, parsePolicy } from "../../../portal/verify/policy.ts";
import { renderVerdict } from "../../../portal/verify/render.ts";
import type { Replay, ReplayBreak } from "../../../portal/verify/replay-log.ts";
import { parseTime } from "../../../portal/verify/time.ts";
import { type AsOfFacts, decidingLayer, type Verdict } from "../../../portal/verify/verdict.ts";
import { verifyEvidence } from "../../../portal/verify/verify.ts";

export interface EvidenceVector {
  readonly description: { readonly en: string; readonly zh: string };
  readonly file: string;
  /** A text: the policy file as it is. */
  readonly policy: unknown;
  readonly answer: AnchorAnswer | null;
  /** What the chain answers about the anchors around a time. */
  readonly bounds?: {
    readonly before: AnchorAnswer | null;
    readonly after: AnchorAnswer | null;
  };
  /** The reader's own replay; roots in base64. */
  readonly replay?: { readonly root: string; readonly size: number } & (
    | { readonly mapRoot: string; readonly mapSize: number }
    | { readonly broken: ReplayBreak; readonly index: number }
  );
  readonly now: string;
  readonly expect: Outcome;
}

export interface Outcome {
  /** Null: the policy is refused, and the file is not judged. */
  readonly word: string | null;
  readonly layer: string | null;
  readonly code: string | null;
  readonly ignored: readonly string[];
  /** Where the layer `time` passes. */
  readonly asOf?: AsOfOutcome;
}

export interface AsOfOutcome {
  readonly state: string;
  readonly madeBy: number | null;
  readonly endedBy: number | null;
  readonly endsAt: string | null;
  readonly standings: readonly string[];
  /** The numbers of events whose own word does not fit the anchors. */
  readonly named: readonly number[];
}

export interface Run {
  readonly outcome: Outcome;
  readonly verdict: Verdict | null;
  readonly questions: readonly AnchorQuestion[];
  /** All that a person would read, in both languages. */
  readonly sentences: readonly string[];
}

function asOfOutcome({ state, events }: AsOfFacts): AsOfOutcome {
  const { kind, madeBy, endedBy, endsAt } = state;
  const standings = events.map(({ standing }) => standing);
  const named = events.filter(({ discrepancy }) => discrepancy !== null).map(({ seq }) => seq);
  return { state: kind, madeBy, endedBy, endsAt, standings, named };
}

function outcomeOf(verdict: Verdict): Outcome {
  const decided = decidingLayer(verdict.layers);
  return {
    word: verdict.word,
    layer: decided?.layer ?? null,
    code: decided?.code ?? null,
    ignored: verdict.ignored.map(({ name }) => name),
    ...(verdict.asOf && { asOf: asOfOutcome(verdict.asOf) }),
  };
}

function policyOf({ policy }: EvidenceVector): Policy | null {
  if (policy === null) return null;
  return parsePolicy(typeof policy === "string" ? policy : JSON.stringify(policy));
}

/** Whether the file names this anchor on that side of the time it asks about. */
function isBound(file: string, side: "before" | "after", question: AnchorQuestion): boolean {
  const { at } = JSON.parse(utf8Decode(base64Decode(file)));
  return at[side]?.size === question.size && at[side]?.block === question.block;
}

/** The checkpoint's anchor is asked about first; behind it come those around a time. */
function answerTo(
  { file, answer, bounds }: EvidenceVector,
  question: AnchorQuestion,
  first: boolean,
): AnchorAnswer | null {
  if (first || bounds === undefined) return answer;
  return isBound(file, "before", question) ? bounds.before : bounds.after;
}

function replayOf({ replay }: EvidenceVector): Replay | null {
  if (replay === undefined) return null;
  const root = base64Decode(replay.root);
  if ("broken" in replay) return { ...replay, root };
  return { ...replay, root, mapRoot: base64Decode(replay.mapRoot) };
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
      const answer = answerTo(vector, question, questions.length === 1);
      if (answer === null) throw new Error("the chain is down");
      return answer;
    },
    now: parseTime(vector.now),
    replay: replayOf(vector),
  });
  const sentences = (["en", "zh"] as const).flatMap((language) => {
    const { sentence, layers, caveats, ignored } = renderVerdict(verdict, language);
    return [sentence, ...layers.map((layer) => layer.sentence), ...caveats, ...ignored];
  });
  return { outcome: outcomeOf(verdict), verdict, questions, sentences };
}
