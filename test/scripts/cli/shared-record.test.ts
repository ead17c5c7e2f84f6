/** `counterfoil verify` of records that were shared under terms: as delivered, and as they lie in a copy. */
import { describe, expect, test } from "vitest";
import type { AnchorAnswer } from "../../../portal/verify/chain.ts";
import { parseTime } from "../../../portal/verify/time.ts";
import { auditor, auditorKey } from "../../../scripts/vectors/streams/auditor.ts";
import { readVectors } from "../../helpers/vectors.ts";
import { runHere, runProcess } from "../helpers/cli.ts";
import { fakeChain } from "../helpers/fake-chain.ts";
import { temporaryFile, temporaryFolder } from "../helpers/items.ts";

interface Vector {
  readonly credential: string;
  readonly evidence: string;
  readonly consent: readonly string[];
  readonly policy: {
    readonly contract: string;
    readonly ledgerId: string;
    readonly keys: readonly object[];
  };
  readonly terms: string;
  readonly now: string;
  readonly expect: string | null;
}

const vectors = new Map(readVectors<Vector>("shared-records"));
const vector = (name: string): Vector => vectors.get(name) as Vector;

/** A chain that has anchored the checkpoint of its evidence. */
function answerOf({ evidence }: Vector): AnchorAnswer {
  const [, size, hash] = JSON.parse(evidence).checkpoint.split("\n");
  const root = `0x${Buffer.from(hash, "base64").toString("hex")}`;
  const event = {
    ...{ blockNumber: 7_300_000, blockHash: `0x${"b1".repeat(32)}`, size: Number(size), root },
    ...{ blockTime: 1_798_108_500, transaction: `0x${"7a".repeat(32)}`, previousSize: 0 },
  };
  return {
    ...{ chainId: 11_155_111, registered: true, latest: { number: 7_300_100 }, event },
    ...{ finalized: { number: 7_300_050 }, rootAtLatest: root, rootAtFinalized: root },
  };
}

async function argumentsOf(one: Vector, { isCopy = false, isReplayed = true } = {}) {
  const { credential, evidence, consent } = one;
  const proofs = { credential, evidence, consent };
  const file = JSON.stringify(isCopy ? { id: "x", version: 1, proofs } : proofs);
  const keys = [...one.policy.keys, ...(isReplayed ? [auditorKey(auditor)] : [])];
  const policy = JSON.stringify({ ...one.policy, keys });
  return [
    ...["verify", await temporaryFile("record.json", file)],
    ...["--policy", await temporaryFile("policy.json", policy)],
    ...["--terms", await temporaryFile("terms.json", one.terms)],
    ...["--rpc", await fakeChain({ ...one.policy, answer: answerOf(one) })],
  ];
}

const at = (one: Vector) => ({ clock: { now: () => parseTime(one.now) } });

describe("a record that was shared", () => {
  const holds = vector("holds");

  test.each([false, true])("holds, and is told; out of a copy: %s", async (isCopy) => {
    const { code, out } = await runHere(await argumentsOf(holds, { isCopy }), at(holds));
    expect(code).toBe(0);
    expect(out.split("\n").at(-3)).toBe("VERIFIED");
    expect(out).toMatch(/^Given\n {2}Kind: {2,}order\n/m);
    expect(out).toMatch(/^ {2}newsletter {2,}VERIFIED {2,}in force since 2026-12-04/m);
    expect(out).toMatch(/^Disclosed\n/m);
    expect(out).toMatch(/^What this does not prove\n/m);
  });

  test("is not replayed where no auditor is pinned", async () => {
    const args = await argumentsOf(holds, { isReplayed: false });
    expect((await runHere(args, at(holds))).code).toBe(12);
  });

  test("is INVALID for whatever does not hold, with its reason, and nothing of it is told", async () => {
    for (const [name, one] of vectors) {
      if (one.expect === null) continue;
      const { code, out } = await runHere([...(await argumentsOf(one)), "--json"], at(one));
      const told = JSON.parse(out);
      expect([name, code, told.reason?.code, told.record]).toEqual([name, 40, one.expect, null]);
    }
  });

  test("in Chinese", async () => {
    const args = [...(await argumentsOf(holds)), "--lang", "zh"];
    const { out } = await runHere(args, at(holds));
    expect(out).toMatch(/^提供情况$/m);
    expect(out).toMatch(/自 2026-12-04T08:00:00.000Z 起有效/);
  });

  test("as a process", async () => {
    // Whatever the clock says.
    const { code, out } = await runProcess(await argumentsOf(vector("withdrawn")), {
      env: { COUNTERFOIL_DATA: await temporaryFolder() },
    });
    expect(code).toBe(40);
    expect(out.split("\n").at(-3)).toBe("INVALID");
  });

  test("needs policy and terms", async () => {
    const [verify = "", file = "", policy = "", policyFile = ""] = await argumentsOf(holds);
    const env = { COUNTERFOIL_DATA: await temporaryFolder() };
    for (const args of [
      [verify, file],
      [verify, file, policy, policyFile],
    ]) {
      const { code, err } = await runHere(args, { env });
      expect(code).toBe(2);
      expect(err).toContain("--terms");
    }
  });
});
