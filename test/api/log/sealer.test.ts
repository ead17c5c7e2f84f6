import { describe, expect, it } from "vitest";
import { inclusionProof, treeRoot } from "../../../api/log/proofs.ts";
import { createSealer } from "../../../api/log/sealer.ts";
import { createTileReader } from "../../../api/log/tile-reader.ts";
import { asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { decodeStateEntry } from "../../../portal/verify/entry.ts";
import { parseVkey, verifyNote } from "../../../portal/verify/note.ts";
import {
  flipBit,
  newSigner,
  ORIGIN,
  rejection,
  seal,
  sealedLog,
  type TestLog,
  testLog,
} from "./fixtures.ts";
import { madeUpRoot, memoryMap } from "./memory-map.ts";
import { memorySignerState } from "./memory-signer-state.ts";
import { referenceRoot } from "./reference-tree.ts";

/** The root of the first `size` entries as they are stored, by the reference. */
const rootOf = (log: TestLog, size: number) =>
  referenceRoot(log.store.rows.slice(0, size).map(({ leafHash }) => leafHash));

/** Another process over the same store and signer state: it has a map of its own. */
const node = (log: TestLog): TestLog => ({ ...log, map: memoryMap() });

const stateAt = (log: TestLog, index: number) =>
  decodeStateEntry(log.store.rows[index]?.entry as Uint8Array);

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

  it("grows by any steps to the same roots and tiles", { timeout: 60_000 }, async () => {
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

  it("stores the tiles of tlog-tiles' example: 70,000 entries", async () => {
    const log = await sealedLog(70_000);
    const width = (key: string) => (log.store.tileMap.get(key)?.length ?? 0) / 32;
    for (let n = 0; n < 273; n++) expect(width(`0/${n}`)).toBe(256);
    expect(width("0/273")).toBe(112);
    expect([width("1/0"), width("1/1"), width("2/0")]).toEqual([256, 17, 1]);
    expect(log.store.tileMap.size).toBe(274 + 2 + 1);
  });

  it("reads the batch in chunks, and of the log only its edge", async () => {
    const log = await sealedLog(70_000);
    log.store.tileReads.length = 0;
    log.store.leafReads.length = 0;
    log.store.add(2_499);
    await seal(log, { chunk: 1_000 });
    expect(log.store.leafReads).toEqual([1_000, 1_000, 500]);
    expect(log.store.tileReads).toEqual(["0/273", "1/1", "2/0"]);
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

/** What each step leaves behind, in the order of the steps. */
describe("after a crash", () => {
  it("before the state entry, nothing was done", async () => {
    const log = testLog(300);
    log.store.failing = "appendState";
    log.store.failNext = "failed";
    await expect(seal(log)).rejects.toThrow("injected");
    expect(log.signerState.record.size).toBe(0);
    expect(log.store.rows).toHaveLength(300);
    expect(await seal(node(log))).toMatchObject({ size: 301, root: rootOf(log, 301) });
  });

  it("a state entry that was stored although the store said no is found, and taken", async () => {
    const log = testLog(300);
    log.store.failing = "appendState";
    log.store.failNext = "failed but persisted";
    expect(await seal(log)).toMatchObject({ size: 301 });
    expect(log.store.rows).toHaveLength(301);
  });

  it("behind the state entry, another process without that map appends one of its own", async () => {
    const log = testLog(300);
    log.signerState.beforeSwap = () => {
      throw new Error("killed");
    };
    await rejection(seal(log));
    log.signerState.beforeSwap = () => undefined;
    expect(await seal(node(log))).toMatchObject({ size: 302, root: rootOf(log, 302) });
  });

  it("behind the state entry, a node that has that map takes it for its own", async () => {
    const log = testLog(300);
    log.signerState.beforeSwap = () => {
      throw new Error("disk full");
    };
    for (let tries = 0; tries < 5; tries++) await rejection(seal(log));
    expect(log.store.rows).toHaveLength(301);
    log.signerState.beforeSwap = () => undefined;
    expect(await seal(log)).toMatchObject({ size: 301 });
  });

  it("a state entry whose map is another is not taken", async () => {
    const log = testLog(300);
    await log.store.appendState({
      mapRoot: madeUpRoot(299, "wrong"),
      mapSize: asTreeSize(299),
      time: 1,
    });
    expect(await seal(log)).toMatchObject({ size: 302 });
    expect(stateAt(log, 301)).toMatchObject({ mapSize: 301, mapRoot: madeUpRoot(301) });
  });

  it("what other writers appended behind the state entry gets one of its own", async () => {
    const log = testLog(300);
    log.signerState.beforeSwap = () => {
      throw new Error("killed");
    };
    await rejection(seal(log));
    log.signerState.beforeSwap = () => undefined;
    log.store.add(4);
    expect(await seal(node(log))).toMatchObject({ size: 306 });
    expect(stateAt(log, 305).mapSize).toBe(305);
  });
});

describe("the second copy", () => {
  /** What was done, in order. */
  function watched(log: TestLog, fail: "extend" | "putNote" | null = null) {
    const steps: string[] = [];
    const copy = {
      async extend(_: unknown, size: number) {
        if (fail === "extend") throw new Error("copy away");
        steps.push(`copy ${size}`);
      },
      async putNote({ size, note }: { size: number; note: string }) {
        if (fail === "putNote") throw new Error("copy away");
        steps.push(`note ${size} ${note.includes(log.signer.name)}`);
      },
    };
    log.signerState.beforeSwap = (next) => void steps.push(`claim ${next.size}`);
    log.store.beforeSeal = async () => void steps.push("store");
    return { copy, steps };
  }

  it("has entries before they are claimed, and the note before it is stored", async () => {
    const log = testLog(300);
    const { copy, steps } = watched(log);
    await seal(log, { copy });
    expect(steps).toEqual(["copy 301", "claim 301", "note 301 true", "store"]);
  });

  it("that cannot be written keeps the batch from being signed", async () => {
    const log = testLog(300);
    const { copy } = watched(log, "extend");
    for (let tries = 0; tries < 3; tries++)
      await expect(seal(log, { copy })).rejects.toThrow("copy away");
    expect(log.signerState.record.size).toBe(0);
    expect(log.store.batches).toEqual([]);
    expect(log.store.rows).toHaveLength(301);
    expect(await seal(log)).toMatchObject({ size: 301 });
  });

  it("that cannot take the note keeps the checkpoint from being handed out", async () => {
    const log = testLog(300);
    const { copy } = watched(log, "putNote");
    await expect(seal(log, { copy })).rejects.toThrow("copy away");
    expect(log.store.batches).toEqual([]);
    expect(log.signerState.record.size).toBe(301);
    const healthy = watched(log);
    expect(await seal(log, { copy: healthy.copy })).toMatchObject({ size: 301 });
    expect(healthy.steps).toEqual(["copy 301", "note 301 true", "store"]);
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

describe("after a crash between signer state and store", () => {
  it("signs the same size and root again, also when more was committed since", async () => {
    const log = testLog(299);
    log.store.failNext = "failed";
    await expect(seal(log)).rejects.toThrow("injected");
    expect(log.signerState.record.size).toBe(300);
    expect(await log.store.newestCheckpoint()).toBeNull();

    log.store.add(49);
    const newest = await seal(log);
    expect(log.store.batches.map(({ checkpoint }) => checkpoint.size)).toEqual([300, 350]);
    expect(log.store.checkpoints.get(300)?.root).toEqual(rootOf(log, 300));
    expect(newest?.root).toEqual(rootOf(log, 350));
  });

  it("writes the note that was lost, byte for byte", async () => {
    const log = testLog(300);
    let lost = "";
    const witness = {
      ...log.signer,
      sign(text: string) {
        lost = log.signer.sign(text);
        return lost;
      },
    };
    log.store.failNext = "failed";
    await rejection(seal(log, { signer: witness }));
    expect((await seal(log))?.note).toBe(lost);
  });

  it("goes on from a checkpoint that was stored although the store said no", async () => {
    const log = testLog(299);
    log.store.failNext = "failed but persisted";
    await expect(seal(log)).rejects.toThrow("injected");
    expect(await seal(log)).toBeNull();
    log.store.add(1);
    expect((await seal(log))?.root).toEqual(rootOf(log, 302));
    expect(log.store.batches).toHaveLength(2);
  });

  it("heals a batch at the end of others", async () => {
    const log = await sealedLog(300);
    log.store.add(699);
    log.store.failNext = "failed";
    await rejection(seal(log));
    log.store.add(4);
    expect((await seal(log))?.root).toEqual(rootOf(log, 1_005));
    expect([...log.store.checkpoints.keys()]).toEqual([300, 1_000, 1_005]);
  });

  it("never signs another root for the size: both are evidence", async () => {
    const log = testLog(299);
    log.store.failNext = "failed";
    await rejection(seal(log));
    const signedRoot = Buffer.from(rootOf(log, 300)).toString("base64");
    const entry = log.store.rows[123];
    flipBit(entry?.leafHash as Uint8Array);
    const signed: string[] = [];
    const watched = { ...log.signer, sign: (text: string) => String(signed.push(text)) };
    expect(await rejection(seal(log, { signer: watched }))).toMatchObject({
      code: "signer_diverged",
      evidence: {
        signedSize: 300,
        signedRoot,
        otherSize: 300,
        otherRoot: expect.not.stringContaining(signedRoot),
      },
    });
    expect(signed).toEqual([]);
    expect(log.store.batches).toEqual([]);
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

describe("before building on the stored edge", () => {
  it.each(["0/273", "1/1", "2/0"])("it names the damaged tile %s", async (key) => {
    const log = await sealedLog(70_000);
    log.store.add(1);
    flipBit(log.store.tileMap.get(key) as Uint8Array, 5);
    const [level, n] = key.split("/").map(Number);
    expect(await rejection(seal(log))).toMatchObject({
      code: "damaged",
      details: { what: "tile", index: n, id: expect.stringContaining(`tile/${level}/`) },
    });
    expect(log.signerState.record.size).toBe(70_000);
  });

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

describe("many nodes", () => {
  /** Every checkpoint is of a tree that the log has, and ends with a state entry. */
  function expectSound(log: TestLog): void {
    for (const { size, root } of log.store.checkpoints.values()) {
      expect(root).toEqual(rootOf(log, size));
      expect(stateAt(log, size - 1).mapSize).toBeLessThan(size);
    }
  }

  it("sealing at once make one checkpoint per size, and all know it", async () => {
    const log = testLog(300);
    const all = await Promise.all(Array.from({ length: 6 }, () => seal(node(log))));
    for (const one of all) expect(one?.size ?? 301).toBeGreaterThanOrEqual(301);
    expectSound(log);
    await seal(log);
    expect(log.signerState.record.size).toBe(log.store.rows.length);
    expectSound(log);
  });

  it("sealing while entries arrive never disagree", async () => {
    const log = testLog(10);
    const nodes = Array.from({ length: 4 }, async (_, i) => {
      const own = node(log);
      for (let round = 0; round < 10; round++) {
        log.store.add(i + 1);
        await seal(own, { chunk: 3, heartbeat: round % 3 === 0 });
      }
    });
    await Promise.all(nodes);
    await seal(log);
    const size = await log.store.size();
    expect(log.signerState.record.size).toBe(size);
    expectSound(log);
    const read = createTileReader(log.store);
    expect(await treeRoot(read, size)).toEqual(rootOf(log, size));
    expect(await inclusionProof(read, 3, size)).not.toEqual([]);
  });

  it("whose map is overtaken while it works it out tries again with a newer one", async () => {
    const log = testLog(300);
    const rival = node(log);
    let once = true;
    log.map.beforeAdvance = async () => {
      if (!once) return;
      once = false;
      log.store.add(5);
      rival.signerState.beforeSwap = () => {
        throw new Error("killed");
      };
      await rejection(seal(rival));
      rival.signerState.beforeSwap = () => undefined;
    };
    expect(await seal(log)).toMatchObject({ size: 307 });
    expect(log.map.calls).toEqual(["advance 300", "advance 306"]);
    expectSound(log);
  });

  it("a store that takes no state entry is a fault, not an endless loop", async () => {
    const log = testLog(300);
    let tries = 0;
    const appendState = async () => {
      log.store.add(1);
      tries += 1;
      throw new Error("no");
    };
    await expect(seal(log, { store: { ...log.store, appendState } })).rejects.toThrow("no");
    expect(tries).toBe(5);
  });

  it("overtaken between its claim and its store, a node answers the newest checkpoint", async () => {
    const log = testLog(299);
    let rivals = 0;
    log.store.beforeSeal = async () => {
      if (rivals++ > 0) return;
      log.store.add(19);
      await seal(node(log));
    };
    expect(await seal(log)).toMatchObject({ size: 320, root: rootOf(log, 320) });
    expect([...log.store.checkpoints.keys()]).toEqual([300, 320]);
  });

  it("overtaken before its claim, a node lets the other's size stand", async () => {
    const log = testLog(299);
    let rivals = 0;
    log.signerState.beforeSwap = async () => {
      if (rivals++ > 0) return;
      log.store.add(19);
      await seal(node(log));
    };
    expect(await seal(log)).toMatchObject({ size: 320 });
    expect([...log.store.checkpoints.keys()]).toEqual([320]);
  });

  it("only raising what is reserved does not disturb a claim", async () => {
    const log = testLog(300);
    let once = true;
    log.signerState.beforeSwap = () => {
      if (once) log.signerState.record = { ...log.signerState.record, reserved: 65_536 };
      once = false;
    };
    expect(await seal(log)).toMatchObject({ size: 301 });
    expect(log.signerState.record).toMatchObject({ size: asTreeSize(301), reserved: 65_536 });
  });

  it("a store that refuses for no reason is a fault, not an endless loop", async () => {
    const log = testLog(300);
    const store = { ...log.store, seal: async () => false };
    await expect(seal(log, { store })).rejects.toThrow("refused");
  });
});
