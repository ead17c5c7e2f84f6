/** What the audit asks of the ledger's database by its indexes, of a log that the store has written. */
import { rmSync } from "node:fs";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LedgerSnapshot } from "../../../../../api/store/audit-store.ts";
import { openLedgerSnapshot } from "../../../../../api/store/sqlite/audit/snapshot.ts";
import { fillMany } from "../../../../helpers/audit/fill.ts";
import { auditOptions, newInstallation } from "../../../../helpers/audit/installation.ts";

let directory: string;
let snapshot: LedgerSnapshot;
let entries: { readonly idx: number; readonly entry: Buffer }[];
let marks: { readonly number: number; readonly key_mac: Buffer }[];

beforeAll(async () => {
  const installation = await newInstallation("lookups");
  await fillMany(installation, 120);
  await installation.close();
  ({ directory } = installation);
  const file = auditOptions(directory).files.ledger;
  const sql = new Database(file, { readonly: true });
  entries = sql
    .prepare<[], (typeof entries)[number]>("SELECT idx, entry FROM entries ORDER BY idx")
    .all();
  marks = sql.prepare<[], (typeof marks)[number]>("SELECT number, key_mac FROM idempotency").all();
  sql.close();
  snapshot = openLedgerSnapshot(file);
}, 180_000);
afterAll(async () => {
  await snapshot.close();
  rmSync(directory, { recursive: true, force: true });
});

describe("the ledger's snapshot", () => {
  it("knows the newest entry of each stream below each index, and of no other stream", async () => {
    const newest = new Map<string, number>();
    for (const { idx, entry } of entries) {
      if (entry.length !== 105) continue;
      const key = entry.subarray(33, 65);
      expect(await snapshot.newestOfStream(key, idx)).toBe(newest.get(key.toString("hex")) ?? null);
      newest.set(key.toString("hex"), idx);
    }
    expect(newest.size).toBeGreaterThan(30);
    for (const [key, idx] of newest) {
      const own = Buffer.from(key, "hex");
      expect(await snapshot.newestOfStream(own, entries.length)).toBe(idx);
      // What begins alike is found by the index, and is another stream.
      const alike = Buffer.concat([own.subarray(0, 8), Buffer.alloc(24)]);
      expect(await snapshot.newestOfStream(alike, entries.length)).toBeNull();
    }
  });

  it("knows the state entry before each index", async () => {
    let before: number | null = null;
    for (const { idx, entry } of entries) {
      expect(await snapshot.stateBefore(idx)).toBe(before);
      if (entry.length === 49) before = idx;
    }
    expect(before).not.toBeNull();
  });

  it("knows marks by their numbers", async () => {
    expect(marks.length).toBeGreaterThan(10);
    const found = await snapshot.markKeys([...marks.map(({ number }) => number), 0, 9_999]);
    expect(found.map((one) => one && Buffer.from(one as Uint8Array))).toEqual([
      ...marks.map(({ key_mac }) => key_mac),
      ...[null, null],
    ]);
    expect(await snapshot.newestMark()).toBe(Math.max(...marks.map(({ number }) => number)));
  });
});
