/** The final anchors around a time (FORMAT §11.4): what the chain says about when something was in the log. */
import { asTreeSize } from "../../portal/verify/brands.ts";
import type { EvidenceAt } from "../../portal/verify/evidence.ts";
import { isTime, parseTime } from "../../portal/verify/time.ts";
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
  readonly after: AnchorBlock | null;
}

/** @throws Refusal `invalid_parameter` for what is no time, and for a time that has not come */
export async function anchorsAt(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  time: string,
): Promise<AnchorsAt> {
  if (!isTime(time) || parseTime(time) > clock.now()) {
    throw new Refusal("invalid_parameter", { parameter: "at" });
  }
  // Blocks have whole seconds: one is not after the time if it is not after its second.
  const { before, after } = await store.anchorsAround(Math.floor(parseTime(time) / 1000));
  return { time, before: blockOf(before), after: blockOf(after) };
}

function blockOf(row: AnchorRow | null): AnchorBlock | null {
  if (row === null || row.block === null || row.blockTime === null) return null;
  return { size: row.size, block: row.block, blockTime: row.blockTime };
}

/** As an evidence file has it. */
export function evidenceAt({ time, before, after }: AnchorsAt): EvidenceAt {
  const bound = (at: AnchorBlock | null) => at && { block: at.block, size: asTreeSize(at.size) };
  return { time, before: bound(before), after: bound(after) };
}
