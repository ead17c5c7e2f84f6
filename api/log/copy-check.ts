/** Does the second copy hold what the log says, and nothing that the log lost? */
import { equalBytes } from "../../portal/verify/bytes.ts";
import { Refusal } from "../core/errors.ts";
import type { Store } from "../store/store.ts";
import type { EntryCopy } from "./entry-copy.ts";
import { assertFitting, type FittingRange, fittingEntries } from "./fitting-entries.ts";
import type { OwnKey } from "./own-note.ts";
import { readOwnNote } from "./own-note.ts";
import { type SignerRecord, signerDiverged } from "./signer-state.ts";

/** Entries at the end of the copy that are compared at each start; all of them are when a log is filled up out of it. */
const COMPARED = 4_096;

export interface CopyCheck {
  readonly copy: EntryCopy;
  readonly store: Pick<Store, "size" | "entries" | "tiles" | "newestCheckpoint">;
  readonly signer: OwnKey;
  readonly signed: SignerRecord;
  /** Told of entries of the copy that were never signed, and that the database does not have: they are removed from it. */
  readonly onDropped?: (from: number, to: number) => void;
}

/**
 * Behind the check of the log itself; afterwards the copy has what the log has, and nothing more. What was never signed is nothing that the copy could vouch
 * for: whoever can write to it would bring it into the log. If it was promised, void entries take its place (epoch.ts).
 *
 * @throws Refusal `behind` (`copy`): something was signed beyond the database; `damaged`: an entry of the database is not the one that was signed;
 * `copy_damaged`: the copy has another entry
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
  const newest = await store.newestCheckpoint();
  const sealed = newest?.size ?? 0;
  await assertSameTail(copy, store, { to: Math.min(copy.size(), size), sealed });
  // What is written into the copy would else vouch for what was changed in the database.
  const fitting = fittingEntries(store, sealed);
  const reach = copy.reach();
  if (reach > size) {
    onDropped?.(size, reach);
    await copy.cut(fitting, size);
  }
  await copy.extend(fitting, size);
  if (newest !== null && (await copy.notes(newest.size - 1)).length === 0) {
    await copy.putNote(newest);
  }
}

/** What a start compares of entries that both have: those at the end. @throws Refusal as {@link assertSameEntries} */
export function assertSameTail(
  copy: Pick<EntryCopy, "entries">,
  store: Pick<Store, "entries" | "tiles">,
  { to, sealed }: Omit<FittingRange, "from">,
): Promise<void> {
  return assertSameEntries(copy, store, { from: Math.max(0, to - COMPARED), to, sealed });
}

/**
 * @throws Refusal at the first entry in [from, to) that is another in the copy than in the log: `damaged` where the log's own is not the one that was
 * signed, else `copy_damaged`
 */
export async function assertSameEntries(
  copy: Pick<EntryCopy, "entries">,
  store: Pick<Store, "entries" | "tiles">,
  { from, to, sealed }: FittingRange,
): Promise<void> {
  for (let at = from; at < to; at += COMPARED) {
    const end = Math.min(to, at + COMPARED);
    const [ours, copied] = await Promise.all([store.entries(at, end), copy.entries(at, end)]);
    for (let index = at; index < end; index++) {
      const [own, other] = [ours[index - at], copied[index - at]];
      if (own?.index === index && other !== undefined && equalBytes(other.entry, own.entry)) {
        continue;
      }
      await assertFitting(store, own === undefined ? [] : [own], {
        from: index,
        to: index + 1,
        sealed,
      });
      throw new Refusal("copy_damaged", { index, differs: index < sealed ? "signed" : "unsigned" });
    }
  }
}
