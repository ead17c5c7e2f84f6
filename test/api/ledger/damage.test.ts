/**
 * Whoever has SQL at hand changes one byte: it is noticed when evidence or a receipt is asked for, and the right thing is
 * named. Nothing that rests on it is handed out.
 */
import type Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRefusal } from "../../../api/core/errors.ts";
import { merkleLeaf } from "../../../api/core/hash.ts";
import { recoveredRanges } from "../../../api/log/recovered.ts";
import {
  customerOf,
  flipped,
  newSubject,
  orderOf,
  rejection,
  stored,
  type TestLedger,
  testLedger,
} from "../../helpers/ledger.ts";

let ledger: TestLedger;
let ids: string[];
/** The record that is asked for, in the middle of a log of 302: in the first, full tile. */
const INDEX = 100;
/** Records, the firm's included; behind them comes the state entry. */
const RECORDS = 301;
const SIZE = RECORDS + 1;

beforeEach(async () => {
  ledger = await testLedger();
  const subject = await newSubject(ledger, "K-1");
  const first = await stored(ledger, customerOf(subject));
  const rest = await ledger.ledger.write(
    Array.from({ length: RECORDS - 2 }, (_, i) => ({
      draft: ledger.ledger.parse(orderOf(subject, { externalNumber: `A-${i}` })),
      insist: false,
      idempotency: i === INDEX - 2 ? "the-key" : null,
    })),
  );
  const [firm] = await ledger.store.recordsAt([0]);
  ids = [firm!.id, first.id, ...rest.map((outcome) => ("id" in outcome ? outcome.id : ""))];
  await ledger.anchor();
});
afterEach(() => ledger.close());

type Change = (bytes: Buffer) => Buffer;

function change(table: string, column: string, where: string, how: Change): void {
  ledger.forge((db) => {
    const read = db.prepare<[], Buffer>(`SELECT ${column} FROM ${table} WHERE ${where}`).pluck();
    const bytes = how(read.get()!);
    db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(bytes);
  });
}

const evidence = (id = ids[INDEX]!): Promise<Uint8Array> =>
  ledger.ledger.evidence({ id, version: null, fields: null, checkpoint: "final" });

/** What evidence for the record is refused with, in a ledger that remembers nothing of better days. */
async function refusedWith(id?: string): Promise<Record<string, unknown>> {
  await ledger.restart();
  const error = await rejection(evidence(id));
  if (!isRefusal(error, "damaged")) throw error;
  return { ...error.details };
}

describe("untouched", () => {
  it("the ledger gives evidence that holds", async () => {
    for (const index of [0, 1, INDEX, 255, 256, RECORDS - 1]) {
      expect((await ledger.verify(await evidence(ids[index]))).word).toBe("VERIFIED");
    }
  });
});

