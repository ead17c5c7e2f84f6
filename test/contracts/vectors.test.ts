/**
 * The vectors of transparency-dev/merkle against the deployed contract. What is not 32 bytes long cannot
 * be said in the contract's ABI, so it must fail before it gets there.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AnchorChain, openAnchorChain, revertOf } from "./helpers/anchor.ts";

interface Common {
  name: string;
  wantErr: boolean;
  proof: string[];
}
interface Inclusion extends Common {
  leafIdx: string;
  treeSize: string;
  root: string;
  leafHash: string;
}
interface Consistency extends Common {
  size1: string;
  size2: string;
  root1: string;
  root2: string;
}

const vectors: { inclusion: Inclusion[]; consistency: Consistency[] } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../vectors/rfc6962/proofs.json"), "utf8"),
);
const isHash = (hex: string): boolean => hex.length === 66;

let chain: AnchorChain;
beforeAll(async () => {
  chain = await openAnchorChain();
}, 180_000);
afterAll(() => chain.close());

async function ledgerWith(origin: string, size: string, root: string): Promise<string> {
  const ledgerId = await chain.registerLedger(origin);
  await (await chain.contract.getFunction("anchor")(ledgerId, size, root, [])).wait();
  return ledgerId;
}

describe("inclusion", () => {
  test.each(vectors.inclusion)("$name", async (v) => {
    const verify = chain.contract.getFunction("verifyInclusion");
    if (v.treeSize === "0" || !isHash(v.root)) {
      // Neither can be anchored, so there is nothing to verify against.
      expect(v.wantErr).toBe(true);
      return;
    }
    const ledgerId = await ledgerWith(`inclusion/${v.name}`, v.treeSize, v.root);
    const answer = verify(ledgerId, v.treeSize, v.leafIdx, v.leafHash, v.proof);
    if ([v.leafHash, ...v.proof].every(isHash)) expect(await answer).toBe(!v.wantErr);
    else await expect(answer).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("consistency", () => {
  test.each(vectors.consistency)("$name", async (v) => {
    const sayable = [v.root1, v.root2, ...v.proof].every(isHash);
    const ledgerId = await (v.size1 === "0" || !isHash(v.root1)
      ? chain.registerLedger(`consistency/${v.name}`)
      : ledgerWith(`consistency/${v.name}`, v.size1, v.root1));
    const attempt = chain.contract
      .getFunction("anchor")
      .staticCall(ledgerId, v.size2, v.root2, v.proof);
    if (BigInt(v.size2) <= BigInt(v.size1) && sayable) {
      // The vectors call a tree consistent with itself; a head has to grow all the same.
      expect((await revertOf(chain, attempt))[0]).toBe("SizeNotGrowing");
    } else if (sayable && v.wantErr) {
      // Also with size1 = 0, which RFC 9162 leaves open: there the proof has to be empty.
      expect((await revertOf(chain, attempt))[0]).toBe("InvalidConsistencyProof");
    } else if (v.wantErr) {
      await expect(attempt).rejects.toThrow();
    } else {
      await attempt;
    }
  });
});
