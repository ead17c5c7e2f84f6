/**
 * A client of C2SP tlog-tiles that knows nothing of this project but its addresses: written from the specifications, with node:crypto
 * alone. It follows a log from checkpoint to checkpoint and believes nothing that it has not recomputed.
 */
import { createHash, createPublicKey, verify } from "node:crypto";

type Fetch = (path: string, headers?: Record<string, string>) => Promise<Response>;

const HEIGHT = 8;
const WIDTH = 256;
const HASH = 32;

const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.of(1), left, right);

/** RFC 6962 §2.1 over leaf hashes; the tree's shape by its own words. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

function path(level: number | "entries", n: number, width: number): string {
  const digits = String(n);
  const groups = digits
    .padStart(Math.ceil(digits.length / 3) * 3, "0")
    .match(/\d{3}/g)!
    .map((group, i, all) => (i === all.length - 1 ? group : `x${group}`));
  return `/tile/${level}/${groups.join("/")}${width === WIDTH ? "" : `.p/${width}`}`;
}

export interface Followed {
  readonly size: number;
  readonly root: Buffer;
  readonly leaves: readonly Buffer[];
}

export class TlogClient {
  readonly #fetch: Fetch;
  readonly #vkey: string;
  #known: Followed = { size: 0, root: sha256(), leaves: [] };

  constructor(fetch: Fetch, vkey: string) {
    this.#fetch = fetch;
    this.#vkey = vkey;
  }

  /** Reads the newest checkpoint, and every tile that makes it up. Throws unless it extends what is known. */
  async follow(): Promise<Followed> {
    const { size, root } = this.#open(await (await this.#get("/checkpoint")).text());
    const leaves: Buffer[] = [];
    for (let n = 0; n * WIDTH < size; n++) {
      leaves.push(...(await this.#tile(0, n, Math.min(WIDTH, size - n * WIDTH))));
    }
    if (!rootOf(leaves).equals(root)) throw new Error("the tiles do not give the root");
    await this.#checkUpperLevels(leaves);
    const before = this.#known;
    if (size < before.size) throw new Error("the log has shrunk");
    // That it is consistent: the same leaves give the root of before.
    if (!rootOf(leaves.slice(0, before.size)).equals(before.root)) {
      throw new Error("the log was rewritten");
    }
    this.#known = { size, root, leaves };
    return this.#known;
  }

  /** All entries, each checked against its leaf. */
  async entries(token: string): Promise<Buffer[]> {
    const { size, leaves } = this.#known;
    const entries: Buffer[] = [];
    for (let n = 0; n * WIDTH < size; n++) {
      const width = Math.min(WIDTH, size - n * WIDTH);
      const headers = { authorization: `Bearer ${token}` };
      const response = await this.#get(path("entries", n, width), headers);
      const bundle = Buffer.from(await response.arrayBuffer());
      let at = 0;
      for (let i = 0; i < width; i++) {
        const length = bundle.readUInt16BE(at);
        entries.push(bundle.subarray(at + 2, at + 2 + length));
        at += 2 + length;
      }
      if (at !== bundle.length) throw new Error("bytes behind the last entry");
    }
    entries.forEach((entry, i) => {
      if (!sha256(Buffer.of(0), entry).equals(leaves[i]!)) throw new Error(`entry ${i}`);
    });
    return entries;
  }

  /** A tile of level L holds the roots of the full tiles of the level below. */
  async #checkUpperLevels(leaves: readonly Buffer[]): Promise<void> {
    let below = leaves;
    for (let level = 1; below.length >= WIDTH; level++) {
      const roots: Buffer[] = [];
      for (let n = 0; (n + 1) * WIDTH <= below.length; n++) {
        roots.push(rootOf(below.slice(n * WIDTH, (n + 1) * WIDTH)));
      }
      for (let n = 0; n * WIDTH < roots.length; n++) {
        const own = roots.slice(n * WIDTH, (n + 1) * WIDTH);
        const tile = await this.#tile(level, n, own.length);
        if (!Buffer.concat(tile).equals(Buffer.concat(own))) throw new Error(`level ${level}`);
      }
      below = roots;
    }
    if (HEIGHT !== Math.log2(WIDTH)) throw new Error("height");
  }

  async #tile(level: number, n: number, width: number): Promise<Buffer[]> {
    const response = await this.#get(path(level, n, width));
    const bytes = Buffer.from(await response.arrayBuffer());
    if (bytes.length !== width * HASH) throw new Error("a tile of another length");
    return Array.from({ length: width }, (_, i) => bytes.subarray(i * HASH, (i + 1) * HASH));
  }

  async #get(address: string, headers: Record<string, string> = {}): Promise<Response> {
    const response = await this.#fetch(address, headers);
    if (response.status !== 200) throw new Error(`${response.status} ${address}`);
    return response;
  }

  #open(note: string): { size: number; root: Buffer } {
    const at = note.lastIndexOf("\n\n");
    const text = note.slice(0, at + 1);
    const [name, id, key] = split(this.#vkey);
    const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key.subarray(1)]);
    const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
    const signed = note
      .slice(at + 2)
      .split("\n")
      .filter((line) => line.startsWith(`— ${name} `))
      .map((line) => Buffer.from(line.split(" ")[2]!, "base64"))
      .some(
        (s) =>
          s.subarray(0, 4).equals(id) && verify(null, Buffer.from(text), publicKey, s.subarray(4)),
      );
    if (!signed) throw new Error("not signed");
    const [origin, size, root] = text.split("\n");
    if (origin !== name) throw new Error("another log");
    return { size: Number(size), root: Buffer.from(root!, "base64") };
  }
}

function split(vkey: string): [name: string, id: Buffer, key: Buffer] {
  const [, name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey)!;
  return [name!, Buffer.from(id!, "hex"), Buffer.from(key!, "base64")];
}
