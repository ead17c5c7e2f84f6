/** A verdict as sentences. How they are laid out is for whoever shows them. */
import type { AsOfSentence, SpecialWord } from "./catalogue.ts";
import { isOfLaterVersions, kindOfStream } from "./kinds.ts";
import { catalogue, type Language } from "./messages.ts";
import { isTime } from "./time.ts";
import {
  type AsOfFacts,
  decidingLayer,
  type EventFacts,
  type Layer,
  type LayerResult,
  type LayerState,
  type Params,
  type ReasonCode,
  type StreamFacts,
  type Verdict,
  type VerdictWord,
} from "./verdict.ts";

export interface RenderedLayer {
  readonly layer: Layer;
  readonly label: string;
  readonly state: LayerState;
  readonly stateLabel: string;
  readonly sentence: string;
}

export interface RenderedVerdict {
  readonly word: VerdictWord;
  readonly sentence: string;
  readonly layers: readonly RenderedLayer[];
  /** What was so at the time asked about, and who says so; empty if none was. */
  readonly asOf: readonly string[];
  readonly caveats: readonly string[];
  /** One sentence for each signature line that was ignored. */
  readonly ignored: readonly string[];
}

/** Puts parameters in the place of their names in braces. */
export function fillTemplate(template: string, params: Params): string {
  return template.replace(/\{([a-zA-Z]+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}

/** The sentence for a reason, also for the code and details of a FormatError. */
export function renderReason(code: ReasonCode, params: Params, language: Language): string {
  const { reasons, where, position } = catalogue(language);
  const sentences = [fillTemplate(reasons[code], params)];
  if ("where" in params) sentences.push(fillTemplate(where, params));
  if ("position" in params) sentences.push(fillTemplate(position, params));
  return sentences.join(language === "zh" ? "" : " ");
}

export function renderLayer(
  { layer, state, code, params }: LayerResult,
  language: Language,
): RenderedLayer {
  const { layers, states } = catalogue(language);
  const sentence = renderReason(code, params, language);
  return { layer, label: layers[layer], state, stateLabel: states[state], sentence };
}

/** Layers that show what the claim says: a file that fails in one of them may be well formed, and of the right ledger. */
const SHOWING: ReadonlySet<Layer> = new Set(["binding", "completeness", "time"]);

/** The word means something else than elsewhere: null if it does not. */
function specialWord({ word, claim, layers, stream }: Verdict): SpecialWord | null {
  const decided = decidingLayer(layers);
  if (decided === null) {
    if (stream === null || !isOfLaterVersions(stream.name)) return null;
    if (claim === "absent") return "absent_later_versions";
    return claim === "history" ? "history_of_later_versions" : null;
  }
  const { layer, code } = decided;
  if (code === "bound_not_final") return code;
  if (layer === "replay" && word === "DIVERGED") return "replay_differs";
  const late = layer === "inclusion" && layers.some((one) => one.layer === "binding");
  return word === "INVALID" && (late || SHOWING.has(layer)) ? "not_shown" : null;
}

function wordSentence(verdict: Verdict, language: Language): string {
  const { words, verified, special } = catalogue(language);
  const other = specialWord(verdict);
  if (other !== null)
    return fillTemplate(special[other], { kind: kindOfStream(verdict.stream?.name ?? "") });
  return verdict.word === "VERIFIED" ? verified[verdict.claim ?? "record"] : words[verdict.word];
}

function anchorsSentence({ before, after }: AsOfFacts): [AsOfSentence, Params] {
  const told = {
    beforeSize: before?.size ?? 0,
    beforeBlock: before?.block ?? 0,
    beforeTime: before?.time ?? "",
    afterSize: after.size,
    afterBlock: after.block,
    afterTime: after.time,
  };
  return [before === null ? "before_anchor" : "between_anchors", told];
}

function stateSentences(asOf: AsOfFacts): [AsOfSentence, Params][] {
  const { time, state, firstVersionElsewhere } = asOf;
  const { kind, madeBy, endedBy, endsAt } = state;
  if (firstVersionElsewhere) return [["state_of_first_version", { time }]];
  const first: [AsOfSentence, Params] = [`state_${kind}`, { time, seq: madeBy ?? 0 }];
  if (kind === "unknown") return [first];
  if (endsAt === null) return [first, ["no_end", {}]];
  const params = { end: endsAt, seq: endedBy ?? 0 };
  return [first, [endedBy === null ? "ends_by_itself" : "ended_by_event", params]];
}

/** What the ledger's own clock says of where only it speaks: `by_clock` if it is not shown. Times of one spelling: their order is that of the texts. */
export function byClock(
  recordedAt: unknown,
  time: string,
): "by_clock" | "by_clock_before" | "by_clock_after" {
  if (typeof recordedAt !== "string" || !isTime(recordedAt) || !isTime(time)) return "by_clock";
  return recordedAt <= time ? "by_clock_before" : "by_clock_after";
}

const recordedAt = (events: readonly EventFacts[], seq: number): unknown =>
  events.find((event) => event.seq === seq)?.disclosed.find(({ name }) => name === "@recordedAt")
    ?.value;

/** What was so at a time, between which anchors it lies, who vouches for the event that made the state, and what does not fit. */
export function renderAsOf(
  asOf: AsOfFacts,
  language: Language,
  shown: readonly EventFacts[] = [],
): readonly string[] {
  const templates = catalogue(language).asOf;
  const sentences = [...stateSentences(asOf), anchorsSentence(asOf)];
  for (const { seq, standing, discrepancy } of asOf.events) {
    const told = standing === "by_clock" ? byClock(recordedAt(shown, seq), asOf.time) : standing;
    if (seq === asOf.state.madeBy) sentences.push([told, { seq }]);
    if (discrepancy !== null) sentences.push([discrepancy, { seq }]);
  }
  return sentences.map(([name, params]) => fillTemplate(templates[name], params));
}

/** Only caveats of claims about streams have any. */
function caveatParams(stream: StreamFacts | null): Params {
  if (stream === null) return {};
  const { mapSize: entry, gap, from } = stream;
  return { entry, gap, ...from };
}

export function renderVerdict(verdict: Verdict, language: Language): RenderedVerdict {
  const { caveats, ignoredSignature } = catalogue(language);
  const beyond = caveatParams(verdict.stream);
  return {
    word: verdict.word,
    sentence: wordSentence(verdict, language),
    layers: verdict.layers.map((layer) => renderLayer(layer, language)),
    asOf: verdict.asOf === null ? [] : renderAsOf(verdict.asOf, language, verdict.events ?? []),
    caveats: verdict.caveats.map((code) => fillTemplate(caveats[code], beyond)),
    ignored: verdict.ignored.map((line) => fillTemplate(ignoredSignature, { ...line })),
  };
}
