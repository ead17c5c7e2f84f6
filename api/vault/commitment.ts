import canonicalize from "canonicalize";
import { MerkleTree } from "merkletreejs";
import sodium from "sodium-native";
import { asRecordRoot, type RecordRoot } from "../../portal/verify/brands.ts";
import { encodingOf, merkleNodeInput, sha256, sha256Into } from "../core/hash.ts";
import type { JsonValue } from "../core/kind.ts";

/** Salt of a disclosure, bytes (FORMAT §3). */
const SALT = 16;
const DIGEST = 32;
const NO_NONCE = Buffer.alloc(8);

/** What a record is committed to by, and what opens it: all in the order of the name list. */
export interface Commitment {
  readonly disclosures: readonly string[];
  readonly digests: readonly Buffer[];
  readonly recordRoot: RecordRoot;
}

/** Three bytes are four letters of base64: what begins at a multiple of three has the letters that it would have alone. */
const upToThree = (length: number): number => Math.ceil(length / 3) * 3;
const lettersOf = (length: number): number => Math.ceil((length * 4) / 3);
const SALT_LETTERS = lettersOf(SALT);
const SALT_STEP = lettersOf(upToThree(SALT));

/** Room for the texts of one record at a time, which stays and grows; and for its salts. */
let texts = Buffer.alloc(16_384);
let keystream = Buffer.alloc(128 * SALT);
let nothing = Buffer.alloc(keystream.length);
let spaced = Buffer.alloc(128 * upToThree(SALT));

/**
 * The salts of a record's fields: consecutive 16-byte pieces of ChaCha20's keystream (zero nonce, counter 0: the same with the
 * 8-byte nonce used here and with RFC 8439's of 12) under its seed. So a record can be encrypted anew under another key without touching its commitment.
 *
 * @returns their letters, one salt every `SALT_STEP`
 */
function salts(seed: Buffer, count: number): string {
  const step = upToThree(SALT);
  if (count * SALT > keystream.length) {
    keystream = Buffer.alloc(count * SALT);
    nothing = Buffer.alloc(count * SALT);
    spaced = Buffer.alloc(count * step);
  }
  const stream = keystream.subarray(0, count * SALT);
  sodium.crypto_stream_chacha20_xor(stream, nothing.subarray(0, count * SALT), NO_NONCE, seed);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < SALT; j++) spaced[i * step + j] = stream[i * SALT + j] as number;
  }
  return spaced.toString("base64url", 0, count * step);
}

/** RFC 8785. Scalars are canonical as JSON.stringify spells them; only objects need their members sorted. */
export function jcs(value: JsonValue): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return canonicalize(value) as string;
}

/** What ends a text of this length, modulo three, and what it wants behind it before the next may begin. */
const ENDS = ["]", "]\0\0", "]\0"] as const;
/** Bytes around the name and the value: two brackets, four quotes, two commas, and the salt. */
const HEAD = 8 + SALT_LETTERS;

interface Joined {
  readonly text: string;
  /** Bytes. */
  readonly length: number;
  /** Of each disclosure, where its letters end. */
  readonly ends: readonly number[];
}

/** @param bytesOf how many bytes a text has */
function joined(
  salt: string,
  names: readonly string[],
  values: readonly string[],
  bytesOf: (text: string) => number,
): Joined {
  const ends: number[] = [];
  let text = "";
  let length = 0;
  for (let i = 0; i < names.length; i++) {
    const at = i * SALT_STEP;
    const [name, value] = [names[i] as string, values[i] as string];
    const end = length + HEAD + bytesOf(name) + bytesOf(value);
    ends.push(lettersOf(end));
    text += `["${salt.slice(at, at + SALT_LETTERS)}","${name}",${value}${ENDS[end % 3]}`;
    length = upToThree(end);
  }
  return { text, length, ends };
}

const inLetters = (text: string): number => text.length;
const inBytes = (text: string): number => Buffer.byteLength(text);

/**
 * All disclosures of a record (FORMAT §3), out of one conversion to base64. `values` are the JCS texts of its fields in the order of
 * `names`.
 *
 * @param seed 32 bytes, fresh for every version of a record
 */
export function disclosuresOf(
  seed: Buffer,
  names: readonly string[],
  values: readonly string[],
): string[] {
  const salt = salts(seed, names.length);
  // As if each letter were a byte, which it nearly always is; where not, the text has more bytes than that.
  let all = joined(salt, names, values, inLetters);
  if (Buffer.byteLength(all.text) !== all.length) all = joined(salt, names, values, inBytes);
  const { text, length, ends } = all;
  if (length > texts.length) texts = Buffer.alloc(2 * length);
  texts.write(text, 0, encodingOf(text, length));
  const letters = texts.toString("base64url", 0, length);
  let begin = 0;
  return ends.map((end) => {
    const disclosure = letters.slice(begin, end);
    begin = Math.ceil(end / 4) * 4;
    return disclosure;
  });
}

/** Digests and nodes of the one tree that is being built; a new buffer for each of the 43 hashes took 29.5 µs a record instead of 25.5. */
const slots: Buffer[] = [];
let taken = 0;

/** SHA-256 into the next slot. */
function hashed(data: Buffer | string): Buffer {
  const slot = slots[taken] ?? Buffer.alloc(DIGEST);
  slots[taken++] = slot;
  sha256Into(slot, 0, data);
  return slot;
}

const joinPair = ([left, right]: Buffer[]): Buffer =>
  merkleNodeInput(left as Buffer, right as Buffer);
const rootInput = Buffer.of(0x04, ...new Uint8Array(2 + DIGEST));

/**
 * The record root (FORMAT §4), which is all that sealing needs of a commitment. merkletreejs promotes an odd node, which gives RFC 6962's
 * shape.
 */
export function recordRootOf(disclosures: readonly string[]): RecordRoot {
  taken = 0;
  return rootOf(disclosures.map((disclosure) => hashed(disclosure)));
}

/** @param digests those of its fields; other hashes go into slots that are free */
function rootOf(digests: readonly Buffer[]): RecordRoot {
  const tree = new MerkleTree([...digests], hashed, { hashLeaves: false, concatenator: joinPair });
  rootInput.writeUInt16BE(digests.length, 1);
  tree.getRoot().copy(rootInput, 3);
  return asRecordRoot(sha256(rootInput));
}

/** Commits to a record; see {@link disclosuresOf}. */
export function commit(
  seed: Buffer,
  names: readonly string[],
  values: readonly string[],
): Commitment {
  const disclosures = disclosuresOf(seed, names, values);
  const digests = disclosures.map((disclosure) => sha256(disclosure));
  taken = 0;
  return { disclosures, digests, recordRoot: rootOf(digests) };
}
