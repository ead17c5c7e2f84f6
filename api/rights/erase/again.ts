/** Files that a backup has brought back are older than some erasures: what they hold of the erased goes again, before anybody is let in. */
import { ERASURE_STATES, type ErasureState } from "../../store/erasures.ts";
import type { KeyStore } from "../../store/key-store.ts";
import type { RowErasure } from "../../store/row-erasure.ts";
import type { ErasureContext } from "./context.ts";
import { peopleOf, rowScopes } from "./steps.ts";

/** Erasures at a time. */
const PAGE = 200;
const isPast = (state: ErasureState, least: ErasureState): boolean =>
  ERASURE_STATES.indexOf(state) >= ERASURE_STATES.indexOf(least);

/** Rows of the ledger's database. Those of an erasure that is under way are left to it. */
export async function eraseRowsAgain(
  keyStore: Pick<KeyStore, "erasures">,
  rows: Pick<RowErasure, "erase">,
): Promise<void> {
  for (let after = 0; ; ) {
    const page = await keyStore.erasures({ which: "all", after, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) return;
    const those = page.filter(({ state }) => isPast(state, "rows-gone"));
    if (those.length > 0) await rows.erase(those.flatMap(rowScopes), []);
    after = last.number;
  }
}

/** All other files, likewise: each is asked once, since looking through it takes as long for one person as for many. */
export async function eraseCopiesAgain({
  keyStore,
  copies,
}: Pick<ErasureContext, "keyStore" | "copies">): Promise<void> {
  const people = new Set<string>();
  for (let after = 0; ; ) {
    const page = await keyStore.erasures({ which: "all", after, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) break;
    for (const erasure of page)
      if (isPast(erasure.state, "copies-gone"))
        for (const subject of peopleOf(erasure)) people.add(subject);
    after = last.number;
  }
  if (people.size === 0) return;
  for (const copy of copies) {
    await copy.erase([...people]);
    await copy.scrub();
  }
}