describe("one byte changed", () => {
  it("in the sealed record: the record", async () => {
    for (const at of [0, 23, 24, 100, -1]) {
      change("records", "sealed", `idx = ${INDEX}`, (bytes) => flipped(bytes, at));
      const wanted = { what: "record", index: INDEX, id: ids[INDEX] };
      expect(await refusedWith()).toEqual(wanted);
      expect(await rejection(ledger.ledger.record(ids[INDEX]!, null))).toMatchObject({
        details: wanted,
      });
      change("records", "sealed", `idx = ${INDEX}`, (bytes) => flipped(bytes, at));
    }
    await ledger.restart();
    expect((await ledger.verify(await evidence())).word).toBe("VERIFIED");
  });

  it("anywhere in the entry: the entry", async () => {
    for (const at of [0, 1, 32, 33, 64, 65, 72, 73, 104]) {
      change("entries", "entry", `idx = ${INDEX}`, (bytes) => flipped(bytes, at));
      expect(await refusedWith()).toEqual({ what: "entry", index: INDEX });
      change("entries", "entry", `idx = ${INDEX}`, (bytes) => flipped(bytes, at));
    }
  });

  it("in the stored leaf hash: the entry", async () => {
    change("entries", "leaf_hash", `idx = ${INDEX}`, (bytes) => flipped(bytes, 5));
    expect(await refusedWith()).toEqual({ what: "entry", index: INDEX });
  });

  it("in the time that the receipt tells: the entry", async () => {
    ledger.forge((db) =>
      db.exec(`UPDATE entries SET recorded_at = recorded_at + 1 WHERE idx = ${INDEX}`),
    );
    expect(await refusedWith()).toEqual({ what: "entry", index: INDEX });
  });

  it("in the entry's own hash in its tile: the tile", async () => {
    change("tiles", "hashes", "level = 0 AND n = 0", (bytes) => flipped(bytes, INDEX * 32));
    expect(await refusedWith()).toEqual({ what: "tile", index: 0, id: "tile/0/000" });
  });

  it("in a neighbour's hash in the tile: the tile", async () => {
    change("tiles", "hashes", "level = 0 AND n = 0", (bytes) => flipped(bytes, 7 * 32));
    expect(await refusedWith()).toEqual({ what: "tile", index: 0, id: "tile/0/000" });
  });

  it("in the tile at the edge, or in that of the level above: that tile", async () => {
    change("tiles", "hashes", "level = 0 AND n = 1", (bytes) => flipped(bytes, 20 * 32));
    expect(await refusedWith()).toEqual({ what: "tile", index: 1, id: "tile/0/001" });
    change("tiles", "hashes", "level = 0 AND n = 1", (bytes) => flipped(bytes, 20 * 32));
    change("tiles", "hashes", "level = 1 AND n = 0", (bytes) => flipped(bytes, 0));
    expect(await refusedWith(ids[256])).toEqual({ what: "tile", index: 0, id: "tile/1/000" });
  });

  it("in the HMAC of the content, by which a repetition is known: the record", async () => {
    change("records", "content_mac", `idx = ${INDEX}`, (bytes) => flipped(bytes, 0));
    expect(await refusedWith()).toEqual({ what: "record", index: INDEX, id: ids[INDEX] });
  });

  it("in a stream's head: the stream, before anything is chained to it", async () => {
    const size = await ledger.store.size();
    const subject = (await ledger.ledger.record(ids[INDEX]!, null)).record["@subject"] as string;
    const draft = ledger.ledger.parse(orderOf(subject, { externalNumber: "new" }));
    const refused = async (): Promise<void> => {
      const [outcome] = await ledger.ledger.write([{ draft, insist: false, idempotency: null }]);
      expect(outcome).toMatchObject({ code: "damaged", details: { what: "stream" } });
      expect(await ledger.store.size()).toBe(size);
    };
    change("streams", "leaf_hash", "seq > 1", (bytes) => flipped(bytes, 0));
    await refused();
    change("streams", "leaf_hash", "seq > 1", (bytes) => flipped(bytes, 0));
    ledger.forge((db) => db.exec("UPDATE streams SET seq = seq - 1 WHERE seq > 1"));
    await refused();
    ledger.forge((db) => db.exec("UPDATE streams SET seq = seq + 1, idx = 0 WHERE seq > 1"));
    await refused();
  });

  it("in a row taken away or given to another record: named when the record is to be extended", async () => {
    const subject = (await ledger.ledger.record(ids[INDEX]!, null)).record["@subject"] as string;
    const amend = async (externalNumber: string, note: string): Promise<unknown> => {
      const draft = ledger.ledger.parse(orderOf(subject, { externalNumber, note }));
      const [outcome] = await ledger.ledger.write([{ draft, insist: false, idempotency: null }]);
      return outcome;
    };
    expect(await amend("A-5", "second")).toMatchObject({ outcome: "stored", version: 2 });
    expect(await amend("A-5", "third")).toMatchObject({ outcome: "stored", version: 3 });
    ledger.forge((db) => db.exec("DELETE FROM records WHERE version = 3"));
    const size = await ledger.store.size();
    expect(await amend("A-5", "fourth")).toMatchObject({
      code: "damaged",
      details: { what: "stream" },
    });
    // The number of one order now names another.
    ledger.forge((db) =>
      db.exec(`UPDATE identities SET id = '${ids[21]}' WHERE id = '${ids[22]}'`),
    );
    expect(await amend("A-20", "of another")).toMatchObject({ code: "damaged" });
    expect(await ledger.store.size()).toBe(size);
  });

  it("in one stream's head costs the writers of other streams nothing", async () => {
    const other = await newSubject(ledger, "K-2");
    const subject = (await ledger.ledger.record(ids[INDEX]!, null)).record["@subject"] as string;
    change("streams", "leaf_hash", "seq > 1", (bytes) => flipped(bytes, 0));
    const outcomes = await ledger.ledger.write(
      [orderOf(subject, { externalNumber: "x" }), orderOf(other, { externalNumber: "y" })].map(
        (input) => ({ draft: ledger.ledger.parse(input), insist: false, idempotency: null }),
      ),
    );
    expect(outcomes).toMatchObject([{ code: "damaged" }, { outcome: "stored" }]);
  });

  it("in the checkpoint's note, wherever: the checkpoint", async () => {
    const { note } = (await ledger.store.newestCheckpoint())!;
    const bytes = Buffer.from(note);
    for (let at = 0; at < bytes.length; at += 7) {
      const other = flipped(bytes, at);
      ledger.forge((db) => db.prepare("UPDATE checkpoints SET note = ?").run(other.toString()));
      expect(await refusedWith()).toEqual({ what: "checkpoint", index: SIZE });
    }
  });

  it("in the checkpoint's root or size: the checkpoint", async () => {
    change("checkpoints", "root", "1", (bytes) => flipped(bytes, 0));
    expect(await refusedWith()).toEqual({ what: "checkpoint", index: SIZE });
    change("checkpoints", "root", "1", (bytes) => flipped(bytes, 0));
    ledger.forge((db) => db.exec(`UPDATE checkpoints SET size = size - 1`));
    expect(await refusedWith()).toMatchObject({ what: "checkpoint" });
  });
});

