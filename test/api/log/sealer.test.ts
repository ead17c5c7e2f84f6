import { describe, expect, it } from "vitest";
import { inclusionProof, treeRoot } from "../../../api/log/proofs.ts";
import { createSealer } from "../../../api/log/sealer.ts";
import { createTileReader } from "../../../api/log/tile-reader.ts";
import { asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { parseVkey, verifyNote } from "../../../portal/verify/note.ts";
import { flipBit, newSigner, ORIGIN, rejection, seal, testLog } from "./fixtures.ts";
import { memorySignerState } from "./memory-signer-state.ts";
import { referenceRoot, testLeaves } from "./reference-tree.ts";

const leaves = testLeaves(70_000);
const rootOf = (size: number) => referenceRoot(leaves, 0, size);

describe("seal", () => {
  it("seals nothing in an empty log", async () => {
    const log = testLog();
    expect(await seal(log)).toBeNull();
    expect(log.store.batches).toEqual([]);
    expect(log.signerState.swaps).toBe(0);
  });

  it("signs a checkpoint over everything committed", async () => {
    const log = testLog(300);
    const checkpoint = await seal(log);
    expect(checkpoint).toMatchObject({ size: 300, root: rootOf(300), sealedAt: log.clock.now() });
    const { text } = verifyNote(checkpoint?.note ?? "", [parseVkey(log.signer.vkey)]);
    expect(parseCheckpoint(text)).toEqual({ origin: ORIGIN, size: 300, root: rootOf(300) });
    expect(await log.store.newestCheckpoint()).toEqual(checkpoint);
    expect(log.signerState.record).toMatchObject({ size: 300, root: rootOf(300), reserved: 300 });
  });

  it("seals nothing twice", async () => {
    const log = testLog(10);
    await seal(log);
    expect(await seal(log)).toBeNull();
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
    let size = 0;
    for (const step of [1, 1, 253, 1, 1, 255, 1, 1_000, 63_000, 1_023, 1, 1, 4_462]) {
      stepwise.store.add(step);
      size += step;
      expect((await seal(stepwise))?.root, `size ${size}`).toEqual(rootOf(size));
    }
    expect(size).toBe(70_000);
    const atOnce = testLog(70_000);
    await seal(atOnce);
    const sorted = (tiles: Map<string, Uint8Array>) =>
      [...tiles].map(([key, hashes]) => [key, Buffer.from(hashes).toString("hex")]).sort();
    expect(sorted(stepwise.store.tileMap)).toEqual(sorted(atOnce.store.tileMap));
  });

  it("stores the tiles of tlog-tiles' example: 70,000 entries", async () => {
    const log = testLog(70_000);
    await seal(log);
    const width = (key: string) => (log.store.tileMap.get(key)?.length ?? 0) / 32;
    for (let n = 0; n < 273; n++) expect(width(`0/${n}`)).toBe(256);
    expect(width("0/273")).toBe(112);
    expect([width("1/0"), width("1/1"), width("2/0")]).toEqual([256, 17, 1]);
    expect(log.store.tileMap.size).toBe(274 + 2 + 1);
  });

  it("reads the batch in chunks, and of the log only its edge", async () => {
    const log = testLog(70_000);
    await seal(log);
    log.store.tileReads.length = 0;
    log.store.leafReads.length = 0;
    log.store.add(2_500);
    await seal(log, { chunk: 1_000 });
    expect(log.store.leafReads).toEqual([1_000, 1_000, 500]);
    expect(log.store.tileReads).toEqual(["0/273", "1/1", "2/0"]);
  });

  it("cuts a long backlog into several checkpoints", async () => {
    const log = testLog(1_050);
    const newest = await seal(log, { maxBatch: 500 });
    expect(log.store.batches.map(({ checkpoint }) => checkpoint.size)).toEqual([500, 1_000, 1_050]);
    expect(newest).toMatchObject({ size: 1_050, root: rootOf(1_050) });
  });

  it("wants a key with the origin's name", () => {
    expect(() => createSealer({ ...testLog(), signer: newSigner("other.example") })).toThrow(
      "origin",
    );
  });
});

describe("the signer state comes first", () => {
  it("records size and root before the checkpoint is stored", async () => {
    const log = testLog(10);
    log.store.beforeSeal = async () => {
      expect(log.signerState.record).toMatchObject({ size: 10, root: rootOf(10) });
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
    expect(await seal(log)).toMatchObject({ size: 10 });
  });
});

describe("after a crash between signer state and store", () => {
  it("signs the same size and root again, also when more was committed since", async () => {
    const log = testLog(300);
    log.store.failNext = "failed";
    await expect(seal(log)).rejects.toThrow("injected");
    expect(log.signerState.record.size).toBe(300);
    expect(await log.store.newestCheckpoint()).toBeNull();

    log.store.add(50);
    const newest = await seal(log);
    expect(log.store.batches.map(({ checkpoint }) => checkpoint.size)).toEqual([300, 350]);
    expect(log.store.checkpoints.get(300)?.root).toEqual(rootOf(300));
    expect(newest?.root).toEqual(rootOf(350));
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
    const log = testLog(300);
    log.store.failNext = "failed but persisted";
    await expect(seal(log)).rejects.toThrow("injected");
    expect(await seal(log)).toBeNull();
    log.store.add(1);
    expect((await seal(log))?.root).toEqual(rootOf(301));
    expect(log.store.batches).toHaveLength(2);
  });

  it("heals a batch at the end of others", async () => {
    const log = testLog(300);
    await seal(log);
    log.store.add(700);
    log.store.failNext = "failed";
    await rejection(seal(log));
    log.store.add(5);
    expect((await seal(log, { maxBatch: 400 }))?.root).toEqual(rootOf(1_005));
    expect([...log.store.checkpoints.keys()]).toEqual([300, 1_000, 1_005]);
  });

  it("never signs another root for the size: both are evidence", async () => {
    const log = testLog(300);
    log.store.failNext = "failed";
    await rejection(seal(log));
    const entry = log.store.entries[123];
    flipBit(entry?.leafHash as Uint8Array);
    const signed: string[] = [];
    const watched = { ...log.signer, sign: (text: string) => String(signed.push(text)) };
    expect(await rejection(seal(log, { signer: watched }))).toMatchObject({
      code: "signer_diverged",
      evidence: {
        signedSize: 300,
        signedRoot: Buffer.from(rootOf(300)).toString("base64"),
        otherSize: 300,
        otherRoot: expect.not.stringMatching(Buffer.from(rootOf(300)).toString("base64")),
      },
    });
    expect(signed).toEqual([]);
    expect(log.store.batches).toEqual([]);
  });
});

describe("a database that does not fit the signer", () => {
  it("smaller than what was signed: behind", async () => {
    const log = testLog(300);
    await seal(log);
    const restored = { ...testLog(200), signer: log.signer, signerState: log.signerState };
    expect(await rejection(seal(restored))).toMatchObject({
      code: "behind",
      details: { what: "signer", size: 200, expected: 300 },
    });
  });

  it("a checkpoint that the signer does not remember", async () => {
    const log = testLog(300);
    await seal(log);
    log.store.add(1);
    const forgetful = { ...log, signerState: memorySignerState() };
    expect(await rejection(seal(forgetful))).toMatchObject({
      code: "signer_diverged",
      evidence: { signedSize: 0, otherSize: 300, otherNote: log.store.checkpoints.get(300)?.note },
    });
  });

  it("a checkpoint with another root than the signer's", async () => {
    const log = testLog(300);
    await seal(log);
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
    const log = testLog(70_000);
    await seal(log);
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
      const log = testLog(300);
      await seal(log);
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
  it("sealing at once make one checkpoint per size, and all know it", async () => {
    const log = testLog(300);
    const all = await Promise.all(Array.from({ length: 6 }, () => seal(log)));
    expect([...log.store.checkpoints.keys()]).toEqual([300]);
    for (const one of all) expect(one ?? { size: 300 }).toMatchObject({ size: 300 });
  });

  it("sealing while entries arrive never disagree", async () => {
    const log = testLog(10);
    const nodes = Array.from({ length: 4 }, async (_, i) => {
      for (let round = 0; round < 10; round++) {
        log.store.add(i + 1);
        await seal(log, { maxBatch: 7, chunk: 3 });
      }
    });
    await Promise.all(nodes);
    await seal(log);
    const size = await log.store.size();
    expect(log.signerState.record.size).toBe(size);
    for (const checkpoint of log.store.checkpoints.values()) {
      expect(checkpoint.root).toEqual(rootOf(checkpoint.size));
    }
    const read = createTileReader(log.store);
    expect(await treeRoot(read, size)).toEqual(rootOf(size));
    expect(await inclusionProof(read, 3, size)).not.toEqual([]);
  });

  it("overtaken between its claim and its store, a node answers the newest checkpoint", async () => {
    const log = testLog(300);
    let rivals = 0;
    log.store.beforeSeal = async () => {
      if (rivals++ > 0) return;
      log.store.add(20);
      await seal(log);
    };
    expect(await seal(log)).toMatchObject({ size: 320, root: rootOf(320) });
    expect([...log.store.checkpoints.keys()]).toEqual([300, 320]);
  });

  it("overtaken before its claim, a node lets the other's size stand", async () => {
    const log = testLog(300);
    let rivals = 0;
    log.signerState.beforeSwap = async () => {
      if (rivals++ > 0) return;
      log.store.add(20);
      await seal(log);
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
    expect(await seal(log)).toMatchObject({ size: 300 });
    expect(log.signerState.record).toMatchObject({ size: asTreeSize(300), reserved: 65_536 });
  });

  it("a store that refuses for no reason is a fault, not an endless loop", async () => {
    const log = testLog(300);
    const store = { ...log.store, seal: async () => false };
    await expect(seal(log, { store })).rejects.toThrow("refused");
  });
});
