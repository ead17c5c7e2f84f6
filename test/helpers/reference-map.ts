/**
 * The map of docs/FORMAT.md §6.1, word for word: recursive, slow, obviously right. Only tests may import it. It shares no
 * code with what it checks: its SHA-256 is node's, and it writes keys as text of noughts and ones.
 */
import { hash } from "node:crypto";

export interface ReferenceLeaf {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

export interface ReferenceProof {
  readonly siblings: readonly Uint8Array[];
  readonly terminal: ReferenceLeaf | null;
}

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(hash("sha256", Buffer.concat(parts), "buffer"));

const written = new WeakMap<Uint8Array, string>();
function bits(key: Uint8Array): string {
  const known = written.get(key);
  if (known !== undefined) return known;
  const text = [...key].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  written.set(key, text);
  return text;
}

/** Those of the leaves whose key has this bit at this depth. */
const side = (leaves: readonly ReferenceLeaf[], depth: number, bit: "0" | "1") =>
  leaves.filter(({ key }) => bits(key)[depth] === bit);

/** The hash of what is at a depth, given all leaves below it. */
export function referenceMapRoot(leaves: readonly ReferenceLeaf[], depth = 0): Uint8Array {
  const [first, second] = leaves;
  if (first === undefined) return new Uint8Array(32);
  if (second === undefined) return sha256(Uint8Array.of(2), first.key, first.value);
  return sha256(
    Uint8Array.of(3),
    referenceMapRoot(side(leaves, depth, "0"), depth + 1),
    referenceMapRoot(side(leaves, depth, "1"), depth + 1),
  );
}

export function referenceMapProof(
  leaves: readonly ReferenceLeaf[],
  key: Uint8Array,
  depth = 0,
): ReferenceProof {
  if (leaves.length < 2) return { siblings: [], terminal: leaves[0] ?? null };
  const own = bits(key)[depth] === "0" ? "0" : "1";
  const sibling = referenceMapRoot(side(leaves, depth, own === "0" ? "1" : "0"), depth + 1);
  const below = referenceMapProof(side(leaves, depth, own), key, depth + 1);
  return { siblings: [sibling, ...below.siblings], terminal: below.terminal };
}
