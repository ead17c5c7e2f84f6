/** Logs that other programs made, against our tree, tiles, proofs and notes. Where they are from: their files' `source`. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createGrowth, type Growth } from "../../../api/log/growth.ts";
import { consistencyProof, inclusionProof } from "../../../api/log/proofs.ts";
import { createTileReader } from "../../../api/log/tile-reader.ts";
import { tilePath, tileWidth } from "../../../api/log/tiles.ts";
import type { Tile } from "../../../api/store/store.ts";
import { asLeafIndex, asNodeHash, asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { base64Decode, base64Encode, equalBytes } from "../../../portal/verify/bytes.ts";
import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { verifyCosignatures } from "../../../portal/verify/cosignature.ts";
import {
  leafHash,
  rootFromInclusionProof,
  rootOfHashes,
  verifyConsistency,
  verifyInclusion,
} from "../../../portal/verify/merkle.ts";
import { parseCosignerVkey, parseVkey, verifyNote } from "../../../portal/verify/note.ts";
import { VECTORS } from "../../helpers/vectors.ts";

const file = (name: string): Buffer => readFileSync(join(VECTORS, "tlog", name));
const json = <T>(name: string): T => JSON.parse(file(name).toString("utf8")) as T;
const hashes = (encoded: readonly string[] | null) =>
  (encoded ?? []).map((hash) => asNodeHash(base64Decode(hash)));

interface Reference {
  readonly origin: string;
  readonly vkey: string;
  readonly size: number;
  readonly roots: Readonly<Record<string, string>>;
  readonly signed_checkpoints: Readonly<Record<string, string>>;
  readonly inclusion: readonly {
    readonly Index: number;
    readonly Size: number;
    readonly LeafHash: string;
    readonly Proof: readonly string[] | null;
  }[];
  readonly consistency: readonly {
    readonly Size1: number;
    readonly Size2: number;
    readonly Root1: string;
    readonly Root2: string;
    readonly Proof: readonly string[] | null;
  }[];
  readonly tiles_sha256: Readonly<Record<string, string>>;
}

/** The tiles of a growing log as a store keeps them: the newest form of each. */
function keeper() {
  const kept = new Map<string, Tile>();
  return {
    keep(growth: Growth): void {
      for (const tile of growth.changed()) kept.set(`${tile.level}/${tile.n}`, tile);
    },
    tiles: async (wanted: readonly { level: number; n: number }[]) =>
      wanted.map(({ level, n }) => kept.get(`${level}/${n}`) ?? null),
  };
}

