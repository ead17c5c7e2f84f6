/**
 * Which final block first anchored an entry, for who judges a receipt (FORMAT §8). The chain is asked so that a node without old state
 * can answer (by its logs, in ranges as small as they can be), and so can one that does not search its logs (by its state).
 */
import { asCount, type BlockHeader, badAnswer, headerAt } from "./answers.ts";
import { lastBlockNotAfter } from "./blocks-in-time.ts";
import { type Rpc, RpcRejected, RpcUnreachable } from "./rpc.ts";
import {
  type AnchoredLog,
  type BlockRange,
  type ChainHead,
  type LedgerPlace,
  readAnchoredWithin,
  readHead,
  readRoot,
} from "./views.ts";

export interface CoverQuestion extends LedgerPlace {
  readonly chainId: number;
  readonly index: number;
  /** Milliseconds since 1970: when the entry was taken, by its ledger's clock; and until when it was to be anchored. */
  readonly time: number;
  readonly deadline: number;
}

export interface CoverBlock {
  readonly number: number;
  readonly hash: string;
  /** Unix seconds. */
  readonly time: number;
}

/** A size above the index that final blocks hold. */
export interface Cover {
  readonly size: number;
  /** 0x-hex, as the contract has it. */
  readonly root: string;
  /** The block that anchored it; null: one that is not after `notAfter`, and the node did not tell which. */
  readonly block: CoverBlock | null;
  /** Unix seconds. */
  readonly notAfter: number;
  /** That block is not after the deadline. If not, nothing that covers the entry was anchored by then. */
  readonly inTime: boolean;
}

export interface CoverAnswer {
  readonly chainId: number;
  /** Contract and ledger are there. */
  readonly registered: boolean;
  /** Null: the chain names no final block. */
  readonly final: CoverBlock | null;
  /** What the final block holds; null: no ledger yet. */
  readonly head: ChainHead | null;
  /** Null: no final block anchored a size above the index. `unknown`: one did, and the node does not tell whether in time. */
  readonly cover: Cover | "unknown" | null;
}

/** Rejects (RpcUnreachable, RpcRejected) if the chain cannot be asked at all. */
export type AskCover = (question: CoverQuestion) => Promise<CoverAnswer>;

export function coverReader(rpc: Rpc): AskCover {
  return async (question) => {
    const chainId = asCount(await rpc("eth_chainId", []));
    const none = { chainId, registered: false, final: null, head: null, cover: null };
    if (chainId !== question.chainId || (await readHead(rpc, question)) === null) return none;
    const final = await headerAt(rpc, "finalized");
    if (final === null) return { ...none, registered: true };
    // At the block whose number is answered: the tag moves on meanwhile.
    const head = await readHead(rpc, question, final.number);
    const cover = await coverUnder(rpc, question, final, head);
    return { chainId, registered: true, final: blockOf(final), head, cover };
  };
}

const blockOf = ({ number, hash, time }: BlockHeader): CoverBlock => ({ number, hash, time });

async function coverUnder(
  rpc: Rpc,
  question: CoverQuestion,
  final: BlockHeader,
  head: ChainHead | null,
): Promise<CoverAnswer["cover"]> {
  // Whoever gave the receipt had registered by then: a node that knows of no ledger so late has no state of that block.
  if (head === null) return final.time * 1000 > question.deadline ? "unknown" : null;
  return head.size > question.index ? firstCover(rpc, question, final, head) : null;
}

/** Clocks differ, and a ledger's may be ahead of its chain's. */
const CLOCK_MARGIN_SECONDS = 3_600;
/** A range of blocks that most nodes search. */
const SMALL_RANGE = 2_000;

async function firstCover(
  rpc: Rpc,
  question: CoverQuestion,
  final: BlockHeader,
  head: ChainHead,
): Promise<Cover | "unknown"> {
  const { index, deadline, time } = question;
  const due = await lastBlockNotAfter(rpc, Math.floor(deadline / 1000), final);
  if (due !== null) {
    const taken = Math.floor(time / 1000) - CLOCK_MARGIN_SECONDS;
    const from = (await lastBlockNotAfter(rpc, taken, due))?.number ?? 0;
    const found = await firstAbove(rpc, question, { from, to: due.number });
    if (found !== null) return coverOf(rpc, question, found, final, true);
    // By the deadline the head was `head`, or what the state of that block says.
    if (due.number === final.number) return covers(head, due, true);
  }
  const late = await firstBehind(rpc, question, due?.number ?? -1, final);
  if (late !== null && late.previousSize <= index) {
    return coverOf(rpc, question, late, final, false);
  }
  if (due === null) return covers(head, final, false);
  const then = await headThen(rpc, question, due.number);
  if (then !== null) {
    return then.size > index ? covers(then, due, true) : covers(head, final, false);
  }
  const earlier = await firstAbove(rpc, question, { from: 0, to: due.number });
  return earlier === null ? "unknown" : coverOf(rpc, question, earlier, final, true);
}

/** The smallest size above the index that was anchored in a range; null also if the node does not search it, or finds too much. */
async function firstAbove(
  rpc: Rpc,
  question: CoverQuestion,
  range: BlockRange,
): Promise<AnchoredLog | null> {
  const found = await readAnchoredWithin(rpc, question, range).catch((error: unknown) => {
    if (error instanceof RpcUnreachable) return null;
    throw error;
  });
  const above = (found ?? []).filter(({ size }) => size > question.index);
  return above.reduce<AnchoredLog | null>(
    (least, each) => (least === null || each.size < least.size ? each : least),
    null,
  );
}

/** The same behind a block, up to the final one. It is seldom far. */
async function firstBehind(
  rpc: Rpc,
  question: CoverQuestion,
  block: number,
  final: BlockHeader,
): Promise<AnchoredLog | null> {
  const from = block + 1;
  const near = Math.min(final.number, from + SMALL_RANGE - 1);
  const found = await firstAbove(rpc, question, { from, to: near });
  if (found !== null || near === final.number) return found;
  return firstAbove(rpc, question, { from: near + 1, to: final.number });
}

async function coverOf(
  rpc: Rpc,
  question: CoverQuestion,
  { size, root, blockNumber, blockHash }: AnchoredLog,
  final: BlockHeader,
  inTime: boolean,
): Promise<Cover> {
  const header = await headerAt(rpc, blockNumber);
  // The contract has the last word on the root; a node that contradicts itself has said nothing.
  const held = await readRoot(rpc, question, size, final.number);
  if (header?.hash !== blockHash || held !== root) throw badAnswer();
  if (header.time * 1000 <= question.deadline !== inTime) throw badAnswer();
  return { size, root, block: blockOf(header), notAfter: header.time, inTime };
}

const covers = ({ size, root }: ChainHead, { time }: BlockHeader, inTime: boolean): Cover => ({
  ...{ size, root, block: null, notAfter: time, inTime },
});

/** What the contract held in an old block; null if the node does not know. */
async function headThen(rpc: Rpc, place: LedgerPlace, block: number): Promise<ChainHead | null> {
  try {
    // None, as above, is not knowing.
    return await readHead(rpc, place, block);
  } catch (error) {
    if (error instanceof RpcRejected) return null;
    throw error;
  }
}
