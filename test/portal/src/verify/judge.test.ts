/** What a page says of what is brought is what the kernel says of it; and of receipts and comparisons what the command line says. */
import { describe, expect, it } from "vitest";
import type { RpcRejected } from "../../../../api/anchor/rpc.ts";
import { ChainRejected } from "../../../../portal/src/verify/chain/rpc.ts";
import type { Chain } from "../../../../portal/src/verify/judge/chain.ts";
import { judge } from "../../../../portal/src/verify/judge/judge.ts";
import type { Judged } from "../../../../portal/src/verify/judge/judged.ts";
import { base64Decode, utf8Encode } from "../../../../portal/verify/bytes.ts";
import type { AnchorAnswer } from "../../../../portal/verify/chain.ts";
import { parseEvidence } from "../../../../portal/verify/evidence.ts";
import { type Policy, parsePolicy } from "../../../../portal/verify/policy.ts";
import { parseTime } from "../../../../portal/verify/time.ts";
import { formatTlogProof } from "../../../../portal/verify/tlog-proof.ts";
import { type MadeUpNode, madeUpRpc } from "../../../helpers/anchored-chain.ts";
import { promisedLog, someLeaves } from "../../../helpers/promised-log.ts";
import { readVectors } from "../../../helpers/vectors.ts";
import type { CompareVector } from "../../verify/run-compare.ts";
import type { MisbehaviourVector } from "../../verify/run-misbehaviour.ts";
import type { EvidenceVector } from "../../verify/run-vector.ts";

const chainOf = (answer: AnchorAnswer | null): Chain => ({
  rpc: null,
  ask: async () => {
    if (answer === null) throw new Error("the chain is down");
    return answer;
  },
});

const policyOf = (policy: unknown): Policy | null =>
  policy === null
    ? null
    : parsePolicy(typeof policy === "string" ? policy : JSON.stringify(policy));

const evidence = new Map(readVectors<EvidenceVector>("evidence"));
const judged = (name: string, bytes?: Uint8Array): Promise<Judged> => {
  const { file, policy, answer, now } = evidence.get(name)!;
  return judge([{ name: "x", bytes: bytes ?? base64Decode(file) }], {
    ...{ policy: policyOf(policy), chain: chainOf(answer), now: parseTime(now) },
  });
};

describe("evidence", () => {
  it("of every word: the kernel's verdict, and what is drawn only if it is not INVALID", async () => {
    const words = new Map(
      [...evidence]
        .filter(([, v]) => v.bounds === undefined && v.replay === undefined)
        .map(([name, v]) => [v.expect.word, name]),
    );
    words.delete(null);
    expect(words.size).toBeGreaterThan(7);
    for (const [expected, name] of words) {
      const found = await judged(name);
      if (found.kind !== "evidence") throw new Error(name);
      expect([name, found.verdict.word]).toEqual([name, expected]);
      expect(found.evidence === null).toBe(expected === "INVALID");
    }
  });

  it("tells who cosigned", async () => {
    const found = await judged("history");
    expect(found.kind === "evidence" && found.cosigners?.length).toBeGreaterThan(0);
  });
});

describe("a tlog-proof, and a checkpoint by itself", () => {
  const { checkpoint, record } = parseEvidence(
    base64Decode(evidence.get("verified")!.file),
  ) as Extract<ReturnType<typeof parseEvidence>, { claim: "record" }>;
  const proof = {
    index: record.index,
    inclusion: record.inclusion,
    entry: record.entry,
    checkpoint,
  };

  it("hold as the evidence does that they are of", async () => {
    const found = await judged("verified", utf8Encode(formatTlogProof(proof)));
    expect(found).toMatchObject({ kind: "log_text", word: "VERIFIED", anchor: { block: {} } });
    expect(await judged("verified", utf8Encode(checkpoint))).toMatchObject({
      word: "VERIFIED",
      proof: null,
    });
    const bare = utf8Encode(formatTlogProof({ ...proof, entry: null }));
    const without = await judged("verified", bare);
    expect(without.kind === "log_text" && without.layers.map(({ layer }) => layer)).toEqual([
      "content",
      "checkpoint",
      "anchor",
      "finality",
    ]);
  });

  it("fall where they were changed, or nobody is trusted or asked", async () => {
    const other = Uint8Array.from(record.entry);
    other[5]! ^= 1;
    const changed = utf8Encode(formatTlogProof({ ...proof, entry: other }));
    expect(await judged("verified", changed)).toMatchObject({ word: "INVALID", checkpoint: null });
    const forged = utf8Encode(checkpoint.replace(/\n(\d)/, "\n1$1"));
    expect(await judged("verified", forged)).toMatchObject({ word: "INVALID" });
    expect(await judged("unpinned", utf8Encode(checkpoint))).toMatchObject({ word: "UNPINNED" });
    expect(await judged("absent-chain-down", utf8Encode(checkpoint))).toMatchObject({
      word: "CANNOT_TELL",
    });
  });
});

