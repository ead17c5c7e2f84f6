/** What cannot be so in one honest ledger: the rule of each kind of misbehaviour (docs/FORMAT.md §14.2). */
import { brokenBeginning } from "./anchor-contradiction.ts";
import { equalBytes } from "./bytes.ts";
import { ENTRY_RULES } from "./entry-contradictions.ts";
import { FormatError } from "./errors.ts";
import { MAP_RULES } from "./map-contradictions.ts";
import { EMPTY_ROOT, rootsFromPrefix } from "./merkle.ts";
import type { MisbehaviourKind } from "./misbehaviour-kinds.ts";
import { RECORD_RULES } from "./record-contradictions.ts";
import { checkpointIn, hashesIn, nodeIn, type Rule, receiptIn, type Shown } from "./shown.ts";
import { isVoidLeaf } from "./void.ts";

function twoRoots({ a, b }: Shown): boolean {
  const [one, other] = [checkpointIn(a), checkpointIn(b)];
  return one.size === other.size && !equalBytes(one.root, other.root);
}

function emptyRoot({ a }: Shown): boolean {
  const { size, root } = checkpointIn(a);
  return size === 0 && !equalBytes(root, EMPTY_ROOT);
}

/** The hashes must give the larger root: only then they are of its tree. */
function prefix(shown: Shown): boolean {
  const [smaller, larger] = [checkpointIn(shown.a), checkpointIn(shown.b)];
  const [size1, size2] = [smaller.size, larger.size];
  if (size1 < 1 || size1 >= size2) return false;
  const { beginning, whole } = rootsFromPrefix({ size1, size2, hashes: hashesIn(shown) });
  if (!equalBytes(whole, larger.root)) throw new FormatError("prefix_mismatch");
  return !equalBytes(beginning, smaller.root);
}

function twoNodes({ a, b }: Shown): boolean {
  const [one, other] = [nodeIn(a), nodeIn(b)];
  const same = one.level === other.level && one.index === other.index;
  return same && !equalBytes(one.hash, other.hash);
}

function twoReceipts({ a, b }: Shown): boolean {
  const [one, other] = [receiptIn(a), receiptIn(b)];
  return one.index === other.index && !equalBytes(one.leafHash, other.leafHash);
}

/** The tree has another leaf than the receipt promised. */
function leafDiffers({ a, b }: Shown): boolean {
  const [{ index, leafHash }, node] = [receiptIn(a), nodeIn(b)];
  return node.level === 0 && node.index === index && !equalBytes(node.hash, leafHash);
}

const isVoid = ({ b }: Shown): boolean => isVoidLeaf(nodeIn(b).hash);

/** All of them. Each is given statements of the forms that its kind has (`PROOF_SHAPES`), each of which holds by itself. */
export const RULES: Readonly<Record<MisbehaviourKind, Rule>> = {
  two_roots: twoRoots,
  empty_root: emptyRoot,
  prefix,
  two_nodes: twoNodes,
  two_receipts: twoReceipts,
  receipt_leaf: (shown) => leafDiffers(shown) && !isVoid(shown),
  receipt_void: (shown) => leafDiffers(shown) && isVoid(shown),
  ...ENTRY_RULES,
  ...MAP_RULES,
  ...RECORD_RULES,
  off_chain: brokenBeginning,
};
