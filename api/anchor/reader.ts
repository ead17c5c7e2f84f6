/** The verifier's eyes: asks a chain node of the verifier's own choosing. Leaves no timer and no socket that keeps a process alive. */
import type { AnchorAnswer, AnchorQuestion, AskChain } from "../../portal/verify/chain.ts";
import { asCount, headerAt, latestHeader } from "./answers.ts";
import { createRpc, DEFAULT_LIMITS, type Rpc, type RpcLimits } from "./rpc.ts";
import { type LedgerPlace, readAnchored, readHead, readRoot } from "./views.ts";

/**
 * Rejects (RpcUnreachable, RpcRejected) whenever the chain cannot be asked. What the chain does not know is an answer:
 * no contract, another contract or no such ledger is `registered: false`.
 */
export function createChainReader(rpcUrl: string, limits: RpcLimits = DEFAULT_LIMITS): AskChain {
  const rpc = createRpc(rpcUrl, limits);
  return async (question) => {
    const [chainId, latest, finalized] = await Promise.all([
      rpc("eth_chainId", []).then(asCount),
      latestHeader(rpc),
      headerAt(rpc, "finalized"),
    ]);
    const nothing: AnchorAnswer = {
      chainId,
      registered: false,
      latest: { number: latest.number },
      finalized: finalized === null ? null : { number: finalized.number },
      rootAtLatest: null,
      rootAtFinalized: null,
      event: null,
    };
    if (chainId !== question.chainId) return nothing;
    const place = { contract: question.contract, ledgerId: question.ledgerId };
    if ((await readHead(rpc, place)) === null) return nothing;
    return { ...nothing, registered: true, ...(await ledgerFacts(rpc, place, question, nothing)) };
  };
}

async function ledgerFacts(
  rpc: Rpc,
  place: LedgerPlace,
  question: AnchorQuestion,
  known: AnchorAnswer,
): Promise<Pick<AnchorAnswer, "rootAtLatest" | "rootAtFinalized" | "event">> {
  const { size, block } = question;
  const [rootAtLatest, rootAtFinalized] = await Promise.all([
    readRoot(rpc, place, size, "latest"),
    known.finalized === null ? null : readRoot(rpc, place, size, "finalized"),
  ]);
  const range = block === null ? { from: 0, to: "latest" as const } : { from: block, to: block };
  // Without a root there is no event; searching the whole chain for it would be a waste.
  const event = rootAtLatest === null ? null : await readAnchored(rpc, place, size, range);
  return { rootAtLatest, rootAtFinalized, event };
}
