/** Whether a ledger has anchored more than a size since, and for how long that has been final: who is shown proofs as of an old checkpoint can tell. */
import { headerAt } from "./answers.ts";
import { createRpc, DEFAULT_LIMITS, type RpcLimits } from "./rpc.ts";
import { inHalves, type LedgerPlace, readAnchoredWithin, readHead } from "./views.ts";

/** `null`: there is none. `unknown`: the node names no final block, or does not want to search. */
export type NewerFor = number | null | "unknown";

/**
 * For how many seconds of the chain's time a larger size has been in final blocks, at least.
 *
 * @param block that has the anchor of the size; `null`: it is not known, and then no more is told than that there is none
 */
export type AskNewer = (size: number, block: number | null) => Promise<NewerFor>;

/** Rejects (RpcUnreachable, RpcRejected) whenever the chain cannot be asked. */
export function createNewerReader(
  rpcUrl: string,
  place: LedgerPlace,
  limits: RpcLimits = DEFAULT_LIMITS,
): AskNewer {
  const rpc = createRpc(rpcUrl, limits);
  return async (size, block) => {
    const final = await headerAt(rpc, "finalized");
    if (final === null) return "unknown";
    const head = await readHead(rpc, place, final.number);
    if (head === null) return "unknown";
    if (head.size <= size) return null;
    if (block === null) return "unknown";
    const found = await inHalves(block, final.number, (from, to) =>
      readAnchoredWithin(rpc, place, { from, to }),
    );
    const next = found?.find((one) => one.size > size);
    const header = next === undefined ? null : await headerAt(rpc, next.blockNumber);
    return header === null ? "unknown" : Math.max(0, final.time - header.time);
  };
}
