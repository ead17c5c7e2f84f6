/** The one word, its exit code, and what decides it (docs/FORMAT.md §11.2). */
import type { DisclosedField } from "./content.ts";
import { FORMAT_ERROR_CODES, type FormatErrorCode } from "./errors.ts";

/** In the order in which they apply: the first one that does is the verdict. */
export const EXIT_CODES = {
  INVALID: 40,
  DIVERGED: 30,
  UNPINNED: 21,
  CANNOT_TELL: 20,
  NOT_ANCHORED: 11,
  NOT_FINAL: 10,
  STALE: 13,
  VERIFIED: 0,
} as const;
export type VerdictWord = keyof typeof EXIT_CODES;
export const VERDICT_WORDS = Object.keys(EXIT_CODES) as readonly VerdictWord[];

export const LAYERS = ["content", "inclusion", "checkpoint", "anchor", "finality", "age"] as const;
export type Layer = (typeof LAYERS)[number];
export type LayerState = "pass" | "fail" | "unknown";

/** Why a layer passes. */
export const PASS_CODES = [
  "content_holds",
  "included",
  "checkpoint_signed",
  "anchored",
  "final",
  "fresh",
] as const;
export type PassCode = (typeof PASS_CODES)[number];

/** Why a layer does not pass, beside the reasons of form; and the word each leads to. */
export const OPEN_CODES = {
  root_differs: "DIVERGED",
  final_root_differs: "DIVERGED",
  anchor_event_missing: "INVALID",
  anchor_event_differs: "INVALID",
  no_policy: "UNPINNED",
  chain_not_asked: "CANNOT_TELL",
  chain_answer_unusable: "CANNOT_TELL",
  chain_is_another: "CANNOT_TELL",
  anchor_event_unavailable: "CANNOT_TELL",
  ledger_not_on_chain: "CANNOT_TELL",
  not_anchored: "NOT_ANCHORED",
  not_final: "NOT_FINAL",
  too_old: "STALE",
  age_unknown: "STALE",
  /** An earlier layer has decided already. */
  not_reached: null,
} as const satisfies Record<string, VerdictWord | null>;
export type OpenCode = keyof typeof OPEN_CODES;

/** What these words say is known to be so; with the others something is not known (yet). */
const FAILING: ReadonlySet<VerdictWord | null> = new Set(["INVALID", "DIVERGED", "STALE"]);

/** The state of a layer that does not pass for this reason. */
export function stateFor(code: OpenCode): "fail" | "unknown" {
  return FAILING.has(OPEN_CODES[code]) ? "fail" : "unknown";
}

export type ReasonCode = PassCode | OpenCode | FormatErrorCode;
export const REASON_CODES: readonly ReasonCode[] = [
  ...PASS_CODES,
  ...(Object.keys(OPEN_CODES) as OpenCode[]),
  ...FORMAT_ERROR_CODES,
];

export type Params = Readonly<Record<string, string | number>>;

export interface LayerResult {
  readonly layer: Layer;
  readonly state: LayerState;
  readonly code: ReasonCode;
  readonly params: Params;
}

/** What even VERIFIED does not say. */
export const CAVEATS = [
  "truth_not_proven",
  "others_may_exist",
  "newer_may_exist",
  "development_chain",
] as const;
export type CaveatCode = (typeof CAVEATS)[number];

/** Chains that whoever runs them can rewrite. */
export const DEVELOPMENT_CHAINS: readonly number[] = [31337, 1337];

export interface CheckpointFacts {
  readonly origin: string;
  readonly size: number;
  /** Base64, as in the checkpoint. */
  readonly root: string;
}

export interface AnchorFacts {
  readonly chainId: number;
  readonly contract: string;
  readonly ledgerId: string;
  /** Null: anchored, but the block was not found. */
  readonly block: {
    readonly number: number;
    readonly hash: string;
    /** RFC 3339. */
    readonly time: string;
    readonly transaction: string;
  } | null;
}

export interface IgnoredSignature {
  readonly name: string;
  readonly keyId: string;
}

/** Plain data: it survives JSON. An INVALID file proves nothing, so nothing of it is told. */
export interface Verdict {
  readonly word: VerdictWord;
  readonly exitCode: number;
  readonly layers: readonly LayerResult[];
  readonly disclosed: readonly DisclosedField[];
  readonly withheld: readonly string[];
  readonly index: number | null;
  readonly checkpoint: CheckpointFacts | null;
  readonly anchor: AnchorFacts | null;
  readonly ignored: readonly IgnoredSignature[];
  readonly caveats: readonly CaveatCode[];
}

function wordOf(result: LayerResult): VerdictWord | null {
  if (result.state === "pass") return null;
  return Object.hasOwn(OPEN_CODES, result.code) ? OPEN_CODES[result.code as OpenCode] : "INVALID";
}

export function decide(layers: readonly LayerResult[]): VerdictWord {
  const reached = new Set(layers.map(wordOf));
  return VERDICT_WORDS.find((word) => reached.has(word)) ?? "VERIFIED";
}

/** The layer that decided: the first one that does not pass. */
export function decidingLayer(layers: readonly LayerResult[]): LayerResult | null {
  return layers.find(({ state }) => state !== "pass") ?? null;
}
