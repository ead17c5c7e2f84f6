/** Does the second copy hold what the log says, and nothing that the log lost? */
import { equalBytes } from "../../portal/verify/bytes.ts";
import { Refusal } from "../core/errors.ts";
import type { Store } from "../store/store.ts";
import type { EntryCopy } from "./entry-copy.ts";
import type { OwnKey } from "./own-note.ts";
import { readOwnNote } from "./own-note.ts";
import { type SignerRecord, signerDiverged } from "./signer-state.ts";

/** Entries at the end of the copy that are compared at each start; all of them are when a log is filled up out of it. */
const COMPARED = 4_096;

export interface CopyCheck {
  readonly copy: EntryCopy;
  readonly store: Pick<Store, "size" | "entries" | "newestCheckpoint">;
  readonly signer: OwnKey;
  readonly signed: SignerRecord;
}

/**
 * Behind the check of the log itself; afterwards the copy has all that the log has.
 *
 * @throws Refusal `behind` (`copy`): it holds more than the database, which must be filled up before anything takes those
 *   indexes; `copy_damaged`: it holds something else
 * @throws Misbehaviour `signer_diverged`: it holds a checkpoint that the signer has forgotten
 */
export async function checkCopy({ copy, store, signer, signed }: CopyCheck): Promise<void> {
  const size = await store.size();
  const [forgotten] = (await copy.notes(signed.size)).slice(-1);
  const expected = Math.max(copy.reach(), forgotten?.size ?? 0);
  if (expected > size) {
    throw new Refusal("behind", { what: "copy", size, expected, copy: copy.size() });
  }
  if (forgotten !== undefined) {
    const said = readOwnNote(forgotten.note, signer);
    if (said !== null) throw signerDiverged(signed, { ...said, note: forgotten.note });
  }
  const to = copy.size();
  await assertSameEntries(copy, store, Math.max(0, to - COMPARED), to);
  await copy.extend(store, size);
  const newest = await store.newestCheckpoint();
  if (newest !== null && (await copy.notes(newest.size - 1)).length === 0) {
    await copy.putNote(newest);
  }
}

/** @throws Refusal `copy_damaged` at the first entry in [from, to) that is another in the copy than in the log */
export async function assertSameEntries(
  copy: Pick<EntryCopy, "entries">,
  store: Pick<Store, "entries">,
  from: number,
  to: number,
): Promise<void> {
  for (let at = from; at < to; at += COMPARED) {
    const end = Math.min(to, at + COMPARED);
    const [ours, copied] = await Promise.all([store.entries(at, end), copy.entries(at, end)]);
    ours.forEach(({ index, entry }, i) => {
      if (copied[i] === undefined || !equalBytes(copied[i].entry, entry)) {
        throw new Refusal("copy_damaged", { index });
      }
    });
  }
}
