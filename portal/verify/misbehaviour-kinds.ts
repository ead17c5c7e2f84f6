/** The kinds of misbehaviour, and what each is shown by (docs/FORMAT.md §14.2). */
import type { StatementForm } from "./statement.ts";

/**
 * The most basic first. Each is a theorem: given SHA-256, the signatures and the statements, the ledger broke a rule.
 *
 * - `two_roots`: two trees of one size.
 * - `empty_root`: a tree without entries that has another root than such a tree has.
 * - `prefix`: a larger tree that does not begin with the smaller one.
 * - `two_nodes`: two trees that differ in what both hold.
 * - `two_receipts`: one index, promised to two entries.
 * - `receipt_leaf`: an index that was promised to one entry and holds another.
 * - `receipt_void`: an index that was promised and then given up.
 * - `entry_form`: an entry of no form that entries have.
 * - `seq_beyond`: an entry with a greater number in its stream than there is room for.
 * - `no_state_end`: the last entry under a checkpoint is no state entry.
 * - `two_seq`: two entries of one stream and number.
 * - `wrong_prev`: an entry that does not follow the one before it in its stream.
 * - `foreign_prev`: an entry that follows one of another stream, or of another number.
 * - `order`: two entries of a stream whose numbers do not fit their places.
 * - `map_beyond`: a map over entries that are not before it.
 * - `two_maps`: two maps over the same entries.
 * - `map_behind`: a map that leaves out what was sealed before it.
 * - `map_absent`: a map without a stream that has an entry below it.
 * - `map_stale`: a map that names an older entry as the newest.
 * - `map_ahead`: a map that names an entry which comes behind it.
 * - `map_foreign`: a map that names for a stream what is no entry of it.
 * - `map_lost`: a stream that a map has and a later map has not.
 * - `map_wrong`: a map that names something else than the entry which was the newest.
 * - `record_layout`: a record in a place of its stream where its kind has none such.
 * - `wrong_stream`: a record under another stream key than that of its subject and stream.
 * - `off_chain`: a checkpoint that the chain contradicts.
 */
export const MISBEHAVIOUR_KINDS = [
  "two_roots",
  "empty_root",
  "prefix",
  "two_nodes",
  "two_receipts",
  "receipt_leaf",
  "receipt_void",
  "entry_form",
  "seq_beyond",
  "no_state_end",
  "two_seq",
  "wrong_prev",
  "foreign_prev",
  "order",
  "map_beyond",
  "two_maps",
  "map_behind",
  "map_absent",
  "map_stale",
  "map_ahead",
  "map_foreign",
  "map_lost",
  "map_wrong",
  "record_layout",
  "wrong_stream",
  "off_chain",
] as const;
export type MisbehaviourKind = (typeof MISBEHAVIOUR_KINDS)[number];

/** Whether a member is there (not null): always, never, or as the kind's own rule says. */
export type Presence = "given" | "null" | "either";

/** What a proof of a kind is made of; null: the member is null. */
export interface ProofShape {
  readonly a: readonly StatementForm[];
  readonly b: readonly StatementForm[] | null;
  readonly c: readonly StatementForm[] | null;
  readonly hashes: Presence;
  readonly value: Presence;
}

const shape = (
  a: readonly StatementForm[],
  b: readonly StatementForm[] | null = null,
  rest: Partial<ProofShape> = {},
): ProofShape => ({ a, b, c: null, hashes: "null", value: "null", ...rest });

const CHECKPOINT = ["checkpoint"] as const;
const NODE = ["node"] as const;
const RECEIPT = ["receipt"] as const;
/** An entry of a tree: a state entry, or what stands at a place. */
const ENTRY = ["entry"] as const;
/** An entry that is in a tree, or promised to be. */
const PLACED = ["entry", "promised"] as const;
const MAP = ["map"] as const;
const RECORD = ["record", "promised_record"] as const;

export const PROOF_SHAPES: Readonly<Record<MisbehaviourKind, ProofShape>> = {
  two_roots: shape(CHECKPOINT, CHECKPOINT),
  empty_root: shape(CHECKPOINT),
  prefix: shape(CHECKPOINT, CHECKPOINT, { hashes: "given" }),
  two_nodes: shape(NODE, NODE),
  two_receipts: shape(RECEIPT, RECEIPT),
  receipt_leaf: shape(RECEIPT, NODE),
  receipt_void: shape(RECEIPT, NODE),
  entry_form: shape(PLACED),
  seq_beyond: shape(PLACED),
  no_state_end: shape(CHECKPOINT, PLACED),
  two_seq: shape(PLACED, PLACED),
  wrong_prev: shape(PLACED, PLACED),
  foreign_prev: shape(PLACED, null, { value: "given" }),
  order: shape(PLACED, PLACED),
  map_beyond: shape(ENTRY),
  two_maps: shape(ENTRY, ENTRY),
  map_behind: shape(["checkpoint", "entry"], ENTRY),
  map_absent: shape(MAP, PLACED),
  map_stale: shape(MAP, PLACED, { value: "given" }),
  map_ahead: shape(MAP, PLACED, { value: "either" }),
  map_foreign: shape(MAP, null, { value: "given" }),
  map_lost: shape(MAP, MAP),
  map_wrong: shape(MAP, PLACED, { c: ["entry", "promised", "map"] }),
  record_layout: shape(RECORD),
  wrong_stream: shape(RECORD, ["stream"]),
  off_chain: shape(CHECKPOINT, ["anchor"], { hashes: "either" }),
};
