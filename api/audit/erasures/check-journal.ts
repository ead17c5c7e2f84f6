/** What the key store remembers of erasures and of its root keys: nobody else knows it, so that all an audit can do is read it. */
import type { Place } from "../finding.ts";
import type { OpenedScene } from "../open-scene.ts";
import { guarded } from "../parts/guarded.ts";
import { pagesOf } from "../tables/pages.ts";

const TABLES = ["certificates", "erasures", "erased_keys", "kept_keys", "root_keys"] as const;

/** Names the tables that cannot be read. */
export async function checkJournal({ snapshots, findings }: OpenedScene): Promise<void> {
  for (const table of TABLES) {
    const place: Place = `keys.${table}`;
    await guarded(findings, { place }, async () => {
      let rows = 0;
      for await (const page of pagesOf(snapshots.keys, table)) rows += page.length;
      return rows;
    });
  }
}
