/** A ledger that an earlier version ran, without authenticators of its rows, is run by this one. */
import { cpSync, rmSync } from "node:fs";
import Database from "better-sqlite3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { rejection } from "../../helpers/ledger.ts";
import { beforeRowMacs } from "../../helpers/store/every-table.ts";
import { installedRowMac } from "../../helpers/store/installed.ts";
import { everyMacHolds } from "../../helpers/store/row-mac.ts";
import { type Installation, install, order } from "./installation.ts";

const LIMIT = { timeout: 180_000 };

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

/** As the earlier version left data and keys. */
function takeBack(): void {
  sql("ledger.db", beforeRowMacs);
  sql("keys.db", (keys) => keys.exec("DELETE FROM named_secrets WHERE name IN ('row', 'rows')"));
}

function sql<T>(name: "ledger.db" | "keys.db", work: (database: Database.Database) => T): T {
  const folder = name === "ledger.db" ? "data" : "keys";
  const database = new Database(place.path(folder, name));
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const migrations = (): unknown =>
  sql("ledger.db", (database) => database.prepare("SELECT count(*) FROM migrations").pluck().get());

describe("a ledger of an earlier version", () => {
  it("goes on, and every row has its authenticator", LIMIT, async () => {
    const id = await place.during(async (server) => (await order(server, "A-1")).id);
    takeBack();
    expect(migrations()).toBe(2);
    await place.during(async (server) => {
      expect((await server.ledger.record(id, null)).version).toBe(1);
      await order(server, "A-2");
    });
    expect(migrations()).toBe(6);
    await place.during(async (server) => void (await order(server, "A-3")));
    expect(place.bugs).toEqual([]);
  });

  it("is left as it is under the keys of another of the same name", LIMIT, async () => {
    await place.during(async (server) => void (await order(server, "A-1")));
    takeBack();
    const other = await install(chain);
    try {
      await other.during(async (server) => void (await order(server, "B-1")));
      cpSync(place.path("keys"), place.path("right"), { recursive: true });
      cpSync(other.path("keys"), place.path("keys"), { recursive: true });
      expect(await rejection(place.start())).toMatchObject({
        code: "wrong_ledger",
        details: { setting: "COUNTERFOIL_KEYS" },
      });
      expect(migrations()).toBe(2);
      rmSync(place.path("keys"), { recursive: true });
      cpSync(place.path("right"), place.path("keys"), { recursive: true });
      await place.during(async (server) => void (await order(server, "A-2")));
    } finally {
      await other.remove();
    }
  });

  it("is succeeded, too", LIMIT, async () => {
    await place.during(async (server) => {
      await order(server, "A-1");
      await server.publish();
    });
    takeBack();
    const { state } = await place.succeed();
    expect(state).toBe("planned");
    everyMacHolds(place.path("data", "ledger.db"), await installedRowMac(place.path("keys")));
  });
});

describe("a ledger whose rows have authenticators", () => {
  const named = () =>
    sql("keys.db", (keys) => keys.prepare("SELECT * FROM named_secrets ORDER BY name").all());

  it(
    "is not started where they were taken away, as if an earlier version had run",
    LIMIT,
    async () => {
      await place.during(async (server) => void (await order(server, "A-1")));
      sql("ledger.db", (ledger) => {
        beforeRowMacs(ledger);
        ledger.exec("UPDATE meta SET value = '2' WHERE key = 'begin'");
      });
      const before = named();
      for (const open of [() => place.start(), () => place.open()])
        expect(await rejection(open())).toMatchObject({
          code: "damaged",
          details: { what: "counter", id: "0003_row_macs" },
        });
      // Nothing was authenticated as it was found.
      expect(migrations()).toBe(2);
      expect(named()).toEqual(before);
    },
  );

  it("is not succeeded then, either", LIMIT, async () => {
    await place.during(async (server) => {
      await order(server, "A-1");
      await server.publish();
    });
    sql("ledger.db", beforeRowMacs);
    expect(await rejection(place.succeed())).toMatchObject({ code: "damaged" });
    expect(migrations()).toBe(2);
  });

  it("goes on where it was stopped between making them and remembering that", LIMIT, async () => {
    await place.during(async (server) => void (await order(server, "A-1")));
    sql("keys.db", (keys) => keys.exec("DELETE FROM named_secrets WHERE name = 'rows'"));
    await place.during(async (server) => void (await order(server, "A-2")));
    expect(named()).toContainEqual(expect.objectContaining({ name: "rows" }));
    // And before the migration was durable, with its key made already.
    sql("ledger.db", beforeRowMacs);
    sql("keys.db", (keys) => keys.exec("DELETE FROM named_secrets WHERE name = 'rows'"));
    await place.during(async (server) => void (await order(server, "A-3")));
    expect(migrations()).toBe(6);
  });

  it.each([
    ["lost", "DELETE FROM named_secrets WHERE name = 'row'"],
    ["changed", "UPDATE named_secrets SET wrapped = zeroblob(60) WHERE name = 'row'"],
  ])("is not started where their key was %s, and none is made", LIMIT, async (_, statement) => {
    await place.during(async (server) => void (await order(server, "A-1")));
    const damaged = { code: "damaged", details: { what: "key", id: "row" } };
    sql("keys.db", (keys) => keys.exec(statement));
    const before = named();
    for (const open of [() => place.start(), () => place.open()])
      expect(await rejection(open())).toMatchObject(damaged);
    expect(named()).toEqual(before);
  });
});
