import { equalBytes } from "./bytes.ts";
import { VOID_ENTRY } from "./entry.ts";
import { leafHash } from "./merkle.ts";

/** Of the entry that takes an index which was promised and then lost. */
export function isVoidLeaf(hash: Uint8Array): boolean {
  return equalBytes(hash, leafHash(VOID_ENTRY));
}