it("a proof of misbehaviour: the kernel's verdict", async () => {
  for (const [name, { file, policy, answer, expect: expected }] of readVectors<MisbehaviourVector>(
    "misbehaviour",
  ).slice(0, 12)) {
    const reader = {
      policy: policyOf(policy),
      chain: chainOf(answer as AnchorAnswer | null),
      now: 0,
    };
    const found = await judge([{ name, bytes: base64Decode(file) }], reader);
    expect([name, found.kind === "misbehaviour" && found.verdict.word]).toEqual([
      name,
      expected.word,
    ]);
  }
});

it("two files: contradictions are found, and a proof handed out that anybody can check", async () => {
  for (const [name, { a, b, policy, expect: expected }] of readVectors<CompareVector>("compare")) {
    const files = [a, b].map((file, i) => ({ name: String(i), bytes: base64Decode(file) }));
    const found = await judge(files, { policy: policyOf(policy), chain: null, now: 0 });
    if (found.kind !== "comparison") throw new Error(name);
    const faulty = [...expected.refused, ...expected.faults].some((one) => one !== null);
    const word = expected.found !== null ? "DIVERGED" : faulty ? "INVALID" : "NOTHING_FOUND";
    expect([name, found.word, found.verdict?.kind ?? null]).toEqual([name, word, expected.found]);
  }
});

describe("a receipt", () => {
  const log = promisedLog(someLeaves(12));
  const { chainId, contract, ledgerId } = log.policy;
  const [TIME, DEADLINE] = [1_700_000_000_000, 1_700_000_100_000];
  const note = log.receipt(7, { time: TIME, deadline: DEADLINE });
  const at = (seconds: number, size?: number): MadeUpNode["blocks"][number] => ({
    time: TIME / 1000 + seconds,
    ...(size === undefined ? {} : { anchors: [{ size, root: log.root(size) }] }),
  });
  const node = (blocks: MadeUpNode["blocks"], more: Partial<MadeUpNode> = {}): Chain => {
    const made = madeUpRpc({
      chainId,
      contract,
      ledgerId,
      blocks,
      final: blocks.length - 1,
      ...more,
    });
    // What the browser's reader throws is its own.
    const rpc: Chain["rpc"] = async (method, params) => {
      try {
        return await made(method, params);
      } catch (error) {
        throw new ChainRejected(error as RpcRejected & Record<string, unknown>);
      }
    };
    return { rpc, ask: () => Promise.reject(new Error("not asked")) };
  };
  const seen = async (chain: Chain | null, text = note, policy: Policy | null = log.policy) => {
    const found = await judge([{ name: "r", bytes: utf8Encode(text) }], {
      policy,
      chain,
      now: DEADLINE + 1,
    });
    if (found.kind !== "promise") throw new Error(found.kind);
    return `${found.word} ${found.code}`;
  };

  it("is told as far as the chain tells it", async () => {
    const early = [at(-10), at(10, 5)];
    expect(await seen(node(early))).toBe("not_yet_due awaiting_final_block");
    expect(await seen(node([...early, at(101)]))).toBe("broken never_anchored");
    expect(await seen(node([...early, at(20, 9)]))).toBe("cannot_tell hashes_missing");
    expect(await seen(node(early, { final: null }))).toBe("not_yet_due no_final_block");
    expect(await seen(node(early, { chainId: 1 }))).toBe("cannot_tell chain_other");
    expect(await seen(node(early, { ledgerId: `0x${"00".repeat(32)}` }))).toBe(
      "cannot_tell ledger_not_there",
    );
    expect(await seen(null)).toBe("cannot_tell chain_not_asked");
  });

  it("is nothing without the ledger's key, or beside what it is not of", async () => {
    expect(await seen(null, note, null)).toBe("unpinned no_policy");
    expect(
      await seen(
        null,
        promisedLog(log.leaves, "forger").receipt(7, { time: TIME, deadline: DEADLINE }),
      ),
    ).toBe("invalid not_signed");
    const answer = (more: object): string => JSON.stringify({ receipt: note, ...more });
    expect(await seen(null, answer({ index: 7 }))).toBe("cannot_tell chain_not_asked");
    expect(await seen(null, answer({ index: 8 }))).toBe("invalid answer_differs");
    expect(await seen(null, answer({ leafHash: "AAAA" }))).toBe("invalid answer_differs");
    expect(await seen(null, answer({ entry: "AAAA" }))).toBe("invalid entry_differs");
    const entry = Buffer.from("leaf 7").toString("base64");
    expect(await seen(null, answer({ entry, disclosures: [7] }))).toBe(
      "invalid disclosures_differ",
    );
  });
});

it.each(["", "hello", "<!doctype html>", "PK\u0003\u0004", "%PDF-1.7"])(
  "%j is refused",
  async (text) => {
    expect(
      (await judge([{ name: "", bytes: utf8Encode(text) }], { policy: null, chain: null, now: 0 }))
        .kind,
    ).toBe("refused");
  },
);
