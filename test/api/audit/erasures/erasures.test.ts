/** A ledger from which people were erased: it passes, and says how many entries are of them; and what was done to it besides is found. */
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runAudit } from "../../../../api/audit/audit.ts";
import { nameOf, prefixOf } from "../../../../api/audit/finding.ts";
import { loadNamedKeys } from "../../../../api/audit/keys/named.ts";
import { runQuickAudit } from "../../../../api/audit/quick/audit.ts";
import { isNoSample } from "../../../../api/audit/quick/pick-anchor.ts";
import type { Progress } from "../../../../api/audit/steps.ts";
import type { RowMac } from "../../../../api/store/row-mac.ts";
import { openSnapshot } from "../../../../api/store/sqlite/audit/snapshot.ts";
import { keyedRowMac } from "../../../../api/vault/row-mac.ts";
import { type Erasing, eraseWhole } from "../../../helpers/audit/erase.ts";
import { appended, consentOf, fillSmall } from "../../../helpers/audit/fill.ts";
import {
  auditOptions,
  copyOf,
  newInstallation,
  remove,
} from "../../../helpers/audit/installation.ts";
import { newSubject, seededRandom, stored, write } from "../../../helpers/ledger.ts";
import { customerOf, orderOf, paymentOf } from "../../../helpers/ledger-records.ts";
import { authenticateAnew } from "../../../helpers/store/row-mac.ts";

let whole: string;
const PARTS = ["data", "keys", "copy"];
/** As it was when nobody was erased. */
let before: string;
let directory: string;
let rowMac: RowMac;
/** Nothing of them is left. */
let gone: { subject: string; erasing: Erasing };
/** Personal data is gone, the rest is kept. */
let half: { subject: string; erasing: Erasing };

beforeAll(async () => {
  const installation = await newInstallation("erasures");
  await fillSmall(installation);
  const [first, second] = [
    await newSubject(installation, "E-1"),
    await newSubject(installation, "E-2"),
  ];
  for (const [i, subject] of [first, second].entries()) {
    await stored(installation, customerOf(subject), { idempotency: `customer ${i}` });
    await stored(installation, orderOf(subject, { externalNumber: `E-${i}` }));
    const again = orderOf(subject, {
      externalNumber: `E-${i}`,
      total: { amount: "7.00", currency: "CNY" },
    });
    await stored(installation, again, { idempotency: `order ${i}` });
    await write(installation, again, { idempotency: `order again ${i}` });
    await stored(installation, paymentOf(subject));
    await appended(installation, consentOf(subject, "given"), consentOf(subject, "given", "mail"));
  }
  await installation.anchor();
  await installation.store.scrub();
  before = copyOf(installation.directory);
  installation.clock.advance(1_000);
  gone = { subject: first, erasing: await eraseWhole(installation, first) };
  half = {
    subject: second,
    erasing: await eraseWhole(installation, second, { classes: ["personal"] }),
  };
  await installation.anchor();
  await installation.close();
  whole = installation.directory;
  const { files, provider } = auditOptions(whole);
  const keys = openSnapshot("keys", files.keys);
  const { row } = await loadNamedKeys(keys, provider);
  await keys.close();
  rowMac = keyedRowMac(row!);
});
afterAll(() => {
  for (const one of [whole, before]) remove(one);
});
beforeEach(() => {
  directory = copyOf(whole);
});
afterEach(() => remove(directory));

/** @param isForged by somebody who holds the key of the rows, too */
function change(
  work: (database: Database.Database) => void,
  isForged = false,
  file: "ledger" | "keys" = "ledger",
): void {
  const database = new Database(auditOptions(directory).files[file]);
  database.pragma("foreign_keys = OFF");
  const triggers = database
    .prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
    )
    .all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  work(database);
  if (isForged) authenticateAnew(database, rowMac);
  for (const { sql } of triggers) database.exec(sql);
  database.close();
}

async function found(): Promise<string[]> {
  const { findings } = await runAudit(auditOptions(directory));
  return findings.map((one) => `${nameOf(one)} ${one.kind} ${one.cause}`).sort();
}

