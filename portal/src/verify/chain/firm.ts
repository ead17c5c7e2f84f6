/** The chain as the firm's own server tells it: for who takes the firm's word. */
import type { AskChain } from "../../../verify/index.ts";
import { ChainUnreachable, isObject, LIMITS, parsed, type RpcLimits, readText } from "./rpc.ts";

/**
 * The server tells of its own ledger alone; what is asked of another it cannot tell.
 *
 * @param base where the server is; empty: where this page comes from
 */
export function firmReader(base = "", limits: RpcLimits = LIMITS): AskChain {
  return async ({ chainId, contract, ledgerId, size, block }) => {
    const query = block === null ? "" : `?block=${block}`;
    const path = `/.well-known/counterfoil/anchors/${size}${query}`;
    const answer = parsed(await get(`${base}${path}`, limits));
    if (!isObject(answer) || answer.contract !== contract || answer.ledgerId !== ledgerId) {
      throw new ChainUnreachable("bad_answer");
    }
    const { contract: _, ledgerId: __, ...said } = answer;
    if (said.chainId !== chainId) throw new ChainUnreachable("bad_answer");
    // The kernel looks at it as at any other: it is what a node is said to have said.
    return said as never;
  };
}

async function get(address: string, limits: RpcLimits): Promise<string> {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  try {
    const response = await fetch(address, { signal, cache: "no-store", credentials: "omit" });
    if (!response.ok) throw new ChainUnreachable("refused");
    return await readText(response, limits.maxAnswerBytes);
  } catch (error) {
    if (error instanceof ChainUnreachable) throw error;
    throw new ChainUnreachable(signal.aborted ? "timeout" : "refused");
  }
}
