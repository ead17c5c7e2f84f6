/** What is said of a certificate of erasure (docs/FORMAT.md §20.4): plain data, which survives JSON. */
import type { Acknowledged } from "./acknowledgement.ts";
import type { ErasureGround } from "./erasure-list.ts";
import type { StreamExtent } from "./erasure-streams.ts";
import type { RetentionClass } from "./subject.ts";
import type {
  AnchorFacts,
  BoundFacts,
  CheckpointFacts,
  IgnoredSignature,
  Layer,
  LayerResult,
  VerdictWord,
} from "./verdict.ts";

/** What even VERIFIED does not say. */
export const ERASURE_CAVEATS = [
  "declared_not_done",
  "copies_may_exist",
  "never_recorded",
  "other_identifiers",
  "one_person",
  "identifiers_without_entries",
  "other_streams",
  "streams_in_part",
  "partner_keys",
  "partner_word",
  "message_not_shown",
  "entries_between",
  "later_entries",
  "holds_secrets",
  "development_chain",
] as const;
export type ErasureCaveat = (typeof ERASURE_CAVEATS)[number];

/** The layers that a certificate has. */
export function erasureLayers(timed: boolean, aged: boolean): readonly Layer[] {
  const all: Layer[] = ["content", "binding", "inclusion", "completeness", "checkpoint", "anchor"];
  return [
    ...all,
    "finality",
    ...(timed ? (["time"] as const) : []),
    "replay",
    ...(aged ? (["age"] as const) : []),
  ];
}

/** A stream of one of the person's identifiers. */
export interface ErasedStreamFacts {
  readonly subject: string;
  readonly name: string;
  readonly kind: string;
  readonly class: RetentionClass;
  /** Entries. */
  readonly erased: number;
  readonly kept: number;
  readonly extent: StreamExtent;
  /** Entries came behind those told, when the list had been made. */
  readonly goesOn: boolean;
}

/** Entries that are kept on one ground until one time. */
export interface KeptFacts extends ErasureGround {
  readonly count: number;
  /** To the end of which year; null: as long as the ground lasts. */
  readonly until: number | null;
  /** Ascending, each once. */
  readonly kinds: readonly string[];
}

export interface DeclarationFacts {
  readonly erasureId: string;
  readonly cause: string;
  readonly index: number;
  /** RFC 3339, by the ledger's own clock. */
  readonly recordedAt: string;
  /** Entries of the log when the list was made. */
  readonly treeSize: number;
  readonly count: number;
  readonly kept: number;
}

export interface AcknowledgementFacts {
  readonly index: number;
  readonly organization: string;
  readonly keyName: string;
  readonly vkey: string;
  readonly agreement: string;
  readonly message: string;
  readonly what: Acknowledged;
  /** RFC 3339, as the partner says. */
  readonly statedAt: string;
  /** RFC 3339, by the ledger's own clock. */
  readonly recordedAt: string;
  /** The identifier that the message is about; null: its body is not shown, or the list has no entry of that identifier. */
  readonly subject: string | null;
}

export interface ErasureVerdict {
  readonly word: VerdictWord;
  readonly exitCode: number;
  readonly layers: readonly LayerResult[];
  /** Null: the file is INVALID, and nothing of it is told. */
  readonly declaration: DeclarationFacts | null;
  /** The person's identifiers. */
  readonly subjects: readonly string[];
  readonly streams: readonly ErasedStreamFacts[];
  readonly kept: readonly KeptFacts[];
  /** The anchor by which the chain has known the declaration; null: not named, or not shown to hold. Else the checkpoint's own. */
  readonly since: BoundFacts | null;
  /** When the root key of what was destroyed was gone, by the ledger's own clock; null: not recorded as of this checkpoint. */
  readonly completedAt: string | null;
  readonly acknowledgements: readonly AcknowledgementFacts[];
  /** All is as of so many entries of the log, by the map; `gap` more are under the checkpoint. Null: INVALID. */
  readonly asOf: { readonly mapSize: number; readonly gap: number; readonly time: string } | null;
  readonly checkpoint: CheckpointFacts | null;
  readonly anchor: AnchorFacts | null;
  readonly ignored: readonly IgnoredSignature[];
  readonly caveats: readonly ErasureCaveat[];
}
