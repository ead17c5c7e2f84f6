import type Database from "better-sqlite3";
import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { attempt } from "../fault.ts";
import type { Store } from "../store.ts";
import { idempotency, meta } from "./schema.ts";

type MetaMethods = Pick<Store, "meta" | "setMeta" | "swapMeta" | "idempotency">;

export function metaMethods(client: Database.Database): MetaMethods {
  const db = drizzle(client);
  const mark = db
    .select({
      bodyMac: idempotency.bodyMac,
      outcome: idempotency.outcome,
      id: idempotency.id,
      version: idempotency.version,
    })
    .from(idempotency)
    .where(eq(idempotency.keyMac, sql.placeholder("keyMac")))
    .prepare();
  const byKey = db
    .select({ value: meta.value })
    .from(meta)
    .where(eq(meta.key, sql.placeholder("key")))
    .prepare();
  const heldFor = (key: string): string | null => byKey.get({ key })?.value ?? null;

  const set = client.transaction((key: string, value: string): string => {
    const held = heldFor(key);
    if (held === null) db.insert(meta).values({ key, value }).run();
    return held ?? value;
  });

  const swap = client.transaction((key: string, expected: string | null, value: string) => {
    if (heldFor(key) !== expected) return false;
    db.insert(meta)
      .values({ key, value })
      .onConflictDoUpdate({ target: meta.key, set: { value } })
      .run();
    return true;
  });

  return {
    meta: async (key) => attempt("meta", () => heldFor(key)),
    setMeta: async (key, value) => attempt("setMeta", () => set.immediate(key, value)),
    swapMeta: async (key, expected, value) =>
      attempt("swapMeta", () => swap.immediate(key, expected, value)),
    idempotency: async (keyMac) => attempt("idempotency", () => mark.get({ keyMac }) ?? null),
  };
}
