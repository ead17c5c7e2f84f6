/** The parts that need no chain: fees, answers, what a refusal means, the state file, the program that is started. */
import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { creationCode, decodeRefusal, ledgerAnchor } from "../../../api/anchor/abi.ts";
import { asBig, asCount, asData, asHeader, asWord, quantity } from "../../../api/anchor/answers.ts";
import { anvilBinary } from "../../../api/anchor/embedded/binary.ts";
import { loadState, previousOf, saveState } from "../../../api/anchor/embedded/state-file.ts";
import { canOutbid, type Fees, feeFields, outbid, suggestFees } from "../../../api/anchor/fees.ts";
import { type Rpc, RpcRejected, RpcUnreachable } from "../../../api/anchor/rpc.ts";
import { broadcast, readReceipt } from "../../../api/anchor/transactions.ts";
import { temporaryFolder } from "./fixtures.ts";

/** A node that answers from a table; what is not in it, it does not know. */
const node =
  (answers: Record<string, unknown>): Rpc =>
  async (method) => {
    const answer = answers[method];
    if (answer instanceof Error) throw answer;
    if (answer === undefined) throw new RpcRejected(-32601, "method not found", null);
    return answer;
  };

const block = (baseFeePerGas?: string): object => ({
  number: "0x1",
  hash: `0x${"1".repeat(64)}`,
  timestamp: "0x5",
  ...(baseFeePerGas === undefined ? {} : { baseFeePerGas }),
});

describe("fees", () => {
  const fees = (max: bigint, tip: bigint): Fees => ({ legacy: false, max, tip });

  it("are twice the base fee and the tip that the node suggests", async () => {
    const answers = { eth_getBlockByNumber: block("0x64"), eth_maxPriorityFeePerGas: "0x7" };
    expect(await suggestFees(node(answers))).toEqual(fees(207n, 7n));
  });

  it("fall back to a tip of one gwei, and to a gas price before EIP-1559", async () => {
    expect((await suggestFees(node({ eth_getBlockByNumber: block("0x0") }))).tip).toBe(10n ** 9n);
    const legacy = await suggestFees(node({ eth_getBlockByNumber: block(), eth_gasPrice: "0x9" }));
    expect(legacy).toEqual({ legacy: true, max: 9n, tip: 9n });
    expect(feeFields(legacy)).toEqual({ type: 0, gasPrice: 9n });
  });

  it("of a replacement exceed the former ones by a tenth at least, and never fall below the going rate", () => {
    for (const former of [fees(1n, 0n), fees(9n, 9n), fees(1000n, 10n), fees(10n ** 12n, 7n)]) {
      for (const going of [fees(1n, 1n), fees(500n, 400n), fees(10n ** 13n, 10n ** 12n)]) {
        const next = outbid(going, former);
        expect(next.max * 10n).toBeGreaterThanOrEqual(former.max * 11n);
        expect(next.tip * 10n).toBeGreaterThanOrEqual(former.tip * 11n);
        expect(next.max).toBeGreaterThanOrEqual(going.max);
        expect(next.max).toBeGreaterThanOrEqual(next.tip);
      }
    }
  });

  it("are not raised for ever", () => {
    let offer = fees(100n, 10n);
    let raises = 0;
    while (canOutbid(fees(100n, 10n), offer)) {
      offer = outbid(fees(100n, 10n), offer);
      raises += 1;
    }
    expect(raises).toBeLessThan(25);
    expect(offer.max).toBeLessThan(1200n);
  });
});

describe("what a node answers", () => {
  it("is taken in one spelling only", () => {
    expect([asBig("0x0"), asCount("0x1f"), asData("0xAB"), quantity(255n)]).toEqual([
      0n,
      31,
      "0xab",
      "0xff",
    ]);
    for (const bad of ["", "0x", "0x00", "0x01", "12", "0xg", 5, null, undefined, {}]) {
      expect(() => asBig(bad)).toThrow(RpcUnreachable);
    }
    expect(() => asCount("0x20000000000000")).toThrow(RpcUnreachable);
    expect(() => asData("0x123")).toThrow(RpcUnreachable);
    expect(() => asWord(`0x${"1".repeat(62)}`)).toThrow(RpcUnreachable);
  });

  it("may be that there is no such block", () => {
    expect(asHeader(null)).toBeNull();
    expect(asHeader(block())).toMatchObject({ number: 1, time: 5, baseFee: null });
    expect(() => asHeader({})).toThrow(RpcUnreachable);
  });
});

