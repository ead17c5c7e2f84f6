/** What was damaged on an auditor's own disk: nobody is accused of it. */
import { existsSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { asStreamSeq } from "../../../portal/verify/brands.ts";
import { NO_PREV } from "../../../portal/verify/entry.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
import {
  auditor,
  begin,
  chain,
  firm,
  newestCosigned,
  place,
  round,
  watchFirm,
} from "./watched-firm.ts";

watchFirm();

describe("a map", () => {
  it("that was damaged here is made anew", async () => {
    firm.batch(60);
    expect(await round()).toBe("ok");
    await auditor.close();
    const { default: Database } = await import("better-sqlite3");
    const database = new Database(place.path("state", "map.db"));
    database.exec("DROP TRIGGER pages_no_update");
    database.exec("UPDATE pages SET bytes = zeroblob(length(bytes))");
    database.close();
    await begin();
    firm.batch(60);
    expect(await round()).toBe("ok");
  });
});

describe("a tile that was damaged here", () => {
  /** Below what the newest root is computed of: it is seen only by who asks about the beginning. */
  async function damaged(): Promise<void> {
    const { default: Database } = await import("better-sqlite3");
    const database = new Database(place.path("state", "log.db"));
    database.exec("DROP TRIGGER tiles_grow");
    database.exec(
      "UPDATE tiles SET hashes = CAST(zeroblob(32) || substr(hashes, 33) AS BLOB) WHERE level = 0 AND n = 0",
    );
    database.close();
  }

  beforeEach(async () => {
    firm.batch(50);
    firm.batch(600);
    expect(await round()).toBe("ok");
    await auditor.close();
    await damaged();
    await begin();
  });

  const damage = { code: "damaged" };
  async function accusesNobody(): Promise<void> {
    expect(auditor.shouted).toEqual([]);
    expect(existsSync(place.path("refusals"))).toBe(false);
    expect(await auditor.status()).toMatchObject({ refusal: null });
    // It does not go on, either, as if nothing were.
    const before = await newestCosigned();
    firm.served = firm.entries.length;
    firm.batch(3);
    await expect(auditor.round()).rejects.toMatchObject(damage);
    expect(await newestCosigned()).toBe(before);
  }

  it("accuses nobody where an older checkpoint is served", async () => {
    firm.served = 51;
    await expect(auditor.round()).rejects.toMatchObject(damage);
    await accusesNobody();
  });

  it("accuses nobody where an older checkpoint is shown", async () => {
    await expect(auditor.show(firm.notes.get(51) as string)).rejects.toMatchObject(damage);
    await accusesNobody();
  });

  it("accuses nobody where the chain has the root of a beginning", async () => {
    chain.anchor(51, firm.root(51));
    expect(await round()).toBe("chain_differs");
    place.clock.advance(60_000);
    await expect(auditor.round()).rejects.toMatchObject(damage);
    await accusesNobody();
  });
});

describe("a stream whose head was changed here", () => {
  it.each([
    ["taken away", "DELETE FROM streams"],
    [
      "set back",
      "UPDATE streams SET (seq, idx, leaf_hash) = (SELECT 1, idx, leaf_hash FROM entries WHERE idx = 0) WHERE seq > 1",
    ],
  ])("and was %s is not begun a second time", async (_, statement) => {
    firm.batch(50, 1);
    expect(await round()).toBe("ok");
    const before = await newestCosigned();
    await auditor.close();
    const { default: Database } = await import("better-sqlite3");
    const database = new Database(place.path("state", "log.db"));
    database.exec(statement);
    database.close();
    await begin();
    const stolen = firm.record(0, {
      seq: asStreamSeq(statement.startsWith("D") ? 1 : 2),
      prev: statement.startsWith("D") ? NO_PREV : leafHash(firm.entries[0] as Uint8Array),
    });
    expect(stolen).toBe(51);
    firm.state();
    firm.seal();
    await expect(auditor.round()).rejects.toMatchObject({
      code: "damaged",
      details: { what: "stream" },
    });
    expect(await newestCosigned()).toBe(before);
    expect(auditor.shouted).toEqual([]);
  });
});
