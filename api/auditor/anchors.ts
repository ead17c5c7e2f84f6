/** The chain against the log: every root that was anchored must be that of the entries, and what was final must stay. */
import type { RootHash } from "../../portal/verify/brands.ts";
import { asTreeSize } from "../../portal/verify/brands.ts";
import { hexEncode } from "../../portal/verify/bytes.ts";
import type { AnchorFollower, FollowedChain } from "../anchor/follower.ts";
import type { AnchoredLog } from "../anchor/views.ts";
import type { ReplayContext } from "./context.ts";
import type { EvidenceObject } from "./finding.ts";
import { type OnChain, offChain } from "./proofs.ts";
import type { SignedCheckpoint } from "./signed.ts";
import { Waiting } from "./waiting.ts";

export interface AnchorsFound {
  /** What the chain holds; 0: nothing yet. */
  readonly head: number;
  /** Sizes, ascending, that were anchored since the last round or are the head, and that the log has. */
  readonly fitting: readonly number[];
  /** The chain holds a size that the log does not serve. */
  readonly ahead: boolean;
  /** What was final before is not there any more. */
  readonly lost: boolean;
  /** Whether the node has told all that was anchored; else only head and what it has told were looked at. */
  readonly complete: boolean;
  /** Up to which block it need not be looked at again, once this round has come to its end. */
  readonly scanned: number;
}

/** Questions in one round about what was anchored before. */
const MOST_QUESTIONS = 200;
/** Roots asked for at a time. */
const TOGETHER = 16;
/** So many of the newest are told. */
const MOST_FITTING = 16;
/** Where a chain names no final block. */
const SETTLED_BLOCKS = 1_000;

/**
 * @param look what the chain said before the log was asked
 * @param newest the checkpoint that the replica was replayed for
 * @throws Finding `chain_diverged`, Waiting, RpcUnreachable, RpcRejected
 */
export async function checkAnchors(
  context: ReplayContext,
  chain: AnchorFollower,
  look: FollowedChain,
  newest: SignedCheckpoint,
): Promise<AnchorsFound> {
  const { policy, memory } = context;
  if (look.chainId !== policy.chainId) throw new Waiting("chain_other");
  const final = await memory.finalAnchor();
  if (look.head === null && final === null) throw new Waiting("ledger_unknown");
  const own = rootsOf(context, newest, look);
  const lost = final !== null && (await isLost(chain, look, own, final.size, final.block));
  if (look.head === null) {
    const scanned = await memory.scanned();
    return { head: 0, fitting: [], ahead: false, lost: true, complete: false, scanned };
  }
  const { size, root } = look.head;
  const reached = newest.checkpoint.size;
  if (size > 0 && size <= reached) await own.assertIs(size, root, { from: "head" });
  const { fitting, complete, scanned } = await scan(context, chain, look, own, lost);
  const all = new Set([...fitting, ...(size > 0 && size <= reached ? [size] : [])]);
  return {
    head: size,
    fitting: [...all].sort((a, b) => a - b).slice(-MOST_FITTING),
    ahead: size > reached,
    lost,
    complete,
    scanned,
  };
}

type Own = ReturnType<typeof rootsOf>;

function rootsOf({ replica }: ReplayContext, newest: SignedCheckpoint, look: FollowedChain) {
  const { chainId, latest, finalized } = look;
  return {
    reached: newest.checkpoint.size,
    async hex(size: number): Promise<string> {
      return hexOf(await replica.root(size));
    },
    /** @throws Finding */
    async assertIs(size: number, root: string, said: EvidenceObject): Promise<void> {
      const own = await replica.root(size);
      if (hexOf(own) === root) return;
      const onChain: OnChain = { size: asTreeSize(size), root };
      const answers = { chainId, latest, finalized, ...said };
      throw await offChain(newest, onChain, own, replica.read, { answers });
    },
  };
}

const hexOf = (root: RootHash): string => `0x${hexEncode(root)}`;

/** A final anchor that is there no more. One that has another root now is a finding at once. */
async function isLost(
  chain: AnchorFollower,
  look: FollowedChain,
  own: Own,
  size: number,
  block: number,
): Promise<boolean> {
  if (look.latest < block) throw new Waiting("chain_behind");
  const root = await chain.rootAt(size);
  if (root === null) return true;
  if (size <= own.reached) await own.assertIs(size, root, { from: "rootAt", finalBefore: block });
  return false;
}

/**
 * All that was anchored since what has been looked at for good.
 *
 * @param lost what was final is gone: it is not forgotten for what is final now
 */
async function scan(
  { memory, everyAnchor }: ReplayContext,
  chain: AnchorFollower,
  look: FollowedChain,
  own: Own,
  lost: boolean,
): Promise<Pick<AnchorsFound, "fitting" | "complete" | "scanned">> {
  const settled = look.finalized ?? Math.max(0, look.latest - SETTLED_BLOCKS);
  const fitting: number[] = [];
  const most = everyAnchor === undefined ? MOST_QUESTIONS : Number.POSITIVE_INFINITY;
  let to = await memory.scanned();
  let scanned = to;
  for await (const blocks of chain.anchored(to + 1, look.latest, most)) {
    const known = blocks.anchored.filter(({ size }) => size <= own.reached);
    for (let at = 0; at < known.length; at += TOGETHER) {
      const some = known.slice(at, at + TOGETHER);
      await Promise.all(some.map((anchored) => assertFits(chain, own, anchored)));
      for (const anchored of some) everyAnchor?.(anchored);
    }
    fitting.push(...known.slice(-MOST_FITTING).map(({ size }) => size));
    fitting.splice(0, fitting.length - MOST_FITTING);
    const final = known.findLast(({ blockNumber }) => blockNumber <= settled);
    if (final !== undefined && !lost) await memory.sawFinal(finalOf(final));
    // What the log does not serve yet is looked at again when it does.
    if (known.length < blocks.anchored.length) return { fitting, complete: true, scanned };
    to = blocks.to;
    scanned = Math.max(scanned, Math.min(to, settled));
  }
  return { fitting, complete: to >= look.latest, scanned };
}

const finalOf = ({ size, blockNumber, blockHash }: AnchoredLog) => ({
  ...{ size, block: blockNumber, blockHash },
});

async function assertFits(
  chain: AnchorFollower,
  own: Own,
  { size, root, blockNumber, blockHash }: AnchoredLog,
): Promise<void> {
  const said = { from: "event", block: blockNumber, blockHash };
  await own.assertIs(size, root, said);
  // The event tells which sizes there are; the contract's word is the root.
  const kept = await chain.rootAt(size);
  if (kept === null) throw new Waiting("chain_moving");
  await own.assertIs(size, kept, { from: "rootAt" });
}
