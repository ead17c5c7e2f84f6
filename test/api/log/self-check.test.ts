import { describe, expect, it } from "vitest";
import { checkEntry, checkLog } from "../../../api/log/self-check.ts";
import { createTileReader } from "../../../api/log/tile-reader.ts";
import type { StoredCheckpoint, StoredEntry } from "../../../api/store/store.ts";
import { asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { formatCheckpointText } from "../../../portal/verify/checkpoint.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
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
import { memorySignerState } from "./memory-signer-state.ts";
import { recordOfItsOwn } from "./memory-store.ts";

function changeCheckpoint(log: TestLog, size: number, change: Partial<StoredCheckpoint>): void {
  const stored = log.store.checkpoints.get(size) as StoredCheckpoint;
  log.store.checkpoints.set(size, { ...stored, ...change });
}

const wrongRoot = asRootHash(new Uint8Array(32).fill(9));

describe("checkLog finds nothing wrong with", () => {
  it("an empty log", async () => {
    expect(await checkLog(testLog())).toEqual({ size: 0, sealed: 0, signed: 0 });
  });

  it("a log that never was sealed", async () => {
    expect(await checkLog(testLog(10))).toEqual({ size: 10, sealed: 0, signed: 0 });
  });

  it.each([1, 255, 256, 257, 1_000, 65_536])("a sealed log of %i", async (size) => {
    const log = await sealedLog(size);
    log.store.add(7);
    expect(await checkLog(log)).toEqual({ size: size + 7, sealed: size, signed: size });
  });

  it("a log whose last checkpoint was signed and not stored", async () => {
    const log = await sealedLog(300);
    log.store.add(399);
    log.store.failNext = "failed";
    await rejection(seal(log));
    log.store.add(1);
    expect(await checkLog(log)).toEqual({ size: 701, sealed: 300, signed: 700 });
    await seal(log);
    expect(await checkLog(log)).toEqual({ size: 702, sealed: 702, signed: 702 });
  });

  it("and writes nothing", async () => {
    const log = await sealedLog(300);
    const before = log.signerState.swaps;
    await checkLog(log);
    expect(log.signerState.swaps).toBe(before);
    expect(log.store.batches).toHaveLength(1);
  });
});

describe("checkLog names", () => {
  it("a database smaller than what was signed", async () => {
    const log = await sealedLog(300);
    const restored = { ...log, store: testLog(299).store };
    expect(await rejection(checkLog(restored))).toMatchObject({
      code: "behind",
      details: { what: "signer", size: 299, expected: 300 },
    });
  });

  it("a signer that forgot", async () => {
    const log = await sealedLog(300);
    const forgetful = { ...log, signerState: memorySignerState() };
    expect(await rejection(checkLog(forgetful))).toMatchObject({
      name: "Misbehaviour",
      code: "signer_diverged",
      evidence: { signedSize: 0, otherSize: 300, otherNote: log.store.checkpoints.get(300)?.note },
    });
  });

  it("a signer that remembers another root", async () => {
    const log = await sealedLog(300);
    log.signerState.record = { ...log.signerState.record, root: wrongRoot };
    expect(await rejection(checkLog(log))).toMatchObject({ code: "signer_diverged" });
  });

  it("entries that do not give the root that was signed and not stored", async () => {
    const log = await sealedLog(300);
    log.store.add(399);
    log.store.failNext = "failed";
    await rejection(seal(log));
    const entry = recordOfItsOwn(10_000);
    const row = log.store.rows[500] as StoredEntry;
    log.store.rows[500] = { ...row, entry, leafHash: leafHash(entry) };
    expect(await rejection(checkLog(log))).toMatchObject({
      code: "signer_diverged",
      evidence: { signedSize: 700, otherSize: 700 },
    });
  });

  const spoil: [string, (log: TestLog) => Partial<StoredCheckpoint>][] = [
    ["another root in its row", () => ({ root: wrongRoot })],
    ["a note of another key", () => ({ note: noteBy(newSigner(ORIGIN), 300) })],
    ["a note of another name", () => ({ note: noteBy(newSigner("other.example"), 300) })],
    ["a note over another root", (log) => ({ note: noteBy(log.signer, 300) })],
    ["a note over another size", (log) => ({ note: noteBy(log.signer, 299) })],
    ["a note that is none", () => ({ note: "nothing" })],
    [
      "a note that was cut",
      (log) => ({ note: log.store.checkpoints.get(300)?.note.slice(0, -3) ?? "" }),
    ],
  ];
  function noteBy(signer: { sign(text: string): string; name: string }, size: number): string {
    const text = { origin: signer.name, size: asTreeSize(size), root: wrongRoot };
    return signer.sign(formatCheckpointText(text));
  }

  it.each(spoil)("a checkpoint with %s", async (_, change) => {
    const log = await sealedLog(300);
    changeCheckpoint(log, 300, change(log));
    expect(await rejection(checkLog(log))).toMatchObject({
      code: "damaged",
      details: { what: "checkpoint", index: 300 },
    });
  });

  const tiles: [string, number, string, number][] = [
    ["the partial tile of the entries", 700, "0/2", 2],
    ["the partial tile above", 700, "1/0", 0],
    ["a tile that is full at every level", 65_536, "2/0", 0],
  ];
  it.each(tiles)("%s: %i entries, tile %s", async (_, size, key, index) => {
    const log = await sealedLog(size);
    flipBit(log.store.tileMap.get(key) as Uint8Array, 31);
    expect(await rejection(checkLog(log))).toMatchObject({
      code: "damaged",
      details: { what: "tile", index, id: `tile/${key.replace("/", "/00")}` },
    });
  });

  it("the lower tile, if that is the one that does not fit its entries", async () => {
    const log = await sealedLog(700);
    flipBit(log.store.tileMap.get("1/0") as Uint8Array, 32);
    flipBit(log.store.tileMap.get("0/1") as Uint8Array, 32 * 77);
    expect(await rejection(checkLog(log))).toMatchObject({
      code: "damaged",
      details: { what: "tile", index: 1, id: "tile/0/001" },
    });
  });

  it("a lower tile that is missing, if it is needed to tell", async () => {
    const log = await sealedLog(700);
    flipBit(log.store.tileMap.get("1/0") as Uint8Array, 32);
    log.store.tileMap.set("0/1", new Uint8Array(64));
    expect(await rejection(checkLog(log))).toMatchObject({
      code: "damaged",
      details: { what: "tile", index: 1 },
    });
  });

  it("an entry under the last tile that is not what was sealed", async () => {
    const log = await sealedLog(700);
    flipBit(log.store.rows[650]?.entry as Uint8Array);
    expect(await rejection(checkLog(log))).toMatchObject({
      code: "damaged",
      details: { what: "entry", index: 650 },
    });
  });

  it("a history rewritten whole, by the checkpoint that proves it", async () => {
    const log = await sealedLog(700);
    const forged = testLog(699);
    const entry = recordOfItsOwn(10_000);
    const before = forged.store.rows[0];
    if (before === undefined) throw new Error("no entry");
    forged.store.rows[0] = { ...before, entry, leafHash: leafHash(entry) };
    await seal(forged);
    const signed = log.store.checkpoints.get(700) as StoredCheckpoint;
    forged.store.checkpoints.set(700, signed);
    const found = rejection(checkLog({ ...log, store: forged.store }));
    expect(await found).toMatchObject({
      name: "Misbehaviour",
      code: "checkpoint_not_extending",
      evidence: { size: 700, note: signed.note },
    });
  });
});

describe("checkEntry", () => {
  const check = (log: TestLog, index: number, sealed = 700) =>
    checkEntry(log.store, createTileReader(log.store), index, sealed);
  const damaged = (index: number) => ({ code: "damaged", details: { what: "entry", index } });

  it("answers the entry if all is well, sealed or not", async () => {
    const log = await sealedLog(700);
    log.store.add(1);
    for (const index of [0, 255, 256, 699, 700]) {
      expect(await check(log, index)).toBe(log.store.rows[index]);
    }
  });

  it("names an entry that is not there", async () => {
    expect(await rejection(check(await sealedLog(700), 700))).toMatchObject(damaged(700));
  });

  it("names an entry whose bytes were changed, sealed or not", async () => {
    const log = await sealedLog(700);
    log.store.add(1);
    for (const index of [3, 700]) {
      flipBit(log.store.rows[index]?.entry as Uint8Array);
      expect(await rejection(check(log, index))).toMatchObject(damaged(index));
    }
  });

  it("names an entry whose leaf hash was changed", async () => {
    const log = await sealedLog(700);
    flipBit(log.store.rows[3]?.leafHash as Uint8Array, 31);
    expect(await rejection(check(log, 3))).toMatchObject(damaged(3));
  });

  it("names an entry that was replaced with its hash", async () => {
    const log = await sealedLog(700);
    const entry = new TextEncoder().encode("forged");
    const before = log.store.rows[3];
    if (before === undefined) throw new Error("no entry");
    log.store.rows[3] = { ...before, entry, leafHash: leafHash(entry) };
    expect(await rejection(check(log, 3))).toMatchObject(damaged(3));
    expect(await check(log, 3, 0)).toBe(log.store.rows[3]);
  });

  it("names the tile if it is not there", async () => {
    const log = await sealedLog(700);
    log.store.tileMap.delete("0/1");
    expect(await rejection(check(log, 300))).toMatchObject({
      code: "damaged",
      details: { what: "tile", index: 1 },
    });
  });
});
