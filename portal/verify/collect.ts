/** Gathers what holds by itself out of a file, each part looked at alone. */
import type { LeafIndex, NodeHash, StreamKey } from "./brands.ts";
import { equalBytes } from "./bytes.ts";
import { signersOf } from "./check-misbehaviour.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { checkContent } from "./content.ts";
import { FormatError } from "./errors.ts";
import type { EvidenceContent, EvidenceEntry } from "./evidence-parts.ts";
import type { EvidenceStream } from "./evidence-stream.ts";
import { type MapProof, provenValue } from "./map.ts";
import { leafHash, rootFromInclusionProof } from "./merkle.ts";
import type { Misbehaviour } from "./misbehaviour.ts";
import { formatNote, parseNote } from "./note.ts";
import type { Policy } from "./policy.ts";
import { parseReceipt } from "./receipt.ts";
import { placedAt } from "./statement-facts.ts";
import type {
  FileForm,
  KnownEntry,
  KnownMap,
  KnownReceipt,
  KnownTree,
  Statements,
} from "./statements.ts";
import { rootFromSubtreeProof, type SubtreeId } from "./subtree.ts";
import type { TlogProof } from "./tlog-proof.ts";
import { TreeNodes } from "./tree-nodes.ts";

/** What was read; null if it does not hold, which is no fault of what else is there. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return null;
  }
}

export class Collector {
  readonly #policy: Policy;
  readonly #trees: KnownTree[] = [];
  readonly #receipts: KnownReceipt[] = [];
  readonly #entries: KnownEntry[] = [];
  readonly #maps: KnownMap[] = [];
  readonly #streams: EvidenceStream[] = [];
  readonly #loose: (TlogProof & { readonly tree: KnownTree })[] = [];

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** @throws FormatError unless it is a checkpoint that the ledger's key has signed */
  tree(text: string): KnownTree {
    const note = parseNote(text);
    const checkpoint = parseCheckpoint(note.text);
    const { lines, cosigned } = signersOf({ by: "log", note, checkpoint }, this.#policy);
    const nodes = new TreeNodes(checkpoint.size, checkpoint.root);
    // What nothing rests on stays behind: a proof has to be small.
    const tree = { note: formatNote(note.text, lines), checkpoint, cosigned, nodes };
    this.#trees.push(tree);
    return tree;
  }

  /** @throws FormatError unless it is a receipt that the ledger's key has signed */
  receipt(text: string): KnownReceipt {
    const note = parseNote(text);
    const receipt = parseReceipt(note.text);
    const { lines } = signersOf({ by: "receipt", note, receipt }, this.#policy);
    const known = { note: formatNote(note.text, lines), receipt };
    this.#receipts.push(known);
    return known;
  }

  /** Whether the entry is in the tree. */
  entry(tree: KnownTree, shown: EvidenceEntry, record: EvidenceContent | null = null): boolean {
    const { entry, index, inclusion } = shown;
    const { size, root } = tree.checkpoint;
    const leaf = leafHash(entry);
    const found = attempt(() =>
      rootFromInclusionProof({ leafHash: leaf, index, size, proof: inclusion }),
    );
    if (found === null || !equalBytes(found, root)) return false;
    tree.nodes.add({ level: 0, index }, leaf, inclusion);
    this.#entries.push({
      placed: placedAt(entry, index),
      from: { entry, index, inclusion, tree },
      record: recordOf(record, entry),
    });
    return true;
  }

  /** Whether it is the entry that the receipt was given for. */
  promised(
    receipt: KnownReceipt,
    entry: Uint8Array,
    record: EvidenceContent | null = null,
  ): boolean {
    const { index, leafHash: leaf } = receipt.receipt;
    if (!equalBytes(leafHash(entry), leaf)) return false;
    const placed = placedAt(entry, index);
    this.#entries.push({ placed, from: { receipt }, record: recordOf(record, entry) });
    return true;
  }

  node(tree: KnownTree, id: SubtreeId, hash: NodeHash, path: readonly NodeHash[]): void {
    const { size, root } = tree.checkpoint;
    const found = attempt(() => rootFromSubtreeProof({ ...id, hash, size, path }));
    if (found !== null && equalBytes(found, root)) tree.nodes.add(id, hash, path);
  }

  /** What the map of a state entry, which is in the tree, has for a key. */
  map(tree: KnownTree, state: EvidenceEntry, key: StreamKey, proof: MapProof): void {
    const placed = placedAt(state.entry, state.index);
    const { state: decoded } = placed;
    if (decoded === null) return;
    const holds = attempt(() => ({ value: provenValue(key, proof, decoded.mapRoot) }));
    if (holds !== null) this.#maps.push({ tree, state, placed, key, proof });
  }

  stream(stream: EvidenceStream): void {
    this.#streams.push(stream);
  }

  loose(tree: KnownTree, proof: TlogProof): void {
    this.#loose.push({ ...proof, tree });
  }

  result(
    form: FileForm,
    fault: FormatError | null,
    proven: Misbehaviour | null = null,
  ): Statements {
    return {
      form,
      trees: this.#trees,
      receipts: this.#receipts,
      entries: this.#entries,
      maps: this.#maps,
      streams: this.#streams,
      loose: this.#loose,
      proven,
      fault,
    };
  }
}

function recordOf(record: EvidenceContent | null, entry: Uint8Array): KnownEntry["record"] {
  const content = record && attempt(() => checkContent(record, entry));
  return record && content && { names: record.names, fields: record.fields, content };
}

/** The last index under a checkpoint. */
export const lastIndex = ({ checkpoint }: KnownTree): LeafIndex =>
  (checkpoint.size - 1) as LeafIndex;
