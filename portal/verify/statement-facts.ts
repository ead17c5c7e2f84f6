/** What a statement shows by itself, whoever signed it (docs/FORMAT.md §14.3, M2). */
import { type BoundStream, bindStream } from "./binding.ts";
import type { LeafHash, LeafIndex, RootHash, StreamKey, TreeSize } from "./brands.ts";
import { asLeafHash, asStreamKey } from "./brands.ts";
import { equalBytes } from "./bytes.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { type Content, checkContent } from "./content.ts";
import { decodeEntry, decodeStateEntry, type RecordEntry, type StateEntry } from "./entry.ts";
import { FormatError } from "./errors.ts";
import type { EvidenceEntry } from "./evidence-parts.ts";
import { provenValue } from "./map.ts";
import { leafHash, rootFromInclusionProof } from "./merkle.ts";
import { type Note, parseNote } from "./note.ts";
import { parseReceipt, type Receipt } from "./receipt.ts";
import type { MapStatement, NodeStatement, Statement, StatementForm } from "./statement.ts";
import { rootFromSubtreeProof, type SubtreeId } from "./subtree.ts";

/** What a key has signed, if it has: that is looked at last. */
export type Signed =
  | { readonly by: "log"; readonly note: Note; readonly checkpoint: Checkpoint }
  | { readonly by: "receipt"; readonly note: Note; readonly receipt: Receipt };

/** An entry at its place: in a tree, or as a receipt promises it. */
export interface Placed {
  readonly index: LeafIndex;
  readonly leaf: LeafHash;
  readonly entry: Uint8Array;
  /** Null: it is no record entry of an allowed form. */
  readonly record: RecordEntry | null;
  /** Null: it is no state entry of an allowed form. */
  readonly state: StateEntry | null;
}

/** What the map over the first `mapSize` entries has for a key; null: it does not have it. */
export interface MapFact {
  readonly key: StreamKey;
  readonly value: LeafHash | null;
  readonly mapSize: TreeSize;
}

/** Null: a statement of this form shows none. */
export interface Fact {
  readonly form: StatementForm;
  readonly signed: Signed | null;
  readonly node: (SubtreeId & { readonly hash: Uint8Array }) | null;
  readonly placed: Placed | null;
  readonly map: MapFact | null;
  readonly content: Content | null;
  readonly stream: BoundStream | null;
  /** The size that the chain is to have a root for. */
  readonly anchored: TreeSize | null;
}

const NOTHING = {
  signed: null,
  node: null,
  placed: null,
  map: null,
  content: null,
  stream: null,
  anchored: null,
} as const;

function signedCheckpoint(text: string): Signed & { readonly by: "log" } {
  const note = parseNote(text);
  return { by: "log", note, checkpoint: parseCheckpoint(note.text) };
}

function signedReceipt(text: string): Signed & { readonly by: "receipt" } {
  const note = parseNote(text);
  return { by: "receipt", note, receipt: parseReceipt(note.text) };
}

const orNull = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return null;
  }
};

/** An entry of whatever form. */
export function placedAt(entry: Uint8Array, index: LeafIndex): Placed {
  const leaf = leafHash(entry);
  const record = orNull(() => decodeEntry(entry));
  return { index, leaf, entry, record, state: orNull(() => decodeStateEntry(entry)) };
}

function mustLeadTo(root: RootHash, to: RootHash): void {
  if (!equalBytes(root, to)) throw new FormatError("inclusion_mismatch");
}

function inTree({ entry, index, inclusion }: EvidenceEntry, { size, root }: Checkpoint): Placed {
  const placed = placedAt(entry, index);
  mustLeadTo(
    rootFromInclusionProof({ leafHash: placed.leaf, index, size, proof: inclusion }),
    root,
  );
  return placed;
}

function promised(entry: Uint8Array, { index, leafHash: leaf }: Receipt): Placed {
  const placed = placedAt(entry, index);
  if (!equalBytes(placed.leaf, leaf)) throw new FormatError("receipt_entry_mismatch");
  return placed;
}

function nodeOf({ node }: NodeStatement, { size, root }: Checkpoint): Fact["node"] {
  mustLeadTo(rootFromSubtreeProof({ ...node, size }), root);
  return node;
}

function mapOf({ map, entry }: MapStatement): MapFact {
  const { mapRoot, mapSize } = decodeStateEntry(entry);
  const key = asStreamKey(map.key);
  const value = provenValue(key, map, mapRoot);
  return { key, value: value && asLeafHash(value), mapSize };
}

/** @throws FormatError if it does not show what it says */
export function factOf(statement: Statement): Fact {
  const { form } = statement;
  switch (form) {
    case "stream":
      return { ...NOTHING, form, stream: bindStream(statement.stream) };
    case "anchor":
      return { ...NOTHING, form, anchored: statement.anchor.size };
    case "receipt":
      return { ...NOTHING, form, signed: signedReceipt(statement.receipt) };
    case "promised":
    case "promised_record": {
      const signed = signedReceipt(statement.receipt);
      const placed = promised(statement.entry, signed.receipt);
      const content = "record" in statement ? checkContent(statement.record, placed.entry) : null;
      return { ...NOTHING, form, signed, placed, content };
    }
    case "checkpoint":
      return { ...NOTHING, form, signed: signedCheckpoint(statement.checkpoint) };
    case "node": {
      const signed = signedCheckpoint(statement.checkpoint);
      return { ...NOTHING, form, signed, node: nodeOf(statement, signed.checkpoint) };
    }
    case "entry":
    case "map":
    case "record": {
      const signed = signedCheckpoint(statement.checkpoint);
      const placed = inTree(statement, signed.checkpoint);
      const map = form === "map" ? mapOf(statement) : null;
      const content = form === "record" ? checkContent(statement.record, placed.entry) : null;
      return { ...NOTHING, form, signed, placed, map, content };
    }
  }
}
