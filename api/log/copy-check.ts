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
  /** Told of entries of the copy that were never signed, and that the database does not have: they are removed from it. */
  readonly onDropped?: (from: number, to: number) => void;
}

/**
 * Behind the check of the log itself; afterwards the copy has what the log has, and nothing more. What was never signed is nothing that the copy could vouch
 * for: whoever can write to it would bring it into the log. If it was promised, void entries take its place (epoch.ts).
 *
 * @throws Refusal `behind` (`copy`): something was signed beyond the database; `copy_damaged`: the copy has another entry
 * @throws Misbehaviour `signer_diverged`: it holds a checkpoint that the signer has forgotten
 */
export async function checkCopy(check: CopyCheck): Promise<void> {
  const { copy, store, signer, signed, onDropped } = check;
  const size = await store.size();
  const [forgotten] = (await copy.notes(signed.size)).slice(-1);
  const expected = Math.max(signed.size, forgotten?.size ?? 0);
  if (expected > size) {
    throw new Refusal("behind", { what: "copy", size, expected, copy: copy.size() });
  }
  if (forgotten !== undefined) {
    const said = readOwnNote(forgotten.note, signer);
    if (said !== null) throw signerDiverged(signed, { ...said, note: forgotten.note });
  }
  const to = Math.min(copy.size(), size);
  await assertSameEntries(copy, store, Math.max(0, to - COMPARED), to);
  const reach = copy.reach();
  if (reach > size) {
    onDropped?.(size, reach);
    await copy.cut(store, size);
  }
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
