/**
 * The drill of OPERATING.md, "The erased stay erased": a backup is made, somebody is erased, and parts of the backup are put back. Whatever is put back, the erased stays erased, or the
 * start is refused with a sentence that says what to do.
 */
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import Database from "better-sqlite3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isRefusal } from "../../../api/core/errors.ts";
import { describeRefusal } from "../../../api/core/problem.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { recoverLedger } from "../../../api/start/recover.ts";
import type { RunningServer } from "../../../api/start/running-server.ts";
import { openStored, type Stored, unwind } from "../../../api/start/stored.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { customerOf, orderOf, rejection, stored } from "../../helpers/ledger.ts";
import { anchor, type Installation, install } from "./installation.ts";

const GIVEN = `(agreement, purpose, subject, organization, version, kinds, first_index, last_index, covered)
  VALUES ('a', 'p', ?, 'o', 1, '[]', 0, 0, 1)`;
const LIMIT = { timeout: 180_000 };
const ID = "11111111-1111-4111-8111-111111111111";

let chain: TestChain;
let place: Installation;
beforeAll(async () => {
  chain = await startTestChain();
});
beforeEach(async () => {
  place = await install(chain);
});
afterEach(() => place.remove());
afterAll(() => chain.stop());

const files = (database: string) => ["", "-wal", "-shm"].map((end) => `${database}${end}`);
const PARTS = {
  ledger: ["data", files("ledger.db")],
  keys: ["keys", files("keys.db")],
  list: ["keys", ["erased"]],
  signer: ["keys", ["signer-state.json"]],
} as const;
type Part = keyof typeof PARTS;

function copyTo(name: string): void {
  for (const folder of ["data", "keys"])
    cpSync(place.path(folder), place.path(name, folder), { recursive: true });
}
function putBack(name: string, ...parts: readonly Part[]): void {
  for (const part of parts) {
    const [folder, names] = PARTS[part];
    for (const file of names) {
      rmSync(place.path(folder, file), { force: true });
      if (existsSync(place.path(name, folder, file)))
        cpSync(place.path(name, folder, file), place.path(folder, file));
    }
  }
}

/** The stopped ledger's files, opened as a start opens them. */
async function offline<T>(work: (opened: Stored) => Promise<T>): Promise<T> {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    return await work(await openStored(place.config(), systemRandom(), undo));
  } finally {
    await unwind(undo);
  }
}

interface People {
  readonly gone: string;
  readonly stays: string;
  readonly records: readonly string[];
  readonly kept: readonly string[];
}

/** Two people with a record of each class that clients write. */
async function fill(server: RunningServer): Promise<People> {
  const subjects = await server.ledger.ensureSubjects([
    { source: "shop", externalNumber: "K-1" },
    { source: "shop", externalNumber: "K-2" },
  ]);
  const [gone, stays] = subjects.map((found) => found!.subject) as [string, string];
  const ids = async (subject: string, n: number): Promise<string[]> => [
    (await stored(server, customerOf(subject))).id,
    (await stored(server, orderOf(subject, { externalNumber: `A-${n}` }))).id,
  ];
  const [records, kept] = [await ids(gone, 1), await ids(stays, 2)];
  await anchor(server, chain);
  return { gone, stays, records, kept };
}

const CLASSES = ["personal", "statutory"] as const;

/** All steps of an erasure that were not taken yet. */
async function carryOut(subject: string): Promise<void> {
  await offline(async ({ vault, keyStore }) => {
    const keys = (await keyStore.sealingKeysOf([subject])).filter(({ retentionClass }) =>
      (CLASSES as readonly string[]).includes(retentionClass),
    );
    await vault.erasing.begin({
      ...{ id: ID, cause: "request", begunAt: 1, kept: [], list: null },
      certificate: { id: new Uint8Array(32), key: new Uint8Array(32).fill(1) },
      scopes: [{ subject, keys: keys.map(({ subject: _, ...key }) => key), secrets: CLASSES }],
    });
  });
  const { state } = await erasureNow();
  if (state === "begun") await place.during(async () => {});
  await carryOn();
}

/** As the server does at its start. */
async function carryOn(): Promise<void> {
  await offline(async ({ vault, keyStore, store }) => {
    const found = (await keyStore.erasure(ID))!;
    const scopes = found.scopes.map(({ secrets: closes, ...scope }) => ({ ...scope, closes }));
    await keyStore.moveErasure(ID, "begun", "declared", 1);
    await store.erase(scopes, []);
    await keyStore.moveErasure(ID, "declared", "rows-gone", 1);
    await vault.erasing.destroy(ID, false);
    await keyStore.moveErasure(ID, "keys-gone", "copies-gone", 1);
    expect([await store.scrub(), await keyStore.scrub()]).toEqual([true, true]);
    await keyStore.moveErasure(ID, "copies-gone", "done", 1);
  });
}
const erasureNow = () => offline(async ({ keyStore }) => (await keyStore.erasure(ID))!);

