import type Database from "better-sqlite3";
import { and, asc, desc, eq, gt, lt, lte, ne, notExists, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { alias } from "drizzle-orm/sqlite-core";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { attempt } from "../fault.ts";
import type { RowMac } from "../row-mac.ts";
import type { AnchorRow, Store } from "../store.ts";
import { anchorChecker, anchorWriter, newestOf, type StoredAnchor } from "./anchor-rows.ts";
import { anchors } from "./schema.ts";

type AnchorMethods = Pick<
  Store,
  | "putAnchor"
  | "removeAnchor"
  | "openAnchors"
  | "newestAnchor"
  | "anchorsAround"
  | "anchorGap"
  | "clearAnchors"
>;

/** Anchors are the only rows that change their state; a few writes a minute, so drizzle throughout. Each that is read is checked. */
export function anchorMethods(client: Database.Database, rowMac: RowMac): AnchorMethods {
  const db = drizzle(client);
  const writer = anchorWriter(client, rowMac);
  const checked = anchorChecker(rowMac);
  const found = (row: StoredAnchor | null | undefined): AnchorRow | null =>
    row ? checked(row) : null;
  const final = eq(anchors.state, "finalized");
  const time = sql.placeholder("time");
  const lastBefore = db
    .select()
    .from(anchors)
    .where(and(final, lte(anchors.blockTime, time)))
    .orderBy(desc(anchors.blockTime), desc(anchors.size))
    .limit(1)
    .prepare();
  const firstAfter = db
    .select()
    .from(anchors)
    .where(and(final, gt(anchors.blockTime, time)))
    .orderBy(asc(anchors.blockTime), asc(anchors.size))
    .limit(1)
    .prepare();
  const size = sql.placeholder("size");
  const previous = alias(anchors, "previous");
  const newest = db
    .select()
    .from(anchors)
    .where(and(eq(anchors.state, sql.placeholder("state")), gt(anchors.size, size)))
    .orderBy(desc(anchors.size))
    .limit(1)
    .prepare();
  const isThere = db
    .select({ size: previous.size })
    .from(previous)
    .where(and(eq(previous.size, anchors.previousSize), eq(previous.state, "finalized")));
  const firstAlone = db
    .select()
    .from(anchors)
    .where(and(final, gt(anchors.size, size), gt(anchors.previousSize, 0), notExists(isThere)))
    .orderBy(asc(anchors.size))
    .limit(1)
    .prepare();
  const lastBelow = db
    .select()
    .from(anchors)
    .where(and(final, lt(anchors.size, size)))
    .orderBy(desc(anchors.size))
    .limit(1)
    .prepare();
  const gap = client.transaction((above: number) => {
    const upper = firstAlone.get({ size: above });
    if (upper === undefined) return null;
    return { upper: checked(upper), lower: found(lastBelow.get({ size: upper.size })) };
  });
  // One transaction: an anchor that becomes final in between is in both answers or in none.
  const around = client.transaction((time: number) => ({
    before: found(lastBefore.get({ time })),
    after: found(firstAfter.get({ time })),
  }));
  return {
    putAnchor: async (row) => attempt("putAnchor", () => writer.put(row)),
    removeAnchor: async (size) => attempt("removeAnchor", () => writer.remove(size)),
    openAnchors: async () =>
      attempt("openAnchors", () =>
        db
          .select()
          .from(anchors)
          .where(ne(anchors.state, "finalized"))
          .orderBy(asc(anchors.size))
          .all()
          .map(checked),
      ),
    newestAnchor: async (states, above) =>
      attempt("newestAnchor", () => {
        const size = asTreeSize(above);
        return found(newestOf(states, (state) => newest.get({ state, size })));
      }),
    anchorsAround: async (time) => attempt("anchorsAround", () => around(time)),
    anchorGap: async (above) => attempt("anchorGap", () => gap(asTreeSize(above))),
    clearAnchors: async () => attempt("clearAnchors", () => writer.clear()),
  };
}
