/** Whatever was put back from a backup is older than some erasures: those are carried out again in it, before anything is read. */
import { ERASURE_STATES, type Erasure, type ErasureScope } from "../store/erasures.ts";
import type { KeyStore } from "../store/key-store.ts";
import type { RowErasure, RowScope } from "../store/row-erasure.ts";

/** Erasures at a time. */
const PAGE = 200;

/** Of the database: what goes with the keys of a scope. A class is over when its secret goes. */
export const rowScope = ({ subject, keys, secrets }: ErasureScope): RowScope => ({
  ...{ subject, keys },
  closes: secrets,
});

/** Those of which this state, or a later one, was reached; all that `work` does must have no effect the second time. */
export async function eachErased(
  keyStore: Pick<KeyStore, "erasures">,
  from: Erasure["state"],
  work: (erasures: readonly Erasure[]) => Promise<void>,
): Promise<void> {
  const least = ERASURE_STATES.indexOf(from);
  for (let after = 0; ; ) {
    const page = await keyStore.erasures({ which: "all", after, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) return;
    const those = page.filter(({ state }) => ERASURE_STATES.indexOf(state) >= least);
    if (those.length > 0) await work(those);
    after = last.number;
  }
}

/** Rows of the ledger's database. Those of an erasure that is under way are left to it. */
export const eraseRowsAgain = (
  keyStore: Pick<KeyStore, "erasures">,
  rows: Pick<RowErasure, "erase">,
): Promise<void> =>
  eachErased(keyStore, "rows-gone", async (erasures) => {
    await rows.erase(
      erasures.flatMap(({ scopes }) => scopes.map(rowScope)),
      [],
    );
  });
