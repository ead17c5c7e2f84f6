/** The proof that the tools of others read: c2sp.org/tlog-proof@v1. */
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asRootHash, asTreeSize } from "../../../../portal/verify/brands.ts";
import { parseCheckpoint } from "../../../../portal/verify/checkpoint.ts";
import { parseNote } from "../../../../portal/verify/note.ts";
import {
  newSubject,
  orderOf,
  rejection,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";

let ledger: TestLedger;
let subject: string;
beforeEach(async () => {
  ledger = await testLedger();
  subject = await newSubject(ledger);
});
afterEach(() => ledger.close());

const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

interface Read {
  readonly extra: Buffer;
  readonly index: number;
  readonly path: readonly Buffer[];
  readonly checkpoint: string;
}

/** By the words of the specification. */
function read(proof: string): Read {
  const blank = proof.indexOf("\n\n");
  const [head, extra, index, ...path] = proof.slice(0, blank).split("\n");
  expect(head).toBe("c2sp.org/tlog-proof@v1");
  expect(extra).toMatch(/^extra [A-Za-z0-9+/]+=*$/);
  expect(index).toMatch(/^index (0|[1-9][0-9]*)$/);
  for (const line of path) expect(line).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  return {
    extra: Buffer.from(extra!.slice(6), "base64"),
    index: Number(index!.slice(6)),
    path: path.map((line) => Buffer.from(line, "base64")),
    checkpoint: proof.slice(blank + 2),
  };
}

/** RFC 9162 §2.1.3.2. */
function rootFrom({ extra, index, path }: Read, size: number): Buffer {
  let [fn, sn] = [index, size - 1];
  let root = sha256(Buffer.of(0), extra);
  for (const sibling of path) {
    if (fn % 2 === 1 || fn === sn) {
      root = sha256(Buffer.of(1), sibling, root);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else root = sha256(Buffer.of(1), root, sibling);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  expect(sn).toBe(0);
  return root;
}

const proofOf = (id: string, checkpoint: "final" | "newest" = "final"): Promise<string> =>
  ledger.ledger.tlogProof({ id, version: null, checkpoint });

describe("a tlog-proof", () => {
  it("leads from the entry to the root of its checkpoint, at every place", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 11; i++) ids.push((await stored(ledger, orderOf(subject))).id);
    await ledger.anchor();
    for (const [i, id] of ids.entries()) {
      const proof = read(await proofOf(id));
      expect(proof.index).toBe(i + 1);
      const { size, root } = parseCheckpoint(parseNote(proof.checkpoint).text);
      expect(size).toBe(asTreeSize(13));
      expect(asRootHash(rootFrom(proof, size))).toEqual(Buffer.from(root));
      expect(proof.checkpoint).toBe(await ledger.ledger.checkpoint());
    }
  });

  it("rests on the checkpoint that evidence rests on, cosignatures included", async () => {
    const { id } = await stored(ledger, orderOf(subject));
    expect(await rejection(proofOf(id))).toMatchObject({ code: "not_sealed" });
    await ledger.anchor();
    await ledger.cosign();
    await stored(ledger, orderOf(subject));
    await ledger.seal();
    expect(parseNote(read(await proofOf(id)).checkpoint).signatures).toHaveLength(2);
    const newest = parseNote(read(await proofOf(id, "newest")).checkpoint);
    expect(parseCheckpoint(newest.text).size).toBe(5);
    const nobody = proofOf("019ab1c2-0000-7000-8000-000000000000");
    expect(await rejection(nobody)).toMatchObject({ code: "not_found" });
  });

  it("is not made of what is damaged", async () => {
    const { id } = await stored(ledger, orderOf(subject));
    await ledger.anchor();
    ledger.forge((db) => db.exec("UPDATE entries SET entry = zeroblob(105) WHERE idx = 1"));
    expect(await rejection(proofOf(id))).toMatchObject({
      code: "damaged",
      details: { what: "entry", index: 1 },
    });
  });
});
