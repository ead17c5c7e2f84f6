/**
 * A small ledger made of nothing but labels: its keys, salts and entries are hashes of names, so that
 * every run makes the same bytes. The keys are public on purpose and sign nothing else.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import {
  asNodeHash,
  asPublicKey,
  asRecordRoot,
  asStreamSecret,
  asStreamSeq,
  asTreeSize,
  type LeafHash,
  type NodeHash,
  type PublicKey,
  type RootHash,
} from "../../portal/verify/brands.ts";
import { utf8Encode } from "../../portal/verify/bytes.ts";
import { formatCheckpointText } from "../../portal/verify/checkpoint.ts";
import { encodeRecordEntry, NO_PREV } from "../../portal/verify/entry.ts";
import { sha256 } from "../../portal/verify/hash.ts";
import { leafHash, rootOfHashes, type TreeHash } from "../../portal/verify/merkle.ts";
import { formatNote, keyId, type NoteSignature } from "../../portal/verify/note.ts";
import {
  RETENTION_CLASSES,
  secretHash,
  streamKey,
  subjectId,
} from "../../portal/verify/subject.ts";

export const ORIGIN = "ledger.example/counterfoil";

export function seed(label: string): Uint8Array {
  return sha256(utf8Encode(`counterfoil vectors: ${label}`));
}

export interface SigningKey {
  readonly name: string;
  readonly secret: Uint8Array;
  readonly publicKey: PublicKey;
}

export function signingKey(name: string, label: string): SigningKey {
  const secret = seed(label);
  return { name, secret, publicKey: asPublicKey(ed25519.getPublicKey(secret)) };
}

export const logKey = signingKey(ORIGIN, "log key");
export const nextLogKey = signingKey(ORIGIN, "log key after the change");
export const receiptKey = signingKey(`${ORIGIN}/receipt`, "receipt key");
export const witnessKey = signingKey("witness.example/w1", "witness key");
export const forgerKey = signingKey(ORIGIN, "forger's key");
export const otherLedgerKey = signingKey("other.example/ledger", "other ledger's key");

export function sign(key: SigningKey, text: string): NoteSignature {
  return {
    name: key.name,
    keyId: keyId(key.name, key.publicKey),
    signature: ed25519.sign(utf8Encode(text), key.secret),
  };
}

export function signedNote(text: string, ...keys: readonly SigningKey[]): string {
  return formatNote(
    text,
    keys.map((key) => sign(key, text)),
  );
}

const secret = (name: string) => asStreamSecret(seed(`stream secret ${name}`));

export const SUBJECT = subjectId(
  Object.fromEntries(RETENTION_CLASSES.map((name) => [name, secretHash(secret(name))])) as Record<
    (typeof RETENTION_CLASSES)[number],
    ReturnType<typeof secretHash>
  >,
);

export function statutoryStream(name: string) {
  return streamKey(secret("statutory"), name);
}

/** An entry of somebody else. */
export function otherEntry(index: number): Uint8Array {
  return encodeRecordEntry({
    recordRoot: asRecordRoot(seed(`record root ${index}`)),
    streamKey: streamKey(asStreamSecret(seed(`stranger ${index}`)), "order"),
    seq: asStreamSeq(1),
    prev: NO_PREV,
  });
}

export interface Log {
  readonly leaves: readonly LeafHash[];
  readonly root: RootHash;
}

/** A log of `size` entries with `entry` at `index`. */
export function logWith(entry: Uint8Array, index: number, size: number): Log {
  const leaves = Array.from({ length: size }, (_, i) =>
    leafHash(i === index ? entry : otherEntry(i)),
  );
  return { leaves, root: rootOfHashes(leaves) };
}

/** RFC 6962 §2.1.1, PATH(m, D[n]). */
export function inclusionPath(index: number, leaves: readonly TreeHash[]): NodeHash[] {
  if (leaves.length === 1) return [];
  let k = 1;
  while (2 * k < leaves.length) k *= 2;
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  const node = (hashes: readonly TreeHash[]) => asNodeHash(rootOfHashes(hashes));
  return index < k
    ? [...inclusionPath(index, left), node(right)]
    : [...inclusionPath(index - k, right), node(left)];
}

export function checkpointText(log: Log, origin: string = ORIGIN): string {
  return formatCheckpointText({ origin, size: asTreeSize(log.leaves.length), root: log.root });
}
