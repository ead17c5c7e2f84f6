/** What the start compares besides tree and signatures: the map, and the second copy. */
import { describe, expect, it } from "vitest";
import { checkLog } from "../../../api/log/self-check.ts";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { encodeStateEntry } from "../../../portal/verify/entry.ts";
import {
  flipBit,
  rejection,
  seal,
  sealedLog,
  signAsIs,
  type TestLog,
  testLog,
} from "./fixtures.ts";
import { madeUpRoot } from "./memory-map.ts";

const told: string[] = [];
const check = (log: TestLog) => {
  told.length = 0;
  const onRebuild = (done: number, of: number) => void told.push(`${done}/${of}`);
  return checkLog({ ...log, onRebuild, step: 100 });
};

describe("the map at the start", () => {
  it("that fits is left as it is", async () => {
    const log = await sealedLog(300);
    log.map.calls.length = 0;
    await check(log);
    expect(log.map.calls).toEqual([]);
  });

  it("that is behind is brought to the newest checkpoint, and tells how far it is", async () => {
    const log = await sealedLog(300);
    log.map.versions.clear();
    log.map.calls.length = 0;
    await check(log);
    expect(log.map.calls).toEqual(["advance 100", "advance 200", "advance 299"]);
    expect(told).toEqual(["100/299", "200/299", "299/299"]);
    expect(await log.map.rootAt(299)).toEqual(madeUpRoot(299));
  });

  it("that is behind and wrong is made anew", async () => {
    const log = await sealedLog(300);
    log.map.versions.clear();
    log.map.versions.set(100, madeUpRoot(100));
    log.map.rootOf = (size) => madeUpRoot(size, "stale");
    const fresh = log.map.clear.bind(log.map);
    log.map.clear = async () => {
      log.map.rootOf = madeUpRoot;
      await fresh();
    };
    await check(log);
    expect(await log.map.rootAt(299)).toEqual(madeUpRoot(299));
    expect(log.map.calls).toContain("clear");
  });

  it("that is ahead of the log goes back", async () => {
    const log = await sealedLog(300);
    log.map.versions.set(400, madeUpRoot(400));
    log.map.calls.length = 0;
    await check(log);
    expect(log.map.calls).toEqual(["back to 299"]);
    expect(await log.map.size()).toBe(299);
  });

  it.each([6, 5, 1])("of a log that never was sealed is emptied, over %i entries", async (size) => {
    const log = testLog(5);
    await log.map.advance(size);
    await check(log);
    expect(await log.map.size()).toBe(0);
  });

  it("with another root is made anew, and with it the version that final evidence needs", async () => {
    const log = await sealedLog(300);
    log.store.add(99);
    await seal(log);
    log.store.finalSize = 300;
    log.map.versions.set(399, madeUpRoot(399, "wrong"));
    await check(log);
    expect([...log.map.versions.keys()]).toEqual([299, 399]);
    expect(await log.map.rootAt(399)).toEqual(madeUpRoot(399));
    expect(log.map.calls.at(-1)).toBe("forget 299");
  });

  it("that cannot be read is made anew", async () => {
    const log = await sealedLog(300);
    const { Refusal } = await import("../../../api/core/errors.ts");
    const rootAt = log.map.rootAt.bind(log.map);
    log.map.rootAt = () => Promise.reject(new Refusal("damaged", { what: "map", index: 1 }));
    const clear = log.map.clear.bind(log.map);
    log.map.clear = async () => {
      log.map.rootAt = rootAt;
      await clear();
    };
    await check(log);
    expect(log.map.calls).toContain("clear");
  });

  it("still another one than the signed state entry says: both roots are evidence", async () => {
    const log = await sealedLog(300);
    log.map.versions.clear();
    log.map.rootOf = (size) => madeUpRoot(size, "log");
    expect(await rejection(check(log))).toMatchObject({
      name: "Misbehaviour",
      code: "map_diverged",
      evidence: {
        size: 300,
        mapSize: 299,
        note: log.store.checkpoints.get(300)?.note,
        mapRoot: Buffer.from(madeUpRoot(299)).toString("base64"),
        derivedRoot: Buffer.from(madeUpRoot(299, "log")).toString("base64"),
      },
    });
  });
});

describe("the entry that ends the newest checkpoint", () => {
  it("is a state entry: a database without them is an older version's", async () => {
    const log = testLog(300);
    await signAsIs(log);
    expect(await rejection(check(log))).toMatchObject({
      code: "unknown_schema",
      details: { what: "database" },
    });
  });

  it("that was changed is damaged", async () => {
    const log = await sealedLog(257);
    flipBit(log.store.rows[256]?.entry as Uint8Array, 7);
    expect(await rejection(check(log))).toMatchObject({ code: "damaged", details: { index: 256 } });
  });

  it("may not speak of itself or of what comes behind", async () => {
    const log = testLog(299);
    const mapSize = asTreeSize(300);
    const entry = encodeStateEntry({ mapRoot: madeUpRoot(300), mapSize, time: 1 });
    await log.store.restore(299, [{ entry, recordedAt: 0, dueAt: 0 }]);
    await signAsIs(log);
    expect(await rejection(check(log))).toMatchObject({ code: "damaged", details: { index: 299 } });
  });
});
