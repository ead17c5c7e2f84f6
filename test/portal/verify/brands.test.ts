/** That mixing brands does not compile is checked by the compiler: every line below must fail it. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { assert, describe, it } from "vitest";
import {
  asContractAddress,
  asHex32,
  asLeafHash,
  asLeafIndex,
  asLedgerId,
  asNodeHash,
  asPublicKey,
  asRecordId,
  asRecordRoot,
  asRootHash,
  asStreamKey,
  asStreamSecret,
  asStreamSeq,
  asSubjectId,
  asTreeSize,
  type LeafHash,
  type LeafIndex,
  type NodeHash,
  type RecordRoot,
  type RootHash,
  type StreamKey,
  type TreeSize,
} from "../../../portal/verify/brands.ts";
import { rootFromInclusionProof } from "../../../portal/verify/merkle.ts";
import { streamKey } from "../../../portal/verify/subject.ts";
import { codeOf } from "./code-of.ts";

const bytes = new Uint8Array(32).fill(3);

describe("brands", () => {
  it("are told apart by the compiler", () => {
    const leaf: LeafHash = asLeafHash(bytes);
    const size: TreeSize = asTreeSize(7);
    // @ts-expect-error a leaf hash is no root
    const a: RootHash = leaf;
    // @ts-expect-error nor a node
    const b: NodeHash = leaf;
    // @ts-expect-error a size is no index
    const c: LeafIndex = size;
    // @ts-expect-error a plain number is neither
    const d: TreeSize = 7;
    // @ts-expect-error plain bytes are nothing yet
    const e: LeafHash = bytes;
    // @ts-expect-error a record root is no stream key
    const f: StreamKey = asRecordRoot(bytes);
    // @ts-expect-error and the other way round
    const g: RecordRoot = asStreamKey(bytes);
    const places = { leafHash: leaf, proof: [] };
    // @ts-expect-error index and size have changed places
    const h = () => rootFromInclusionProof({ ...places, index: size, size: asLeafIndex(0) });
    // @ts-expect-error a public key is no secret
    const i = () => streamKey(asPublicKey(bytes), "order");
    // @ts-expect-error a subject is no record
    const j: ReturnType<typeof asRecordId> = asSubjectId("A".repeat(43));
    const raw: Uint8Array = leaf;
    const plain: number = size;
    assert.lengthOf([a, b, c, d, e, f, g, h, i, j, raw, plain], 12);
  });

  it("type check", { timeout: 240_000 }, () => {
    const root = join(import.meta.dirname, "../../..");
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const options =
      "--noEmit --strict --target ES2024 --module NodeNext --allowImportingTsExtensions --skipLibCheck --types node";
    execFileSync(
      process.execPath,
      [tsc, "--ignoreConfig", ...options.split(" "), import.meta.filename],
      { stdio: "pipe", cwd: root },
    );
  });

  it("check what they are made of", () => {
    for (const as of [
      asLeafHash,
      asNodeHash,
      asRootHash,
      asRecordRoot,
      asStreamKey,
      asStreamSecret,
      asPublicKey,
    ]) {
      assert.equal(as(bytes) as Uint8Array, bytes);
      for (const length of [0, 31, 33]) {
        assert.equal(
          codeOf(() => as(new Uint8Array(length))),
          "bad_length",
        );
      }
    }
    for (const as of [asTreeSize, asLeafIndex]) {
      assert.equal(as(0) as number, 0);
      assert.equal(as(2 ** 53 - 1) as number, 2 ** 53 - 1);
      for (const n of [-1, 0.5, 2 ** 53, Number.NaN])
        assert.equal(
          codeOf(() => as(n)),
          "bad_number",
        );
    }
    assert.equal(
      codeOf(() => asStreamSeq(0)),
      "bad_number",
    );
  });

  it("check identifiers", () => {
    const hex = `0x${"ab".repeat(32)}`;
    assert.equal(asLedgerId(hex) as string, hex);
    assert.equal(asHex32(hex) as string, hex);
    assert.equal(asContractAddress(`0x${"ab".repeat(20)}`).length, 42);
    for (const wrong of [
      "",
      "ab".repeat(32),
      hex.toUpperCase(),
      `${hex}0`,
      `${hex}\n`,
      `0x${"AB".repeat(32)}`,
    ]) {
      assert.equal(
        codeOf(() => asLedgerId(wrong)),
        "bad_identifier",
        JSON.stringify(wrong),
      );
      assert.equal(
        codeOf(() => asContractAddress(wrong)),
        "bad_identifier",
      );
    }
    assert.isNull(codeOf(() => asRecordId("01936a3e-7b00-7c3d-8a4f-2b6c5d7e8f90")));
    for (const wrong of [
      "",
      "01936a3e-7b00-7c3d-7a4f-2b6c5d7e8f90",
      "01936a3e7b007c3d8a4f2b6c5d7e8f90",
    ]) {
      assert.equal(
        codeOf(() => asRecordId(wrong)),
        "bad_identifier",
      );
    }
    for (const wrong of [
      "",
      "A".repeat(42),
      "A".repeat(44),
      `${"A".repeat(42)}B`,
      `${"A".repeat(42)}=`,
    ]) {
      assert.equal(
        codeOf(() => asSubjectId(wrong)),
        "bad_identifier",
      );
    }
  });
});
