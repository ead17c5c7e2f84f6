import type Database from "better-sqlite3";
import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { Refusal } from "../../core/errors.ts";
import { type ColumnValue, type RowMac, rowMacHolds } from "../row-mac.ts";
import type { AnchorRow } from "../store.ts";
import { counting } from "./counters.ts";
import { anchors } from "./schema.ts";

/** Anchors, as the only rows that change their state: written and removed. */
export interface AnchorWriter {
  put(row: AnchorRow): void;
  remove(size: number): void;
  clear(): void;
}

export function anchorWriter(client: Database.Database, rowMac: RowMac): AnchorWriter {
  const db = drizzle(client);
  const begin = counting(client, rowMac);
  const isThere = db
    .select({ size: anchors.size })
    .from(anchors)
    .where(eq(anchors.size, sql.placeholder("size")))
    .prepare();
  const counted = (rows: number): void => {
    const count = begin();
    count.add("anchors", rows);
    count.write();
  };

  const put = client.transaction((row: AnchorRow): void => {
    if (isThere.get({ size: row.size }) === undefined) counted(1);
    const { size, ...state } = { ...row, mac: rowMac("anchors", authenticated(row)) };
    db.insert(anchors)
      .values({ size, ...state })
      .onConflictDoUpdate({ target: anchors.size, set: state })
      .run();
  });

  const remove = client.transaction((size: number): void => {
    const of = eq(anchors.size, asTreeSize(size));
    counted(-db.delete(anchors).where(of).run().changes);
  });

  const clear = client.transaction((): void => {
    counted(-db.delete(anchors).run().changes);
  });

  return {
    put: (row) => put.immediate(row),
    remove: (size) => remove.immediate(size),
    clear: () => clear.immediate(),
  };
}

/** What was read, if it is as it was written. Anchors are read to be written in their next state: that must not hide a change. */
export function anchorChecker(
  rowMac: RowMac,
): (row: AnchorRow & { readonly mac: Uint8Array | null }) => AnchorRow {
  return ({ mac, ...row }) => {
    if (rowMacHolds(rowMac, "anchors", authenticated(row), mac)) return row;
    throw new Refusal("damaged", { what: "anchor", index: row.size });
  };
}

export type StoredAnchor = typeof anchors.$inferSelect;

/** The row of the greatest size that is found. Each state by itself has its index; several in one query SQLite would sort. */
export function newestOf(
  states: readonly AnchorRow["state"][],
  find: (state: AnchorRow["state"]) => StoredAnchor | undefined,
): StoredAnchor | null {
  let newest: StoredAnchor | null = null;
  for (const state of states) {
    const found = find(state);
    if (found !== undefined && found.size > (newest?.size ?? -1)) newest = found;
  }
  return newest;
}

/** In the order of the table. */
function authenticated(row: AnchorRow): ColumnValue[] {
  return [
    row.size,
    row.state,
    row.transaction,
    row.nonce,
    row.block,
    row.blockHash,
    row.blockTime,
    row.gasUsed,
    row.updatedAt,
    row.previousSize,
    row.gasPrice,
  ];
}
