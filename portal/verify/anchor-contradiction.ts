/** A checkpoint beside a root that the chain has (docs/FORMAT.md §14.2, `off_chain`). */
import type { RootHash } from "./brands.ts";
import { equalBytes } from "./bytes.ts";
import { FormatError } from "./errors.ts";
import { rootsFromPrefix } from "./merkle.ts";
import { wrongShape } from "./shape.ts";
import { checkpointIn, hashesIn, type Shown } from "./shown.ts";

interface Sizes {
  readonly size: number;
  readonly anchored: number;
}

function sizesIn({ a, b }: Shown): Sizes {
  const anchored = b?.anchored ?? null;
  if (anchored === null) throw new Error("a statement of another form");
  return { size: checkpointIn(a).size, anchored };
}

/** What the hashes give; null: the sizes are equal, and there are none. */
function rootsOf(shown: Shown) {
  const { size, anchored } = sizesIn(shown);
  if ((shown.hashes === null) !== (size === anchored)) throw wrongShape("hashes");
  if (size === anchored) return null;
  const [size1, size2] = [Math.min(size, anchored), Math.max(size, anchored)];
  return rootsFromPrefix({ size1: size1 as never, size2: size2 as never, hashes: hashesIn(shown) });
}

/**
 * As far as it can be told without the chain: that the hashes are of the checkpoint's tree where that is the larger one. Else the
 * chain's root says whether they are of its tree.
 */
export function brokenBeginning(shown: Shown): boolean {
  const { size, anchored } = sizesIn(shown);
  if (size < 1) return false;
  const roots = rootsOf(shown);
  if (roots !== null && size > anchored && !equalBytes(roots.whole, checkpointIn(shown.a).root)) {
    throw new FormatError("prefix_mismatch");
  }
  return true;
}

/** Whether this root, which the chain has for the size in question, contradicts the checkpoint. @throws FormatError `prefix_mismatch` */
export function contradictsChain(shown: Shown, onChain: RootHash): boolean {
  const { size, anchored } = sizesIn(shown);
  const { root } = checkpointIn(shown.a);
  const roots = rootsOf(shown);
  if (roots === null) return !equalBytes(root, onChain);
  if (size > anchored) return !equalBytes(roots.beginning, onChain);
  if (!equalBytes(roots.whole, onChain)) throw new FormatError("prefix_mismatch");
  return !equalBytes(roots.beginning, root);
}
