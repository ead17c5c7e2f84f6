/** The log as a list of what was accepted; everything else is computed from it, each time anew. */
import { createHash } from "node:crypto";
import type { RestoredEntry, SealedRecord, Unit } from "../../../../api/store/store.ts";
import { asLeafHash } from "../../../../portal/verify/brands.ts";
import { bytesOf, idOf, sealedRecord, stateOf, streamOf, unitOf } from "../units.ts";

export interface DrawnUnit {
  readonly records: readonly { stream: number; id: number; version: number }[];
  /** Stream → how far from the true `seq` the writer believes it to be. */
  readonly expects: readonly { stream: number; off: number }[];
  readonly identity: number | null;
  readonly key: number | null;
}

/** An entry out of a copy; `wrong` ones are not what follows. */
export type DrawnEntry =
  | { readonly form: "record"; readonly stream: number; readonly wrong: boolean }
  | { readonly form: "state"; readonly mapSize: number }
  | { readonly form: "void" };

type Chained = Pick<SealedRecord, "recordRoot" | "streamKey">;
/** What is in the log: a record chained into its stream, or an entry as it is. */
type Item = Chained | { readonly raw: Uint8Array; readonly mapSize: number | null };

const hashOf = (...parts: Uint8Array[]): Buffer =>
  createHash("sha256").update(Buffer.concat(parts)).digest();
const leafOf = (entry: Uint8Array): Buffer => hashOf(Uint8Array.of(0), entry);

function u64(n: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(n));
  return bytes;
}

function recordEntry({ recordRoot, streamKey }: Chained, seq: number, prev: Buffer): Buffer {
  return Buffer.concat([Uint8Array.of(1), recordRoot, streamKey, u64(seq), prev]);
}

const VOID: Item = { raw: Uint8Array.of(3), mapSize: null };

function stateItem(mapSize: number): Item {
  const { mapRoot, time } = stateOf(mapSize);
  const raw = Buffer.concat([Uint8Array.of(2), mapRoot, u64(mapSize), u64(time)]);
  return { raw: Uint8Array.from(raw), mapSize };
}

export class Model {
  #log: Item[] = [];
  readonly rows: { readonly record: SealedRecord; readonly index: number }[] = [];
  readonly #used = new Set<string>();

  get size(): number {
    return this.#log.length;
  }

  /** Every entry of the log. */
  entries(log: readonly Item[] = this.#log): Buffer[] {
    const chains = new Map<string, Buffer[]>();
    return log.map((item) => {
      if ("raw" in item) return Buffer.from(item.raw);
      const name = Buffer.from(item.streamKey).toString("hex");
      const chain = chains.get(name) ?? [];
      chains.set(name, chain);
      const entry = recordEntry(item, chain.length + 1, chain.at(-1) ?? Buffer.alloc(32));
      chain.push(leafOf(entry));
      return entry;
    });
  }

  leaves(): Buffer[] {
    return this.entries().map(leafOf);
  }

  /** Leaf hashes of a stream. */
  chain(streamKey: Uint8Array, log: readonly Item[] = this.#log): Buffer[] {
    return this.entries(log)
      .filter((entry) => entry[0] === 1 && entry.subarray(33, 65).equals(streamKey))
      .map(leafOf);
  }

  /** A unit as a writer with these beliefs makes it, and what must become of it. */
  commit(draw: DrawnUnit): { unit: Unit; verdict: string } {
    const records = draw.records.map(({ stream, id, version }) =>
      sealedRecord(`${id}`, { version, streamKey: streamOf(`${stream}`) }),
    );
    const expected = draw.expects.map(({ stream, off }) => {
      const streamKey = streamOf(`${stream}`);
      const leaves = this.chain(streamKey);
      const seq = leaves.length + off;
      const leafHash = asLeafHash(Uint8Array.from(leaves.at(-1) ?? bytesOf("none")));
      return { streamKey, head: seq <= 0 ? null : { seq, leafHash } };
    });
    const verdict = this.#verdict(draw);
    if (verdict === "ok") {
      for (const record of records) {
        this.rows.push({ record, index: this.size });
        this.#log.push(record);
      }
      for (const name of [...namesOf(draw), keyOf(draw)]) this.#used.add(name);
    }
    const identities =
      draw.identity === null
        ? []
        : [{ mac: bytesOf(`identity ${draw.identity}`), id: idOf(`${draw.records[0]?.id}`) }];
    const mark = { bodyMac: bytesOf("b"), outcome: "o", id: idOf("0"), version: 1 };
    const idempotency = draw.key === null ? null : { keyMac: bytesOf(keyOf(draw)), ...mark };
    return { unit: unitOf(records, { expected, identities, idempotency }), verdict };
  }

  #verdict(draw: DrawnUnit): string {
    const moved = draw.expects.some(({ stream, off }) => {
      const { length } = this.chain(streamOf(`${stream}`));
      return Math.max(0, length + off) !== length;
    });
    const names = namesOf(draw);
    if (draw.key !== null && this.#used.has(keyOf(draw))) return "idempotency_key_used";
    if (new Set(names).size < names.length || names.some((name) => this.#used.has(name))) {
      return "identity_taken";
    }
    return moved ? "head_moved" : "ok";
  }

  /** Whether a state entry of this map is taken. */
  state(mapSize: number): boolean {
    const lawful = isLawful(mapSize, this.#log);
    if (lawful) this.#log.push(stateItem(mapSize));
    return lawful;
  }

  fill(size: number): void {
    while (this.size < size) this.#log.push(VOID);
  }

  /** Entries as a copy has them, and whether they are taken. */
  restore(draws: readonly DrawnEntry[]): { entries: RestoredEntry[]; lawful: boolean } {
    const log = [...this.#log];
    let lawful = true;
    const entries = draws.map((draw, at): RestoredEntry => {
      const item = itemOf(draw, `${this.size} ${at}`);
      if (draw.form === "state") lawful &&= isLawful(draw.mapSize, log);
      log.push(item);
      const entry = Uint8Array.from(this.entries(log).at(-1) ?? []);
      if (draw.form === "record" && draw.wrong) {
        lawful = false;
        // The last byte of `prev`, or of `seq`.
        entry[at % 2 === 0 ? 104 : 72]! ^= 0x20;
      }
      return { entry, recordedAt: at, dueAt: at + 1 };
    });
    if (lawful) this.#log = log;
    return { entries, lawful };
  }
}

const keyOf = ({ key }: DrawnUnit): string => `key ${key}`;

function namesOf({ records, identity }: DrawnUnit): string[] {
  return [
    ...records.map(({ id, version }) => `record ${id} ${version}`),
    ...(identity === null ? [] : [`identity ${identity}`]),
  ];
}

function itemOf(draw: DrawnEntry, label: string): Item {
  if (draw.form === "void") return VOID;
  if (draw.form === "state") return stateItem(draw.mapSize);
  return sealedRecord(label, { streamKey: streamOf(`${draw.stream}`) });
}

function isLawful(mapSize: number, log: readonly Item[]): boolean {
  const before = log.findLastIndex((item) => "raw" in item && item.mapSize !== null);
  return mapSize <= log.length && mapSize > before;
}
