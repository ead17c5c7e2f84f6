/** What trees and receipts may contradict: candidates, which the rules judge. */
import type { NodeHash } from "./brands.ts";
import { equalBytes } from "./bytes.ts";
import type { Known } from "./known.ts";
import { type Misbehaviour, misbehaviour } from "./misbehaviour.ts";
import type { CheckpointStatement, NodeStatement, ReceiptStatement } from "./statement.ts";
import type { KnownReceipt, KnownTree } from "./statements.ts";
import { rangeOf, type SubtreeId } from "./subtree.ts";
import { isVoidLeaf } from "./void.ts";

export const bare = ({ note }: KnownTree): CheckpointStatement => ({
  form: "checkpoint",
  checkpoint: note,
});

const promise = ({ note }: KnownReceipt): ReceiptStatement => ({ form: "receipt", receipt: note });

function node({ note, nodes }: KnownTree, id: SubtreeId, hash: NodeHash): NodeStatement {
  const { level, index } = id;
  return {
    form: "node",
    checkpoint: note,
    node: { level, index, hash, path: nodes.pathOf({ level, index }) },
  };
}

/** All pairs, each once, in order. */
export function* pairs<T>(all: readonly T[]): Generator<readonly [T, T]> {
  for (const [i, one] of all.entries()) {
    for (const other of all.slice(i + 1)) yield [one, other];
  }
}

export function* treeCandidates({ trees }: Known): Generator<Misbehaviour> {
  for (const [one, other] of pairs(trees)) {
    if (one.checkpoint.size === other.checkpoint.size) {
      yield misbehaviour("two_roots", bare(one), bare(other));
    }
  }
  for (const tree of trees) {
    if (tree.checkpoint.size === 0) yield misbehaviour("empty_root", bare(tree));
  }
  for (const [smaller, larger] of pairs(trees)) {
    const { size } = smaller.checkpoint;
    if (size === 0 || size === larger.checkpoint.size) continue;
    const hashes = larger.nodes.prefix(size);
    if (hashes !== null) yield misbehaviour("prefix", bare(smaller), bare(larger), { hashes });
  }
  for (const [one, other] of pairs(trees)) {
    const first = firstDifference(one, other);
    if (first === null) continue;
    const { id, hashes } = first;
    yield misbehaviour("two_nodes", node(one, id, hashes[0]), node(other, id, hashes[1]));
  }
}

interface Difference {
  readonly id: SubtreeId;
  readonly hashes: readonly [NodeHash, NodeHash];
}

/** The lowest subtree that two trees have differently, and of these the first. */
function firstDifference(one: KnownTree, other: KnownTree): Difference | null {
  let first: Difference | null = null;
  for (const { hash, ...id } of one.nodes.complete()) {
    const theirs = other.nodes.get(rangeOf(id));
    if (theirs === null || equalBytes(hash, theirs)) continue;
    const lower =
      first === null ||
      id.level < first.id.level ||
      (id.level === first.id.level && id.index < first.id.index);
    if (lower) first = { id, hashes: [hash, theirs] };
  }
  return first;
}

export function* receiptCandidates({ receipts, trees }: Known): Generator<Misbehaviour> {
  for (const [one, other] of pairs(receipts)) {
    if (one.receipt.index === other.receipt.index) {
      yield misbehaviour("two_receipts", promise(one), promise(other));
    }
  }
  for (const receipt of receipts) {
    const { index, leafHash } = receipt.receipt;
    for (const tree of trees) {
      const found = tree.nodes.leaf(index);
      if (found === null || equalBytes(found, leafHash)) continue;
      const kind = isVoidLeaf(found) ? "receipt_void" : "receipt_leaf";
      yield misbehaviour(kind, promise(receipt), node(tree, { level: 0, index }, found));
    }
  }
}
