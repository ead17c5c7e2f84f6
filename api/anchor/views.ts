/** What anybody can read of a ledger on the chain; the verifier's reader and the worker's client both read through these. */
import {
  asLedgerId,
  asTreeSize,
  type LedgerId,
  type TreeSize,
} from "../../portal/verify/brands.ts";
import type { AnchorEvent } from "../../portal/verify/chain.ts";
import { anchoredTopics, ledgerAnchor } from "./abi.ts";
import {
  asCount,
  asData,
  asHeader,
  asObject,
  asWord,
  badAnswer,
  blockName,
  quantity,
  type Tag,
} from "./answers.ts";
import { type Rpc, RpcRejected } from "./rpc.ts";

/** Where a ledger is. Both lower-case 0x-hex. */
export interface LedgerPlace {
  readonly contract: string;
  readonly ledgerId: string;
}

const ZERO = `0x${"0".repeat(64)}`;

export interface ChainHead {
  /** A size beyond 2^53−1, which only a thief of the anchorer's key would anchor, is answered as 2^53−1. */
  readonly size: number;
  readonly root: string;
}

/** Null if there is no contract, another contract, or no such ledger in it (at that block, not yet). */
export async function readHead(
  rpc: Rpc,
  place: LedgerPlace,
  at: Tag | number = "latest",
): Promise<ChainHead | null> {
  const data = await viewOrNull(rpc, place, "head", [place.ledgerId], at);
  if (data === null || data.length !== 130) return null;
  return { size: countOf(BigInt(data.slice(0, 66))), root: `0x${data.slice(66)}` };
}

/** What the contract holds of a ledger besides its roots. Addresses and hashes are lower-case 0x-hex. */
export interface LedgerState {
  readonly owner: string;
  readonly anchorer: string;
  /** Size that was taken over from the predecessor; 0 if none was. */
  readonly inheritedSize: number;
  readonly closed: boolean;
  readonly logKeyHash: string;
  readonly predecessor: LedgerId | null;
  readonly successor: LedgerId | null;
}

/** At `latest`; null if there is no contract, another contract, or no such ledger in it. */
export async function readLedger(rpc: Rpc, place: LedgerPlace): Promise<LedgerState | null> {
  const data = await viewOrNull(rpc, place, "ledger", [place.ledgerId], "latest");
  if (data === null || data === "0x") return null;
  let state: Record<string, unknown>;
  try {
    [state] = ledgerAnchor.decodeFunctionResult("ledger", data) as unknown as [typeof state];
  } catch {
    throw badAnswer();
  }
  const lower = (name: string): string => String(state[name]).toLowerCase();
  const other = (name: string): LedgerId | null =>
    lower(name) === ZERO ? null : asLedgerId(lower(name));
  return {
    owner: lower("owner"),
    anchorer: lower("anchorer"),
    inheritedSize: countOf(state.inheritedSize as bigint),
    closed: state.closed === true,
    logKeyHash: lower("logKeyHash"),
    predecessor: other("predecessor"),
    successor: other("successor"),
  };
}

const countOf = (value: bigint): number => {
  const greatest = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(value > greatest ? greatest : value);
};

/** Null if nothing was anchored at that size, or the contract is younger than the block (a revert, or `0x`). */
export async function readRoot(
  rpc: Rpc,
  place: LedgerPlace,
  size: number,
  at: Tag | number,
): Promise<string | null> {
  const data = await viewOrNull(rpc, place, "rootAt", [place.ledgerId, size], at);
  if (data === null || data === "0x") return null;
  const root = asWord(data);
  return root === ZERO ? null : root;
}

/** The result of a view; null where it reverts. No contract at all answers `0x`. */
async function viewOrNull(
  rpc: Rpc,
  place: LedgerPlace,
  name: string,
  args: readonly unknown[],
  at: Tag | number,
): Promise<string | null> {
  const call = { to: place.contract, data: ledgerAnchor.encodeFunctionData(name, args) };
  try {
    return asData(await rpc("eth_call", [call, blockName(at)]));
  } catch (error) {
    if (error instanceof RpcRejected && error.reverted) return null;
    throw error;
  }
}

/** A range of blocks to look in, both ends included. */
export interface BlockRange {
  readonly from: number;
  readonly to: number | "latest";
}

/** Blocks that even a node asks for that refuses more. */
const LEAST_BLOCKS = 500;

/** What `look` finds in a range; where a node refuses it (`null`), in each half of it. `null`: it refuses the smallest, too. */
export async function inHalves<T>(
  from: number,
  to: number,
  look: (from: number, to: number) => Promise<readonly T[] | null>,
): Promise<readonly T[] | null> {
  const found = await look(from, to);
  if (found !== null || to - from < LEAST_BLOCKS) return found;
  const middle = Math.floor((from + to) / 2);
  const first = await inHalves(from, middle, look);
  const second = first === null ? null : await inHalves(middle + 1, to, look);
  return first === null || second === null ? null : [...first, ...second];
}

