/** All that is known from several files together, laid out for looking things up. */
import type { LeafHash } from "./brands.ts";
import { equalBytes, hexEncode } from "./bytes.ts";
import type { RecordEntry } from "./entry.ts";
import { FormatError } from "./errors.ts";
import type { EvidenceStream } from "./evidence-stream.ts";
import { rootFromInclusionProof } from "./merkle.ts";
import type { Placed } from "./statement-facts.ts";
import {
  isSameTree,
  joinTrees,
  type KnownEntry,
  type KnownMap,
  type KnownReceipt,
  type KnownTree,
  type Statements,
} from "./statements.ts";

/** A record entry of an allowed form. */
export type KnownRecord = KnownEntry & {
  readonly placed: Placed & { readonly record: RecordEntry };
};

export interface Known {
  /** Each tree once, the smallest first. */
  readonly trees: readonly KnownTree[];
  readonly receipts: readonly KnownReceipt[];
  /** Each entry at each place once, by index; those in a tree before those that are promised. */
  readonly entries: readonly KnownEntry[];
  /** Record entries by stream key in hex, by number, then by index. */
  readonly byStream: ReadonlyMap<string, readonly KnownRecord[]>;
  /** The bytes of an entry by its leaf hash in hex, wherever it is. */
  readonly byLeaf: ReadonlyMap<string, KnownEntry>;
  readonly maps: readonly KnownMap[];
  readonly streams: readonly EvidenceStream[];
}

const isRecord = (entry: KnownEntry): entry is KnownRecord => entry.placed.record !== null;
const isPromised = ({ from }: KnownEntry): number => ("receipt" in from ? 1 : 0);

function eachOnce(entries: readonly KnownEntry[]): readonly KnownEntry[] {
  const inOrder = entries.toSorted(
    (one, other) => one.placed.index - other.placed.index || isPromised(one) - isPromised(other),
  );
  const seen = new Map<string, KnownEntry>();
  for (const entry of inOrder) {
    const place = `${entry.placed.index} ${hexEncode(entry.placed.leaf)}`;
    const known = seen.get(place);
    if (known === undefined) seen.set(place, entry);
    // What its record says is told wherever it is shown; where it is, by a tree before a promise.
    else if (known.record === null) seen.set(place, { ...known, record: entry.record });
  }
  return [...seen.values()];
}

function groupByStream(entries: readonly KnownEntry[]): Map<string, KnownRecord[]> {
  const groups = new Map<string, KnownRecord[]>();
  for (const entry of entries.filter(isRecord)) {
    const key = hexEncode(entry.placed.record.streamKey);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  for (const group of groups.values()) {
    group.sort((one, other) => one.placed.record.seq - other.placed.record.seq);
  }
  return groups;
}

/** A path without its leaf becomes one with it where a leaf that is known at that index leads to the root. */
function bindLoose(all: readonly Statements[], trees: readonly KnownTree[]): void {
  const leaves = all.flatMap(({ entries, receipts }) => [
    ...entries.map(({ placed }) => ({ index: placed.index, leaf: placed.leaf })),
    ...receipts.map(({ receipt }) => ({ index: receipt.index, leaf: receipt.leafHash })),
  ]);
  for (const { index, inclusion, tree } of all.flatMap(({ loose }) => loose)) {
    const { size, root } = tree.checkpoint;
    const own = trees.find((one) => isSameTree(one, tree));
    for (const { leaf } of leaves.filter((one) => one.index === index)) {
      if (leadsTo(root, leaf, { index, size, proof: inclusion })) {
        own?.nodes.add({ level: 0, index }, leaf, inclusion);
      }
    }
  }
}

/** A receipt tells a leaf hash: whose entry is known from elsewhere is known to be promised at that index. */
function promisedBy(all: readonly Statements[]): readonly KnownEntry[] {
  const entries = new Map(
    all.flatMap((one) => one.entries).map((entry) => [hexEncode(entry.placed.leaf), entry]),
  );
  return all
    .flatMap(({ receipts }) => receipts)
    .flatMap((receipt) => {
      const { index, leafHash } = receipt.receipt;
      const known = entries.get(hexEncode(leafHash));
      if (known === undefined) return [];
      return [{ placed: { ...known.placed, index }, from: { receipt }, record: known.record }];
    });
}

type Place = Omit<Parameters<typeof rootFromInclusionProof>[0], "leafHash">;

function leadsTo(root: Uint8Array, leafHash: LeafHash, place: Place): boolean {
  try {
    return equalBytes(rootFromInclusionProof({ leafHash, ...place }), root);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return false;
  }
}

export function know(all: readonly Statements[]): Known {
  const trees = joinTrees(all.flatMap((one) => one.trees)).toSorted(
    (one, other) => one.checkpoint.size - other.checkpoint.size,
  );
  bindLoose(all, trees);
  const entries = eachOnce([...all.flatMap((one) => one.entries), ...promisedBy(all)]);
  return {
    trees,
    receipts: all.flatMap((one) => one.receipts),
    entries,
    byStream: groupByStream(entries),
    byLeaf: new Map(entries.map((entry) => [hexEncode(entry.placed.leaf), entry])),
    maps: all.flatMap((one) => one.maps),
    streams: all.flatMap((one) => one.streams),
  };
}
