/** What one process seals, and what it refuses to seal. Crashes and rivals: sealer-crash.test.ts. */
import { beforeAll, describe, expect, it } from "vitest";
import { createSealer } from "../../../api/log/sealer.ts";
import { asRootHash } from "../../../portal/verify/brands.ts";
import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { parseVkey, verifyNote } from "../../../portal/verify/note.ts";
import {
  flipBit,
  newSigner,
  ORIGIN,
  rejection,
  rootOf,
  seal,
  sealedLog,
  stateAt,
  type TestLog,
  testLog,
} from "./fixtures.ts";
import { madeUpRoot } from "./memory-map.ts";
import { memorySignerState } from "./memory-signer-state.ts";

describe("seal", () => {
  it("seals nothing in an empty log", async () => {
    const log = testLog();
    expect(await seal(log)).toBeNull();
    expect(log.store.batches).toEqual([]);
    expect(log.signerState.swaps).toBe(0);
    expect(log.map.calls).toEqual([]);
  });

  it("signs a checkpoint over everything committed, and the state entry behind it", async () => {
    const log = testLog(300);
    const checkpoint = await seal(log);
    const root = rootOf(log, 301);
    expect(checkpoint).toMatchObject({ size: 301, root, sealedAt: log.clock.now() });
    const { text } = verifyNote(checkpoint?.note ?? "", [parseVkey(log.signer.vkey)]);
    expect(parseCheckpoint(text)).toEqual({ origin: ORIGIN, size: 301, root });
    expect(await log.store.newestCheckpoint()).toEqual(checkpoint);
    expect(log.signerState.record).toMatchObject({ size: 301, root, reserved: 301 });
    expect(stateAt(log, 300)).toEqual({
      mapRoot: madeUpRoot(300),
      mapSize: 300,
      time: log.clock.now(),
    });
  });

  it("seals nothing twice", async () => {
    const log = await sealedLog(10);
    expect(await seal(log)).toBeNull();
    expect(log.store.batches).toHaveLength(1);
    expect(log.store.rows).toHaveLength(10);
  });

  it("lets writers write while the map is worked out: they are above its size, and sealed too", async () => {
    const log = testLog(300);
    log.map.beforeAdvance = () => log.store.add(7);
    expect(await seal(log)).toMatchObject({ size: 308, root: rootOf(log, 308) });
    expect(stateAt(log, 307).mapSize).toBe(300);
  });

  it("maps what was written meanwhile when it is asked again, though all of it is sealed", async () => {
    const log = testLog(300);
    log.map.beforeAdvance = () => log.store.add(7);
    await seal(log);
    log.map.beforeAdvance = () => undefined;
    expect(await seal(log)).toMatchObject({ size: 309, root: rootOf(log, 309) });
    expect(stateAt(log, 308).mapSize).toBe(308);
    expect(await seal(log)).toBeNull();
  });

  it("maps all that was committed before it was asked, whoever sealed it", async () => {
    const log = testLog(300);
    const asked: Promise<unknown>[] = [];
    log.map.beforeAdvance = () => {
      log.map.beforeAdvance = () => undefined;
      log.store.add(7);
      asked.push(seal(log));
    };
    await seal(log);
    await Promise.all(asked);
    const newest = await log.store.newestCheckpoint();
    expect(stateAt(log, (newest?.size ?? 0) - 1).mapSize).toBeGreaterThanOrEqual(307);
  });

  it("takes no longer than what was there when it was asked", async () => {
    const log = testLog(300);
    log.store.beforeSeal = async () => log.store.add(5);
    expect(await seal(log)).toMatchObject({ size: 301 });
    expect(log.store.batches).toHaveLength(1);
  });

  it("keeps what is reserved beyond the signed size", async () => {
    const log = testLog(10);
    log.signerState.record = { ...log.signerState.record, reserved: 65_536 };
    await seal(log);
    expect(log.signerState.record.reserved).toBe(65_536);
  });

  it("grows by any steps to the same roots and tiles", { timeout: 180_000 }, async () => {
    const stepwise = testLog();
    for (const step of [1, 1, 253, 1, 1, 255, 1, 1_000, 63_000, 1_023, 1, 1, 4_449]) {
      stepwise.store.add(step);
      const size = stepwise.store.rows.length + 1;
      expect((await seal(stepwise))?.root, `size ${size}`).toEqual(rootOf(stepwise, size));
    }
    expect(stepwise.store.rows).toHaveLength(70_000);
    const atOnce = testLog();
    atOnce.store.rows.push(...stepwise.store.rows.slice(0, -1));
    expect((await seal(atOnce))?.root).toEqual(rootOf(stepwise, 70_000));
    expect(atOnce.store.batches).toHaveLength(1);
    const sorted = (tiles: Map<string, Uint8Array>) =>
      [...tiles].map(([key, hashes]) => [key, Buffer.from(hashes).toString("hex")]).sort();
    expect(sorted(stepwise.store.tileMap)).toEqual(sorted(atOnce.store.tileMap));
  });

  it("wants a key with the origin's name", () => {
    expect(() => createSealer({ ...testLog(), signer: newSigner("other.example") })).toThrow(
      "origin",
    );
  });
});

