import { type Checked, checkEvidence } from "../../../portal/verify/check.ts";
import { parseTime } from "../../../portal/verify/time.ts";
import type { StoredCheckpoint } from "../../store/store.ts";
import type { AnchorBlock, Bounded } from "../anchors-at.ts";
import type { EvidenceContext } from "./context.ts";

/**
 * What was checked piece by piece, checked once more as a stranger would. The signature alone is looked at aside, for it is the same
 * in many files.
 *
 * @param bounds the anchors around the time that the file is about
 */
export function assertHolds(
  { assertSigned, later }: EvidenceContext,
  bytes: Uint8Array,
  checkpoint: StoredCheckpoint,
  bounds: Bounded | null = null,
): void {
  assertSigned(checkpoint);
  if (later !== null && bounds === null) later(bytes);
  else if (!boundsHold(held(bytes), bounds)) throw new Error("own evidence is invalid: time");
}

/** A file that holds together, as the kernel sees it. What it says of a time is looked at aside. */
export function held(bytes: Uint8Array): Checked {
  const { checked, layers } = checkEvidence(bytes, null);
  if (checked !== null) return checked;
  const failed = layers.at(-1);
  throw new Error(`own evidence is invalid: ${failed?.layer} ${failed?.code}`);
}

/** As much of FORMAT §11.3 S6 as needs no chain: which anchors the file names, their order, and what lies under them. */
function boundsHold({ evidence, checkpoint, stream }: Checked, bounds: Bounded | null): boolean {
  const named = evidence.claim === "history" ? evidence.at : null;
  if (named === null || bounds === null || stream === null) return named === bounds;
  const { before, after } = bounds;
  const time = parseTime(named.time);
  const covered = checkpoint.size >= after.size && time < after.blockTime * 1000;
  const same = isNamed(named.after, after) && named.time === bounds.time;
  if (!covered || !same || before === null) return covered && same && named.before === null;
  return (
    isNamed(named.before, before) &&
    before.size < after.size &&
    before.block <= after.block &&
    before.blockTime * 1000 <= time &&
    stream.state.mapSize >= before.size - 1
  );
}

type Named = { readonly block: number; readonly size: number } | null;

const isNamed = (named: Named, { block, size }: AnchorBlock): boolean =>
  named !== null && named.block === block && named.size === size;
