/** How many rows each table has, as the server counted them: so that the last row of a table is missed, too. */
import { COUNTED_TABLES, type CountedTable } from "../../store/sqlite/row-macs.ts";
import { wordOf } from "../finding.ts";
import { unlessUnreadable } from "../parts/guarded.ts";
import { authentic, isCount } from "../row.ts";
import type { AuditScene } from "../scene.ts";
import { pagesOf } from "./pages.ts";

/** `null` where the counter cannot be relied on. */
export type Counted = Readonly<Record<CountedTable, number | null>>;

/** Rows that a counter is believed to miss though nobody can tell who wrote it. */
const MOST_MISSED = 65_536;

export async function readCounters({
  snapshots,
  rowMac,
  findings,
}: Pick<AuditScene, "snapshots" | "rowMac" | "findings">): Promise<Counted> {
  const values = new Map<string, number>();
  const seen = new Set<string>();
  const known: readonly string[] = COUNTED_TABLES;
  // Of a table that cannot be read nothing is there to be missed.
  const countOf = async (name: CountedTable): Promise<number> =>
    (await unlessUnreadable(() => snapshots.ledger.count(name))) ?? 0;
  for await (const page of pagesOf(snapshots.ledger, "counters")) {
    for (const row of page) {
      const [name = null, value] = row;
      const key = { name: wordOf(name) };
      const isKnown = typeof name === "string" && known.includes(name);
      if (isKnown) seen.add(name);
      if (authentic(rowMac, "counters", row) === false) {
        const kind = isKnown ? "changed" : "inserted";
        findings.add({ place: "counters", key, kind, cause: "row_mac" });
      } else if (isKnown && isCount(value)) {
        // Whoever took the key away may have written any number: all rows up to it would be missed.
        const rows = rowMac === null ? await countOf(name as CountedTable) : value;
        if (value <= rows + MOST_MISSED) values.set(name, value);
        else findings.add({ place: "counters", key, kind: "changed", cause: "row_form" });
      }
    }
  }
  for (const name of COUNTED_TABLES) {
    if (seen.has(name)) continue;
    findings.add({ place: "counters", key: { name }, kind: "missing", cause: "meta_missing" });
  }
  const entries = COUNTED_TABLES.map((name) => [name, values.get(name) ?? null]);
  return Object.fromEntries(entries) as Counted;
}
