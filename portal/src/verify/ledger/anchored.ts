/** All that a contract knows of a ledger, by a node of the visitor's own: each size that was ever anchored, with its root. */
import type { Policy } from "../../../verify/index.ts";
import { anchoredTopics, headCall } from "../chain/abi.ts";
import {
  asCount,
  asData,
  asObject,
  badAnswer,
  countOf,
  headerAt,
  quantity,
} from "../chain/answers.ts";
import { ChainRejected, type Rpc } from "../chain/rpc.ts";

export interface Anchored {
  readonly size: number;
  /** 0x-hex. */
  readonly root: string;
  readonly block: number;
}

export interface AnchoredLedger {
  readonly chainId: number;
  /** `null`: there is no such ledger in that contract. */
  readonly head: { readonly size: number; readonly root: string } | null;
  /** Ascending; `null`: the node does not list them. */
  readonly anchors: readonly Anchored[] | null;
  /** `null`: the chain names no final block. */
  readonly finalBlock: number | null;
}

/** 64 bytes, in hex with 0x. */
const TWO_WORDS = 130;

async function headOf(rpc: Rpc, { contract, ledgerId }: Policy): Promise<AnchoredLedger["head"]> {
  try {
    const data = asData(
      await rpc("eth_call", [{ to: contract, data: headCall(ledgerId) }, "latest"]),
    );
    if (data.length !== TWO_WORDS) return null;
    return { size: countOf(data.slice(0, 66)), root: `0x${data.slice(66)}` };
  } catch (error) {
    if (error instanceof ChainRejected && error.reverted) return null;
    throw error;
  }
}

/** Nodes were seen that ignore a filter, so what comes back is looked at again. */
function anchoredIn(log: Record<string, unknown>, { contract, ledgerId }: Policy): Anchored | null {
  const topics: readonly unknown[] = Array.isArray(log.topics) ? log.topics : [];
  const [event, ledger] = anchoredTopics(ledgerId, null);
  const isOurs =
    log.removed !== true &&
    log.blockNumber != null &&
    asData(log.address) === contract &&
    topics.length === 3 &&
    asData(topics[0]) === event &&
    asData(topics[1]) === ledger;
  if (!isOurs) return null;
  const data = asData(log.data);
  if (data.length !== TWO_WORDS) return null;
  const block = asCount(log.blockNumber);
  return { size: countOf(asData(topics[2])), root: `0x${data.slice(66)}`, block };
}

/** Nodes that do not search their whole chain refuse, or cut the answer off, which they say by refusing. */
async function anchorsOf(
  rpc: Rpc,
  policy: Policy,
  upTo: number,
): Promise<readonly Anchored[] | null> {
  const { contract, ledgerId } = policy;
  const range = { fromBlock: "0x0", toBlock: quantity(upTo) };
  try {
    const topics = anchoredTopics(ledgerId, null);
    const logs = await rpc("eth_getLogs", [{ address: contract, topics, ...range }]);
    if (!Array.isArray(logs)) throw badAnswer();
    const found = logs.map(asObject).flatMap((log) => anchoredIn(log, policy) ?? []);
    return found.sort((a, b) => a.size - b.size);
  } catch (error) {
    if (error instanceof ChainRejected) return null;
    throw error;
  }
}

/** @throws ChainUnreachable, ChainRejected */
export async function readAnchored(rpc: Rpc, policy: Policy): Promise<AnchoredLedger> {
  const chainId = asCount(await rpc("eth_chainId", []));
  if (chainId !== policy.chainId) return { chainId, head: null, anchors: null, finalBlock: null };
  const latest = await headerAt(rpc, "latest");
  if (latest === null) throw badAnswer();
  const final = await headerAt(rpc, "finalized");
  const anchors = await anchorsOf(rpc, policy, latest.number);
  const head = await headOf(rpc, policy);
  return { chainId, head, anchors, finalBlock: final?.number ?? null };
}
