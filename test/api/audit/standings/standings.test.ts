/** What somebody does to standings who holds the key of the rows, and the keys of everybody: the records contradict it. */
import Database from "better-sqlite3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runAudit } from "../../../../api/audit/audit.ts";
import { nameOf, prefixOf } from "../../../../api/audit/finding.ts";
import { allKinds } from "../../../../api/audit/hands/hands.ts";
import { loadNamedKeys } from "../../../../api/audit/keys/named.ts";
import { derivedUpTo } from "../../../../api/audit/standings/derive.ts";
import type { StandingEvent } from "../../../../api/core/kind.ts";
import { keptOf } from "../../../../api/ledger/standing.ts";
import type { RowMac } from "../../../../api/store/row-mac.ts";
import { openSnapshot } from "../../../../api/store/sqlite/audit/snapshot.ts";
import { keyedRowMac } from "../../../../api/vault/row-mac.ts";
import { appended, consentOf, fillSmall, mergeOf } from "../../../helpers/audit/fill.ts";
import { forgedStanding } from "../../../helpers/audit/forge-standing.ts";
import {
  auditOptions,
  copyOf,
  newInstallation,
  remove,
} from "../../../helpers/audit/installation.ts";
import { newSubject } from "../../../helpers/ledger.ts";
import { authenticateAnew } from "../../../helpers/store/row-mac.ts";

let whole: string;
let subject: string;
let rowMac: RowMac;
let directory: string;

beforeAll(async () => {
  const installation = await newInstallation("standings");
  await fillSmall(installation);
  subject = await newSubject(installation, "S-1");
  const other = await newSubject(installation);
  await appended(installation, consentOf(subject, "requested"), consentOf(subject, "given"));
  await appended(installation, consentOf(other, "given"), mergeOf(other, subject));
  keepRows(installation.directory, "early");
  await appended(installation, consentOf(subject, "withdrawn"));
  await installation.seal();
  await installation.close();
  whole = installation.directory;
  const { files, provider } = auditOptions(whole);
  const keys = openSnapshot("keys", files.keys);
  const { row } = await loadNamedKeys(keys, provider);
  await keys.close();
  rowMac = keyedRowMac(row!);
});
afterAll(() => remove(whole));
beforeEach(() => {
  directory = copyOf(whole);
});
afterEach(() => remove(directory));

/** Rows as they are now, for whoever puts them back later. */
const old = new Map<string, unknown[][]>();
function keepRows(of: string, name: string): void {
  const database = new Database(auditOptions(of).files.ledger, { readonly: true });
  old.set(name, database.prepare<[], unknown[]>("SELECT * FROM standings").raw().all());
  database.close();
}

