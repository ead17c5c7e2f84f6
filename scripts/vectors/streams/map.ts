/**
 * The map of docs/FORMAT.md §6.1, in the plainest way there is: the whole of it from its leaves, by recursion, with
 * bits as text. It shares nothing with the kernel's or the server's.
 */
import { concat } from "../../../portal/verify/bytes.ts";
import { sha256 } from "../../../portal/verify/hash.ts";

export interface MapLeaf {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

export interface MapProof {
  /** From the root down. */
  readonly siblings: readonly Uint8Array[];
  readonly terminal: MapLeaf | null;
}

const bits = (key: Uint8Array): string =>
  [...key].map((byte) => byte.toString(2).padStart(8, "0")).join("");

const side = (leaves: readonly MapLeaf[], depth: number, bit: string): MapLeaf[] =>
  leaves.filter(({ key }) => bits(key)[depth] === bit);

export function mapRoot(leaves: readonly MapLeaf[], depth = 0): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return new Uint8Array(32);
  if (leaves.length === 1) return sha256(concat(Uint8Array.of(2), only.key, only.value));
  const below = ["0", "1"].map((bit) => mapRoot(side(leaves, depth, bit), depth + 1));
  return sha256(concat(Uint8Array.of(3), ...below));
}

export function mapProof(leaves: readonly MapLeaf[], key: Uint8Array, depth = 0): MapProof {
  if (leaves.length <= 1) return { siblings: [], terminal: leaves[0] ?? null };
  const own = bits(key)[depth] as string;
  const other = mapRoot(side(leaves, depth, own === "0" ? "1" : "0"), depth + 1);
  const { siblings, terminal } = mapProof(side(leaves, depth, own), key, depth + 1);
  return { siblings: [other, ...siblings], terminal };
}
