import type Database from "better-sqlite3";
import { and, desc, eq, exists, gt, inArray, lte, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { Refusal } from "../../core/errors.ts";
import { attempt } from "../fault.ts";
import { type RowMac, rowMacHolds } from "../row-mac.ts";
import type { AnchorRow, Cosignature, Store } from "../store.ts";
import { anchorChecker, newestOf } from "./anchor-rows.ts";
import { counting } from "./counters.ts";
import { anchors, cosignatures } from "./schema.ts";

type CosignatureMethods = Pick<
  Store,
  "putCosignatures" | "cosignatures" | "newestCosignedAnchor" | "uncosignedAnchors"
>;

/** What auditors and witnesses have signed. */
export function cosignatureMethods(client: Database.Database, rowMac: RowMac): CosignatureMethods {
  const db = drizzle(client);
  const checked = anchorChecker(rowMac);
  const begin = counting(client, rowMac);
  const isThere = client
    .prepare<[number, string], 1>("SELECT 1 FROM cosignatures WHERE size = ? AND vkey = ?")
    .pluck();
  const insert = client.prepare(
    "INSERT INTO cosignatures (size, vkey, line, number, mac) VALUES (?, ?, ?, ?, ?)",
  );
  const ofSize = client
    .prepare<[number], [vkey: string, line: string, number: number, mac: Uint8Array]>(
      "SELECT vkey, line, number, mac FROM cosignatures WHERE size = ? ORDER BY number",
    )
    .raw();
  const newestSize = client
    .prepare<[string], number | null>("SELECT max(size) FROM cosignatures WHERE vkey = ?")
    .pluck();
  const one = sql`(SELECT value FROM json_each(${sql.placeholder("vkeys")}))`;
  const isCosigned = db
    .select({ one: sql`1` })
    .from(cosignatures)
    .where(and(eq(cosignatures.size, anchors.size), inArray(cosignatures.vkey, one)));
  const cosigned = db
    .select()
    .from(anchors)
    .where(
      and(
        eq(anchors.state, sql.placeholder("state")),
        gt(anchors.size, sql.placeholder("above")),
        lte(anchors.size, sql.placeholder("newest")),
        exists(isCosigned),
      ),
    )
    .orderBy(desc(anchors.size))
    .limit(1)
    .prepare();

  const put = client.transaction((rows: readonly Cosignature[]): void => {
    const count = begin();
    for (const { size, vkey, line } of rows) {
      if (isThere.get(size, vkey) !== undefined) continue;
      const columns = [asTreeSize(size), vkey, line, count.next("cosignatures")];
      insert.run(...columns, rowMac("cosignatures", columns));
    }
    count.write();
  });

  function linesOf(size: number): { vkey: string; line: string }[] {
    return ofSize.all(size).map(([vkey, line, number, mac]) => {
      if (rowMacHolds(rowMac, "cosignatures", [size, vkey, line, number], mac)) {
        return { vkey, line };
      }
      throw new Refusal("damaged", { what: "cosignature", index: size });
    });
  }

  function newestAnchor(
    vkeys: readonly string[],
    states: readonly AnchorRow["state"][],
    above: number,
  ): AnchorRow | null {
    // Where one has signed long ago, or never, this saves the walk over all anchors since.
    const newest = Math.max(0, ...vkeys.map((vkey) => newestSize.get(vkey) ?? 0));
    if (newest <= asTreeSize(above)) return null;
    const range = { above, newest, vkeys: JSON.stringify(vkeys) };
    const row = newestOf(states, (state) => cosigned.get({ ...range, state }));
    return row === null ? null : checked(row);
  }

  function uncosigned(
    vkey: string,
    states: readonly AnchorRow["state"][],
    { upTo, most }: { readonly upTo: number; readonly most: number },
  ): AnchorRow[] {
    const rows = db
      .select()
      .from(anchors)
      .where(and(inArray(anchors.state, [...states]), lte(anchors.size, asTreeSize(upTo))))
      .orderBy(desc(anchors.size))
      .limit(most)
      .all();
    return rows.filter(({ size }) => isThere.get(size, vkey) === undefined).map(checked);
  }

  return {
    putCosignatures: async (rows) => attempt("putCosignatures", () => put.immediate(rows)),
    cosignatures: async (size) => attempt("cosignatures", () => linesOf(asTreeSize(size))),
    newestCosignedAnchor: async (vkeys, states, above) =>
      attempt("newestCosignedAnchor", () => newestAnchor(vkeys, states, above)),
    uncosignedAnchors: async (vkey, states, range) =>
      attempt("uncosignedAnchors", () => uncosigned(vkey, states, range)),
  };
}
