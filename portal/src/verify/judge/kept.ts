/** What has become of a promise, as far as the chain alone tells it. What stands at the index only the log's hashes could show. */
import { type Policy, type Receipt, receiptStatus } from "../../../verify/index.ts";
import { headCall } from "../chain/abi.ts";
import {
  asCount,
  asData,
  type BlockHeader,
  countOf,
  headerAt,
  quantity,
} from "../chain/answers.ts";
import { ChainRejected, ChainUnreachable, type Rpc } from "../chain/rpc.ts";
import type { Chain } from "./chain.ts";
import type { JudgedPromise, PromiseCode } from "./judged.ts";

type Found = Pick<JudgedPromise, "word" | "code" | "coveredAt" | "finalTime" | "coverSize">;

const unknown = (code: PromiseCode, finalTime: number | null = null): Found => ({
  ...{ word: "cannot_tell", code, coveredAt: null, coverSize: null, finalTime },
});

/** The size of the newest anchor in a block; null: no such ledger there. */
async function headSize(rpc: Rpc, policy: Policy, at: string): Promise<number | null> {
  try {
    const call = { to: policy.contract, data: headCall(policy.ledgerId) };
    const data = asData(await rpc("eth_call", [call, at]));
    return data.length === 130 ? countOf(data.slice(0, 66)) : null;
  } catch (error) {
    if (error instanceof ChainRejected && error.reverted) return null;
    throw error;
  }
}

/** Nothing above the index is anchored in final blocks. */
function uncovered(receipt: Receipt, final: BlockHeader, now: number): Found {
  const word = receiptStatus(receipt, { anchors: [], finalTime: final.time });
  const late = now > receipt.deadline ? "awaiting_final_block" : "running";
  return {
    ...{ word, code: word === "broken" ? "never_anchored" : late },
    ...{ coveredAt: null, coverSize: null, finalTime: final.time },
  };
}

async function asked(rpc: Rpc, receipt: Receipt, policy: Policy, now: number): Promise<Found> {
  if (asCount(await rpc("eth_chainId", [])) !== policy.chainId) return unknown("chain_other");
  if ((await headSize(rpc, policy, "latest")) === null) return unknown("ledger_not_there");
  const final = await headerAt(rpc, "finalized");
  if (final === null) {
    return { ...unknown("no_final_block"), word: "not_yet_due" };
  }
  const head = await headSize(rpc, policy, quantity(final.number));
  if (head === null) {
    // Whoever gave the receipt had registered by then: a node that knows of no ledger so late has no state of that block.
    return final.time * 1000 > receipt.deadline
      ? unknown("chain_forgets", final.time)
      : uncovered(receipt, final, now);
  }
  if (head <= receipt.index) return uncovered(receipt, final, now);
  return { ...unknown("hashes_missing", final.time), coverSize: head };
}

export async function keptOrNot(
  receipt: Receipt,
  options: { readonly policy: Policy; readonly chain: Chain | null; readonly now: number },
): Promise<Found> {
  const { policy, chain, now } = options;
  if (chain?.rpc == null) return unknown("chain_not_asked");
  try {
    return await asked(chain.rpc, receipt, policy, now);
  } catch (error) {
    if (error instanceof ChainUnreachable || error instanceof ChainRejected) {
      return unknown("chain_not_asked");
    }
    throw error;
  }
}
