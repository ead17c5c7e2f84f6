/** All that is known from a file, each part of it signed by the ledger and seen to hold by itself. */
import type { StreamKey } from "./brands.ts";
import { equalBytes } from "./bytes.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Content } from "./content.ts";
import type { FormatError } from "./errors.ts";
import type { EvidenceContent, EvidenceEntry } from "./evidence-parts.ts";
import type { EvidenceStream } from "./evidence-stream.ts";
import type { MapProof } from "./map.ts";
import type { Misbehaviour } from "./misbehaviour.ts";
import type { Receipt } from "./receipt.ts";
import type { EntryStatement, MapStatement, PromisedStatement } from "./statement.ts";
import type { Placed } from "./statement-facts.ts";
import type { TlogProof } from "./tlog-proof.ts";
import { TreeNodes } from "./tree-nodes.ts";

/** What a file was taken for. */
export const FILE_FORMS = [
  "evidence",
  "checkpoint",
  "receipt",
  "tlog_proof",
  "misbehaviour",
] as const;
export type FileForm = (typeof FILE_FORMS)[number];

/** A checkpoint with the lines that count, and what is known of its tree. */
export interface KnownTree {
  readonly note: string;
  readonly checkpoint: Checkpoint;
  readonly cosigned: readonly string[];
  readonly nodes: TreeNodes;
}

export interface KnownReceipt {
  readonly note: string;
  readonly receipt: Receipt;
}

/** An entry in a tree, or one that a receipt promises. */
export interface KnownEntry {
  readonly placed: Placed;
  readonly from:
    | (EvidenceEntry & { readonly tree: KnownTree })
    | { readonly receipt: KnownReceipt };
  /** The record, as far as it is disclosed; null: it is none, is not shown, or not what the entry commits to. */
  readonly record: (EvidenceContent & { readonly content: Content }) | null;
}

/** What the map of a state entry has for the key that it was asked about. */
export interface KnownMap {
  readonly tree: KnownTree;
  readonly state: EvidenceEntry;
  readonly placed: Placed;
  readonly key: StreamKey;
  readonly proof: MapProof;
}

export interface Statements {
  readonly form: FileForm;
  readonly trees: readonly KnownTree[];
  readonly receipts: readonly KnownReceipt[];
  readonly entries: readonly KnownEntry[];
  readonly maps: readonly KnownMap[];
  /** Secrets that identifiers commit to. */
  readonly streams: readonly EvidenceStream[];
  /** Ways to the root of a tree from a leaf that the file does not have. */
  readonly loose: readonly (TlogProof & { readonly tree: KnownTree })[];
  /** A proof that the file is. */
  readonly proven: Misbehaviour | null;
  /** Why the file does not hold as a whole, though these parts of it do; null: it holds, as far as that can be told offline. */
  readonly fault: FormatError | null;
}

export function entryStatement({ placed, from }: KnownEntry): EntryStatement | PromisedStatement {
  const { entry, index } = placed;
  if ("receipt" in from) return { form: "promised", entry, receipt: from.receipt.note };
  return { form: "entry", checkpoint: from.tree.note, entry, inclusion: from.inclusion, index };
}

/** @param proof for `key`, which need not be the one that the map was asked about */
export function mapStatement(
  { tree, state }: KnownMap,
  key: Uint8Array,
  proof: MapProof,
): MapStatement {
  const { entry, inclusion, index } = state;
  return {
    form: "map",
    checkpoint: tree.note,
    entry,
    inclusion,
    index,
    map: { key, ...proof },
  };
}

export const isSameTree = (
  { checkpoint: one }: KnownTree,
  { checkpoint: other }: KnownTree,
): boolean => one.size === other.size && equalBytes(one.root, other.root);

/** Each tree once, with all that any of them knows of it. */
export function joinTrees(trees: readonly KnownTree[]): readonly KnownTree[] {
  const joined: KnownTree[] = [];
  for (const tree of trees) {
    const known = joined.find((one) => isSameTree(one, tree));
    if (known !== undefined) {
      known.nodes.addAll(tree.nodes);
      continue;
    }
    const nodes = new TreeNodes(tree.checkpoint.size, tree.checkpoint.root);
    nodes.addAll(tree.nodes);
    joined.push({ ...tree, nodes });
  }
  return joined;
}
