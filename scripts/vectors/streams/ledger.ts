/**
 * A log that is being written, with a hook wherever a forger who runs the ledger could write something else. Entries are
 * put together here byte by byte, as docs/FORMAT.md §5.2 says it.
 */
import type { LeafHash } from "../../../portal/verify/brands.ts";
import { base64UrlEncode, concat, hexEncode, u64 } from "../../../portal/verify/bytes.ts";
import type { JsonValue } from "../../../portal/verify/jcs.ts";
import { leafHash, rootOfHashes } from "../../../portal/verify/merkle.ts";
import { schemaHash } from "../../../portal/verify/record.ts";
import { type Field, rawDisclosure, rootOf } from "../record.ts";
import { type Log, seed } from "../world.ts";
import { type MapLeaf, mapRoot } from "./map.ts";
import { keyOf, kindOf, type Person } from "./people.ts";

/** A record in the log, with all that its holder knows. */
export interface Written {
  readonly index: number;
  readonly entry: Uint8Array;
  readonly leaf: LeafHash;
  readonly seq: number;
  readonly names: readonly string[];
  /** One per name. */
  readonly disclosures: readonly string[];
  readonly id: string;
  readonly stream: string;
  readonly who: Person;
}

export interface WriteOptions {
  /** The record's label, from which its id and salts come. */
  readonly label: string;
  readonly version?: number;
  readonly occurredAt?: string;
  readonly recordedAt?: string;
  /** Fields beside the envelope. */
  readonly body?: Readonly<Record<string, JsonValue>>;
  /** Replaces fields of the envelope; undefined takes away. */
  readonly envelope?: Readonly<Record<string, JsonValue | undefined>>;
  /** Where the entry says that it is, if not where it belongs. */
  readonly key?: Uint8Array;
  readonly seq?: number;
  readonly prev?: Uint8Array;
}

export interface State {
  readonly entry: Uint8Array;
  readonly mapRoot: Uint8Array;
  readonly mapSize: number;
  /** What the state entry's map holds. */
  readonly map: readonly MapLeaf[];
}

const NO_PREV = new Uint8Array(32);

/** A UUID of version 7 with the time of the story. */
export function idOf(label: string): string {
  const hex = hexEncode(seed(`id of ${label}`));
  return `01936a3e-7b00-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
}

export class Ledger {
  readonly entries: Uint8Array[] = [];
  readonly states = new Map<number, State>();
  readonly #heads = new Map<string, MapLeaf & { readonly seq: number }>();

  get size(): number {
    return this.entries.length;
  }

  /** What the map over all entries so far holds. */
  heads(): MapLeaf[] {
    return [...this.#heads.values()];
  }

  append(entry: Uint8Array): number {
    this.entries.push(entry);
    return this.entries.length - 1;
  }

  /** An entry of which only its bytes are known. */
  strange(label: string, key: Uint8Array = seed(`stream key of ${label}`)): void {
    this.#put(key, seed(`record root of ${label}`));
  }

  #put(key: Uint8Array, root: Uint8Array, options: Partial<WriteOptions> = {}) {
    const where = hexEncode(options.key ?? key);
    const head = this.#heads.get(where);
    const seq = options.seq ?? (head?.seq ?? 0) + 1;
    const prev = options.prev ?? head?.value ?? NO_PREV;
    const own = options.key ?? key;
    const entry = concat(Uint8Array.of(1), root, own, u64(seq), prev);
    const index = this.append(entry);
    const leaf = leafHash(entry);
    this.#heads.set(where, { key: own, value: leaf, seq });
    return { index, entry, leaf, seq };
  }

  write(who: Person, stream: string, options: WriteOptions): Written {
    const { label, version = 1, body = {}, envelope = {} } = options;
    const fields = fieldsOf(who, stream, options);
    const disclosures = fields.map(([name, value]) =>
      rawDisclosure([saltOf(`${label} ${version} ${name}`), name, value]),
    );
    const put = this.#put(keyOf(who, stream), rootOf(disclosures), options);
    const id = String({ "@id": idOf(label), ...body, ...envelope }["@id"]);
    return { ...put, names: fields.map(([name]) => name), disclosures, id, stream, who };
  }

  /** A state entry over all entries so far, or over what a forger likes better. */
  state(
    time: string,
    forged: { map?: readonly MapLeaf[]; mapSize?: number; root?: Uint8Array } = {},
  ): State {
    const map = forged.map ?? this.heads();
    const root = forged.root ?? mapRoot(map);
    const mapSize = forged.mapSize ?? this.size;
    const entry = concat(Uint8Array.of(2), root, u64(mapSize), u64(Date.parse(time)));
    const state = { entry, mapRoot: root, mapSize, map };
    this.states.set(this.append(entry), state);
    return state;
  }

  lost(): void {
    this.append(Uint8Array.of(3));
  }

  /** The tree over the first `size` entries. */
  log(size: number = this.size): Log {
    const leaves = this.entries.slice(0, size).map((entry) => leafHash(entry));
    return { leaves, root: rootOfHashes(leaves) };
  }
}

const saltOf = (label: string): string => base64UrlEncode(seed(`salt of ${label}`).slice(0, 16));

function fieldsOf(who: Person, stream: string, options: WriteOptions): Field[] {
  const { label, version = 1, body = {}, envelope = {} } = options;
  const occurredAt = options.occurredAt ?? "2026-11-20T08:00:00.000Z";
  const all: Record<string, JsonValue | undefined> = {
    "@id": idOf(label),
    "@kind": kindOf(stream),
    "@occurredAt": occurredAt,
    "@recordedAt": options.recordedAt ?? occurredAt,
    "@schema": "",
    "@source": "webshop",
    "@stream": stream,
    "@subject": who.subject,
    "@version": version,
    ...body,
    ...envelope,
  };
  const kept = Object.entries(all).filter(
    (one): one is [string, JsonValue] => one[1] !== undefined,
  );
  kept.sort(([a], [b]) => (a < b ? -1 : 1));
  const names = kept.map(([name]) => name);
  return kept.map(([name, value]) =>
    name === "@schema" && value === "" ? [name, schemaHash(names)] : [name, value],
  );
}