describe("the reference log of 6,919 leaves, made by Go's sumdb/tlog", () => {
  const reference = json<Reference>("reference.json");
  const leaves = file("reference-leaf-hashes.bin");
  const growth = createGrowth(0, new Map());
  const store = keeper();
  const sizes = Object.keys(reference.roots).map(Number);
  const roots = new Map<number, string>();
  for (const size of sizes) {
    growth.append(leaves.subarray(growth.size * 32, size * 32));
    roots.set(size, base64Encode(growth.root()));
  }
  store.keep(growth);
  const read = createTileReader(store);

  it("has our roots at all its sizes, and its notes are signed over them", () => {
    expect(Object.fromEntries(roots)).toEqual(
      Object.fromEntries(sizes.map((size) => [size, reference.roots[size]])),
    );
    const key = parseVkey(reference.vkey);
    for (const size of sizes) {
      const { text } = verifyNote(reference.signed_checkpoints[size] as string, [key]);
      const checkpoint = parseCheckpoint(text);
      expect([checkpoint.origin, checkpoint.size]).toEqual([reference.origin, size]);
      expect(base64Encode(checkpoint.root)).toBe(roots.get(size));
    }
  });

  it("has our tiles, byte for byte, full and partial ones", async () => {
    const made = new Map<string, string>();
    for (const path of Object.keys(reference.tiles_sha256)) {
      const [, level = "", n = "", , width] =
        /^tile\/(\d+)\/(\d{3})(\.p\/(\d+))?$/.exec(path) ?? [];
      const id = { level: Number(level), n: Number(n) };
      const [tile] = await store.tiles([id]);
      const wide = width === undefined ? 256 : Number(width);
      expect(tileWidth(id, reference.size)).toBeGreaterThanOrEqual(wide);
      expect(tilePath(id, wide)).toBe(path);
      const bytes = (tile as Tile).hashes.subarray(0, wide * 32);
      made.set(path, createHash("sha256").update(bytes).digest("hex"));
    }
    expect(Object.fromEntries(made)).toEqual(reference.tiles_sha256);
    expect(made.size).toBeGreaterThan(50);
  });

  it("has our inclusion proofs, which the kernel accepts", async () => {
    expect(reference.inclusion).toHaveLength(136);
    for (const { Index, Size, LeafHash, Proof } of reference.inclusion) {
      const proof = await inclusionProof(read, Index, Size);
      expect(proof.map(base64Encode)).toEqual(Proof ?? []);
      const leaf = base64Decode(LeafHash) as ReturnType<typeof leafHash>;
      const [index, size] = [asLeafIndex(Index), asTreeSize(Size)];
      const root = rootFromInclusionProof({ leafHash: leaf, index, size, proof });
      const wanted = reference.roots[Size];
      if (wanted !== undefined) expect(base64Encode(root)).toBe(wanted);
    }
  });

  it("has our consistency proofs, which the kernel accepts", async () => {
    expect(reference.consistency).toHaveLength(253);
    for (const { Size1, Size2, Root1, Root2, Proof } of reference.consistency) {
      const proof = await consistencyProof(read, Size1, Size2);
      expect(proof.map(base64Encode)).toEqual(Proof ?? []);
      const claim = {
        size1: asTreeSize(Size1),
        size2: asTreeSize(Size2),
        root1: asRootHash(base64Decode(Root1)),
        root2: asRootHash(base64Decode(Root2)),
        proof,
      };
      expect(verifyConsistency(claim)).toBe(true);
      if (proof.length === 0) continue;
      const [first, ...others] = proof;
      const changed = asNodeHash(Uint8Array.from(first as Uint8Array, (byte) => byte ^ 1));
      expect(verifyConsistency({ ...claim, proof: [changed, ...others] })).toBe(false);
    }
  });
});

interface Tessera {
  readonly vkey: string;
  readonly checkpoints: Readonly<Record<string, string>>;
  readonly tiles: Readonly<Record<string, string>>;
  readonly bundles: Readonly<Record<string, string>>;
}

