/** The anchors of a ledger from its newest final one down, as far as a node tells. */
import type { CoverBlock } from "./cover.ts";
import type { Rpc } from "./rpc.ts";
import { type ChainHead, type LedgerPlace, readAnchored, readRoot } from "./views.ts";

export interface FinalAnchor {
  readonly size: number;
  /** 0x-hex, as the contract has it at the final block. */
  readonly root: string;
  /** Number of the block that anchored it; null: the node did not tell. */
  readonly block: number | null;
}

/** Each costs two questions, and who looks for one with a note finds it among the first or not at all. */
const MOST = 50;

/**
 * Sizes above `above`, the greatest first. Each event names the size before it, so the walk ends where an event is not told.
 *
 * @param head what the block `final` holds
 */
export async function* anchorsDown(
  rpc: Rpc,
  place: LedgerPlace,
  { head, final, above }: { head: ChainHead; final: CoverBlock; above: number },
): AsyncGenerator<FinalAnchor> {
  let { size, root } = head;
  let upper = final.number;
  for (let i = 0; i < MOST && size > above; i++) {
    const event = await readAnchored(rpc, place, size, { from: 0, to: upper });
    const told = event !== null && event !== "unavailable" && event.root === root ? event : null;
    yield { size, root, block: told?.blockNumber ?? null };
    if (told === null) return;
    upper = told.blockNumber;
    size = told.previousSize;
    const before = size > above ? await readRoot(rpc, place, size, final.number) : null;
    if (before === null) return;
    root = before;
  }
}
