import { checkEvidence } from "../../../portal/verify/check.ts";
import type { StoredCheckpoint } from "../../store/store.ts";
import type { EvidenceContext } from "./context.ts";

/**
 * What was checked piece by piece, checked once more as a stranger would. The signature alone is looked at aside, for it is the same
 * in many files.
 */
export function assertHolds(
  { assertSigned }: EvidenceContext,
  bytes: Uint8Array,
  checkpoint: StoredCheckpoint,
): void {
  assertSigned(checkpoint);
  const check = checkEvidence(bytes, null);
  if (check.checked !== null) return;
  const failed = check.layers.at(-1);
  throw new Error(`own evidence is invalid: ${failed?.layer} ${failed?.code}`);
}
