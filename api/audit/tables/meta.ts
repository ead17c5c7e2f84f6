/** What the database remembers of the ledger: whose it is, where it began, what was recovered. */

import { wordOf } from "../finding.ts";
import { authentic, textOf } from "../row.ts";
import type { AuditScene } from "../scene.ts";
import { numberCheck } from "./numbered.ts";
import { pagesOf } from "./pages.ts";

/** Names that a ledger has from its first start on. */
const NEEDED = ["origin", "vault", "ledger"] as const;

/** The values that can be relied on, by their names. */
export type Meta = ReadonlyMap<string, string>;

export async function readMeta(
  { snapshots, rowMac, findings }: Pick<AuditScene, "snapshots" | "rowMac" | "findings">,
  counted: number | null,
): Promise<Meta> {
  const values = new Map<string, string>();
  const numbers = numberCheck("meta", { counted, isKeyed: rowMac !== null }, findings);
  for await (const page of pagesOf(snapshots.ledger, "meta")) {
    for (const row of page) {
      const [name = null, value, number = null] = row;
      const isAuthentic = authentic(rowMac, "meta", row);
      numbers.take({ key: { name: wordOf(name) }, number, authentic: isAuthentic });
      const [own, text] = [textOf(name), textOf(value)];
      if (isAuthentic !== false && own !== null && text !== null) values.set(own, text);
    }
  }
  numbers.finish();
  for (const name of NEEDED) {
    if (values.has(name) || findings.has({ place: "meta", key: { name } })) continue;
    findings.add({ place: "meta", key: { name }, kind: "missing", cause: "meta_missing" });
  }
  return values;
}