async function quickly() {
  const report = await runQuickAudit(auditOptions(directory), 4_603, seededRandom("quick"));
  if (isNoSample(report)) throw new Error(report.why);
  return report;
}

describe("a ledger with people who are erased", () => {
  it("passes a full audit, which says how many entries are of them", async () => {
    const report = await runAudit(auditOptions(directory));
    expect(report.findings).toEqual([]);
    const count = gone.erasing.entries.length + half.erasing.entries.length;
    expect(count).toBe(7);
    expect(report.notes).toContainEqual({ code: "erased", details: { count } });
    expect(report.counts).toContainEqual({ what: "erased", checked: count, of: count });
  });

  it("passes with threads, and where an audit goes on that was interrupted before somebody was erased", async () => {
    const threads = await runAudit(auditOptions(directory, { threads: 1 }));
    expect(threads.findings).toEqual([]);
    const keep = { everyMilliseconds: 0, piece: 8, directory: join(directory, "kept") };
    mkdirSync(keep.directory);
    let pieces = 0;
    const onProgress = ({ step }: Progress): void => {
      if (step === "records" && ++pieces === 4) throw new Error("stopped");
    };
    // The files are known by where they lie.
    for (const part of PARTS) rmSync(join(directory, part), { recursive: true });
    cpSync(before, directory, { recursive: true });
    await expect(runAudit(auditOptions(directory, { keep, onProgress }))).rejects.toThrow(
      "stopped",
    );
    for (const part of PARTS) rmSync(join(directory, part), { recursive: true });
    cpSync(whole, directory, { recursive: true });
    const report = await runAudit(auditOptions(directory, { keep }));
    expect(report.resumed).not.toEqual([]);
    expect(report.findings).toEqual([]);
    expect(report.notes).toContainEqual({ code: "erased", details: { count: 7 } });
  });

  it("passes a quick one", async () => {
    const report = await quickly();
    expect(report.findings).toEqual([]);
    expect(report.notes).toContainEqual({ code: "erased", details: { count: 7 } });
  });
});

