/** Statements as docs/FORMAT.md §14.1 says them, over any ledger, also one that breaks its rules. */
import { asLeafHash, asLeafIndex } from "../../../portal/verify/brands.ts";
import { base64Encode } from "../../../portal/verify/bytes.ts";
import { sha256 } from "../../../portal/verify/hash.ts";
import type { JsonObject, JsonValue } from "../../../portal/verify/jcs.ts";
import { rootOfHashes } from "../../../portal/verify/merkle.ts";
import { formatNote, type NoteSignature } from "../../../portal/verify/note.ts";
import { formatReceiptText } from "../../../portal/verify/receipt.ts";
import { digestText } from "../record.ts";
import type { Ledger, Written } from "../streams/ledger.ts";
import { mapProof } from "../streams/map.ts";
import { CLASSES, classOf, type Person } from "../streams/people.ts";
import {
  checkpointText,
  inclusionPath,
  logKey,
  ORIGIN,
  receiptKey,
  type SigningKey,
  sign,
  signedNote,
} from "../world.ts";

export interface Signing {
  readonly keys?: readonly SigningKey[];
  /** Lines behind the log key's. */
  readonly lines?: (text: string) => readonly NoteSignature[];
  readonly origin?: string;
}

export function note(ledger: Ledger, size: number, signing: Signing = {}): string {
  const { keys = [logKey], lines = () => [], origin = ORIGIN } = signing;
  const text = checkpointText(ledger.log(size), origin);
  return formatNote(text, [...keys.map((key) => sign(key, text)), ...lines(text)]);
}

export function checkpoint(ledger: Ledger, size: number, signing: Signing = {}): JsonObject {
  return { checkpoint: note(ledger, size, signing) };
}

const encoded = (hashes: readonly Uint8Array[]): string[] => hashes.map(base64Encode);

/** The subtree from index·2^level on. Above its level the tree is one over what each 2^level leaves come to. */
export function node(
  ledger: Ledger,
  size: number,
  level: number,
  index: number,
  signing: Signing = {},
): JsonObject {
  const { leaves } = ledger.log(size);
  const width = 2 ** level;
  const parts = Array.from({ length: Math.ceil(size / width) }, (_, i) =>
    rootOfHashes(leaves.slice(i * width, (i + 1) * width)),
  );
  const hash = base64Encode(parts[index] as Uint8Array);
  const path = encoded(inclusionPath(index, parts as never));
  return { ...checkpoint(ledger, size, signing), node: { hash, index, level, path } };
}

export function entry(
  ledger: Ledger,
  size: number,
  index: number,
  signing: Signing = {},
): JsonObject {
  return {
    ...checkpoint(ledger, size, signing),
    entry: base64Encode(ledger.entries[index] as Uint8Array),
    inclusion: encoded(inclusionPath(index, ledger.log(size).leaves)),
    index,
  };
}

/** What the state entry at `index` has for a key, by the map that it commits to. */
export function map(ledger: Ledger, size: number, index: number, key: Uint8Array): JsonObject {
  const { siblings, terminal } = mapProof(ledger.states.get(index)?.map ?? [], key);
  return {
    ...entry(ledger, size, index),
    map: {
      key: base64Encode(key),
      siblings: encoded(siblings),
      terminal: terminal && {
        key: base64Encode(terminal.key),
        value: base64Encode(terminal.value),
      },
    },
  };
}

function content(written: Written, withheld: readonly string[]): JsonObject {
  const fields = written.disclosures.map((text, i) =>
    withheld.includes(written.names[i] as string)
      ? { digest: digestText(text) }
      : { disclosure: text },
  );
  return { fields, names: written.names };
}

export function record(
  ledger: Ledger,
  size: number,
  written: Written,
  withheld: readonly string[] = [],
): JsonObject {
  return { ...entry(ledger, size, written.index), record: content(written, withheld) };
}

export interface Promise {
  readonly index: number;
  readonly leaf: Uint8Array;
  readonly keys?: readonly SigningKey[];
  readonly origin?: string;
  readonly time?: number;
}

const TAKEN = Date.parse("2026-11-21T08:00:00.000Z");

export function receipt({
  index,
  leaf,
  keys = [receiptKey],
  origin = ORIGIN,
  time = TAKEN,
}: Promise) {
  const text = formatReceiptText({
    origin,
    index: asLeafIndex(index),
    leafHash: asLeafHash(leaf),
    time,
    deadline: time + 1_800_000,
  });
  return { receipt: signedNote(text, ...keys) };
}

export function promised(written: Pick<Written, "index" | "leaf" | "entry">): JsonObject {
  return { ...receipt(written), entry: base64Encode(written.entry) };
}

export function promisedRecord(written: Written, withheld: readonly string[] = []): JsonObject {
  return { ...promised(written), record: content(written, withheld) };
}

export function stream(who: Person, name: string): JsonObject {
  const retention = classOf(name);
  const others = CLASSES.filter((one) => one !== retention);
  return {
    stream: {
      class: retention,
      hashes: others.map((one) => base64Encode(sha256(who.secrets[one]))),
      name,
      secret: base64Encode(who.secrets[retention]),
      subject: who.subject,
    },
  };
}

/** How the tree of `size2` begins: RFC 6962 §2.1.2, SUBPROOF(size1, D[size2], false), which leaves no node out. */
export function beginning(ledger: Ledger, size1: number, size2: number): string[] {
  const { leaves } = ledger.log(size2);
  const proof = (m: number, from: number, to: number): Uint8Array[] => {
    const own = leaves.slice(from, to);
    if (m === own.length) return [rootOfHashes(own)];
    let k = 1;
    while (2 * k < own.length) k *= 2;
    return m <= k
      ? [...proof(m, from, from + k), rootOfHashes(own.slice(k))]
      : [...proof(m - k, from + k, to), rootOfHashes(own.slice(0, k))];
  };
  return encoded(proof(size1, 0, size2));
}

export const anchor = (size: number): JsonObject => ({ anchor: { size } });

export interface ProofJson {
  readonly kind: string;
  readonly a: JsonValue;
  readonly b?: JsonValue;
  readonly c?: JsonValue;
  readonly hashes?: readonly string[];
  readonly value?: Uint8Array;
}

/** The file's object. */
export function proofJson({ kind, a, b, c, hashes, value }: ProofJson): JsonObject {
  return {
    a,
    b: b ?? null,
    c: c ?? null,
    format: "counterfoil/misbehaviour/v1",
    hashes: hashes ?? null,
    kind,
    value: value === undefined ? null : base64Encode(value),
  };
}
