/** What rests on a row alone is read with its authenticator: one that was changed is refused, and named; the others go on. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../../../api/store/sqlite/sqlite-store.ts";
import type { AnchorRow, Store } from "../../../../api/store/store.ts";
import { asTreeSize } from "../../../../portal/verify/brands.ts";
import { fillEveryTable, marked } from "../../../helpers/store/every-table.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { rowProblems, testRowMac } from "../../../helpers/store/row-mac.ts";
import { bytesOf, stateOf, subjectOf, unit } from "../../../helpers/store/units.ts";

let store: Store;
let sql: Database.Database;
let remove: () => void;

beforeEach(async () => {
  const place = newPlace();
  remove = place.remove;
  const file = join(place.directory, "ledger.db");
  store = await openSqliteStore({ file, rowMac: testRowMac });
  await fillEveryTable(store);
  sql = new Database(file);
  sql.exec(`DROP TRIGGER entries_no_update; DROP TRIGGER cosignatures_no_update;
    DROP TRIGGER counters_no_delete`);
});
afterEach(async () => {
  sql.close();
  await store.close();
  remove();
});

const ANY: readonly AnchorRow["state"][] = ["pending", "included", "finalized"];
const [subject] = [{ subject: subjectOf("z"), referenceMac: null, createdAt: 1 }];
const cosignature = { size: asTreeSize(12), vkey: "v", line: "l" };

type Case = [
  change: string,
  details: { what: string; index: number; id?: string },
  ways: Record<string, (store: Store) => Promise<unknown>>,
];

const cases: Case[] = [
  [
    "UPDATE meta SET value = 'other' WHERE key = 'origin'",
    { what: "meta", index: -1, id: "origin" },
    {
      meta: (s) => s.meta("origin"),
      setMeta: (s) => s.setMeta("origin", "x"),
      swapMeta: (s) => s.swapMeta("origin", "other", "x"),
    },
  ],
  ...["outcome = 'unchanged'", "id = 'x'", "version = 2", "recorded_at = 1", "mac = NULL"].map(
    (change): Case => [
      `UPDATE idempotency SET ${change} WHERE number = 1`,
      { what: "idempotency", index: 1 },
      { idempotency: (s) => s.idempotency(bytesOf("key b")) },
    ],
  ),
  [
    `UPDATE subjects SET reference_mac = NULL WHERE number = 1;
     UPDATE subjects SET reference_mac = (SELECT x'${Buffer.from(bytesOf("reference a")).toString("hex")}') WHERE number = 2`,
    { what: "subject", index: 2 },
    {
      subjectsByReference: (s) => s.subjectsByReference([bytesOf("reference a")]),
      addSubjects: (s) =>
        s.addSubjects([
          { subject: subjectOf("z"), referenceMac: bytesOf("reference a"), createdAt: 1 },
        ]),
    },
  ],
  ...[
    "due_at = due_at + 1",
    "recorded_at = 0",
    "mac = zeroblob(16)",
    "leaf_hash = zeroblob(32)",
  ].map(
    (change): Case => [
      `UPDATE entries SET ${change} WHERE idx = 2`,
      { what: "entry", index: 2 },
      { entry: (s) => s.entry(2), entries: (s) => s.entries(0, 12) },
    ],
  ),
  [
    "UPDATE anchors SET block_time = 1 WHERE size = 7",
    { what: "anchor", index: 7 },
    {
      newestAnchor: (s) => s.newestAnchor(["finalized"], 0),
      newestCosignedAnchor: (s) => s.newestCosignedAnchor(["witness.example+2"], ANY, 0),
      "anchorsAround before": (s) => s.anchorsAround(5),
      "anchorsAround after": (s) => s.anchorsAround(0),
      anchorGap: (s) => s.anchorGap(0),
    },
  ],
  [
    "UPDATE anchors SET nonce = 1 WHERE size = 11",
    { what: "anchor", index: 11 },
    {
      openAnchors: (s) => s.openAnchors(),
      newestCosignedAnchor: (s) => s.newestCosignedAnchor(["auditor.example+1"], ANY, 0),
    },
  ],
  [
    "UPDATE cosignatures SET line = 'x' WHERE vkey = 'witness.example+2'",
    { what: "cosignature", index: 7 },
    { cosignatures: (s) => s.cosignatures(7) },
  ],
  [
    "UPDATE counters SET value = value - 1 WHERE name = 'entries'",
    { what: "counter", index: -1, id: "entries" },
    {
      commit: (s) => s.commit([unit("z")]),
      appendState: (s) => s.appendState(stateOf(12)),
      fillWithVoid: (s) => s.fillWithVoid(20, 1),
      restore: (s) => s.restore(14, [{ entry: Uint8Array.of(3), recordedAt: 0, dueAt: 0 }], []),
    },
  ],
  [
    "DELETE FROM counters WHERE name = 'idempotency'",
    { what: "counter", index: -1, id: "idempotency" },
    { commit: (s) => s.commit([marked("z")]) },
  ],
  [
    "UPDATE counters SET mac = zeroblob(16) WHERE name <> 'entries'",
    { what: "counter", index: -1 },
    {
      setMeta: (s) => s.setMeta("z", "x"),
      swapMeta: (s) => s.swapMeta("z", null, "x"),
      addSubjects: (s) => s.addSubjects([subject!]),
      putAnchor: (s) => s.putAnchor({ ...anchor, size: asTreeSize(3) }),
      removeAnchor: (s) => s.removeAnchor(11),
      clearAnchors: (s) => s.clearAnchors(),
      putCosignatures: (s) => s.putCosignatures([cosignature]),
    },
  ],
];

const anchor: AnchorRow = {
  ...{ size: asTreeSize(11), state: "pending", transaction: null, nonce: null, block: null },
  ...{
    blockHash: null,
    blockTime: null,
    previousSize: null,
    gasUsed: null,
    gasPrice: null,
    updatedAt: 1,
  },
};

describe.each(cases)("%s", (change, details, ways) => {
  it.each(Object.entries(ways))("is refused by %s, and nothing is written", async (_, ask) => {
    sql.exec(change);
    const before = rowProblems(sql, testRowMac);
    expect(before).not.toEqual([]);
    await expect(ask(store)).rejects.toMatchObject({ code: "damaged", details });
    expect(rowProblems(sql, testRowMac)).toEqual(before);
  });
});

describe("beside a row that was changed", () => {
  it("the others are read and written", async () => {
    sql.exec(`UPDATE meta SET value = 'x' WHERE key = 'origin'; UPDATE entries SET due_at = 0 WHERE idx = 2;
      UPDATE anchors SET nonce = 1 WHERE size = 11; UPDATE subjects SET created_at = 0 WHERE number = 1`);
    const before = rowProblems(sql, testRowMac);
    expect(before).toHaveLength(4);
    expect(await store.meta("epoch")).toBe("two");
    expect((await store.entries(3, 12)).length).toBe(9);
    expect((await store.newestAnchor(["finalized"], 0))?.size).toBe(7);
    expect(await store.commit([unit("z"), marked("y")])).toMatchObject([
      { ok: true },
      { ok: true },
    ]);
    await store.addSubjects([subject!]);
    await store.putCosignatures([cosignature]);
    expect(rowProblems(sql, testRowMac)).toEqual(before);
  });

  it("an anchor's next state replaces it, as the chain tells it", async () => {
    sql.exec("UPDATE anchors SET nonce = 1 WHERE size = 11");
    await store.putAnchor(anchor);
    expect(await store.openAnchors()).toEqual([anchor]);
    expect(rowProblems(sql, testRowMac)).toEqual([]);
  });

  it("a standing is told as damaged, left out of pages, and replaced by the next one of its key", async () => {
    // So does whoever means to break a reader.
    sql.pragma("foreign_keys = OFF");
    const indexes = ["idx = 3", "idx = -1", "idx = 9223372036854775807"];
    for (const change of ["subject = 'x'", ...indexes, "sealed = x'00'", "number = 9"]) {
      sql.exec(`SAVEPOINT one; DROP TRIGGER IF EXISTS standings_replace;
        UPDATE standings SET ${change} WHERE number = 1; RELEASE one`);
      const found = await store.standings(["a", "b"].map((l) => bytesOf(`standing ${l}`)));
      expect(found, change).toMatchObject(["damaged", { number: 2, headSeq: null }]);
      const { rows, damaged } = await store.standingsAfter(0, 9);
      expect(damaged, change).toBe(1);
      expect(rows.map(({ number }) => number)).toEqual([2]);
      sql.exec(`UPDATE standings SET number = 1 WHERE number = 9`);
      const again = { key: bytesOf("standing a"), subject: subjectOf("a"), last: 0 };
      const standings = [{ ...again, sealed: bytesOf("sealed anew") }];
      await store.commit([{ ...unit(`after ${change}`), standings }]);
      expect(rowProblems(sql, testRowMac)).toEqual([]);
      expect(await store.standings([again.key])).toMatchObject([
        { sealed: bytesOf("sealed anew") },
      ]);
    }
  });

  it("a row that is gone stays gone: its number is not given out again", async () => {
    sql.exec("DELETE FROM subjects WHERE number = 3");
    await store.addSubjects([subject!]);
    expect(sql.prepare("SELECT max(number) FROM subjects").pluck().get()).toBe(4);
    expect(rowProblems(sql, testRowMac)).toEqual(["count of subjects", "numbers of subjects"]);
  });
});