describe("somebody who changes rows", () => {
  it("deletes a record without an erasure", async () => {
    const idx = half.erasing.entries[0]! + 1;
    change((database) => void database.prepare("DELETE FROM records WHERE idx = ?").run(idx));
    expect(await found()).toContain(`records index=${idx} missing record_missing`);
    expect((await quickly()).findings).toMatchObject([{ place: "records", key: { index: idx } }]);
  });

  it("deletes one, and marks its entry as erased, with the key of the rows: more are erased than were declared", async () => {
    const idx = half.erasing.entries[0]! + 1;
    change((database) => {
      database.prepare("DELETE FROM records WHERE idx = ?").run(idx);
      database.prepare("INSERT INTO erased (idx, mac) VALUES (?, zeroblob(16))").run(idx);
    }, true);
    expect(await found()).toContain("erased rows=all contradicts erased_count");
    const { findings } = await quickly();
    const details = { count: 8, declared: 7 };
    expect(findings.find(({ place }) => place === "erased")).toMatchObject({ details });
  });

  it("marks an entry as erased whose record is there, without the key", async () => {
    const idx = half.erasing.entries[0]! + 1;
    change(
      (database) =>
        void database.prepare("INSERT INTO erased (idx, mac) VALUES (?, zeroblob(16))").run(idx),
    );
    expect(await found()).toEqual([`erased index=${idx} changed row_mac`]);
  });

  it("the same, with the key", async () => {
    const idx = half.erasing.entries[0]! + 1;
    change(
      (database) =>
        void database.prepare("INSERT INTO erased (idx, mac) VALUES (?, zeroblob(16))").run(idx),
      true,
    );
    expect(await found()).toEqual([
      `erased index=${idx} contradicts erased_there`,
      "erased rows=all contradicts erased_count",
    ]);
  });

  it("marks an entry as erased that is of no record", async () => {
    change((database) => {
      const idx = database
        .prepare("SELECT min(idx) FROM entries WHERE length(entry) = 49")
        .pluck()
        .get();
      database.prepare("INSERT INTO erased (idx, mac) VALUES (?, zeroblob(16))").run(idx);
    }, true);
    expect(await found()).toContainEqual(expect.stringContaining("contradicts erased_entry"));
  });

  it("takes a mark of erasure away", async () => {
    const [idx] = gone.erasing.entries;
    const drop = (database: Database.Database): void =>
      void database.prepare("DELETE FROM erased WHERE idx = ?").run(idx);
    change(drop);
    const expected = [
      `records index=${idx} missing record_missing`,
      "erased rows=unknown missing rows_counted",
    ];
    expect(await found()).toEqual(expect.arrayContaining(expected));
    remove(directory);
    directory = copyOf(whole);
    change(drop, true);
    expect(await found()).toEqual(expect.arrayContaining([expected[0]]));
  });

  it("opens a closed class again: its row is missed, by the key store too", async () => {
    const { subject } = half;
    const drop = (database: Database.Database): void =>
      void database.prepare("DELETE FROM closed WHERE subject = ?").run(subject);
    change(drop);
    expect(await found()).toEqual(
      expect.arrayContaining(["closed rows=unknown missing rows_counted"]),
    );
    remove(directory);
    directory = copyOf(whole);
    change(drop, true);
    expect(await found()).toEqual(
      expect.arrayContaining([
        `closed prefix=${prefixOf(subject)} class=personal missing closed_missing`,
      ]),
    );
    expect((await quickly()).findings.map(({ cause }) => cause)).toContain("closed_missing");
  });

  it("has a record of a closed class", async () => {
    // As if the class had been closed before.
    change((database) => {
      database
        .prepare(
          "UPDATE closed SET size = 1, retention_class = 'statutory' WHERE subject = ? AND expiry = ''",
        )
        .run(half.subject);
    }, true);
    expect(await found()).toContainEqual(expect.stringContaining("contradicts record_closed"));
  });

  it("has lost a declaration with a database: then nobody can say how many there were", async () => {
    change((database) => {
      const idx = database
        .prepare("SELECT min(idx) FROM records WHERE kind = 'erasure'")
        .pluck()
        .get() as number;
      database.prepare("DELETE FROM records WHERE idx = ?").run(idx);
      database
        .prepare("INSERT INTO meta (key, value) VALUES ('recovered', ?)")
        .run(JSON.stringify([[idx, idx + 1]]));
    }, true);
    expect(await found()).toEqual([]);
  });

  it("puts a row back that went with an erasure", async () => {
    change((database) => {
      const [number] = database
        .prepare("SELECT number FROM vacated WHERE name = 'idempotency'")
        .pluck()
        .all();
      const row = database.prepare("SELECT * FROM idempotency LIMIT 1").get() as object;
      const back = { ...row, key_mac: Buffer.alloc(32, 9), number };
      const names = Object.keys(back);
      database
        .prepare(`INSERT INTO idempotency (${names}) VALUES (${names.map((name) => `@${name}`)})`)
        .run(back);
      const mac = rowMac(
        "idempotency",
        Object.entries(back).flatMap(([name, value]) => (name === "mac" ? [] : [value as never])),
      );
      database.prepare("UPDATE idempotency SET mac = ? WHERE number = ?").run(mac, number);
    });
    expect(await found()).toContainEqual(expect.stringMatching(/^idempotency .* row_erased$/));
  });

  it("deletes a mark of a request without an erasure", async () => {
    change((database) =>
      database.exec("DELETE FROM idempotency WHERE number = (SELECT min(number) FROM idempotency)"),
    );
    expect(await found()).toEqual([
      expect.stringMatching(/^idempotency number=\d+ missing row_number$/),
    ]);
  });

  it("destroys a secret that no erasure has closed", async () => {
    change(
      (database) =>
        database
          .prepare("UPDATE stream_secrets SET consent = ? WHERE subject = ?")
          .run(Buffer.concat([Buffer.of(0), Buffer.alloc(32, 1)]), half.subject),
      false,
      "keys",
    );
    expect(await found()).toContain(
      `keys.stream_secrets prefix=${prefixOf(half.subject)} missing secrets_missing`,
    );
  });
});