/** C2SP tlog-tiles: a big-endian length of two bytes before each entry. */
function entriesOf(bundle: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length; ) {
    const length = (bundle[at] as number) * 256 + (bundle[at + 1] as number);
    entries.push(bundle.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return entries;
}

describe("the log of Tessera's tests", () => {
  const log = json<Tessera>("tessera.json");
  const key = parseVkey(log.vkey);

  it("has signed roots that follow from its entries, at each of its sizes", () => {
    const entries = entriesOf(base64Decode(log.bundles[15] as string));
    expect(entries).toHaveLength(15);
    const all = entries.map(leafHash);
    for (const [size, note] of Object.entries(log.checkpoints)) {
      const checkpoint = parseCheckpoint(verifyNote(note, [key]).text);
      expect(checkpoint.size).toBe(Number(size));
      expect(base64Encode(checkpoint.root)).toBe(
        base64Encode(rootOfHashes(all.slice(0, checkpoint.size))),
      );
    }
    expect(Object.keys(log.checkpoints).length).toBeGreaterThan(15);
  });

  it("has the partial tiles that we make of its entries", () => {
    for (const [width, bundle] of Object.entries(log.bundles)) {
      const leaves = entriesOf(base64Decode(bundle)).map(leafHash);
      const growth = createGrowth(0, new Map());
      growth.append(Buffer.concat(leaves));
      expect(growth.changed()).toHaveLength(1);
      const [tile] = growth.changed();
      expect(tilePath(tile as Tile, leaves.length)).toBe(`tile/0/000.p/${width}`);
      expect(base64Encode((tile as Tile).hashes)).toBe(log.tiles[width]);
    }
  });
});

describe("a C2SP tlog-proof of the Go checksum database", () => {
  const {
    vkey,
    proof: text,
    entry,
  } = json<{ vkey: string; proof: string; entry: string }>("sumdb.json");

  it("verifies with our tree and note, and with one bit turned does not", () => {
    const [head = "", note = ""] = [
      text.slice(0, text.indexOf("\n\n") + 1),
      text.slice(text.indexOf("\n\n") + 2),
    ];
    const [form, decimal = "", ...path] = head.trimEnd().split("\n");
    expect(form).toBe("c2sp.org/tlog-proof@v1");
    const index = asLeafIndex(Number(decimal.replace("index ", "")));
    const signed = verifyNote(note, [parseVkey(vkey)]).text;
    // Older than C2SP checkpoints: its first line is not the key's name, so it is read by hand.
    const [, size = "", root = ""] = signed.split("\n");
    const claim = {
      leafHash: leafHash(base64Decode(entry)),
      index,
      size: asTreeSize(Number(size)),
      proof: hashes(path),
      root: asRootHash(base64Decode(root)),
    };
    expect(claim.proof).toHaveLength(26);
    expect(verifyInclusion(claim)).toBe(true);
    for (const at of claim.proof.keys()) {
      const proof = claim.proof.map((hash, i) =>
        i === at
          ? asNodeHash(Uint8Array.from(hash, (byte, j) => (j === 31 ? byte ^ 128 : byte)))
          : hash,
      );
      expect(equalBytes(proof[at] as Uint8Array, claim.proof[at] as Uint8Array)).toBe(false);
      expect(verifyInclusion({ ...claim, proof })).toBe(false);
    }
  });
});

describe("a checkpoint of a public log that public witnesses have cosigned", () => {
  const { log, witness, time, note } = json<
    Record<"log" | "witness" | "note", string> & { readonly time: number }
  >("witnessed.json");
  const [logKey, cosigner] = [parseVkey(log), parseCosignerVkey(witness)];

  it("has a signature and a cosignature that hold, beside lines of strangers", () => {
    const { verified, ignored, text } = verifyNote(note, [logKey]);
    expect(verified).toHaveLength(1);
    expect(ignored).toHaveLength(5);
    expect(parseCheckpoint(text)).toMatchObject({ origin: logKey.name, size: 1_432_088_532 });
    expect(verifyCosignatures(note, [cosigner])).toEqual([{ name: cosigner.name, time }]);
  });

  it("with another size, root, time or signature does not hold", () => {
    const line = note.split("\n").find((one) => one.startsWith(`— ${cosigner.name} `)) as string;
    const bytes = base64Decode(line.split(" ")[2] as string);
    for (let bit = 32; bit < bytes.length * 8; bit += 11) {
      const turned = bytes.slice();
      turned[bit >> 3] = (turned[bit >> 3] as number) ^ (1 << (bit & 7));
      const changed = note.replace(line, `— ${cosigner.name} ${base64Encode(turned)}`);
      expect(() => verifyCosignatures(changed, [cosigner])).toThrow("cosignature_fails");
    }
    for (const [from, to] of [
      ["1432088532", "1432088533"],
      ["U7WM", "U7WN"],
    ] as const) {
      const changed = note.replace(from, to);
      expect(() => verifyCosignatures(changed, [cosigner])).toThrow("cosignature_fails");
      expect(() => verifyNote(changed, [logKey])).toThrow("signature_fails");
    }
  });
});
