/** What was deleted is off the disk: looked for in the raw bytes of every file, where SQLite would never look again. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256 } from "../../../../api/core/hash.ts";
import { openAccountsFile } from "../../../../api/store/sqlite/accounts.ts";
import { findDatabase } from "../../../../api/store/sqlite/open.ts";
import { gapOf, isSoiled } from "../../../../api/store/sqlite/page-gaps.ts";
import { openPartnersFile } from "../../../../api/store/sqlite/partners.ts";
import { pageScrubber } from "../../../../api/store/sqlite/scrub.ts";
import { openSqliteKeyStore } from "../../../../api/store/sqlite/sqlite-key-store.ts";
import { openSqliteMapStore } from "../../../../api/store/sqlite/sqlite-map-store.ts";
import { openSqliteStore } from "../../../../api/store/sqlite/sqlite-store.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { testRowMac } from "../../../helpers/store/row-mac.ts";
import { bytesOf, sealedRecord, subjectOf, unitOf } from "../../../helpers/store/units.ts";

let directory: string;
let remove: () => void;
beforeEach(() => {
  ({ directory, remove } = newPlace());
});
afterEach(() => remove());

/** Which of these stand anywhere in a database, its log, its journal or its shared memory. */
function left(file: string, what: readonly Uint8Array[]): number {
  const bytes = ["", "-wal", "-shm", "-journal"]
    .map((end) => `${file}${end}`)
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path));
  return what.filter((one) => bytes.some((all) => all.includes(Buffer.from(one)))).length;
}

