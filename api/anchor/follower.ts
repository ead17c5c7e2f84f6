/** What somebody who follows a ledger's log asks a chain: the head, the roots, and all that was anchored, over a node of his own choosing. */
import { asCount, headerAt, latestHeader } from "./answers.ts";
import { createRpc, DEFAULT_LIMITS, type Rpc, type RpcLimits } from "./rpc.ts";
import {
  type AnchoredLog,
  type ChainHead,
  type LedgerPlace,
  readAnchoredWithin,
  readHead,
  readRoot,
} from "./views.ts";

export interface FollowedChain {
  readonly chainId: number;
  /** Null: the chain names no final block. */
  readonly finalized: number | null;
  readonly latest: number;
  /** Null: there is no contract, or no such ledger in it. */
  readonly head: ChainHead | null;
}

/** What was anchored in some blocks, in their order. */
export interface AnchoredBlocks {
  readonly anchored: readonly AnchoredLog[];
  /** The last block of them. */
  readonly to: number;
}

/** Every method rejects with RpcUnreachable or RpcRejected where the chain cannot be asked. */
export interface AnchorFollower {
  /** What is final first, the newest block last: so that a chain that grows meanwhile does not seem to contradict itself. */
  look(): Promise<FollowedChain>;
  /** At `latest`, 0x-hex; null: nothing was anchored at this size. */
  rootAt(size: number): Promise<string | null>;
  /**
   * All that was anchored from block `from` up to block `to`, some blocks at a time. Ends early where the node does not want to search its logs, and after
   * `most` questions: what came so far is what there is in the blocks up to the last `to`.
   */
  anchored(from: number, to: number, most: number): AsyncIterable<AnchoredBlocks>;
}

/** Blocks asked for at once, at most: it bounds what one answer holds. Nodes that want fewer are asked for fewer. */
const MOST_BLOCKS = 50_000;
/** A node that refuses even this is not going to answer. */
const LEAST_BLOCKS = 16;

export function createAnchorFollower(
  rpcUrl: string,
  place: LedgerPlace,
  limits: RpcLimits = DEFAULT_LIMITS,
): AnchorFollower {
  const rpc = createRpc(rpcUrl, limits);
  return {
    look: () => look(rpc, place),
    rootAt: (size) => readRoot(rpc, place, size, "latest"),
    async *anchored(from, to, most) {
      let blocks = MOST_BLOCKS;
      for (let [start, asked] = [from, 0]; start <= to && asked < most; asked++) {
        const end = Math.min(to, start + blocks - 1);
        const found = await readAnchoredWithin(rpc, place, { from: start, to: end });
        if (found === null) {
          if (blocks <= LEAST_BLOCKS) return;
          blocks = Math.max(LEAST_BLOCKS, Math.floor(Math.min(blocks, end - start + 1) / 4));
          continue;
        }
        yield { anchored: [...found].sort((a, b) => a.size - b.size), to: end };
        start = end + 1;
        blocks = Math.min(MOST_BLOCKS, blocks * 2);
      }
    },
  };
}

async function look(rpc: Rpc, place: LedgerPlace): Promise<FollowedChain> {
  const chainId = asCount(await rpc("eth_chainId", []));
  const finalized = await headerAt(rpc, "finalized");
  const head = await readHead(rpc, place);
  const latest = await latestHeader(rpc);
  return { chainId, finalized: finalized?.number ?? null, latest: latest.number, head };
}
