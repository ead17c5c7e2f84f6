import type Database from "better-sqlite3";
import { eq, sql } from "drizzle-orm";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { Refusal } from "../../core/errors.ts";
import { attempt, StoreMisuse } from "../fault.ts";
import type { Store } from "../store.ts";
import { sequencer } from "./commit.ts";
import { headReader } from "./heads.ts";
import { entries } from "./schema.ts";

type LogMethods = Pick<Store, "size" | "commit" | "streamHeads" | "entry" | "leafHashes">;

/** Entries and streams: taking them in, and reading them back. */
export function logMethods(client: Database.Database): LogMethods {
  const db: BetterSQLite3Database = drizzle(client);
  const commit = sequencer(client);
  const headOf = headReader(client);
  const newest = client.prepare<[], number | null>("SELECT max(idx) FROM entries").pluck();
  const hashes = client
    .prepare<[number, number], [number, Uint8Array]>(
      "SELECT idx, leaf_hash FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx",
    )
    .raw();
  const byIndex = db
    .select()
    .from(entries)
    .where(eq(entries.index, sql.placeholder("index")))
    .prepare();
  const size = () => (newest.get() ?? -1) + 1;

  function leafHashes(from: number, to: number): Uint8Array {
    if (!(Number.isSafeInteger(from) && from >= 0 && Number.isSafeInteger(to) && to >= from)) {
      throw new StoreMisuse("leafHashes wants 0 <= from <= to");
    }
    if (to > size()) throw new StoreMisuse("leafHashes reaches beyond the log");
    const out = new Uint8Array((to - from) * 32);
    let next = from;
    for (const [index, hash] of hashes.iterate(from, to)) {
      if (index !== next) break;
      out.set(hash, (index - from) * 32);
      next++;
    }
    if (next !== to) throw new Refusal("damaged", { what: "entry", index: next });
    return out;
  }

  return {
    size: async () => attempt("size", () => asTreeSize(size())),
    commit: async (units) => attempt("commit", () => commit(units)),
    streamHeads: async (keys) => attempt("streamHeads", () => keys.map(headOf)),
    entry: async (index) => attempt("entry", () => byIndex.get({ index }) ?? null),
    leafHashes: async (from, to) => attempt("leafHashes", () => leafHashes(from, to)),
  };
}