/** Nothing of one is there, everything of the other; and who writes about the erased is told so. */
async function erasedStays({ gone, stays, records, kept }: People): Promise<void> {
  await carryOn();
  await offline(async ({ keyStore, store }) => {
    expect(await keyStore.sealingKeysOf([gone])).toEqual([]);
    expect((await keyStore.sealingKeysOf([stays])).length).toBeGreaterThan(0);
    expect([...((await store.closed([gone])).get(gone) ?? [])].sort()).toEqual([...CLASSES]);
  });
  await place.during(async (server) => {
    for (const id of records) await expect(server.ledger.record(id, null)).rejects.toThrow();
    for (const id of kept) expect((await server.ledger.record(id, null)).id).toBe(id);
    await expect(stored(server, customerOf(gone))).rejects.toThrow();
    await stored(server, customerOf(stays, { name: "Li Si" }));
  });
  expect(place.bugs).toEqual([]);
}

/** A backup, an erasure behind it, and something recorded and anchored behind that. */
async function drill(): Promise<People> {
  const people = await place.during(fill);
  copyTo("backup");
  await carryOut(people.gone);
  await place.during(async (server) => {
    await stored(server, orderOf(people.stays, { externalNumber: "A-9" }));
    await anchor(server, chain);
  });
  return people;
}

const recover = () => recoverLedger(place.config(), { dryRun: false, onProgress: () => {} });

async function refusedAs(code: string): Promise<string> {
  const error = await rejection(place.start());
  if (!isRefusal(error)) throw error;
  expect(error.code).toBe(code);
  return describeRefusal(error, "en").detail;
}

describe("after an erasure", () => {
  it("the person is gone, with nothing put back", LIMIT, async () => {
    await erasedStays(await drill());
  });

  it("an older ledger.db brings nobody back", LIMIT, async () => {
    const people = await drill();
    putBack("backup", "ledger");
    await refusedAs("behind");
    await recover();
    await erasedStays(people);
  });

  it("an older keys.db brings nobody back", LIMIT, async () => {
    const people = await drill();
    putBack("backup", "keys");
    expect(await erasureNow()).toMatchObject({ state: "begun", list: null });
    await erasedStays(people);
  });

  it("both of them bring nobody back", LIMIT, async () => {
    const people = await drill();
    putBack("backup", "keys", "ledger");
    await recover();
    await erasedStays(people);
  });

  it("everything old is refused, until the list is there", LIMIT, async () => {
    const people = await drill();
    cpSync(place.path("keys", "erased"), place.path("newest-list"));
    putBack("backup", "keys", "ledger", "list", "signer");
    await refusedAs("behind");
    await recover();
    const said = await refusedAs("erasures_missing");
    expect(said).toMatch(/1 erasures.*knows 0.*“erased”/);
    // It stays so, whatever is tried.
    await refusedAs("erasures_missing");
    cpSync(place.path("newest-list"), place.path("keys", "erased"));
    await erasedStays(people);
  });

  it("an older accounts.db, or partners.db, brings nobody back", LIMIT, async () => {
    const people = await drill();
    const rows = [
      [
        "accounts.db",
        "contact",
        "(mac, subject, relation, created_at) VALUES (zeroblob(32), ?, 'self', 1)",
      ],
      ["partners.db", "given", GIVEN],
    ] as const;
    const inFile = <T>(name: string, work: (file: Database.Database) => T): T => {
      const file = new Database(place.path("data", name));
      try {
        return work(file);
      } finally {
        file.close();
      }
    };
    const count = (name: string, table: string) =>
      inFile(name, (file) =>
        file.prepare(`SELECT count(*) FROM ${table} WHERE subject = ?`).pluck().get(people.gone),
      );
    for (const [name, table, values] of rows) {
      inFile(name, (file) => file.prepare(`INSERT INTO ${table} ${values}`).run(people.gone));
      expect(count(name, table)).toBe(1);
    }
    await erasedStays(people);
    for (const [name, table] of rows) expect(count(name, table)).toBe(0);
  });

  it("a lost list is made again out of a newer keys.db", LIMIT, async () => {
    const people = await drill();
    const text = readFileSync(place.path("keys", "erased"), "utf8");
    rmSync(place.path("keys", "erased"));
    await erasedStays(people);
    expect(readFileSync(place.path("keys", "erased"), "utf8")).toBe(text);
  });

  it(
    "a list that somebody has shortened is refused together with an older keys.db",
    LIMIT,
    async () => {
      await drill();
      putBack("backup", "keys", "list");
      await refusedAs("erasures_missing");
    },
  );
});
