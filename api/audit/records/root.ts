/** The record root (FORMAT §4) of a record's disclosures, all hashes in one buffer. The writer's own is made by merkletreejs; a test holds the two together. */
import { sha256, sha256Into } from "../../core/hash.ts";

const HASH = 32;
/** FORMAT §2: at most 128 fields. */
const MOST_FIELDS = 128;

const digests = Buffer.alloc(MOST_FIELDS * HASH);
const nodeInput = Buffer.alloc(1 + 2 * HASH, 0x01);
const rootInput = Buffer.alloc(3 + HASH, 0x04);

/** `null` for more fields than a record can have, or none. */
export function recordRootOf(disclosures: readonly string[]): Buffer | null {
  const count = disclosures.length;
  if (count < 1 || count > MOST_FIELDS) return null;
  for (let i = 0; i < count; i++) sha256Into(digests, i * HASH, disclosures[i] as string);
  // Pairs from the left, an odd one as it is: the shape of RFC 6962.
  for (let width = count; width > 1; width = (width + 1) >> 1) {
    for (let i = 0; 2 * i < width; i++) {
      const from = 2 * i * HASH;
      if (2 * i + 1 === width) digests.copy(digests, i * HASH, from, from + HASH);
      else {
        digests.copy(nodeInput, 1, from, from + 2 * HASH);
        sha256Into(digests, i * HASH, nodeInput);
      }
    }
  }
  rootInput.writeUInt16BE(count, 1);
  digests.copy(rootInput, 3, 0, HASH);
  return sha256(rootInput);
}
