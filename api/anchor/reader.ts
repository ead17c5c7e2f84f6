/** The verifier's eyes: asks a chain node of the verifier's own choosing. Leaves no timer and no socket that keeps a process alive. */
import type { AnchorAnswer, AnchorQuestion, AskChain } from "../../portal/verify/chain.ts";
import { asCount, headerAt, latestHeader } from "./answers.ts";
import {
  createRpc,
  DEFAULT_LIMITS,
  type Rpc,
  type RpcLimits,
  RpcRejected,
  RpcUnreachable,
} from "./rpc.ts";
import { type LedgerPlace, readAnchored, readHead, readRoot } from "./views.ts";

/**
 * Rejects (RpcUnreachable, RpcRejected) whenever the chain cannot be asked. What the chain does not know is an answer:
 * no contract, another contract or no such ledger is `registered: false`; and an event that cannot be read is `unavailable`.
 */
export function createChainReader(rpcUrl: string, limits: RpcLimits = DEFAULT_LIMITS): AskChain {
  const rpc = createRpc(rpcUrl, limits);
  return async (question) => {
    const [chainId, finalized] = await Promise.all([
      rpc("eth_chainId", []).then(asCount),
      headerAt(rpc, "finalized"),
    ]);
    const facts =
      chainId === question.chainId
        ? await ledgerFacts(rpc, question, finalized?.number ?? null)
        : NOT_THERE;
    // Last, so that a chain that grows meanwhile does not seem to contradict itself.
    const latest = await latestHeader(rpc);
    return {
      chainId,
      latest: { number: latest.number },
      finalized: finalized === null ? null : { number: finalized.number },
      ...facts,
    };
  };
}

type LedgerFacts = Omit<AnchorAnswer, "chainId" | "latest" | "finalized">;

const NOT_THERE: LedgerFacts = {
  registered: false,
  rootAtLatest: null,
  rootAtFinalized: null,
  event: null,
};

/** One after the other, the oldest block first: whatever an earlier answer knows, the later ones know too. */
async function ledgerFacts(
  rpc: Rpc,
  question: AnchorQuestion,
  finalBlock: number | null,
): Promise<LedgerFacts> {
  const { contract, ledgerId, size } = question;
  const place = { contract, ledgerId };
  if ((await readHead(rpc, place)) === null) return NOT_THERE;
  // At the block whose number is answered: the tag moves on meanwhile.
  const rootAtFinalized = finalBlock === null ? null : await readRoot(rpc, place, size, finalBlock);
  const rootAtLatest = await readRoot(rpc, place, size, "latest");
  // Without a root there is no event; searching the whole chain for it would be a waste.
  const event = rootAtLatest === null ? null : await readEvent(rpc, place, question);
  return { registered: true, rootAtLatest, rootAtFinalized, event };
}

/** Never rejects because of the node: what the roots say must not be hidden by a node that refuses to search its logs. */
async function readEvent(
  rpc: Rpc,
  place: LedgerPlace,
  { size, block }: AnchorQuestion,
): Promise<AnchorAnswer["event"]> {
  const range = block === null ? { from: 0, to: "latest" as const } : { from: block, to: block };
  try {
    return await readAnchored(rpc, place, size, range);
  } catch (error) {
    if (error instanceof RpcUnreachable || error instanceof RpcRejected) return "unavailable";
    throw error;
  }
}
