/** The kernel's questions, asked of whoever the visitor has chosen. The same questions in the same order as the server's own reader (api/anchor/reader.ts). */
import type { AnchorAnswer, AnchorEvent, AnchorQuestion, AskChain } from "../../../verify/index.ts";
import { anchoredTopics, headCall, rootAtCall } from "./abi.ts";
import {
  asCount,
  asData,
  asHeader,
  asObject,
  asWord,
  badAnswer,
  countOf,
  headerAt,
  quantity,
  rootOf,
} from "./answers.ts";
import { ChainRejected, ChainUnreachable, type Rpc } from "./rpc.ts";

type LedgerFacts = Omit<AnchorAnswer, "chainId" | "latest" | "finalized">;

const NOT_THERE: LedgerFacts = {
  registered: false,
  rootAtLatest: null,
  rootAtFinalized: null,
  event: null,
};

/**
 * Rejects (ChainUnreachable, ChainRejected) whenever the chain cannot be asked. What the chain does not know is an answer:
 * no contract, another contract or no such ledger is `registered: false`; and an event that cannot be read is `unavailable`.
 */
export function chainReader(rpc: Rpc): AskChain {
  return async (question) => {
    const chainId = asCount(await rpc("eth_chainId", []));
    const finalized = await headerAt(rpc, "finalized");
    const facts =
      chainId === question.chainId
        ? await ledgerFacts(rpc, question, finalized?.number ?? null)
        : NOT_THERE;
    // Last, so that a chain that grows meanwhile does not seem to contradict itself.
    const latest = await headerAt(rpc, "latest");
    if (latest === null) throw badAnswer();
    return {
      chainId,
      latest: { number: latest.number },
      finalized: finalized === null ? null : { number: finalized.number },
      ...facts,
    };
  };
}

/** One after the other, the oldest block first: whatever an earlier answer knows, the later ones know too. */
async function ledgerFacts(
  rpc: Rpc,
  question: AnchorQuestion,
  finalBlock: number | null,
): Promise<LedgerFacts> {
  const { ledgerId, size } = question;
  const head = await view(rpc, question, headCall(ledgerId), "latest");
  if (head === null || head.length !== 130) return NOT_THERE;
  const rootAt = async (at: string): Promise<string | null> => {
    const data = await view(rpc, question, rootAtCall(ledgerId, size), at);
    return data === null || data === "0x" ? null : rootOf(asWord(data));
  };
  // At the block whose number is answered: the tag moves on meanwhile.
  const rootAtFinalized = finalBlock === null ? null : await rootAt(quantity(finalBlock));
  const rootAtLatest = await rootAt("latest");
  // Without a root there is no event; searching the whole chain for it would be a waste.
  const event = rootAtLatest === null ? null : await eventOf(rpc, question);
  return { registered: true, rootAtLatest, rootAtFinalized, event };
}

/** The result of a view; null where it reverts. No contract at all answers `0x`. */
async function view(
  rpc: Rpc,
  { contract }: AnchorQuestion,
  data: string,
  at: string,
): Promise<string | null> {
  try {
    return asData(await rpc("eth_call", [{ to: contract, data }, at]));
  } catch (error) {
    if (error instanceof ChainRejected && error.reverted) return null;
    throw error;
  }
}

/** Never rejects because of the node: what the roots say must not be hidden by a node that refuses to search its logs. */
async function eventOf(rpc: Rpc, question: AnchorQuestion): Promise<AnchorAnswer["event"]> {
  try {
    return await readEvent(rpc, question);
  } catch (error) {
    if (error instanceof ChainUnreachable || error instanceof ChainRejected) return "unavailable";
    throw error;
  }
}

async function readEvent(
  rpc: Rpc,
  question: AnchorQuestion,
): Promise<AnchorEvent | "unavailable" | null> {
  const { contract, ledgerId, size, block } = question;
  const range =
    block === null
      ? { fromBlock: "0x0", toBlock: "latest" }
      : { fromBlock: quantity(block), toBlock: quantity(block) };
  const topics = anchoredTopics(ledgerId, size);
  const logs = await rpc("eth_getLogs", [{ address: contract, topics, ...range }]);
  if (!Array.isArray(logs)) throw badAnswer();
  const log = logs.map(asObject).find((one) => isWanted(one, question));
  if (log === undefined) return null;
  const header = asHeader(await rpc("eth_getBlockByHash", [asWord(log.blockHash), false]));
  // Gone in a reorganisation, or not known to this node of several behind one address.
  if (header === null || header.number !== asCount(log.blockNumber)) return "unavailable";
  const data = asData(log.data);
  return {
    blockNumber: header.number,
    blockHash: header.hash,
    blockTime: header.time,
    transaction: asWord(log.transactionHash),
    size,
    previousSize: countOf(data.slice(0, 66)),
    root: `0x${data.slice(66)}`,
  };
}

/** Nodes were seen that ignore a filter, so what comes back is looked at again. */
function isWanted(
  log: Record<string, unknown>,
  { contract, ledgerId, size, block }: AnchorQuestion,
): boolean {
  if (log.removed === true || log.blockNumber == null) return false;
  const wanted = anchoredTopics(ledgerId, size);
  const topics: readonly unknown[] = Array.isArray(log.topics) ? log.topics : [];
  return (
    asData(log.address) === contract &&
    topics.length === wanted.length &&
    wanted.every((topic, i) => topic === asData(topics[i])) &&
    asData(log.data).length === 130 &&
    (block === null || asCount(log.blockNumber) === block)
  );
}