describe("rows exchanged whole", () => {
  const swapped = (db: Database.Database, a: number, b: number): void => {
    db.pragma("foreign_keys = OFF");
    db.exec(`UPDATE records SET idx = -1 WHERE idx = ${a};
             UPDATE records SET idx = ${a} WHERE idx = ${b};
             UPDATE records SET idx = ${b} WHERE idx = -1;`);
  };

  it("two records' indexes: the record", async () => {
    ledger.forge((db) => swapped(db, INDEX, INDEX + 1));
    expect(await refusedWith()).toMatchObject({ what: "record", index: INDEX + 1, id: ids[INDEX] });
  });

  it.each([
    ["kind", "'payment'"],
    ["version", "7"],
    ["expiry", "'open'"],
    ["retention_class", "'personal'"],
    ["subject", "'x'"],
  ])("another %s in the row: the record or its key", async (column, value) => {
    ledger.forge((db) => db.exec(`UPDATE records SET ${column} = ${value} WHERE idx = ${INDEX}`));
    expect(await refusedWith()).toMatchObject({ index: INDEX, id: ids[INDEX] });
  });

  it("a forged entry with its own right hash: the entry", async () => {
    const forged = (entry: Buffer): Buffer => flipped(entry, 72);
    change("entries", "entry", `idx = ${INDEX}`, forged);
    ledger.forge((db) => {
      const entry = db
        .prepare<[], Buffer>(`SELECT entry FROM entries WHERE idx = ${INDEX}`)
        .pluck();
      db.prepare(`UPDATE entries SET leaf_hash = ? WHERE idx = ${INDEX}`).run(
        merkleLeaf(entry.get()!),
      );
    });
    expect(await refusedWith()).toEqual({ what: "entry", index: INDEX });
  });

  it("the checkpoint of another key, well made: the checkpoint", async () => {
    const other = await testLedger({ seed: "another" });
    const subject = await newSubject(other);
    for (let i = 0; i < 2; i++) await stored(other, orderOf(subject));
    await other.anchor();
    const foreign = (await other.store.newestCheckpoint())!;
    await other.close();
    ledger.forge((db) =>
      db
        .prepare("UPDATE checkpoints SET note = ?, root = ?, size = 2")
        .run(foreign.note, foreign.root),
    );
    ledger.forge((db) => db.exec("UPDATE anchors SET size = 2"));
    expect(await refusedWith(ids[0])).toEqual({ what: "checkpoint", index: 2 });
  });
});

describe("a receipt", () => {
  it.each([
    ["the entry", "entry", 72],
    ["its leaf hash", "leaf_hash", 0],
  ])("is not signed over %s that was changed", async (_, column, at) => {
    change("entries", column, `idx = ${INDEX}`, (bytes) => flipped(bytes, at));
    await ledger.restart();
    const error = await rejection(ledger.ledger.receipt(ids[INDEX]!, null));
    expect(error).toMatchObject({ code: "damaged", details: { what: "entry", index: INDEX } });
  });

  it("is not signed over a forged entry with its right hash, nor handed out again for a key", async () => {
    change("entries", "entry", `idx = ${INDEX}`, (bytes) => flipped(bytes, 72));
    ledger.forge((db) => {
      const entry = db
        .prepare<[], Buffer>(`SELECT entry FROM entries WHERE idx = ${INDEX}`)
        .pluck();
      db.prepare(`UPDATE entries SET leaf_hash = ? WHERE idx = ${INDEX}`).run(
        merkleLeaf(entry.get()!),
      );
    });
    await ledger.restart();
    const receipt = await rejection(ledger.ledger.receipt(ids[INDEX]!, null));
    expect(receipt).toMatchObject({ code: "damaged", details: { what: "entry" } });
    const { record } = await ledger.ledger.record(ids[INDEX]!, null);
    const request = orderOf(String(record["@subject"]), { externalNumber: `A-${INDEX - 2}` });
    const [again] = await ledger.ledger.write([
      { draft: ledger.ledger.parse(request), insist: false, idempotency: "the-key" },
    ]);
    expect(again).toMatchObject({ code: "damaged", details: { what: "entry" } });
  });

  it("is not signed with another time", async () => {
    ledger.forge((db) => db.exec(`UPDATE entries SET recorded_at = recorded_at - 86400000`));
    const error = await rejection(ledger.ledger.receipt(ids[INDEX]!, null));
    expect(error).toMatchObject({ code: "damaged", details: { what: "entry", index: INDEX } });
  });
});

