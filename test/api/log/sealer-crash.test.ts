/** Sealing that was interrupted at any step, the second copy in it, and many processes at once. */
import { describe, expect, it } from "vitest";
import { inclusionProof, treeRoot } from "../../../api/log/proofs.ts";
import { createTileReader } from "../../../api/log/tile-reader.ts";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
import {
  node,
  rejection,
  rootOf,
  seal,
  sealedLog,
  stateAt,
  type TestLog,
  testLog,
} from "./fixtures.ts";
import { madeUpRoot } from "./memory-map.ts";
import { recordOfItsOwn } from "./memory-store.ts";

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

  it("behind the state entry, another process works out that map, and takes it for its own", async () => {
    const log = testLog(300);
    log.signerState.beforeSwap = () => {
      throw new Error("killed");
    };
    await rejection(seal(log));
    log.signerState.beforeSwap = () => undefined;
    const other = node(log);
    expect(await seal(other)).toMatchObject({ size: 301, root: rootOf(log, 301) });
    expect(other.map.calls).toEqual(["advance 300"]);
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

  it("a state entry whose map is another is damage, and nothing is signed above it", async () => {
    const log = testLog(300);
    await log.store.appendState({
      mapRoot: madeUpRoot(299, "wrong"),
      mapSize: asTreeSize(299),
      time: 1,
    });
    log.store.add(3);
    for (let tries = 0; tries < 2; tries++) {
      expect(await rejection(seal(log))).toMatchObject({
        code: "damaged",
        details: { what: "entry", index: 300 },
      });
    }
    expect(log.signerState.record.size).toBe(0);
    expect(log.store.rows).toHaveLength(304);
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
    const entry = recordOfItsOwn(10_000);
    log.store.rows[123] = { ...log.store.rows[123]!, entry, leafHash: leafHash(entry) };
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
        await seal(own, { piece: 3, heartbeat: round % 3 === 0 });
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
    // The other's state entry is true, and nothing came behind it.
    expect(await seal(log)).toMatchObject({ size: 306 });
    expect(log.map.calls).toEqual(["advance 300", "advance 305"]);
    expectSound(log);
  });

  it("that has gone over another's map already goes back, and looks at that one too", async () => {
    const log = testLog(300);
    const size = log.store.size.bind(log.store);
    let asked = 0;
    log.store.size = async () => {
      // Between what the map goes over and the state entry, another node is first with an older map.
      if (asked++ === 2) {
        log.store.add(5);
        const state = { mapRoot: madeUpRoot(298), mapSize: asTreeSize(298), time: 1 };
        const answer = await size();
        await log.store.appendState(state);
        return answer;
      }
      return size();
    };
    log.map.beforeAdvance = () => undefined;
    expect(await seal(log)).toMatchObject({ size: 307 });
    expect(stateAt(log, 305)).toMatchObject({ mapSize: 298 });
    expect(stateAt(log, 306)).toMatchObject({ mapSize: 306 });
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
