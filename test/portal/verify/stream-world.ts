/** A small ledger for the tests of stream claims, and files about it as an honest writer makes them. */

import { ed25519 } from "@noble/curves/ed25519.js";
import {
  asFieldDigest,
  asLeafHash,
  asLeafIndex,
  asMapHash,
  asMapRoot,
  asNodeHash,
  asRecordId,
  asRecordRoot,
  asSecretHash,
  asStreamKey,
  asStreamSecret,
  asStreamSeq,
  asSubjectId,
  asTreeSize,
  type LeafHash,
  type LedgerId,
} from "../../../portal/verify/brands.ts";
import { base64Decode, hexEncode } from "../../../portal/verify/bytes.ts";
import type { AnchorAnswer, AnchorQuestion, AskChain } from "../../../portal/verify/chain.ts";
import { formatCheckpointText } from "../../../portal/verify/checkpoint.ts";
import { cosignatureLine, cosignatureMessage } from "../../../portal/verify/cosignature.ts";
import { disclosureDigest, encodeDisclosure } from "../../../portal/verify/disclosure.ts";
import { encodeRecordEntry, encodeStateEntry, NO_PREV } from "../../../portal/verify/entry.ts";
import type {
  AbsentEvidence,
  CurrentEvidence,
  EvidenceContent,
  EvidenceEvent,
  HistoryEvidence,
} from "../../../portal/verify/evidence.ts";
import type { JsonValue } from "../../../portal/verify/jcs.ts";
import { kindOfStream } from "../../../portal/verify/kinds.ts";
import {
  formatNote,
  formatVkey,
  KEY_TYPE_COSIGNATURE,
  keyId,
  type NoteSignature,
} from "../../../portal/verify/note.ts";
import { type Policy, parsePolicy } from "../../../portal/verify/policy.ts";
import { recordRoot, schemaHash } from "../../../portal/verify/record.ts";
import {
  RETENTION_CLASSES,
  type RetentionClass,
  secretHash,
  streamKey,
  subjectId,
} from "../../../portal/verify/subject.ts";
import { CHAIN_ID, CONTRACT, LEDGER_ID, policy } from "../../../scripts/vectors/build.ts";
import {
  logKey,
  ORIGIN,
  type SigningKey,
  seed,
  sign,
  signingKey,
} from "../../../scripts/vectors/world.ts";
import {
  type ReferenceLeaf,
  referenceMapProof,
  referenceMapRoot,
} from "../../helpers/reference-map.ts";
import { referenceLeaf, referencePath, referenceRoot } from "../../helpers/reference-merkle.ts";

export const auditor = signingKey("auditor.example/a1", "an auditor");
export const secondAuditor = signingKey("auditor.example/a2", "another auditor");
export const NOW = Date.parse("2026-11-22T10:00:00.000Z");
export const FIRST_BLOCK = 100;
/** Unix seconds of a block; blocks come every hundred seconds. */
export const timeOf = (block: number): number => 1_795_300_000 + 100 * (block - FIRST_BLOCK);
export const rfc3339 = (seconds: number): string => new Date(seconds * 1000).toISOString();

export interface Person {
  readonly subject: string;
  readonly secrets: Readonly<Record<RetentionClass, Uint8Array>>;
}

export function person(label: string): Person {
  const secrets = RETENTION_CLASSES.map((name) => [name, seed(`${label}: ${name}`)] as const);
  const hashes = secrets.map(([name, one]) => [name, secretHash(asStreamSecret(one))] as const);
  return {
    secrets: Object.fromEntries(secrets) as Record<RetentionClass, Uint8Array>,
    subject: subjectId(Object.fromEntries(hashes) as never),
  };
}

export const mei = person("Mei");
export const otto = person("Otto");

const CLASS_OF: Readonly<Record<string, RetentionClass>> = {
  access: "access",
  consent: "consent",
  customer: "personal",
};
export const classOf = (stream: string): RetentionClass =>
  CLASS_OF[kindOfStream(stream)] ?? "statutory";
export const keyOf = (who: Person, stream: string): Uint8Array =>
  streamKey(asStreamSecret(who.secrets[classOf(stream)]), stream);

export interface Written {
  readonly index: number;
  readonly seq: number;
  readonly entry: Uint8Array;
  readonly leaf: LeafHash;
  readonly names: readonly string[];
  readonly disclosures: readonly string[];
}

