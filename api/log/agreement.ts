import { Refusal } from "../core/errors.ts";
import type { StoredCheckpoint } from "../store/store.ts";
import { type SignerRecord, sameRoot, signerDiverged } from "./signer-state.ts";

export interface LedgerEdge {
  /** Read in this order, checkpoint, signer, size: each may only have grown while the next is read. */
  readonly newest: StoredCheckpoint | null;
  readonly signer: SignerRecord;
  readonly size: number;
}

/**
 * The database must hold all that was signed, and nothing signed that the signer does not know. The signer
 * may be ahead of the newest checkpoint (a crash between the two), never behind it.
 */
export function assertAgreement({ newest, signer, size }: LedgerEdge): void {
  if (size < signer.size) {
    throw new Refusal("behind", { what: "signer", size, expected: signer.size });
  }
  if (newest === null) return;
  if (newest.size > signer.size || (newest.size === signer.size && !sameRoot(newest, signer))) {
    throw signerDiverged(signer, newest);
  }
}
