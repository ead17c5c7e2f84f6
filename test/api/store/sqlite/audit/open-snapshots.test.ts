/** Ledger, map and keys of one moment, while a ledger goes on. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AuditSnapshots } from "../../../../../api/store/audit-store.ts";
import { openSnapshots } from "../../../../../api/store/sqlite/audit/open-snapshots.ts";
import {
  newSubject,
  orderOf,
  stored,
  type TestLedger,
  testLedger,
} from "../../../../helpers/ledger.ts";

let ledger: TestLedger;
let opened: AuditSnapshots | null = null;

beforeEach(async () => {
  ledger = await testLedger();
});
afterEach(async () => {
  await opened?.close();
  opened = null;
  await ledger.close();
});

const paths = () => ({
  ledger: join(ledger.directory, "ledger.db"),
  map: join(ledger.directory, "map.db"),
  keys: join(ledger.directory, "keys", "keys.db"),
});

const newest = { after: null, limit: 1, backwards: true } as const;

describe("the three snapshots", () => {
  it("are opened beside an open ledger, and see what was there", async () => {
    const subject = await newSubject(ledger);
    await stored(ledger, orderOf(subject));
    await ledger.seal();
    opened = await openSnapshots(paths());
    await stored(ledger, orderOf(subject));
    await ledger.seal();
    const { map, ledger: entries, keys } = opened;
    if (typeof map === "string") throw new Error(map);
    const [[last]] = (await entries.keys("entries", newest)) as [[number]];
    const [[mapSize]] = (await map.keys("versions", newest)) as [[number]];
    expect(last).toBe(2);
    expect(mapSize).toBe(2);
    expect(await keys.count("stream_secrets")).toBe(2);
  });

  it("go on without a map, or with one that cannot be read", async () => {
    const there = paths();
    opened = await openSnapshots({ ...there, map: join(ledger.directory, "none.db") });
    expect(opened.map).toBe("missing");
    await opened.close();
    const broken = join(ledger.directory, "broken.db");
    writeFileSync(broken, "no database, but long enough to be taken for one. ".repeat(40));
    opened = await openSnapshots({ ...there, map: broken });
    expect(opened.map).toBe("unreadable");
    rmSync(broken);
  });

  it("are opened also where a row of the map says that it is ahead", async () => {
    await stored(ledger, orderOf(await newSubject(ledger)));
    await ledger.seal();
    ledger.tamper((sql) => sql.exec("UPDATE versions SET map_size = 1000"), "map");
    opened = await openSnapshots(paths());
    expect(opened.map).not.toBe("unreadable");
  });
});
