/** How far two files could be compared: nothing found in what does not overlap says nothing. */
import { hexEncode } from "./bytes.ts";
import { know } from "./known.ts";
import { isSameTree, type KnownTree, type Statements } from "./statements.ts";
import { rangeOf } from "./subtree.ts";

/**
 * - `same`: one size, so the roots were compared.
 * - `begins`: the larger tree was seen to begin with the smaller one.
 * - `places`: only some subtrees of both are known.
 * - `nothing`: nothing that both have is known.
 */
export const TREE_RELATIONS = ["same", "begins", "places", "nothing"] as const;
export type TreeRelation = (typeof TREE_RELATIONS)[number];

export interface ComparedTrees {
  readonly sizeA: number;
  readonly sizeB: number;
  readonly relation: TreeRelation;
  /** How many subtrees were compared, if that is all that could be. */
  readonly places: number;
}

export interface Compared {
  readonly trees: readonly ComparedTrees[];
  /** Streams of which both files tell something. A stream of the same person under another identifier is another stream. */
  readonly streams: number;
  /** Receipts whose index is seen in a tree of the other file, or promised there too. */
  readonly receipts: number;
}

function relate(one: KnownTree, other: KnownTree): ComparedTrees {
  const [sizeA, sizeB] = [one.checkpoint.size, other.checkpoint.size];
  const sizes = { sizeA, sizeB };
  if (sizeA === sizeB) return { ...sizes, relation: "same", places: 0 };
  const [smaller, larger] = sizeA < sizeB ? [one, other] : [other, one];
  const { size } = smaller.checkpoint;
  // A tree begins with that of no entries, whatever it holds.
  if (size === 0 || larger.nodes.prefix(size) !== null) {
    return { ...sizes, relation: "begins", places: 0 };
  }
  let places = 0;
  for (const id of one.nodes.complete()) if (other.nodes.get(rangeOf(id)) !== null) places++;
  return { ...sizes, relation: places === 0 ? "nothing" : "places", places };
}

/** Keys of the streams of which a file has an entry, or what a map has for them. */
function streamsOf({ entries, maps }: Statements): ReadonlySet<string> {
  const records = entries.flatMap(({ placed }) => (placed.record ? [placed.record.streamKey] : []));
  const asked = maps.flatMap(({ key, proof }) => [
    key,
    ...(proof.terminal === null ? [] : [proof.terminal.key]),
  ]);
  return new Set([...records, ...asked].map(hexEncode));
}

function seenReceipts(one: Statements, trees: readonly KnownTree[], other: Statements): number {
  return one.receipts.filter(({ receipt: { index } }) => {
    const inTree = trees.some(({ nodes }) => nodes.leaf(index) !== null);
    return inTree || other.receipts.some(({ receipt }) => receipt.index === index);
  }).length;
}

/** How far `contradiction` could compare these two. */
export function compared(one: Statements, other: Statements): Compared {
  // With all that the two files know of a tree together.
  const { trees } = know([one, other]);
  const of = (file: Statements): readonly KnownTree[] =>
    trees.filter((tree) => file.trees.some((own) => isSameTree(own, tree)));
  const [ours, theirs] = [of(one), of(other)];
  const streams = streamsOf(other);
  return {
    trees: ours.flatMap((tree) => theirs.map((their) => relate(tree, their))),
    streams: [...streamsOf(one)].filter((key) => streams.has(key)).length,
    receipts: seenReceipts(one, theirs, other) + seenReceipts(other, ours, one),
  };
}