/** Fields that replace those of the envelope, or come in addition. */
export type Fields = Readonly<Record<string, JsonValue>>;

let salts = 0;
const salt = (): Uint8Array => seed(`salt ${salts++}`).slice(0, 16);

export type Head = ReferenceLeaf & { readonly seq: number };

/** Signing takes longer than all else here, and gives the same each time. */
const notes = new Map<string, string>();

export class World {
  readonly entries: Uint8Array[] = [];
  readonly heads = new Map<string, Head>();
  /** The map as the state entry at this index commits to it. */
  readonly maps = new Map<number, readonly ReferenceLeaf[]>();
  /** Over how many entries it says to be. */
  readonly mapSizes = new Map<number, number>();
  readonly #leaves: Uint8Array[] = [];

  append(entry: Uint8Array): number {
    this.#leaves.push(referenceLeaf(entry));
    return this.entries.push(entry) - 1;
  }

  leaves(size: number = this.entries.length): readonly Uint8Array[] {
    return this.#leaves.slice(0, size);
  }

  put(key: Uint8Array, root: Uint8Array) {
    const where = hexEncode(key);
    const head = this.heads.get(where);
    const seq = (head?.seq ?? 0) + 1;
    const entry = encodeRecordEntry({
      recordRoot: asRecordRoot(root),
      streamKey: asStreamKey(key),
      seq: asStreamSeq(seq),
      prev: head === undefined ? NO_PREV : asLeafHash(head.value),
    });
    const index = this.append(entry);
    const leaf = asLeafHash(this.#leaves[index] as Uint8Array);
    this.heads.set(where, { key, value: leaf, seq });
    return { index, entry, leaf, seq };
  }

  strangers(count: number): void {
    for (let i = 0; i < count; i++) {
      this.put(seed(`stranger ${this.entries.length}`), seed("their record"));
    }
  }

  /** @param key that it is filed under, if not where it belongs */
  write(
    who: Person,
    stream: string,
    fields: Fields = {},
    key: Uint8Array = keyOf(who, stream),
  ): Written {
    const plain: Record<string, JsonValue> = {
      "@id": "01936a3e-7b00-7c3d-8a4f-2b6c5d7e8f90",
      "@kind": kindOfStream(stream),
      "@occurredAt": "2026-11-20T08:00:00.000Z",
      "@recordedAt": "2026-11-20T08:00:00.000Z",
      "@source": "test",
      "@stream": stream,
      "@subject": who.subject,
      "@version": 1,
      ...fields,
    };
    const names = ["@schema", ...Object.keys(plain)].sort();
    const record: Record<string, JsonValue> = { ...plain, "@schema": schemaHash(names) };
    const disclosures = names.map((name) =>
      encodeDisclosure(salt(), name, record[name] as JsonValue),
    );
    const root = recordRoot(disclosures.map(disclosureDigest));
    return { ...this.put(key, root), names, disclosures };
  }

  /** A state entry: over all entries so far, or over a smaller map. */
  seal(mapSize: number = this.entries.length, map: readonly ReferenceLeaf[] = this.map()): number {
    const mapRoot = asMapRoot(referenceMapRoot(map));
    const time = NOW - 3_600_000 + this.entries.length;
    const index = this.append(encodeStateEntry({ mapRoot, mapSize: asTreeSize(mapSize), time }));
    this.maps.set(index, map);
    this.mapSizes.set(index, mapSize);
    return index + 1;
  }

  map(): readonly ReferenceLeaf[] {
    return [...this.heads.values()];
  }

  text(size: number): string {
    const root = referenceRoot(this.leaves(size));
    return formatCheckpointText({ origin: ORIGIN, size: asTreeSize(size), root: root as never });
  }

  checkpoint(size: number, cosigners: readonly SigningKey[] = [auditor]): string {
    const text = this.text(size);
    const known = `${cosigners.map(({ name }) => name)}\n${text}`;
    const note =
      notes.get(known) ??
      formatNote(text, [sign(logKey, text), ...cosigners.map((key) => cosign(key, text))]);
    notes.set(known, note);
    return note;
  }

  path(index: number, size: number) {
    return referencePath(index, this.leaves(size)).map((hash) => asNodeHash(hash));
  }
}

export function cosign(key: SigningKey, text: string, time = 1_795_340_800): NoteSignature {
  const id = keyId(key.name, key.publicKey, KEY_TYPE_COSIGNATURE);
  const signature = ed25519.sign(cosignatureMessage(text, time), key.secret);
  return cosignatureLine({ name: key.name, keyId: id }, time, signature);
}

/** What is shown of a record: withheld names, or null for the whole record. */
export type Withhold = (written: Written) => readonly string[] | null;

export function content(
  { names, disclosures }: Written,
  withheld: readonly string[] = [],
): EvidenceContent {
  return {
    names,
    fields: disclosures.map((disclosure, i) =>
      withheld.includes(names[i] as string)
        ? { digest: asFieldDigest(disclosureDigest(disclosure)) }
        : { disclosure },
    ),
  };
}

export function event(world: World, written: Written, size: number, withhold: Withhold = () => []) {
  const withheld = withhold(written);
  const { entry, index } = written;
  const made: EvidenceEvent = {
    entry,
    inclusion: index < size ? world.path(index, size) : [],
    index: asLeafIndex(index),
    record: withheld === null ? null : content(written, withheld),
  };
  return made;
}

export interface About {
  readonly world: World;
  readonly who: Person;
  readonly stream: string;
  readonly size: number;
}

function common({ world, who, stream, size }: About) {
  const retention = classOf(stream);
  const map = world.maps.get(size - 1) ?? [];
  const { siblings, terminal } = referenceMapProof(map, keyOf(who, stream));
  const others = RETENTION_CLASSES.filter((one) => one !== retention);
  return {
    anchor: null,
    checkpoint: world.checkpoint(size),
    map: { siblings: siblings.map(asMapHash), terminal },
    state: { entry: world.entries[size - 1] as Uint8Array, inclusion: world.path(size - 1, size) },
    stream: {
      class: retention,
      hashes: others.map((one) => asSecretHash(secretHash(asStreamSecret(who.secrets[one])))),
      name: stream,
      secret: asStreamSecret(who.secrets[retention]),
      subject: asSubjectId(who.subject),
    },
  };
}

export function history(
  about: About,
  written: readonly Written[],
  withhold?: Withhold,
): HistoryEvidence {
  const events = written.map((one) => event(about.world, one, about.size, withhold));
  return { claim: "history", at: null, from: null, events, ...common(about) };
}

export function current(
  about: About,
  written: Written,
  withheld: readonly string[] = [],
): CurrentEvidence {
  const { entry, inclusion, index } = event(about.world, written, about.size);
  const record = { entry, inclusion, index, ...content(written, withheld) };
  return { claim: "current", record, ...common(about) };
}

export function absent(about: About): AbsentEvidence {
  return { claim: "absent", ...common(about) };
}

export const trusted = (
  auditors: readonly SigningKey[] = [auditor],
  maxAge: number | null = null,
): Policy => {
  const keys = auditors.map(({ name, publicKey }) => ({
    role: "auditor",
    vkey: formatVkey(name, publicKey, KEY_TYPE_COSIGNATURE),
    fromSize: 0,
  }));
  const plain = policy({ maxAgeSeconds: maxAge });
  return parsePolicy(JSON.stringify({ ...plain, keys: [...plain.keys, ...keys] }));
};

/** A chain that has anchored these sizes, one in each block from FIRST_BLOCK on. */
export function chainOf(
  world: World,
  sizes: readonly number[],
  asked: AnchorQuestion[] = [],
): AskChain {
  return async (question) => {
    asked.push(question);
    const at = sizes.indexOf(question.size);
    const block = FIRST_BLOCK + at;
    const root = `0x${hexEncode(base64Decode(world.text(question.size).split("\n")[2] as string))}`;
    const answer: AnchorAnswer = {
      chainId: CHAIN_ID,
      registered: true,
      latest: { number: 10_000 },
      finalized: { number: 9_000 },
      rootAtLatest: at < 0 ? null : root,
      rootAtFinalized: at < 0 ? null : root,
      event:
        at < 0 || (question.block !== null && question.block !== block)
          ? null
          : {
              blockNumber: block,
              blockHash: `0x${"b1".repeat(32)}`,
              blockTime: timeOf(block),
              transaction: `0x${"7a".repeat(32)}`,
              size: question.size,
              previousSize: sizes[at - 1] ?? 0,
              root,
            },
    };
    return answer;
  };
}

export const place = { chainId: CHAIN_ID, contract: CONTRACT, ledgerId: LEDGER_ID as LedgerId };
export const recordId = (n: number) =>
  asRecordId(`01936a3e-7b00-7c3d-8a4f-${String(n).padStart(12, "0")}`);