describe("what rests on a row alone", () => {
  /** By somebody who has the database, and no key. */
  const tampered = async (statement: string): Promise<void> => {
    ledger.tamper((db) => db.exec(statement));
    await ledger.restart();
  };

  const sameRequest = async (): Promise<unknown> => {
    const { record } = await ledger.ledger.record(ids[INDEX]!, null);
    const input = orderOf(String(record["@subject"]), { externalNumber: `A-${INDEX - 2}` });
    const draft = ledger.ledger.parse(input);
    return (await ledger.ledger.write([{ draft, insist: false, idempotency: "the-key" }]))[0];
  };

  it("a receipt's deadline: not signed again, nor handed out again for a key", async () => {
    expect(await sameRequest()).toMatchObject({ outcome: "stored" });
    await tampered(`UPDATE entries SET due_at = due_at + 86400000 WHERE idx = ${INDEX}`);
    const damaged = { code: "damaged", details: { what: "entry", index: INDEX } };
    expect(await rejection(ledger.ledger.receipt(ids[INDEX]!, null))).toMatchObject(damaged);
    expect(await sameRequest()).toMatchObject(damaged);
  });

  it.each([
    "outcome = 'unchanged'",
    "id = (SELECT id FROM records WHERE idx = 7)",
    "version = 2",
    "recorded_at = recorded_at - 1",
  ])("the answer to a request that comes again: not with %s", async (change) => {
    await tampered(`UPDATE idempotency SET ${change}`);
    const damaged = { code: "damaged", details: { what: "idempotency", index: 1 } };
    expect(await sameRequest()).toMatchObject(damaged);
  });

  it("whose an external number is: records do not go to another person", async () => {
    const other = await newSubject(ledger, "K-2");
    ledger.tamper((db) => {
      const reference = db.prepare("SELECT reference_mac FROM subjects WHERE subject = ?").pluck();
      const mac = reference.get(other);
      db.exec(`UPDATE subjects SET reference_mac = NULL WHERE subject = '${other}'`);
      db.prepare("UPDATE subjects SET reference_mac = ? WHERE reference_mac NOT NULL").run(mac);
    });
    expect(await rejection(newSubject(ledger, "K-2"))).toMatchObject({
      code: "damaged",
      details: { what: "subject", index: 2 },
    });
  });

  it("which contents were lost: nobody can say so of a record that was removed", async () => {
    await tampered(`DELETE FROM records WHERE idx = ${INDEX};
      INSERT INTO meta (key, value, number) VALUES ('recovered', '[[0,${SIZE}]]', 9)`);
    expect(await rejection(recoveredRanges(ledger.store))).toMatchObject({
      code: "damaged",
      details: { what: "meta", id: "recovered" },
    });
  });

  it("where an anchor is on the chain", async () => {
    await tampered("UPDATE anchors SET block = block + 1");
    expect(await refusedWith()).toEqual({ what: "anchor", index: SIZE });
  });
});

describe("a lost or changed key", () => {
  it("is named", async () => {
    ledger.tamper((db) => db.exec("DELETE FROM sealing_keys WHERE expiry != 'open'"), "keys");
    expect(await refusedWith()).toEqual({ what: "key", index: INDEX, id: ids[INDEX] });
  });

  it("is named where its wrapped form was changed", async () => {
    ledger.tamper(
      (db) =>
        db.exec(
          "UPDATE sealing_keys SET wrapped = zeroblob(length(wrapped)) WHERE expiry != 'open'",
        ),
      "keys",
    );
    expect(await refusedWith()).toMatchObject({ what: "key", id: "sealing key" });
  });
});