describe("what became of a transaction that was sent", () => {
  const send = (message: string, receipt: unknown = null) =>
    broadcast(
      node({
        eth_sendRawTransaction: new RpcRejected(-32000, message, null),
        eth_getTransactionReceipt: receipt,
      }),
      "0x00",
      `0x${"2".repeat(64)}`,
    );

  it.each([
    ["already known", "accepted"],
    ["transaction already imported", "accepted"],
    ["AlreadyKnown", "accepted"],
    ["nonce too low: next nonce 5, tx nonce 4", "nonce_used"],
    ["OldNonce", "nonce_used"],
    ["replacement transaction underpriced", "underpriced"],
    ["transaction underpriced: gas tip cap 1, minimum needed 2", "underpriced"],
    ["insufficient funds for gas * price + value", "no_funds"],
  ])("%s", async (message, delivery) => {
    expect(await send(message)).toBe(delivery);
  });

  it("a used nonce is our success if the receipt is there", async () => {
    const receipt = {
      transactionHash: `0x${"2".repeat(64)}`,
      blockNumber: "0x5",
      status: "0x1",
      gasUsed: "0x5208",
    };
    expect(await send("nonce too low", receipt)).toBe("accepted");
  });

  it.each([
    ["0x59682f00", 1_500_000_000],
    [undefined, null],
    ["0xffffffffffffffffff", null],
  ])("a receipt tells what a gas cost: %s", async (effectiveGasPrice, gasPrice) => {
    const receipt = { transactionHash: `0x${"2".repeat(64)}`, blockNumber: "0x5", status: "0x1" };
    const told = await readReceipt(
      async () => ({ ...receipt, gasUsed: "0x5208", effectiveGasPrice }),
      receipt.transactionHash,
    );
    expect(told).toMatchObject({ gasUsed: 21_000, gasPrice });
  });

  it("anything else is the node's own error", async () => {
    await expect(send("the sequencer is on holiday")).rejects.toThrow("holiday");
  });
});

describe("the contract's refusals", () => {
  it("are told by name, with what they offend against", () => {
    const id = `0x${"9".repeat(64)}`;
    const data = ledgerAnchor.encodeErrorResult("SizeNotGrowing", [id, 7, 5]);
    expect(decodeRefusal(data)).toEqual({ name: "SizeNotGrowing", args: [id, 7n, 5n] });
    expect(creationCode).toMatch(/^0x60/);
  });

  it.each([null, "0x", "0x1234", "0xdeadbeef", `0x719ef680${"00".repeat(3)}`])(
    "%s is none of them",
    (data) => {
      expect(decodeRefusal(data).name).toBe("unknown");
    },
  );
});

describe("the state file", () => {
  it("survives at each moment of a save, in one of its two forms", async () => {
    const folder = await temporaryFolder();
    const file = join(folder.path, "state");
    expect(await loadState(file)).toBeNull();
    await saveState(file, gzipSync("one"));
    await saveState(file, gzipSync("two"));
    const text = async (): Promise<string> => Buffer.from((await loadState(file)) ?? []).toString();
    expect(await text()).toBe("two");
    // Killed between the two renames.
    const newest = await readFile(file);
    await saveState(file, gzipSync("three"));
    await writeFile(previousOf(file), newest);
    await (await import("node:fs/promises")).rm(file);
    expect(await text()).toBe("two");
    await folder.remove();
  });

  it("every cut of it is noticed", async () => {
    const folder = await temporaryFolder();
    const file = join(folder.path, "state");
    const whole = gzipSync("some state of a chain");
    for (let length = 0; length < whole.length; length += 1) {
      await writeFile(file, whole.subarray(0, length));
      await expect(loadState(file)).rejects.toMatchObject({ name: "StateUnreadable" });
    }
    await folder.remove();
  });
});

describe("the program that is started", () => {
  it("is anvil itself, not the wrapper", async () => {
    const file = anvilBinary();
    await access(file);
    expect((await readFile(file)).subarray(0, 2).toString()).not.toBe("#!");
    expect(() => anvilBinary("aix", "ppc64")).toThrow();
  });
});
