/** What is known of one tree: hashes of subtrees, as inclusion proofs reveal them. */
import { asNodeHash, type NodeHash, type RootHash, type TreeSize } from "./brands.ts";
import { nodeHash } from "./merkle.ts";
import {
  completeSubtree,
  prefixRanges,
  type Range,
  rangeOf,
  type SubtreeId,
  siblingRanges,
} from "./subtree.ts";

const nameOf = ({ low, high }: Range): string => `${low}-${high}`;

export interface KnownNode extends SubtreeId {
  readonly hash: NodeHash;
}

/** With a subtree, all that is beside its way to the root is known: so each way is known up to the root. */
export class TreeNodes {
  readonly size: TreeSize;
  readonly #hashes = new Map<string, { readonly range: Range; readonly hash: NodeHash }>();

  constructor(size: TreeSize, root: RootHash) {
    this.size = size;
    if (size > 0) this.#put({ low: 0, high: size }, asNodeHash(root));
  }

  #put(range: Range, hash: NodeHash): void {
    this.#hashes.set(nameOf(range), { range, hash });
  }

  /** A path that was seen to lead to the root. */
  add(of: SubtreeId, hash: Uint8Array, path: readonly NodeHash[]): void {
    let range = rangeOf(of);
    let own = asNodeHash(hash);
    this.#put(range, own);
    siblingRanges(range, this.size).forEach((beside, i) => {
      const sibling = path[i] as NodeHash;
      this.#put(beside, sibling);
      const left = beside.low < range.low;
      own = left ? nodeHash(sibling, own) : nodeHash(own, sibling);
      range = left ? { low: beside.low, high: range.high } : { low: range.low, high: beside.high };
      this.#put(range, own);
    });
  }

  /** All that another one knows of the same tree. */
  addAll(other: TreeNodes): void {
    for (const { range, hash } of other.#hashes.values()) this.#put(range, hash);
  }

  get(range: Range): NodeHash | null {
    return this.#hashes.get(nameOf(range))?.hash ?? null;
  }

  leaf(index: number): NodeHash | null {
    return this.get({ low: index, high: index + 1 });
  }

  #all(ranges: readonly Range[]): readonly NodeHash[] | null {
    const known = ranges.map((range) => this.get(range));
    return known.every((hash) => hash !== null) ? known : null;
  }

  /** From a known subtree to the root. */
  pathOf(of: SubtreeId): readonly NodeHash[] {
    const path = this.#all(siblingRanges(rangeOf(of), this.size));
    if (path === null) throw new Error("a subtree is known, and its way to the root is not");
    return path;
  }

  /** How this tree begins, as `rootsFromPrefix` takes it; null: not enough is known. */
  prefix(size1: TreeSize): readonly NodeHash[] | null {
    return this.#all(prefixRanges(size1, this.size));
  }

  /** Every complete subtree that is known. */
  *complete(): Generator<KnownNode> {
    for (const { range, hash } of this.#hashes.values()) {
      const id = completeSubtree(range);
      if (id !== null) yield { ...id, hash };
    }
  }
}