describe("a heartbeat", () => {
  it("seals a state entry alone where nothing is new", async () => {
    const log = await sealedLog(10);
    expect(await seal(log, { heartbeat: true })).toMatchObject({ size: 11 });
    expect(stateAt(log, 10)).toMatchObject({ mapSize: 10, mapRoot: madeUpRoot(10) });
    expect(await seal(log)).toBeNull();
  });

  it("is the first checkpoint of an empty log", async () => {
    const log = testLog();
    expect(await seal(log, { heartbeat: true })).toMatchObject({ size: 1 });
    expect(stateAt(log, 0).mapSize).toBe(0);
  });

  it("adds nothing to a batch that is due anyway", async () => {
    const log = testLog(10);
    expect(await seal(log, { heartbeat: true })).toMatchObject({ size: 11 });
    expect(log.store.batches).toHaveLength(1);
  });
});

describe("the signer state comes first", () => {
  it("records size and root before the checkpoint is stored", async () => {
    const log = testLog(10);
    log.store.beforeSeal = async () => {
      expect(log.signerState.record).toMatchObject({ size: 11, root: rootOf(log, 11) });
    };
    expect(await seal(log)).not.toBeNull();
  });

  it("stores nothing when the signer state cannot be written", async () => {
    const log = testLog(10);
    log.signerState.beforeSwap = () => {
      throw new Error("disk full");
    };
    await expect(seal(log)).rejects.toThrow("disk full");
    expect(log.store.batches).toEqual([]);
    log.signerState.beforeSwap = () => undefined;
    expect(await seal(log)).toMatchObject({ size: 11 });
  });
});

describe("a database that does not fit the signer", () => {
  it("smaller than what was signed: behind", async () => {
    const log = await sealedLog(300);
    const restored = { ...testLog(200), signer: log.signer, signerState: log.signerState };
    expect(await rejection(seal(restored))).toMatchObject({
      code: "behind",
      details: { what: "signer", size: 200, expected: 300 },
    });
  });

  it("a checkpoint that the signer does not remember", async () => {
    const log = await sealedLog(300);
    log.store.add(1);
    const forgetful = { ...log, signerState: memorySignerState() };
    expect(await rejection(seal(forgetful))).toMatchObject({
      code: "signer_diverged",
      evidence: { signedSize: 0, otherSize: 300, otherNote: log.store.checkpoints.get(300)?.note },
    });
  });

  it("a checkpoint with another root than the signer's", async () => {
    const log = await sealedLog(300);
    log.store.add(1);
    log.signerState.record = {
      ...log.signerState.record,
      root: asRootHash(new Uint8Array(32).fill(9)),
    };
    expect(await rejection(seal(log))).toMatchObject({ code: "signer_diverged" });
    expect(log.store.batches).toHaveLength(1);
  });
});

describe("a log of 70,000 entries, tlog-tiles' example", () => {
  let log: TestLog;
  beforeAll(async () => {
    log = await sealedLog(70_000);
  });

  it("has its tiles", () => {
    const width = (key: string) => (log.store.tileMap.get(key)?.length ?? 0) / 32;
    for (let n = 0; n < 273; n++) expect(width(`0/${n}`)).toBe(256);
    expect(width("0/273")).toBe(112);
    expect([width("1/0"), width("1/1"), width("2/0")]).toEqual([256, 17, 1]);
    expect(log.store.tileMap.size).toBe(274 + 2 + 1);
  });

  it("names a damaged tile of its edge before it is built on, and is as it was when that is mended", async () => {
    log.store.add(1);
    for (const key of ["0/273", "1/1", "2/0"]) {
      flipBit(log.store.tileMap.get(key) as Uint8Array, 5);
      const [level, n] = key.split("/").map(Number);
      expect(await rejection(seal(log)), key).toMatchObject({
        code: "damaged",
        details: { what: "tile", index: n, id: expect.stringContaining(`tile/${level}/`) },
      });
      expect(log.signerState.record.size).toBe(70_000);
      flipBit(log.store.tileMap.get(key) as Uint8Array, 5);
    }
    expect(await seal(log)).toMatchObject({ size: 70_002, root: rootOf(log, 70_002) });
  });

  it("is read no further than its edge, and its batch in chunks", async () => {
    log.store.tileReads.length = 0;
    log.store.entryReads.length = 0;
    log.store.add(2_499);
    await seal(log, { piece: 1_000 });
    // The last is the state entry, which is read like all others.
    expect(log.store.entryReads).toEqual([1_000, 1_000, 499, 1]);
    expect(log.store.tileReads).toEqual(["0/273", "1/1", "2/0"]);
  });
});

describe("before building on the stored edge", () => {
  it("it names a tile that is missing or short", async () => {
    for (const damaged of [undefined, new Uint8Array(32)]) {
      const log = await sealedLog(300);
      log.store.add(1);
      if (damaged === undefined) log.store.tileMap.delete("0/1");
      else log.store.tileMap.set("0/1", damaged);
      expect(await rejection(seal(log))).toMatchObject({
        code: "damaged",
        details: { what: "tile", index: 1 },
      });
    }
  });
});
