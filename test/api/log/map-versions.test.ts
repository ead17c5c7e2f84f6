import { beforeEach, describe, expect, it } from "vitest";
import { type MapVersionKeeper, mapVersionKeeper } from "../../../api/log/map-versions.ts";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { seal, sealedLog, type TestLog } from "./fixtures.ts";

let log: TestLog;
let errors: unknown[];
/** Newest final size that an auditor has cosigned; 0: none. */
let cosigned: number;
beforeEach(async () => {
  log = await sealedLog(10);
  errors = [];
  cosigned = 0;
});

/** Turns are taken one after the other, each with a few reads. */
const turns = () => new Promise((resolve) => setTimeout(resolve, 10));
const kept = () => [...log.map.versions.keys()];

function keeper(hasAuditor = false): MapVersionKeeper {
  const newestCosigned = async () => (cosigned === 0 ? null : { size: asTreeSize(cosigned) });
  return mapVersionKeeper({
    ...{ store: log.store, map: log.map, onError: (error) => errors.push(error) },
    ...(hasAuditor ? { newestCosigned } : {}),
  });
}

/** Checkpoints of 20, 30, …; over all but their last entry each. */
async function sealUpTo(size: number): Promise<void> {
  for (let at = Number(await log.store.size()); at < size; at += 10) {
    log.store.add(9);
    await seal(log);
  }
}

/** The sizes of the final checkpoints from 10 on. */
async function finals(own: MapVersionKeeper, from: number, to: number): Promise<void> {
  for (let size = from; size <= to; size += 10) {
    await sealUpTo(size);
    own.final(size);
    await turns();
  }
}

describe("without auditors", () => {
  it("the newest final version is kept, and the one before it", async () => {
    await sealUpTo(40);
    expect(kept()).toEqual([9, 19, 29, 39]);
    const own = keeper();
    own.final(20);
    await turns();
    expect(kept()).toEqual([9, 19, 29, 39]);
    own.final(30);
    await turns();
    expect(kept()).toEqual([19, 29, 39]);
    own.final(40);
    await turns();
    expect(kept()).toEqual([29, 39]);
    own.cosigned();
    await turns();
    expect(kept()).toEqual([29, 39]);
    expect(errors).toEqual([]);
  });

  it("what goes wrong is told, and the next turn is taken", async () => {
    const own = keeper();
    own.final(4);
    own.final(10);
    await turns();
    expect(errors).toMatchObject([{ code: "unknown_schema" }]);
    await finals(own, 20, 30);
    expect(kept()).toEqual([19, 29]);
    expect(errors).toHaveLength(1);
  });
});

describe("with an auditor", () => {
  it("the newest that it has cosigned is kept, until it has cosigned a later one", async () => {
    const own = keeper(true);
    await finals(own, 10, 20);
    cosigned = 20;
    own.cosigned();
    await finals(own, 30, 50);
    expect(kept()).toEqual([19, 29, 39, 49]);
    cosigned = 40;
    own.cosigned();
    await turns();
    // Of the two newest nothing goes; what lies between them and the cosigned one is not asked for any more.
    expect(kept()).toEqual([39, 49]);
    await finals(own, 60, 80);
    expect(kept()).toEqual([39, 49, 59, 69, 79]);
    cosigned = 80;
    own.cosigned();
    await turns();
    expect(kept()).toEqual([69, 79]);
    expect(errors).toEqual([]);
  });

  it("that has not come yet, some are kept for it; no more than a dozen, the newest all", async () => {
    const own = keeper(true);
    let most = 0;
    for (let size = 10; size <= 800; size += 10) {
      await finals(own, size, size);
      const ages = kept().map((mapSize) => (size - 1 - mapSize) / 10);
      most = Math.max(most, ages.length);
      const newest = [0, 1, 2, 3].filter((age) => age < size / 10);
      for (const age of newest) expect(ages).toContain(age);
      // However far it lags behind, within 32 anchors it will meet a version that is still there.
      if (size > 320) expect(Math.max(...ages)).toBeGreaterThanOrEqual(16);
    }
    expect(most).toBeLessThanOrEqual(12);
  });

  it("that stays away, its last one is kept, and a dozen others", async () => {
    const own = keeper(true);
    await finals(own, 10, 20);
    cosigned = 20;
    own.cosigned();
    await finals(own, 30, 600);
    expect(kept()[0]).toBe(19);
    expect(kept().length).toBeLessThanOrEqual(13);
    expect(errors).toEqual([]);
  });

  it("that always lags behind, what it has cosigned last is there again and again", async () => {
    for (const behind of [2, 5, 12]) {
      log = await sealedLog(10);
      cosigned = 0;
      const own = keeper(true);
      let met = 0;
      for (let size = 10; size <= 600; size += 10) {
        await finals(own, size, size);
        if (size <= behind * 10) continue;
        cosigned = size - behind * 10;
        if (kept().includes(cosigned - 1)) met += 1;
        own.cosigned();
        await turns();
      }
      expect(met, `${behind} anchors behind`).toBeGreaterThan(60 / 9);
    }
  });
});
