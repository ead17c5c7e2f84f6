/**
 * A client that is not ours accepts our checkpoints and inclusion proofs: that of Sigstore, which checks logs of the same formats
 * (signed notes, checkpoints, RFC 6962). `verifyTLogInclusion` is not among the package's public names, so it is imported by its file;
 * our data is put into its types, as they would come out of a Sigstore bundle.
 */
import { createPublicKey } from "node:crypto";
import type { TLogEntryWithInclusionProof } from "@sigstore/bundle";
import { verifyTLogInclusion } from "@sigstore/verify/dist/tlog/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseVkey } from "../../../../portal/verify/note.ts";
import { parseTlogProof, type TlogProof } from "../../../../portal/verify/tlog-proof.ts";
import {
  newSubject,
  orderOf,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";

type Authority = Parameters<typeof verifyTLogInclusion>[1][number];

/** RFC 8410: what stands before a bare Ed25519 key. */
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

let ledger: TestLedger;
let proofs: TlogProof[];
let log: Authority;

beforeAll(async () => {
  ledger = await testLedger();
  const subject = await newSubject(ledger);
  const ids: string[] = [];
  // Batches of sizes that make trees of all shapes; between them state entries.
  for (const count of [1, 3, 7, 40]) {
    for (let i = 0; i < count; i++) {
      const order = orderOf(subject, { externalNumber: `${count}-${i}` });
      ids.push((await stored(ledger, order)).id);
    }
    await ledger.seal();
  }
  await ledger.cosign();
  proofs = [];
  for (const id of ids) {
    const request = { id, version: null, checkpoint: "newest" } as const;
    proofs.push(parseTlogProof(await ledger.ledger.tlogProof(request)));
  }
  const key = parseVkey(ledger.policy.keys.find(({ role }) => role === "log")?.vkey as string);
  log = authority(key.name, key.keyId, key.publicKey);
}, 180_000);
afterAll(() => ledger.close());

function authority(name: string, keyId: Uint8Array, publicKey: Uint8Array): Authority {
  const der = Buffer.concat([SPKI, publicKey]);
  return {
    baseURL: `https://${name}`,
    // Sigstore compares the first four bytes with the key id of a signature line.
    logID: Buffer.from(keyId),
    publicKey: createPublicKey({ key: der, format: "der", type: "spki" }),
    validFor: { start: new Date(0), end: new Date(8.64e15) },
  };
}

function entryOf({ entry, index, inclusion, checkpoint }: TlogProof): TLogEntryWithInclusionProof {
  const size = checkpoint.split("\n")[1] as string;
  const root = Buffer.from(checkpoint.split("\n")[2] as string, "base64");
  return {
    canonicalizedBody: Buffer.from(entry as Uint8Array),
    inclusionPromise: undefined,
    inclusionProof: {
      checkpoint: { envelope: checkpoint },
      hashes: inclusion.map((hash) => Buffer.from(hash)),
      logIndex: String(index),
      rootHash: root,
      treeSize: size,
    },
    integratedTime: "0",
    kindVersion: { kind: "counterfoil", version: "1" },
    logId: { keyId: log.logID },
    logIndex: String(index),
  };
}

const accepts = (proof: TlogProof, logs: readonly Authority[] = [log]): boolean => {
  try {
    verifyTLogInclusion(entryOf(proof), [...logs]);
    return true;
  } catch {
    return false;
  }
};

const turned = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
  return copy;
};

describe("Sigstore's client", () => {
  it("accepts every entry of a real ledger, under a checkpoint with an auditor's line beside the log's", () => {
    expect(proofs.length).toBe(51);
    for (const proof of proofs) {
      expect(proof.checkpoint.split("\n\n")[1]?.trimEnd().split("\n").length).toBe(2);
      expect(accepts(proof)).toBe(true);
    }
    // Paths of more than one length, to the right end and not.
    expect(new Set(proofs.map(({ inclusion }) => inclusion.length)).size).toBeGreaterThan(1);
  });

  it("refuses another entry, index, path or length", () => {
    for (const proof of proofs.filter((_one, i) => i % 7 === 0)) {
      const { entry, inclusion, index } = proof;
      for (let bit = 0; bit < (entry as Uint8Array).length * 8; bit += 101) {
        expect(accepts({ ...proof, entry: turned(entry as Uint8Array, bit) })).toBe(false);
      }
      for (const [i, hash] of inclusion.entries()) {
        const other = inclusion.with(i, turned(hash, (37 * i) % 256) as typeof hash);
        expect(accepts({ ...proof, inclusion: other })).toBe(false);
      }
      expect(accepts({ ...proof, inclusion: inclusion.slice(1) })).toBe(false);
      expect(accepts({ ...proof, inclusion: [...inclusion, inclusion[0] as never] })).toBe(false);
      for (const other of [index + 1, index ^ 2, 1_000_000]) {
        expect(accepts({ ...proof, index: other as never })).toBe(false);
      }
    }
  });

  it("refuses a checkpoint with any character of its text or of the log's signature changed", () => {
    const [proof] = proofs as [TlogProof];
    const { checkpoint } = proof;
    const end = checkpoint.indexOf("\n", checkpoint.indexOf("\n\n") + 2);
    for (let at = 0; at < end; at++) {
      const letter = checkpoint[at] as string;
      if (letter === "\n" || letter === "—") continue;
      const other = letter === "A" ? "B" : "A";
      const changed = checkpoint.slice(0, at) + other + checkpoint.slice(at + 1);
      // The last characters of base64 may hold bits that say nothing, which Sigstore passes over.
      if (accepts({ ...proof, checkpoint: changed })) expect(at).toBeGreaterThan(end - 4);
    }
  });

  it("refuses another log's key, also one with the same key id", () => {
    const stranger = parseVkey(
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    );
    const [proof] = proofs as [TlogProof];
    expect(accepts(proof, [authority(stranger.name, stranger.keyId, stranger.publicKey)])).toBe(
      false,
    );
    const key = parseVkey(ledger.policy.keys[0]?.vkey as string);
    expect(accepts(proof, [authority(key.name, key.keyId, stranger.publicKey)])).toBe(false);
  });
});
