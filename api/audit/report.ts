/** What an audit hands out (`counterfoil/audit-report/v1`): everything that words and pictures are made of, and nothing of any person. */
import { FINDINGS } from "../auditor/finding.ts";
import type { FindingCause } from "./causes.ts";
import type { Finding, FindingKey, Place } from "./finding.ts";
import type { StepName } from "./steps.ts";

export const REPORT_FORMAT = "counterfoil/audit-report/v1";

/** What an outsider finds: by the rules of docs/FORMAT.md §7, and of what is served beside its own signature. */
export const REMOTE_CAUSES = [
  ...FINDINGS.map((code) => `remote_${code}` as const),
  "remote_served_edge",
  "remote_served_tile",
  "remote_served_entries",
] as const;
export type RemoteCause = (typeof REMOTE_CAUSES)[number];

export interface ReportedFinding extends Omit<Finding, "cause"> {
  readonly cause: FindingCause | RemoteCause;
}

/** How the entries of a quick audit were drawn, twice, each with its record (docs/FORMAT.md §15.1). */
export interface Sample {
  /** How many were drawn for each of the two samples. */
  readonly count: number;
  /** How many that are together: some may be in both. */
  readonly checked: number;
  /** The anchor that they were drawn under: entries that it covers, and its block. */
  readonly anchor: { readonly size: number; readonly block: number };
  /** The block whose hash they were drawn from. */
  readonly block: { readonly number: number; readonly hash: string };
  /** What the second sample was drawn from besides: the auditor's 32 random bytes, in hex with 0x. */
  readonly nonce: string;
  /** Whether the ledger's operator could have chosen the first sample: he runs the chain. */
  readonly choosable: boolean;
  /** Probability, 0 to 1, for each sample by itself, that it holds no damaged entry though one entry in a thousand (at least one) is damaged. */
  readonly missed: number;
}

export type AuditMode =
  | { readonly kind: "full" }
  | { readonly kind: "quick"; readonly sample: Sample }
  /** From what the ledger at this address serves, and the chain. */
  | { readonly kind: "remote"; readonly url: string };

export interface AuditedLedger {
  readonly origin: string;
  readonly chainId: number;
  /** Lower-case hex with 0x, as in the policy. */
  readonly contract: string;
  readonly ledgerId: string;
}

/** What the chain had to do with it. `left_out`: nobody wanted it asked. */
export const CHAIN_STATES = ["asked", "left_out", "unreachable"] as const;
export type ChainState = (typeof CHAIN_STATES)[number];

export interface AuditedSnapshot {
  /** RFC 3339, UTC, with milliseconds, as all times here. */
  readonly takenAt: string;
  /** Entries of the log. */
  readonly size: number;
  /** The newest one; its root as 64 hexadecimal digits. */
  readonly checkpoint: { readonly size: number; readonly root: string } | null;
  /** The newest final one. */
  readonly anchor: { readonly size: number; readonly block: number } | null;
}

/** A part that an interrupted audit had read before, so of an earlier moment. */
export interface ResumedPart {
  readonly step: StepName;
  readonly readAt: string;
  /** Entries of the log then. */
  readonly size: number;
  /** Entries whose rows were compared only with what they were then. */
  readonly taken: number;
}

/** What was counted besides the rows of tables. */
export const COUNTED = [
  "record_entries",
  "state_entries",
  "void_entries",
  "streams_replayed",
  "maps_replayed",
  "promises_kept",
  "promises_open",
  "chain_anchors",
  "chain_blocks",
] as const;
export type Counted = (typeof COUNTED)[number];

export interface Count {
  readonly what: Place | Counted;
  readonly checked: number;
  /** How many there are; `null`: nobody counted the others, or there are none. */
  readonly of: number | null;
}

/** Things that are worth knowing and no damage. Their sentences are in words/, with the details that each names. */
export const NOTES = [
  /** `count` */
  "void_entries",
  /** `count`: entries that came back from the second copy, without their records. */
  "recovered",
  /** `count` */
  "erased",
  /** The operator wants none. */
  "copy_absent",
  /** The operator wants one, and there is none. */
  "copy_not_found",
  "chain_left_out",
  "chain_unreachable",
  /** The node does not list what was anchored. */
  "chain_partial",
  /** `count`: blocks of which the node told nothing. */
  "blocks_untold",
  "server_running",
  "map_absent",
  /** `count`: entries that nobody has signed yet. */
  "unsealed",
  /** `count`: entries that no final anchor covers yet. */
  "unanchored",
  /** `from`, `to`, `count`, `anchored`: the size that came too late, or 0. */
  "promises_broken",
  /** `index`: nobody can say from here on what the map is. */
  "map_unknown",
  /** `count`: records whose entries are lost. */
  "undecided",
  /** `count`: records that no key opens. */
  "unopened",
  /** `count`: secrets of subjects whose making was interrupted. */
  "unused_secrets",
  /** No row's authenticator could be checked: the key is gone. */
  "row_key_lost",
  /** Numbers and requests that were sent again could not be checked: keys are gone. */
  "mac_keys_lost",
  /** `size`: what comes before was a predecessor's. */
  "predecessor",
  /** `size` of the newest final anchor, `block` that its sample is drawn from and that is not final yet, `drawn`: the size that was drawn from instead. */
  "sample_older",
  /** `count`: entries behind the anchor that was drawn under. */
  "sample_beyond",
  /** `count`: drawn entries whose remembered requests were not looked for, since too many others are damaged or of one moment. */
  "marks_unsought",
  /** `count`: drawn entries whose predecessors were not looked for, since too many others do not follow theirs. */
  "links_unsought",
] as const;
export type NoteCode = (typeof NOTES)[number];

export interface Note {
  readonly code: NoteCode;
  readonly details?: FindingKey;
}

/** What no audit proves, or this one does not. */
export const NOT_PROVEN = [
  "truth",
  "completeness",
  "identifiers",
  "use",
  "times",
  "holder_of_everything",
  "tail",
  "own_machine",
  "files_beside",
  "later",
  "not_drawn",
  "contents",
  "chain",
  "embedded_chain",
] as const;
export type NotProven = (typeof NOT_PROVEN)[number];

export interface AuditReport {
  readonly format: typeof REPORT_FORMAT;
  readonly mode: AuditMode;
  readonly ledger: AuditedLedger;
  readonly chain: {
    readonly state: ChainState;
    /** It is the embedded one, or one for development: its operator can rewrite it. */
    readonly embedded: boolean;
  };
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly snapshot: AuditedSnapshot;
  readonly resumed: readonly ResumedPart[];
  readonly counts: readonly Count[];
  readonly notes: readonly Note[];
  /** In the order of the log as far as they have a place in it. */
  readonly findings: readonly ReportedFinding[];
  readonly notProven: readonly NotProven[];
}
