import canonicalize from "canonicalize";
import { MerkleTree } from "merkletreejs";
import sodium from "sodium-native";
import { asRecordRoot, type RecordRoot } from "../../portal/verify/brands.ts";
import { merkleNodeInput, sha256 } from "../core/hash.ts";
import type { JsonValue } from "../core/kind.ts";

/** Salt of a disclosure, bytes (FORMAT §3). */
const SALT = 16;
const NO_NONCE = Buffer.alloc(8);

/** What a record is committed to by, and what opens it: all in the order of the name list. */
export interface Commitment {
  readonly disclosures: readonly string[];
  readonly digests: readonly Buffer[];
  readonly recordRoot: RecordRoot;
}

/**
 * The salts of a record's fields: consecutive 16-byte pieces of ChaCha20's keystream (zero nonce, counter 0: the same with the
 * 8-byte nonce used here and with RFC 8439's of 12) under its seed. So a record can be encrypted anew under another key without touching its commitment.
 */
function salts(seed: Buffer, count: number): string[] {
  const stream = Buffer.allocUnsafe(count * SALT).fill(0);
  sodium.crypto_stream_chacha20_xor(stream, stream, NO_NONCE, seed);
  return Array.from({ length: count }, (_, i) =>
    stream.toString("base64url", i * SALT, (i + 1) * SALT),
  );
}

/** RFC 8785. Scalars are canonical as JSON.stringify spells them; only objects need their members sorted. */
export function jcs(value: JsonValue): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return canonicalize(value) as string;
}

const joinPair = ([left, right]: Buffer[]): Buffer =>
  merkleNodeInput(left as Buffer, right as Buffer);

/** FORMAT §4. merkletreejs promotes an odd node, which gives RFC 6962's shape. */
function rootOf(digests: readonly Buffer[]): RecordRoot {
  const tree = new MerkleTree([...digests], sha256, { hashLeaves: false, concatenator: joinPair });
  const head = Buffer.alloc(3);
  head[0] = 0x04;
  head.writeUInt16BE(digests.length, 1);
  return asRecordRoot(sha256(Buffer.concat([head, tree.getRoot()])));
}

/**
 * Commits to a record. `values` are the JCS texts of its fields in the order of `names`.
 *
 * @param seed 32 bytes, fresh for every version of a record
 */
export function commit(
  seed: Buffer,
  names: readonly string[],
  values: readonly string[],
): Commitment {
  const salt = salts(seed, names.length);
  const disclosures: string[] = [];
  const digests: Buffer[] = [];
  for (let i = 0; i < names.length; i++) {
    const json = `["${salt[i]}","${names[i]}",${values[i]}]`;
    const disclosure = Buffer.from(json, "utf8").toString("base64url");
    disclosures.push(disclosure);
    digests.push(sha256(disclosure));
  }
  return { disclosures, digests, recordRoot: rootOf(digests) };
}
