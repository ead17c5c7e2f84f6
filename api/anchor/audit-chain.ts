/** What an audit asks of a chain: everything that it knows of one ledger, through a node that the auditor chose. Only reads. */
import { asCount, type BlockHeader, headerAt, latestHeader } from "./answers.ts";
import { createRpc, RpcRejected } from "./rpc.ts";
import {
  type AnchoredLog,
  type ChainHead,
  inHalves,
  type LedgerPlace,
  type LedgerState,
  readAnchoredWithin,
  readHead,
  readLedger,
  readRoot,
} from "./views.ts";

export type { AnchoredLog, BlockHeader, ChainHead, LedgerState };

/** Every method rejects (RpcUnreachable, RpcRejected) if the node does not answer properly. */
export interface AuditChain {
  chainId(): Promise<number>;
  latest(): Promise<BlockHeader>;
  /** `null`: the chain names no final block. */
  finalized(): Promise<BlockHeader | null>;
  /** `null`: contract or ledger are not there. */
  ledger(): Promise<LedgerState | null>;
  head(): Promise<ChainHead | null>;
  /** The root that was anchored for a size, as of the newest block; `null`: none. */
  root(size: number): Promise<string | null>;
  /** Every anchor in the order of the blocks up to this one; `null`: the node does not let one search. */
  anchored(upTo: number): Promise<readonly AnchoredLog[] | null>;
  /** `null`: the node does not have it. */
  block(number: number): Promise<BlockHeader | null>;
}

export function openAuditChain(rpcUrl: string, place: LedgerPlace): AuditChain {
  const rpc = createRpc(rpcUrl);

  const within = (from: number, to: number) => readAnchoredWithin(rpc, place, { from, to });

  return {
    chainId: async () => asCount(await rpc("eth_chainId", [])),
    latest: () => latestHeader(rpc),
    finalized: () => headerAt(rpc, "finalized"),
    ledger: () => readLedger(rpc, place),
    head: () => readHead(rpc, place),
    root: (size) => readRoot(rpc, place, size, "latest"),
    anchored: (upTo) => inHalves(0, upTo, within),
    async block(number) {
      try {
        return await headerAt(rpc, number);
      } catch (error) {
        if (error instanceof RpcRejected) return null;
        throw error;
      }
    },
  };
}
