/** The verdict on a proof of misbehaviour as sentences. How they are laid out is for whoever shows them. */

import { catalogue, type Language } from "./messages.ts";
import { auditorsOnAll } from "./misbehaviour-caveats.ts";
import type { MisbehaviourKind } from "./misbehaviour-kinds.ts";
import { misbehaviourEn } from "./misbehaviour-texts.en.ts";
import type { MisbehaviourTexts, SpecialFinding } from "./misbehaviour-texts.ts";
import { misbehaviourZh } from "./misbehaviour-texts.zh.ts";
import type { MisbehaviourVerdict, MisbehaviourWord, SideFacts } from "./misbehaviour-verdict.ts";
import { fillTemplate, renderReason } from "./render.ts";
import type { Params } from "./verdict.ts";

export interface RenderedMisbehaviour {
  readonly word: MisbehaviourWord;
  /** What the word means. */
  readonly sentence: string;
  /** Who broke what rule, if it is proven; what the file says, if that cannot be told. Null: the file is INVALID. */
  readonly finding: string | null;
  /** Why it is not proven; null: it is. */
  readonly reason: string | null;
  /** The statements. */
  readonly sides: readonly string[];
  readonly caveats: readonly string[];
  /** One sentence for each signature line that was ignored. */
  readonly ignored: readonly string[];
}

const textsOf = (language: Language): MisbehaviourTexts =>
  language === "zh" ? misbehaviourZh : misbehaviourEn;

const LETTERS = ["A", "B", "C"] as const;
const NUMBERS = ["size", "index", "seq", "mapSize"] as const;

/** `sizeA`, `indexB` and so on, where there are any. */
function numbersOf(sides: readonly SideFacts[]): Params {
  const named = sides.flatMap((side, i) =>
    NUMBERS.flatMap((name) => {
      const value = side[name];
      return value === null ? [] : [[`${name}${LETTERS[i]}`, value] as const];
    }),
  );
  return Object.fromEntries(named);
}

function byOf({ signed, size, index }: SideFacts, { by }: MisbehaviourTexts): string {
  return signed === null ? "" : fillTemplate(by[signed], { size: size ?? 0, index: index ?? 0 });
}

function findingKey(
  kind: MisbehaviourKind,
  { params, sides }: MisbehaviourVerdict,
): MisbehaviourKind | SpecialFinding {
  if (kind === "two_nodes" && params.first === params.last) return "two_leaves";
  if (kind === "map_ahead" && params.named === undefined) return "map_ahead_of_all";
  const [a, b] = sides;
  return kind === "off_chain" && a?.size !== b?.size ? "off_chain_other" : kind;
}

function findingOf(verdict: MisbehaviourVerdict, texts: MisbehaviourTexts): string | null {
  const { kind, origin, sides, params } = verdict;
  if (kind === null) return null;
  const [a, b, c] = sides.map((side) => byOf(side, texts));
  const first = sides[0];
  return fillTemplate(texts.findings[findingKey(kind, verdict)], {
    ...numbersOf(sides),
    before: (first?.seq ?? 1) - 1,
    earlier: first?.index ?? (first?.size ?? 1) - 1,
    ...params,
    origin: origin ?? "",
    a: a ?? "",
    b: b ?? "",
    c: c ?? "",
  });
}

function sideOf(side: SideFacts, texts: MisbehaviourTexts, language: Language): string {
  const { signed, size, root, index, leafHash, time, deadline, cosigned } = side;
  const which = signed ?? (size === null ? "stream" : "anchor");
  const told = fillTemplate(texts.sides[which], {
    size: size ?? 0,
    root: root ?? "",
    index: index ?? 0,
    leafHash: leafHash ?? "",
    time: time ?? "",
    deadline: deadline ?? "",
  });
  if (cosigned.length === 0) return told;
  const by = fillTemplate(texts.cosigned, { names: cosigned.join(", ") });
  return `${told}${language === "zh" ? "" : " "}${by}`;
}

export function renderMisbehaviour(
  verdict: MisbehaviourVerdict,
  language: Language,
): RenderedMisbehaviour {
  const texts = textsOf(language);
  const { word, reason, sides, caveats, ignored } = verdict;
  const names = auditorsOnAll(sides).join(", ");
  const { ignoredSignature } = catalogue(language);
  return {
    word,
    sentence: texts.words[word],
    finding: findingOf(verdict, texts),
    reason: reason && renderReason(reason.code, reason.params, language),
    sides: sides.map((side) => sideOf(side, texts, language)),
    caveats: caveats.map((code) => fillTemplate(texts.caveats[code], { names })),
    ignored: ignored.map((line) => fillTemplate(ignoredSignature, { ...line })),
  };
}
