/** The final anchors around a time (FORMAT §11.4): what the chain says about when something was in the log. */
import { asTreeSize } from "../../portal/verify/brands.ts";
import type { EvidenceAt } from "../../portal/verify/evidence.ts";
import { formatTime, isTime, parseTime } from "../../portal/verify/time.ts";
import type { Clock } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import type { AnchorRow, Store } from "../store/store.ts";

/** A block that holds an anchor. */
export interface AnchorBlock {
  readonly size: number;
  readonly block: number;
  /** Seconds since 1970. */
  readonly blockTime: number;
}

export interface AnchorsAt {
  readonly time: string;
  readonly before: AnchorBlock | null;
  /** `null`: none lies behind the time yet, or it is not known to be the next one. */
  readonly after: AnchorBlock | null;
}

/** The time lies between these two, and the chain says that there is none between them. */
export type Bounded = AnchorsAt & { readonly after: AnchorBlock };

/** @throws Refusal `invalid_parameter` for what is no time, and for a time that has not come */
export async function anchorsAt(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  time: string,
): Promise<AnchorsAt> {
  if (!isTime(time)) throw new Refusal("invalid_parameter", { parameter: "at" });
  const now = clock.now();
  if (parseTime(time) > now)
    throw new Refusal("invalid_parameter", { parameter: "at", now: formatTime(now) });
  // Blocks have whole seconds: one is not after the time if it is not after its second.
  const around = await store.anchorsAround(Math.floor(parseTime(time) / 1000));
  const before = blockOf(around.before);
  // Rows of anchors between the two may be missing: then neither is known to be next to the time, and of what comes after nothing is said.
  const adjacent = around.after?.previousSize === (before?.size ?? 0);
  return { time, before, after: adjacent ? blockOf(around.after) : null };
}

/**
 * The anchors on both sides of a time, for evidence about it: as long as none lies behind it, nobody can tell which one is the last before it.
 *
 * @throws Refusal `not_anchored_yet`; `invalid_parameter` as {@link anchorsAt}
 */
export async function boundsOf(
  context: { readonly store: Store; readonly clock: Clock },
  time: string,
): Promise<Bounded> {
  const { before, after } = await anchorsAt(context, time);
  if (after !== null) return { time, before, after };
  const newest = (await context.store.newestAnchor(["finalized"], 0))?.blockTime ?? null;
  throw new Refusal("not_anchored_yet", {
    at: time,
    newest: newest === null ? null : formatTime(newest * 1000),
  });
}

function blockOf(row: AnchorRow | null): AnchorBlock | null {
  if (row === null || row.block === null || row.blockTime === null) return null;
  return { size: row.size, block: row.block, blockTime: row.blockTime };
}

/** As an evidence file has it. */
export function evidenceAt({ time, before, after }: Bounded): EvidenceAt {
  const bound = ({ block, size }: AnchorBlock) => ({ block, size: asTreeSize(size) });
  return { time, before: before && bound(before), after: bound(after) };
}
