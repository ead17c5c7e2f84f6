/** A chain that a test makes up, as an audit sees it: anchors in blocks of their own, and blocks behind them. */
import type {
  AnchoredLog,
  AuditChain,
  BlockHeader,
  LedgerState,
} from "../../../api/anchor/audit-chain.ts";
import { sha256 } from "../../../api/core/hash.ts";
import { asTreeSize } from "../../../portal/verify/brands.ts";

export interface MadeUpAnchored {
  readonly size: number;
  /** 0x-hex. */
  readonly root: string;
  /** Seconds since 1970. */
  readonly blockTime: number;
}

/** All that such a chain holds: plain data, so that it can be kept beside a ledger's files. */
export interface ChainData {
  readonly chainId: number;
  /** 0x-hex. */
  readonly logKeyHash: string;
  /** One in each block, from {@link FIRST_BLOCK} on. */
  readonly anchors: readonly MadeUpAnchored[];
  /** Blocks behind the last anchor; all but the last two are final. */
  readonly behind: number;
}

export const FIRST_BLOCK = 100;
const ZERO_ADDRESS = `0x${"00".repeat(20)}`;

export const blockHash = (block: number): string => `0x${sha256(`block ${block}`).toString("hex")}`;

export function chainOf(data: ChainData): AuditChain {
  const { anchors, behind } = data;
  const last = FIRST_BLOCK + anchors.length - 1 + behind;
  const header = (number: number): BlockHeader => ({
    number,
    hash: blockHash(number),
    time: anchors[number - FIRST_BLOCK]?.blockTime ?? (anchors.at(-1)?.blockTime ?? 0) + 1,
    baseFee: null,
  });
  const ledger: LedgerState = {
    owner: ZERO_ADDRESS,
    anchorer: ZERO_ADDRESS,
    inheritedSize: 0,
    closed: false,
    logKeyHash: data.logKeyHash,
    predecessor: null,
    successor: null,
  };
  const events = anchors.map(
    ({ size, root }, i): AnchoredLog => ({
      size: asTreeSize(size),
      previousSize: anchors[i - 1]?.size ?? 0,
      root,
      blockNumber: FIRST_BLOCK + i,
      blockHash: blockHash(FIRST_BLOCK + i),
    }),
  );
  return {
    chainId: async () => data.chainId,
    latest: async () => header(last),
    finalized: async () => header(last - 2),
    ledger: async () => ledger,
    head: async () => {
      const newest = anchors.at(-1);
      return newest === undefined ? null : { size: newest.size, root: newest.root };
    },
    root: async (size) => anchors.find((anchor) => anchor.size === size)?.root ?? null,
    anchored: async (upTo) => events.filter(({ blockNumber }) => blockNumber <= upTo),
    block: async (number) => (number > last ? null : header(number)),
  };
}