function change(work: (database: Database.Database) => void, isForged: boolean): void {
  const database = new Database(auditOptions(directory).files.ledger);
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

/** Of the row of a subject, by what its stream is. */
function rowsOf(database: Database.Database): { number: number; key: Buffer; idx: number }[] {
  return database
    .prepare<[string], { number: number; key: Buffer; idx: number }>(
      "SELECT number, key, idx FROM standings WHERE subject = ? ORDER BY number",
    )
    .all(subject);
}

describe("standings", () => {
  it("of a whole ledger are all read, and none is found wrong", async () => {
    const { findings, counts } = await runAudit(auditOptions(directory));
    expect(findings).toEqual([]);
    expect(counts).toContainEqual({ what: "standings", checked: 4, of: 4 });
  });

  it("that were deleted are named by their numbers, and by their streams where all else was made to fit", async () => {
    let gone: { number: number; key: Buffer } = { number: 0, key: Buffer.alloc(0) };
    const drop = (database: Database.Database): void => {
      gone = rowsOf(database)[0]!;
      database.prepare("DELETE FROM standings WHERE key = ?").run(gone.key);
    };
    change(drop, false);
    expect(await found()).toEqual([`standings number=${gone.number} missing row_number`]);
    remove(directory);
    directory = copyOf(whole);
    change(drop, true);
    expect(await found()).toEqual([
      `standings prefix=${prefixOf(gone.key)} missing standing_missing`,
    ]);
  });

  it.each([false, true])(
    "that changed places are named, both of them (forged: %s)",
    async (forged) => {
      change((database) => {
        const rows = database
          .prepare<[], { key: Buffer; sealed: Buffer }>(
            "SELECT key, sealed FROM standings ORDER BY number LIMIT 2",
          )
          .all();
        const set = database.prepare("UPDATE standings SET sealed = ? WHERE key = ?");
        set.run(rows[1]!.sealed, rows[0]!.key);
        set.run(rows[0]!.sealed, rows[1]!.key);
      }, forged);
      const cause = forged ? "standing_sealed" : "row_mac";
      expect(await found()).toEqual([1, 2].map((n) => `standings number=${n} changed ${cause}`));
    },
  );

  it("that are put back as they were earlier are named, though their authenticators hold", async () => {
    let number = 0;
    change((database) => {
      number = rowsOf(database)[0]!.number;
      const row = old.get("early")!.find((one) => one[4] === number)!;
      database.prepare("DELETE FROM standings WHERE number = ?").run(number);
      database.prepare("INSERT INTO standings VALUES (?, ?, ?, ?, ?, ?)").run(...row);
    }, false);
    expect(await found()).toEqual([`standings number=${number} changed standing_behind`]);
  });

  it("that were put in are named, also under a number and an authenticator of their own", async () => {
    const put = (database: Database.Database): void =>
      void database
        .prepare(
          "INSERT INTO standings SELECT zeroblob(32), subject, idx, sealed, 5, mac FROM standings WHERE number = 1",
        )
        .run();
    change(put, false);
    expect(await found()).toEqual(["standings number=5 inserted row_mac"]);
    remove(directory);
    directory = copyOf(whole);
    change(put, true);
    expect(await found()).toEqual(["standings number=5 inserted standing_inserted"]);
  });

  it("that say another thing under the true keys are named", async () => {
    const events = ["requested", "given", "given"].map(
      (event): StandingEvent => ({
        occurredAt: "2026-11-22T09:00:00.000Z",
        body: { event, purposeVersion: 1, validUntil: null },
      }),
    );
    const kept = keptOf(allKinds.get("consent")!.standing!, events)!;
    const standing = { stream: "consent/news", seq: 3, kept };
    const { key, sealed } = await forgedStanding(directory, subject, standing);
    let number = 0;
    change((database) => {
      number = rowsOf(database)[0]!.number;
      database.prepare("UPDATE standings SET sealed = ? WHERE key = ?").run(sealed, key);
    }, true);
    expect(await found()).toEqual([`standings number=${number} changed standing_differs`]);
  });

  it("that end with another entry are named", async () => {
    change((database) => database.exec("UPDATE standings SET idx = 1 WHERE number = 1"), true);
    expect(await found()).toEqual(["standings number=1 changed standing_differs"]);
  });

  it("whose record is gone beside them are not accused", async () => {
    const names: string[] = [];
    change((database) => {
      const { idx } = rowsOf(database)[0]!;
      database.prepare("DELETE FROM records WHERE idx = ?").run(idx);
      names.push(`records index=${idx} missing record_missing`);
    }, false);
    expect(await found()).toEqual(names);
  });

  it("of whose only record nothing is left are not accused", async () => {
    const names: string[] = [];
    change((database) => {
      const idx = database.prepare("SELECT idx FROM standings WHERE number = 1").pluck().get();
      database.prepare("UPDATE records SET sealed = zeroblob(99) WHERE idx = ?").run(idx);
      names.push(`records index=${idx} changed record_sealed`);
    }, false);
    expect(await found()).toEqual(names);
  });

  it("cannot be told of where the key of their names is gone", async () => {
    const keys = new Database(auditOptions(directory).files.keys);
    keys.prepare("DELETE FROM named_secrets WHERE name = ?").run("mac\0standing");
    keys.close();
    change((database) => database.exec("UPDATE standings SET idx = 1 WHERE number = 1"), false);
    expect(await found()).toEqual([
      "keys.named_secrets name=mac.standing missing key_missing",
      "standings number=1 changed row_mac",
    ]);
  });
});

describe("what is worked out anew", () => {
  it("has gaps where records are not known, up to the number that is asked for", () => {
    const rule = allKinds.get("consent")!.standing!;
    const event = (name: string): StandingEvent => ({
      occurredAt: "2026-11-22T09:00:00.000Z",
      body: { event: name, purposeVersion: 1, validUntil: null },
    });
    const given = { seq: 2, index: 5, event: event("given") };
    const derived = { subject, stream: "consent/news", rule, events: [given] };
    expect(derivedUpTo(derived, 3)).toEqual(keptOf(rule, [null, event("given"), null]));
    expect(derivedUpTo(derived, 1)).toEqual(keptOf(rule, [null]));
  });
});
