import type Database from "better-sqlite3";
import { and, asc, desc, eq, gt, inArray, ne } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { attempt } from "../fault.ts";
import type { Store } from "../store.ts";
import { anchors } from "./schema.ts";

type AnchorMethods = Pick<Store, "putAnchor" | "removeAnchor" | "openAnchors" | "newestAnchor">;

/** Anchors are the only rows that change their state; a few writes a minute, so drizzle throughout. */
export function anchorMethods(client: Database.Database): AnchorMethods {
  const db = drizzle(client);
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
  };
}