/** Bytes that stand for a number, and are found again in part, too. */
const token = (n: number): Buffer => Buffer.from(bytesOf(`token ${n}`)).subarray(0, 24);
/** Numbers from 0 to 1, always the same. */
function drawing(): () => number {
  let state = 1;
  return () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

interface Planted {
  readonly client: Database.Database;
  readonly file: string;
  readonly gone: readonly Buffer[];
}

/** Rows of all sizes, up to those of several pages, put in at random places, some of them changed; every ninth is deleted. */
function plant(withoutRowid: boolean, most: number): Planted {
  const file = join(directory, "planted.db");
  const client = new Database(file);
  client.pragma("journal_mode = WAL");
  client.pragma("secure_delete = ON");
  client.pragma("wal_autocheckpoint = 100");
  client.exec(
    `CREATE TABLE t (k BLOB PRIMARY KEY, v BLOB) STRICT${withoutRowid ? ", WITHOUT ROWID" : ""}`,
  );
  const draw = drawing();
  const key = (n: number) => bytesOf(`key ${n}`);
  const value = (n: number) =>
    Buffer.concat([token(n), Buffer.alloc(Math.floor(draw() * most), 0x55), token(n)]);
  const insert = client.prepare("INSERT INTO t VALUES (?, ?)");
  const update = client.prepare("UPDATE t SET v = ? WHERE k = ?");
  const remove = client.prepare("DELETE FROM t WHERE k = ?");
  // Files of some megabytes: of short rows more of them move.
  const rows = most > 1_000 ? 600 : 3_000;
  for (let from = 0; from < rows; from += 300) {
    client.transaction(() => {
      for (let n = from; n < from + 300; n++) {
        insert.run(key(n), value(n));
        const other = Math.floor(draw() * n);
        if (n % 7 === 0) update.run(value(other), key(other));
      }
    })();
  }
  const gone: Buffer[] = [];
  client.transaction(() => {
    for (let n = 0; n < rows; n += 9) {
      remove.run(key(n));
      gone.push(token(n));
    }
  })();
  return { client, file, gone };
}

const digestOf = (client: Database.Database): string =>
  sha256(
    Buffer.concat(
      client.prepare<[], [Buffer, Buffer]>("SELECT k, v FROM t ORDER BY k").raw().all().flat(),
    ),
  ).toString("hex");

describe("planted rows", () => {
  it.each([
    ["of a table", false, 60],
    ["of a table, of many pages", false, 9_000],
    ["of an index", true, 60],
    ["of an index, of a fraction of a page", true, 600],
    ["of an index, of many pages", true, 9_000],
  ])("%s are nowhere any more", async (_, withoutRowid, most) => {
    const { client, file, gone } = plant(withoutRowid, most);
    const before = digestOf(client);
    const scrubber = pageScrubber(client);
    expect(await scrubber.scrub()).toBe(true);
    expect(left(file, gone)).toBe(0);
    expect(statSync(`${file}-wal`).size).toBe(0);
    expect(digestOf(client)).toBe(before);
    expect(client.pragma("integrity_check", { simple: true })).toBe("ok");
    client.close();
    scrubber.close();
    expect(left(file, gone)).toBe(0);
  });

  it("are not all overwritten by secure_delete alone: rows that moved leave copies", () => {
    const { client, file, gone } = plant(true, 600);
    client.pragma("wal_checkpoint(TRUNCATE)");
    expect(left(file, gone)).toBeGreaterThan(0);
    client.close();
  });

  it("are found while others write, and nothing of theirs is lost", async () => {
    const { client, file, gone } = plant(true, 600);
    const scrubber = pageScrubber(client);
    const insert = client.prepare("INSERT INTO t VALUES (?, ?)");
    let written = 0;
    let isDone = false;
    const writing = (async () => {
      while (!isDone) {
        if (written < 1_000)
          insert.run(bytesOf(`more ${written}`), Buffer.alloc(300, written++ % 251));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    // Pages are divided all the while; that must not keep it from coming to an end.
    expect(await scrubber.scrub()).toBe(true);
    expect(left(file, gone)).toBe(0);
    isDone = true;
    await writing;
    expect(written).toBeGreaterThan(1);
    expect(left(file, gone)).toBe(0);
    const read = client.prepare<[Uint8Array], Buffer>("SELECT v FROM t WHERE k = ?").pluck();
    for (let n = 0; n < written; n++) expect(read.get(bytesOf(`more ${n}`))?.[0]).toBe(n % 251);
    expect(client.pragma("integrity_check", { simple: true })).toBe("ok");
    client.close();
    scrubber.close();
  });

  it("are gone for everybody who asks at once, in two rounds at most", async () => {
    const { client, file, gone } = plant(true, 60);
    const scrubber = pageScrubber(client);
    const asked = Array.from({ length: 20 }, () => scrubber.scrub());
    expect(new Set(asked).size).toBe(2);
    expect(await Promise.all(asked)).not.toContain(false);
    expect(left(file, gone)).toBe(0);
    client.close();
    scrubber.close();
  });

  it("stay where the file is closed meanwhile, and nobody is told otherwise", async () => {
    const { client } = plant(true, 60);
    const scrubber = pageScrubber(client);
    const asked = [scrubber.scrub(), scrubber.scrub()];
    client.close();
    scrubber.close();
    expect(await Promise.all(asked)).toEqual([false, false]);
  });

  it("are said to be there still, while a reader holds the log", async () => {
    const { client, file, gone } = plant(true, 60);
    const reader = new Database(file, { readonly: true });
    reader.exec("BEGIN");
    reader.prepare("SELECT count(*) FROM t").get();
    client.prepare("DELETE FROM t WHERE k = ?").run(bytesOf("key 1"));
    const scrubber = pageScrubber(client);
    expect(await scrubber.scrub()).toBe(false);
    reader.close();
    expect(await scrubber.scrub()).toBe(true);
    expect(left(file, [...gone, token(1)])).toBe(0);
    client.close();
    scrubber.close();
  });
});

describe("the room of a page", () => {
  const page = (type: number, cells: number, begin: number, at = 0): Buffer => {
    const bytes = Buffer.alloc(4_096);
    bytes[at] = type;
    bytes.writeUInt16BE(cells, at + 3);
    bytes.writeUInt16BE(begin, at + 5);
    return bytes;
  };

  it.each([
    [13, 3, 4_000, false, { from: 14, to: 4_000 }],
    [10, 0, 4_096, false, { from: 8, to: 4_096 }],
    [5, 3, 4_000, false, { from: 18, to: 4_000 }],
    [2, 1, 4_000, false, { from: 14, to: 4_000 }],
    [13, 3, 4_000, true, { from: 114, to: 4_000 }],
    [0, 3, 4_000, false, null],
    [13, 3, 4_097, false, null],
    [13, 2_044, 20, false, null],
  ])("of type %i with %i cells from %i", (type, cells, begin, isFirst, expected) => {
    expect(gapOf(page(type, cells, begin, isFirst ? 100 : 0), isFirst)).toEqual(expected);
  });

  it("is clean or not", () => {
    const bytes = page(13, 3, 4_000);
    const gap = { from: 14, to: 4_000 };
    expect(isSoiled(bytes, gap)).toBe(false);
    bytes[3_999] = 1;
    expect(isSoiled(bytes, gap)).toBe(true);
    bytes[3_999] = 0;
    bytes[4_000] = 1;
    expect(isSoiled(bytes, gap)).toBe(false);
  });
});

describe("files", () => {
  it.each(["database", "keys", "map", "accounts", "partners"] as const)(
    "of %s overwrite what is deleted",
    (what) => {
      const found = findDatabase(join(directory, "x.db"), what);
      expect(found.client.pragma("secure_delete", { simple: true })).toBe(1);
      found.close();
    },
  );

  it("have nothing of who is erased: the ledger's database", async () => {
    const file = join(directory, "ledger.db");
    const store = await openSqliteStore({ file, rowMac: testRowMac });
    const gone: Uint8Array[] = [];
    for (let n = 0; n < 400; n++) {
      const subject = subjectOf(`person ${n % 40}`);
      // Some of them over several pages.
      const sealed = Buffer.concat([token(n), Buffer.alloc(n % 10 === 0 ? 20_000 : 150, 7)]);
      const record = sealedRecord(`record ${n}`, { subject, sealed });
      const identity = bytesOf(`identity ${n}`);
      const reference = bytesOf(`reference ${n}`);
      const key = { keyMac: bytesOf(`mark ${n}`), bodyMac: bytesOf(`body ${n}`) };
      await store.addSubjects([{ subject, referenceMac: reference, createdAt: 1 }]);
      await store.commit([
        unitOf([record], {
          identities: [{ mac: identity, id: record.id }],
          idempotency: { ...key, outcome: "stored", id: record.id, version: 1 },
          standings: [
            {
              key: bytesOf(`standing ${n}`),
              subject,
              sealed: Buffer.concat([token(n), token(n)]),
              last: 0,
            },
          ],
        }),
      ]);
      if (n % 40 >= 4) continue;
      gone.push(token(n), identity, record.contentMac, key.keyMac, key.bodyMac);
      gone.push(bytesOf(`standing ${n}`), Buffer.from(record.id));
      if (n < 40) gone.push(reference);
    }
    expect(left(file, gone)).toBe(gone.length);
    const scopes = [0, 1, 2, 3].map((n) => ({
      subject: subjectOf(`person ${n}`),
      keys: [{ retentionClass: "statutory", expiry: "2036" } as const],
      closes: ["personal", "consent", "statutory"] as const,
    }));
    expect(await store.erase(scopes, [])).toEqual({ records: 40, entries: 40 });
    expect(await store.scrub()).toBe(true);
    expect(left(file, gone)).toBe(0);
    await store.close();
  });

  it("the file of accounts", async () => {
    const file = join(directory, "accounts.db");
    const accounts = openAccountsFile({ file });
    const emailOf = (n: number) => `${Buffer.from(bytesOf(`e ${n}`)).toString("hex")}@example.com`;
    const gone: Buffer[] = [];
    for (let n = 0; n < 1_000; n++) {
      const id = Buffer.from(bytesOf(`id ${n}`)).toString("hex");
      const role = "customer";
      accounts.people.add({
        ...{ id, email: emailOf(n), role, organization: null, given: null, createdAt: n },
      });
      accounts.contacts.tie(bytesOf(emailOf(n)), {
        ...{ subject: subjectOf(`${n}`), relation: "self", createdAt: n },
      });
      if (n % 11 === 0) gone.push(Buffer.from(emailOf(n)), Buffer.from(id));
    }
    const subjects = Array.from({ length: 1_000 }, (_, n) => n).filter((n) => n % 11 === 0);
    const names = { macOf: bytesOf, codesOf: () => [] };
    const erased = accounts.eraseSubjects(
      subjects.map((n) => subjectOf(`${n}`)),
      names,
    );
    expect(erased).toEqual({ accounts: 91, contacts: 91 });
    expect(await accounts.scrub()).toBe(true);
    expect(left(file, gone)).toBe(0);
    accounts.close();
  });

  it("scrub while they are empty, too", async () => {
    const keys = await openSqliteKeyStore({ file: join(directory, "keys.db") });
    expect(await keys.scrub()).toBe(true);
    await keys.close();
    const partners = openPartnersFile({ file: join(directory, "partners.db") });
    expect(await partners.scrub()).toBe(true);
    partners.close();
    await (await openSqliteMapStore({ file: join(directory, "map.db") })).close();
  });
});
