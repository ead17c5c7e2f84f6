/** Which anchor a sample is of, and which block it is drawn from (docs/FORMAT.md §15.1). */
import type { AnchoredLog, AuditChain } from "../../anchor/audit-chain.ts";
import { type ChainFacts, unlessUnavailable } from "../chain/read-chain.ts";

/** Blocks from the anchor's to the one whose hash is drawn from: whoever anchors knows nothing of that hash yet. */
const SAMPLE_DELAY = 32;

/**
 * Why nothing could be drawn.
 *
 * - `left_out`: nobody wanted the chain asked.
 * - `unreachable`: it did not answer, or does not have a block that it must have.
 * - `not_listed`: the node does not tell what was anchored.
 * - `no_anchor`: no anchor is final, of what the database holds.
 * - `not_final`: no anchor's block to draw from is final yet. `awaited`: the first that can be drawn from; `final`: the newest final one.
 */
export type NoSample =
  | { readonly why: "left_out" | "unreachable" | "not_listed" | "no_anchor" }
  | { readonly why: "not_final"; readonly awaited: number; readonly final: number };

export interface PickedAnchor {
  readonly event: AnchoredLog;
  /** Entries that it covers. */
  readonly size: number;
  readonly block: { readonly number: number; readonly hash: string };
  /** The newest final anchor, where that is another one: its own block is not final yet. */
  readonly newest: { readonly size: number; readonly awaited: number } | null;
}

export const isNoSample = (value: object): value is NoSample => "why" in value;

/**
 * The newest final anchor whose block to draw from is final, too.
 *
 * @param embedded it is our own chain, where blocks come with anchors only: the anchor's own block is drawn from
 * @param entries in the database
 */
export async function pickAnchor(
  { ask, facts }: { readonly ask: AuditChain; readonly facts: ChainFacts },
  { embedded, entries }: { readonly embedded: boolean; readonly entries: number },
): Promise<PickedAnchor | NoSample> {
  if (facts.events === null) return { why: facts.ledger === null ? "no_anchor" : "not_listed" };
  const final = facts.finalized?.number ?? -1;
  const anchors = [...facts.events.values()]
    .filter(({ size, blockNumber }) => blockNumber <= final && size <= entries && size > 0)
    .sort((a, b) => b.size - a.size);
  const [newest] = anchors;
  if (newest === undefined) return { why: "no_anchor" };
  const drawnFrom = ({ blockNumber }: AnchoredLog): number =>
    blockNumber + (embedded ? 0 : SAMPLE_DELAY);
  const event = anchors.find((anchor) => drawnFrom(anchor) <= final);
  if (event === undefined) {
    return { why: "not_final", awaited: Math.min(...anchors.map(drawnFrom)), final };
  }
  const header = await unlessUnavailable(() => ask.block(drawnFrom(event)));
  if (header === null || header === "unavailable") return { why: "unreachable" };
  const { number, hash } = header;
  return {
    ...{ event, size: event.size, block: { number, hash } },
    newest: event === newest ? null : { size: newest.size, awaited: drawnFrom(newest) },
  };
}
