/** A verdict as sentences. How they are laid out is for whoever shows them. */
import { catalogue, type Language } from "./messages.ts";
import type { Layer, LayerState, Params, ReasonCode, Verdict, VerdictWord } from "./verdict.ts";

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
  readonly caveats: readonly string[];
  /** One sentence for each signature line that was ignored. */
  readonly ignored: readonly string[];
}

function fill(template: string, params: Params): string {
  return template.replace(/\{([a-zA-Z]+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}

/** The sentence for a reason, also for the code and details of a FormatError. */
export function renderReason(code: ReasonCode, params: Params, language: Language): string {
  const { reasons, where, position } = catalogue(language);
  const sentences = [fill(reasons[code], params)];
  if ("where" in params) sentences.push(fill(where, params));
  if ("position" in params) sentences.push(fill(position, params));
  return sentences.join(language === "zh" ? "" : " ");
}

export function renderVerdict(verdict: Verdict, language: Language): RenderedVerdict {
  const { words, layers, states, caveats, ignoredSignature } = catalogue(language);
  return {
    word: verdict.word,
    sentence: words[verdict.word],
    layers: verdict.layers.map(({ layer, state, code, params }) => ({
      layer,
      label: layers[layer],
      state,
      stateLabel: states[state],
      sentence: renderReason(code, params, language),
    })),
    caveats: verdict.caveats.map((code) => caveats[code]),
    ignored: verdict.ignored.map((line) => fill(ignoredSignature, { ...line })),
  };
}
