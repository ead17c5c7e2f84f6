/** What migration 0005 does to anchors that are there already: the authenticator of each is made anew over the columns of now, where that of before holds. */
import type Database from "better-sqlite3";
import { type ColumnValue, type RowMac, rowMacHolds } from "../row-mac.ts";
import { ROW_COLUMNS } from "./row-macs.ts";

const NOW = Object.keys(ROW_COLUMNS.anchors);
/** Of migration 0003: no price was kept. */
export const ANCHORS_BEFORE = NOW.filter((name) => name !== "gas_price");

/** One that somebody had changed keeps its authenticator, which goes on not to hold. */
export function reauthenticateAnchors(client: Database.Database, rowMac: RowMac): void {
  const rows = client
    .prepare<[], ColumnValue[]>(`SELECT mac, ${NOW.join(", ")} FROM anchors`)
    .raw()
    .all();
  const write = client.prepare("UPDATE anchors SET mac = ? WHERE size = ?");
  const at = NOW.indexOf("gas_price");
  for (const [mac, ...columns] of rows) {
    const before = columns.toSpliced(at, 1);
    if (!rowMacHolds(rowMac, "anchors", before, mac as Uint8Array | null)) continue;
    write.run(rowMac("anchors", columns), columns[0]);
  }
}
