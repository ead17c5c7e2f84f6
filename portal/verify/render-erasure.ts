/** The verdict on a certificate of erasure as sentences. How they are laid out is for whoever shows them. */
import { erasureEn } from "./erasure-texts.en.ts";
import type { ErasureTexts } from "./erasure-texts.ts";
import { erasureZh } from "./erasure-texts.zh.ts";
import type {
  AcknowledgementFacts,
  DeclarationFacts,
  ErasedStreamFacts,
  ErasureVerdict,
  KeptFacts,
} from "./erasure-verdict.ts";
import { catalogue, type Language } from "./messages.ts";
import { fillTemplate, type RenderedLayer, renderLayer } from "./render.ts";
import type { VerdictWord } from "./verdict.ts";

export interface RenderedErasure {
  readonly word: VerdictWord;
  readonly sentence: string;
  readonly layers: readonly RenderedLayer[];
  /** Declared when and why, and since when the chain has known it; empty if the file is INVALID, as all below. */
  readonly declared: readonly string[];
  /** One for each stream. */
  readonly streams: readonly string[];
  readonly kept: readonly string[];
  /** What became of it. */
  readonly outcomes: readonly string[];
  readonly caveats: readonly string[];
  /** One sentence for each signature line that was ignored. */
  readonly ignored: readonly string[];
}

const textsOf = (language: Language): ErasureTexts => (language === "zh" ? erasureZh : erasureEn);

/** A ground in the reader's language, or in the first that it is stated in. */
export function groundText({ texts }: Pick<KeptFacts, "texts">, language: Language): string {
  const isOf = ({ language: said }: { language: string }) =>
    said.toLowerCase().split("-", 1)[0] === language;
  return (texts.find(isOf) ?? texts[0])?.text ?? "";
}

function keptSentence(kept: KeptFacts, language: Language): string {
  const { keptUntil, keptOpen } = textsOf(language);
  const { count, ground, until, kinds } = kept;
  const text = groundText(kept, language);
  const told = { count, ground, text, kinds: kinds.join(language === "zh" ? "、" : ", ") };
  return until === null
    ? fillTemplate(keptOpen, told)
    : fillTemplate(keptUntil, { ...told, year: until });
}

function streamSentence(stream: ErasedStreamFacts, several: boolean, language: Language): string {
  const { streams, goesOn } = textsOf(language);
  const { extent, erased, kept, subject } = stream;
  // Which of several identifiers it is of, in short.
  const name = several ? `${subject.slice(0, 8)}… ${stream.name}` : stream.name;
  const sentence = fillTemplate(streams[extent], { name, erased, kept });
  if (!stream.goesOn) return sentence;
  return `${sentence}${language === "zh" ? "" : " "}${goesOn}`;
}

/** In words, as part of a sentence. */
export function causeText({ cause }: DeclarationFacts, language: Language): string {
  const { causes } = textsOf(language);
  const known = Object.hasOwn(causes, cause) ? (cause as keyof typeof causes) : "other";
  return fillTemplate(causes[known], { cause });
}

function sinceSentence(verdict: ErasureVerdict, texts: ErasureTexts): string {
  // Without an anchor of its own the checkpoint's: the declaration is under it.
  const own = verdict.anchor?.block;
  const since = verdict.since ?? (own ? { time: own.time, block: own.number } : null);
  if (since === null) return texts.sinceUnknown;
  return fillTemplate(texts.since, { time: since.time, block: since.block });
}

function outcomeSentences(verdict: ErasureVerdict, texts: ErasureTexts): readonly string[] {
  const { completedAt, acknowledgements } = verdict;
  const { acknowledged, completed, notCompleted, nobodyAcknowledged } = texts;
  const of = ({ what, keyName, organization, statedAt, message }: AcknowledgementFacts) =>
    fillTemplate(acknowledged[what], { keyName, organization, statedAt, message });
  return [
    completedAt === null ? notCompleted : fillTemplate(completed, { time: completedAt }),
    ...(acknowledgements.length === 0 ? [nobodyAcknowledged] : acknowledgements.map(of)),
  ];
}

export function renderErasure(verdict: ErasureVerdict, language: Language): RenderedErasure {
  const texts = textsOf(language);
  const { declaration, asOf, kept, streams, subjects, word } = verdict;
  const { ignoredSignature } = catalogue(language);
  const beyond = asOf === null ? {} : { entry: asOf.mapSize, gap: asOf.gap };
  const head = {
    word,
    sentence: texts.words[word],
    layers: verdict.layers.map((layer) => renderLayer(layer, language)),
    caveats: verdict.caveats.map((code) => fillTemplate(texts.caveats[code], beyond)),
    ignored: verdict.ignored.map((line) => fillTemplate(ignoredSignature, { ...line })),
  };
  if (declaration === null) return { ...head, declared: [], streams: [], kept: [], outcomes: [] };
  const declared = [
    fillTemplate(texts.declared, { ...declaration }),
    fillTemplate(texts.reason, { cause: causeText(declaration, language) }),
    sinceSentence(verdict, texts),
  ];
  const several = subjects.length > 1;
  return {
    ...head,
    declared,
    streams: streams.map((stream) => streamSentence(stream, several, language)),
    kept: kept.length === 0 ? [texts.nothingKept] : kept.map((one) => keptSentence(one, language)),
    outcomes: outcomeSentences(verdict, texts),
  };
}
