import type Database from "better-sqlite3";
import { and, asc, desc, eq, gt, inArray, lt, lte, ne, notExists, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { alias } from "drizzle-orm/sqlite-core";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { attempt } from "../fault.ts";
import type { Store } from "../store.ts";
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

/** Anchors are the only rows that change their state; a few writes a minute, so drizzle throughout. */
export function anchorMethods(client: Database.Database): AnchorMethods {
  const db = drizzle(client);
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
    return upper ? { upper, lower: lastBelow.get({ size: upper.size }) ?? null } : null;
  });
  // One transaction: an anchor that becomes final in between is in both answers or in none.
  const around = client.transaction((time: number) => ({
    before: lastBefore.get({ time }) ?? null,
    after: firstAfter.get({ time }) ?? null,
  }));
  return {
    putAnchor: async (row) =>
      attempt("putAnchor", () => {
        const { size, ...state } = row;
        db.insert(anchors)
          .values({ size, ...state })
          .onConflictDoUpdate({ target: anchors.size, set: state })
          .run();
      }),
    removeAnchor: async (size) =>
      attempt("removeAnchor", () => {
        db.delete(anchors)
          .where(eq(anchors.size, asTreeSize(size)))
          .run();
      }),
    openAnchors: async () =>
      attempt("openAnchors", () =>
        db
          .select()
          .from(anchors)
          .where(ne(anchors.state, "finalized"))
          .orderBy(asc(anchors.size))
          .all(),
      ),
    newestAnchor: async (states, above) =>
      attempt("newestAnchor", () => {
        const of = and(inArray(anchors.state, [...states]), gt(anchors.size, asTreeSize(above)));
        return (
          db.select().from(anchors).where(of).orderBy(desc(anchors.size)).limit(1).get() ?? null
        );
      }),
    anchorsAround: async (time) => attempt("anchorsAround", () => around(time)),
    anchorGap: async (above) => attempt("anchorGap", () => gap(asTreeSize(above))),
    clearAnchors: async () =>
      attempt("clearAnchors", () => {
        db.delete(anchors).run();
      }),
  };
}