/** An `Anchored` event as the chain's logs have it. Hashes are 0x-hex. */
export interface AnchoredLog {
  readonly size: TreeSize;
  readonly previousSize: number;
  readonly root: string;
  readonly blockNumber: number;
  readonly blockHash: string;
}

/**
 * Every size that was ever anchored in a ledger with its root, descending; sizes beyond 2^53−1 are left out. Null if the node does not
 * want to search all its blocks.
 */
export async function readAllAnchored(
  rpc: Rpc,
  place: LedgerPlace,
): Promise<readonly ChainHead[] | null> {
  const found = await readAnchoredWithin(rpc, place, { from: 0, to: "latest" });
  if (found === null) return null;
  return found.map(({ size, root }) => ({ size, root })).sort((a, b) => b.size - a.size);
}

/** What was anchored in a ledger in a range of blocks; sizes beyond 2^53−1 are left out. Null if the node does not want to search it. */
export async function readAnchoredWithin(
  rpc: Rpc,
  place: LedgerPlace,
  range: BlockRange,
): Promise<readonly AnchoredLog[] | null> {
  const [topic, ledger] = anchoredTopics(place.ledgerId, 0);
  const logs = await logsOrNull(rpc, {
    address: place.contract,
    topics: [topic, ledger],
    fromBlock: quantity(range.from),
    toBlock: range.to === "latest" ? "latest" : quantity(range.to),
  });
  if (logs === null) return null;
  return logs.map(asObject).flatMap((log) => {
    const topics: readonly unknown[] = Array.isArray(log.topics) ? log.topics : [];
    const size = topics.length === 3 ? BigInt(asWord(topics[2])) : null;
    if (size === null || size > BigInt(Number.MAX_SAFE_INTEGER)) return [];
    if (!isWanted(log, place, Number(size), range)) return [];
    return [
      {
        size: asTreeSize(Number(size)),
        previousSize: countOf(BigInt(asData(log.data).slice(0, 66))),
        root: `0x${asData(log.data).slice(66)}`,
        blockNumber: asCount(log.blockNumber),
        blockHash: asWord(log.blockHash),
      },
    ];
  });
}

/** The `Anchored` event of a size; null if it is not in the range, `unavailable` if the node does not want to search it. */
export async function readAnchored(
  rpc: Rpc,
  place: LedgerPlace,
  size: number,
  range: BlockRange,
): Promise<AnchorEvent | "unavailable" | null> {
  const logs = await logsOrNull(rpc, {
    address: place.contract,
    topics: anchoredTopics(place.ledgerId, size),
    fromBlock: quantity(range.from),
    toBlock: range.to === "latest" ? "latest" : quantity(range.to),
  });
  if (logs === null) return "unavailable";
  const log = logs.map(asObject).find((candidate) => isWanted(candidate, place, size, range));
  if (log === undefined) return null;
  const header = asHeader(await rpc("eth_getBlockByHash", [asWord(log.blockHash), false]));
  // Gone in a reorganisation, or not known to this node of several behind one address.
  if (header === null || header.number !== asCount(log.blockNumber)) return "unavailable";
  return {
    blockNumber: header.number,
    blockHash: header.hash,
    blockTime: header.time,
    transaction: asWord(log.transactionHash),
    size,
    previousSize: countOf(BigInt(asData(log.data).slice(0, 66))),
    root: `0x${asData(log.data).slice(66)}`,
  };
}

/** Null if the node does not want to search the range. */
export async function logsOrNull(rpc: Rpc, filter: object): Promise<readonly unknown[] | null> {
  try {
    const logs = await rpc("eth_getLogs", [filter]);
    if (!Array.isArray(logs)) throw badAnswer();
    return logs;
  } catch (error) {
    // "block range too large", "range beyond the head": each node has its own words for it.
    if (error instanceof RpcRejected) return null;
    throw error;
  }
}

/** Nodes were seen that ignore a filter, so what comes back is looked at again. */
function isWanted(
  log: Record<string, unknown>,
  place: LedgerPlace,
  size: number,
  range: BlockRange,
): boolean {
  if (log.removed === true || log.blockNumber == null) return false;
  const wanted = anchoredTopics(place.ledgerId, size);
  const block = asCount(log.blockNumber);
  const topics: readonly unknown[] = Array.isArray(log.topics) ? log.topics : [];
  return (
    asData(log.address) === place.contract &&
    topics.length === wanted.length &&
    wanted.every((topic, i) => topic === asData(topics[i])) &&
    asData(log.data).length === 130 &&
    block >= range.from &&
    (range.to === "latest" || block <= range.to)
  );
}
