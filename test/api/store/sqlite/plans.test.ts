/** What a query costs is decided by the plan that SQLite makes for it. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../../../api/store/sqlite/sqlite-store.ts";
import type { Store } from "../../../../api/store/store.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { testRowMac } from "../../../helpers/store/row-mac.ts";
import { streamOf, unit } from "../../../helpers/store/units.ts";

let store: Store;
let sql: Database.Database;
let remove: () => void;

beforeEach(async () => {
  const place = newPlace();
  remove = place.remove;
  const file = join(place.directory, "ledger.db");
  store = await openSqliteStore({ file, rowMac: testRowMac });
  sql = new Database(file);
});

afterEach(async () => {
  sql.close();
  await store.close();
  remove();
});

const planOf = (query: string): string =>
  sql
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`)
    .all(Array(query.split("?").length - 1).fill(1))
    .map(({ detail }) => detail)
    .join("\n");

describe("SQLite finds", () => {
  it.each([
    [
      "the entries of a stream",
      `SELECT idx FROM entries WHERE length(entry) = 105 AND substr(entry, 34, 8) = ?
       AND substr(entry, 34, 32) = ? AND idx >= ? AND idx < ? ORDER BY idx LIMIT ?`,
      "SEARCH entries USING INDEX entries_of_stream (<expr>=? AND rowid>? AND rowid<?)",
    ],
    [
      "the newest entry of a stream below an index",
      `SELECT idx FROM entries WHERE length(entry) = 105 AND substr(entry, 34, 8) = ?
       AND substr(entry, 34, 32) = ? AND idx >= ? AND idx < ? ORDER BY idx DESC LIMIT ?`,
      "SEARCH entries USING INDEX entries_of_stream (<expr>=? AND rowid>? AND rowid<?)",
    ],
    [
      "what some entries were promised",
      `SELECT count(*), min(due_at), max(due_at), coalesce(sum(due_at < ?), 0)
       FROM entries WHERE idx >= ? AND idx < ? AND length(entry) = 105 AND due_at > 0`,
      "SEARCH entries USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
    ],
    [
      "what is erased of somebody",
      "SELECT idx, id, version FROM records WHERE subject = ? AND retention_class = ? AND expiry = ?",
      "SEARCH records USING INDEX records_of_subject (subject=?)",
    ],
    [
      "what names a record that is erased",
      "DELETE FROM identities WHERE id = ?",
      "SEARCH identities USING COVERING INDEX identities_of (id=?)",
    ],
    [
      "requests that made it",
      "SELECT number, version FROM idempotency WHERE id = ?",
      "SEARCH idempotency USING INDEX idempotency_of (id=?)",
    ],
    [
      "standings of who is erased",
      "SELECT number, idx FROM standings WHERE subject = ?",
      "SEARCH standings USING INDEX standings_of (subject=?)",
    ],
    [
      "whether a class is closed",
      "SELECT retention_class, expiry, size, mac FROM closed WHERE subject = ?",
      "SEARCH closed USING PRIMARY KEY (subject=?)",
    ],
    [
      "the last state entry",
      "SELECT max(idx) FROM entries WHERE length(entry) = 49",
      "SEARCH entries USING INDEX state_entries",
    ],
    [
      "the last final anchor before a time",
      `SELECT * FROM anchors WHERE state = ? AND block_time <= ?
       ORDER BY block_time DESC, size DESC LIMIT 1`,
      "SEARCH anchors USING INDEX anchors_by_time (state=? AND block_time<?)",
    ],
    [
      "the first final anchor after a time",
      `SELECT * FROM anchors WHERE state = ? AND block_time > ?
       ORDER BY block_time, size LIMIT 1`,
      "SEARCH anchors USING INDEX anchors_by_time (state=? AND block_time>?)",
    ],
    [
      "the anchors of a day",
      "SELECT count(*), sum(gas_used) FROM anchors WHERE state = ? AND block_time >= ? AND block_time < ?",
      "SEARCH anchors USING INDEX anchors_by_time (state=? AND block_time>? AND block_time<?)",
    ],
    [
      "the newest size that somebody has signed",
      "SELECT max(size) FROM cosignatures WHERE vkey = ?",
      "SEARCH cosignatures USING COVERING INDEX cosignatures_of (vkey=?)",
    ],
    [
      "the newest anchor that somebody has signed",
      `SELECT * FROM anchors WHERE state = ? AND size > ? AND size <= ? AND EXISTS (SELECT 1
         FROM cosignatures c WHERE c.size = anchors.size AND c.vkey IN (SELECT value FROM json_each(?)))
       ORDER BY size DESC LIMIT 1`,
      `SEARCH anchors USING INDEX anchors_by_state (state=? AND size>? AND size<?)
SEARCH c EXISTS USING PRIMARY KEY (size=? AND vkey=?)
LIST SUBQUERY 1
SCAN json_each VIRTUAL TABLE INDEX 1:`,
    ],
    [
      "a subject by its reference",
      "SELECT subject, mac FROM subjects WHERE reference_mac = ?",
      "SEARCH subjects USING INDEX sqlite_autoindex_subjects_2 (reference_mac=?)",
    ],
  ])("%s by its index, without sorting", (_, query, plan) => {
    expect(planOf(query)).toBe(plan);
  });
});

describe("the store itself", () => {
  it("reads a stream by that index, and has no other way", async () => {
    await store.commit([unit("a")]);
    const range = { from: 0, below: 9, limit: 9 };
    expect(await store.streamEntries(streamOf("a"), range)).toHaveLength(1);
    sql.exec("DROP INDEX entries_of_stream");
    await expect(store.streamEntries(streamOf("a"), range)).rejects.toMatchObject({
      name: "StoreFault",
    });
  });
});
