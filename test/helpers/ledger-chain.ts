/** A chain that a test makes up: which sizes it holds, since when, and whether for ever. */
import { hexEncode } from "../../portal/verify/bytes.ts";
import type { AnchorAnswer, AnchorQuestion } from "../../portal/verify/chain.ts";
import { sha256 } from "../../portal/verify/hash.ts";

export interface MadeUpAnchor {
  readonly size: number;
  /** 0x-hex. */
  readonly root: string;
  readonly final: boolean;
  /** Seconds since 1970. */
  readonly blockTime: number;
}

export interface MadeUpChain {
  /** Answers the number of the anchor's block. */
  add(anchor: MadeUpAnchor): number;
  /** The size anchored before this one. */
  previousSize(size: number): number;
  ask(question: AnchorQuestion): Promise<AnchorAnswer>;
}

const FIRST_BLOCK = 100;

export const blockHash = (block: number): string =>
  `0x${hexEncode(sha256(new TextEncoder().encode(`block ${block}`)))}`;

export function madeUpChain(): MadeUpChain {
  const anchors: (MadeUpAnchor & { readonly block: number; readonly previousSize: number })[] = [];
  return {
    add(anchor) {
      const before = anchors.filter(({ size }) => size !== anchor.size);
      const block = FIRST_BLOCK + anchors.length;
      anchors.push({ ...anchor, block, previousSize: before.at(-1)?.size ?? 0 });
      return block;
    },
    previousSize: (size) => anchors.findLast((anchor) => anchor.size === size)?.previousSize ?? 0,
    async ask({ chainId, size, block }) {
      const found = anchors.findLast((anchor) => anchor.size === size) ?? null;
      const seen = found !== null && (block === null || block === found.block) ? found : null;
      return {
        chainId,
        registered: true,
        latest: { number: 1_000 },
        finalized: { number: 998 },
        rootAtLatest: found?.root ?? null,
        rootAtFinalized: found?.final === true ? found.root : null,
        event: seen && {
          ...{ blockNumber: seen.block, blockHash: blockHash(seen.block) },
          ...{ blockTime: seen.blockTime, transaction: blockHash(seen.block) },
          ...{ size, previousSize: seen.previousSize, root: seen.root },
        },
      };
    },
  };
}
