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
import { ChainRejected, ChainUnreachable, type Rpc } from "../chain/rpc.ts";

export interface Anchored {
  readonly size: number;
  /** 0x-hex. */
  readonly root: string;
  readonly block: number;
  /** The size that the contract held before; so a list that leaves one out does not hang together. */
  readonly previous: number;
}

export interface AnchoredLedger {
  readonly chainId: number;
  /** `null`: there is no such ledger in that contract. */
  readonly head: { readonly size: number; readonly root: string } | null;
  /** Ascending, whole, and ending at the head or behind it; `null`: the node does not list them so. */
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
  const previous = countOf(data.slice(0, 66));
  return { size: countOf(asData(topics[2])), root: `0x${data.slice(66)}`, block, previous };
}

/** What nodes of firms commonly give at once; a chain longer than it can be asked for in so many goes is not listed. */
const RANGE = 10_000;
const MOST_RANGES = 64;
/** More than these no ledger of a size that a page takes would have. */
const MOST_ANCHORS = 100_000;

/** All blocks at once first, which most nodes of one's own give; then by ranges. Nodes refuse, cut off, or answer with more than is read here. */
async function logsOf(
  rpc: Rpc,
  policy: Policy,
  fromBlock: number,
  toBlock: number,
): Promise<Anchored[] | null> {
  const { contract, ledgerId } = policy;
  const range = { fromBlock: quantity(fromBlock), toBlock: quantity(toBlock) };
  try {
    const topics = anchoredTopics(ledgerId, null);
    const logs = await rpc("eth_getLogs", [{ address: contract, topics, ...range }]);
    if (!Array.isArray(logs) || logs.length > MOST_ANCHORS) return null;
    return logs.map(asObject).flatMap((log) => anchoredIn(log, policy) ?? []);
  } catch (error) {
    // Neither a refusal nor an answer that is too large, or none, says anything against the ledger.
    if (error instanceof ChainRejected) return null;
    if (error instanceof ChainUnreachable && error.reason === "bad_answer") return null;
    throw error;
  }
}

async function anchorsOf(
  rpc: Rpc,
  policy: Policy,
  upTo: number,
): Promise<readonly Anchored[] | null> {
  const whole = await logsOf(rpc, policy, 0, upTo);
  if (whole !== null) return whole;
  if (upTo < RANGE || upTo >= RANGE * MOST_RANGES) return null;
  const found: Anchored[] = [];
  for (let from = 0; from <= upTo; from += RANGE) {
    const some = await logsOf(rpc, policy, from, Math.min(upTo, from + RANGE - 1));
    if (some === null || found.length + some.length > MOST_ANCHORS) return null;
    found.push(...some);
  }
  return found;
}

/** A node may leave out what does not suit it: only a list that begins at nothing, misses nothing and has the head counts as one. */
function wholeList(
  listed: readonly Anchored[],
  head: NonNullable<AnchoredLedger["head"]>,
): readonly Anchored[] | null {
  const sorted = listed.toSorted((a, b) => a.size - b.size);
  const isChained = sorted.every(({ previous }, i) => previous === (sorted[i - 1]?.size ?? 0));
  const hasHead = sorted.some(({ size, root }) => size === head.size && root === head.root);
  return isChained && (hasHead || (head.size === 0 && sorted.length === 0)) ? sorted : null;
}

/** @throws ChainUnreachable, ChainRejected */
export async function readAnchored(rpc: Rpc, policy: Policy): Promise<AnchoredLedger> {
  const chainId = asCount(await rpc("eth_chainId", []));
  const nothing: AnchoredLedger = { chainId, head: null, anchors: null, finalBlock: null };
  if (chainId !== policy.chainId) return nothing;
  // Of the head first: a list that is asked for afterwards has it.
  const head = await headOf(rpc, policy);
  if (head === null) return nothing;
  const latest = await headerAt(rpc, "latest");
  if (latest === null) throw badAnswer();
  const final = await headerAt(rpc, "finalized");
  const listed = await anchorsOf(rpc, policy, latest.number).catch((error: unknown) => {
    if (error instanceof ChainUnreachable) return null;
    throw error;
  });
  const anchors = listed === null ? null : wholeList(listed, head);
  return { chainId, head, anchors, finalBlock: final?.number ?? null };
}
