/** The one word, its exit code, and what decides it (docs/FORMAT.md §11.2). */
import type { AsOf } from "./as-of.ts";
import type { DisclosedField } from "./content.ts";
import { FORMAT_ERROR_CODES, type FormatErrorCode } from "./errors.ts";
import type { Claim, Evidence } from "./evidence.ts";
import type { RetentionClass } from "./subject.ts";

/** In the order in which they apply: the first one that does is the verdict. */
export const EXIT_CODES = {
  INVALID: 40,
  DIVERGED: 30,
  UNPINNED: 21,
  CANNOT_TELL: 20,
  NOT_ANCHORED: 11,
  NOT_FINAL: 10,
  NOT_REPLAYED: 12,
  STALE: 13,
  VERIFIED: 0,
} as const;
export type VerdictWord = keyof typeof EXIT_CODES;
export const VERDICT_WORDS = Object.keys(EXIT_CODES) as readonly VerdictWord[];

/** In the order in which they are checked. Which of them a verdict has: `layersOf`. */
export const LAYERS = [
  "content",
  "binding",
  "inclusion",
  "completeness",
  "checkpoint",
  "anchor",
  "finality",
  "time",
  "replay",
  "age",
] as const;
export type Layer = (typeof LAYERS)[number];
export type LayerState = "pass" | "fail" | "unknown";

/** Why a layer passes. */
export const PASS_CODES = [
  "content_holds",
  "events_hold",
  "form_holds",
  "stream_bound",
  "included",
  "state_included",
  "state_included_with_gap",
  "newest_shown",
  "history_complete",
  "history_continued",
  "absence_shown",
  "checkpoint_signed",
  "anchored",
  "final",
  "bounds_hold",
  "cosigned",
  "replayed",
  "fresh",
  "erasure_listed",
  "erasure_bound",
  "erasure_included",
  "erasure_streams_shown",
  "erasure_known_since",
] as const;
export type PassCode = (typeof PASS_CODES)[number];

/** Why a layer does not pass, beside the reasons of form; and the word each leads to. */
export const OPEN_CODES = {
  root_differs: "DIVERGED",
  final_root_differs: "DIVERGED",
  replay_differs: "DIVERGED",
  replay_entry_form: "DIVERGED",
  replay_seq: "DIVERGED",
  replay_prev: "DIVERGED",
  replay_map_beyond: "DIVERGED",
  replay_map_behind: "DIVERGED",
  replay_map_root: "DIVERGED",
  replay_end: "DIVERGED",
  anchor_event_missing: "INVALID",
  anchor_event_differs: "INVALID",
  bounds_out_of_order: "INVALID",
  bound_beyond_checkpoint: "INVALID",
  anchored_beyond_map: "INVALID",
  bound_not_anchored: "INVALID",
  bound_event_missing: "INVALID",
  bound_event_differs: "INVALID",
  before_too_late: "INVALID",
  after_too_early: "INVALID",
  bounds_not_adjacent: "INVALID",
  since_before_declaration: "INVALID",
  no_policy: "UNPINNED",
  chain_not_asked: "CANNOT_TELL",
  chain_answer_unusable: "CANNOT_TELL",
  chain_is_another: "CANNOT_TELL",
  anchor_event_unavailable: "CANNOT_TELL",
  ledger_not_on_chain: "CANNOT_TELL",
  not_anchored: "NOT_ANCHORED",
  not_final: "NOT_FINAL",
  bound_not_final: "NOT_FINAL",
  not_replayed: "NOT_REPLAYED",
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
  "other_identifiers",
  "other_streams",
  "entries_between",
  "later_entries",
  "earlier_not_shown",
  "reads_behind",
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

/** Which stream a stream claim is about, and as of what. */
export interface StreamFacts {
  readonly subject: string;
  readonly name: string;
  readonly class: RetentionClass;
  /** The claim speaks of so many entries of the log, from the first on. */
  readonly mapSize: number;
  /** Of the checkpoint. */
  readonly size: number;
  /** How many entries the claim does not speak of, though they are under the checkpoint and no state entry's: `size` − 1 − `mapSize`. */
  readonly gap: number;
  /** The ledger's clock when it computed the map, RFC 3339. */
  readonly time: string;
  /** Null: from the first entry on. Else the history begins behind this one, which the reader is taken to know. */
  readonly from: { readonly seq: number; readonly leafHash: string } | null;
}

/** One event of a history. */
export interface EventFacts {
  readonly index: number;
  readonly seq: number;
  readonly disclosed: readonly DisclosedField[];
  /** Null: wholly withheld. */
  readonly withheld: readonly string[] | null;
}

/** An anchor beside the time that is asked about. */
export interface BoundFacts {
  readonly size: number;
  readonly block: number;
  /** RFC 3339. */
  readonly time: string;
}

/** What was so at a time, and between which two anchors that time lies. */
export interface AsOfFacts extends AsOf {
  /** Null: the time lies before the first anchor. */
  readonly before: BoundFacts | null;
  readonly after: BoundFacts;
  /** Nothing is withheld that is needed, but what was so before the first event is told by version 1, which lies in another stream. */
  readonly firstVersionElsewhere: boolean;
}

/** Plain data: it survives JSON. An INVALID file proves nothing, so nothing of it is told. */
export interface Verdict {
  readonly word: VerdictWord;
  readonly exitCode: number;
  /** Null: the file is INVALID. */
  readonly claim: Claim | null;
  readonly layers: readonly LayerResult[];
  /** Of the record, if the claim is about one. */
  readonly disclosed: readonly DisclosedField[];
  readonly withheld: readonly string[];
  readonly index: number | null;
  /** Null: the claim is not about a stream. */
  readonly stream: StreamFacts | null;
  /** Oldest first. Null: the claim is no history. */
  readonly events: readonly EventFacts[] | null;
  /** Null: no time is asked about, or the check ended before the layer `time` passed. */
  readonly asOf: AsOfFacts | null;
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

const OF_STREAMS: readonly Layer[] = ["binding", "completeness", "time", "replay"];

/**
 * The layers that a claim has. A file that could not be read has those of the claim `record`.
 *
 * @param aged the policy bounds the age
 */
export function layersOf(evidence: Evidence | null, aged: boolean): readonly Layer[] {
  const ofStream = evidence !== null && evidence.claim !== "record";
  const timed = evidence?.claim === "history" && evidence.at !== null;
  return LAYERS.filter((layer) => {
    if (layer === "age") return aged;
    if (layer === "time") return timed;
    return ofStream || !OF_STREAMS.includes(layer);
  });
}

/** The layer that decided: the first one that does not pass. */
export function decidingLayer(layers: readonly LayerResult[]): LayerResult | null {
  return layers.find(({ state }) => state !== "pass") ?? null;
}
