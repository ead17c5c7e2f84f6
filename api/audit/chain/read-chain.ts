/** The chain's side, read once: which sizes it holds, in which blocks, and how far it is final. */
import type {
  AnchoredLog,
  AuditChain,
  BlockHeader,
  LedgerState,
} from "../../anchor/audit-chain.ts";
import { RpcRejected, RpcUnreachable } from "../../anchor/rpc.ts";

export interface ChainFacts {
  readonly chainId: number;
  readonly finalized: BlockHeader | null;
  /** `null`: contract or ledger are not there. */
  readonly ledger: LedgerState | null;
  readonly headSize: number;
  /** By size; `null`: the node does not list them. */
  readonly events: ReadonlyMap<number, AnchoredLog> | null;
}

/** `unavailable`: it could not be asked. */
export async function readChain(chain: AuditChain): Promise<ChainFacts | "unavailable"> {
  return unlessUnavailable(async () => {
    const chainId = await chain.chainId();
    const ledger = await chain.ledger();
    // In this order: what an earlier answer knows the later ones know, too.
    const finalized = await chain.finalized();
    const head = await chain.head();
    const latest = await chain.latest();
    const events = ledger === null ? null : await chain.anchored(latest.number);
    return {
      ...{ chainId, finalized, ledger },
      headSize: head?.size ?? 0,
      events: events && new Map(events.map((event) => [Number(event.size), event])),
    };
  });
}

export async function unlessUnavailable<T>(ask: () => Promise<T>): Promise<T | "unavailable"> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RpcUnreachable || error instanceof RpcRejected) return "unavailable";
    throw error;
  }
}
