import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { decodeStateEntry, entryType, VOID_ENTRY } from "../../../../portal/verify/entry.ts";
import type { Current } from "../conformance.ts";
import { bytesOf, idOf, stateOf, streamOf, subjectOf, taken, unit } from "../units.ts";

const leafOf = (entry: Uint8Array): Uint8Array =>
  Uint8Array.from(createHash("sha256").update(Uint8Array.of(0)).update(entry).digest());

export function stateAndVoidCases(current: Current): void {
  const commit = (...labels: string[]) => current.store.commit(labels.map((label) => unit(label)));
  const everyHead = () => current.store.streamHeads(["a", "b", "c"].map(streamOf));

  describe("a state entry", () => {
    it("takes the next index, and comes back as it was answered", async () => {
      await commit("a", "b");
      const said = stateOf(2);
      const stored = await current.store.appendState(said);
      expect(stored).toMatchObject({ index: 2, recordedAt: said.time, dueAt: said.time });
      expect(decodeStateEntry(stored.entry)).toEqual(said);
      expect(stored.leafHash).toEqual(leafOf(stored.entry));
      expect(await current.store.entry(2)).toEqual(stored);
      expect(await current.store.size()).toBe(3);
    });

    it("may be the first entry of all, and stand behind others", async () => {
      await current.store.appendState(stateOf(0));
      await current.store.appendState(stateOf(1));
      expect((await current.store.appendState(stateOf(2))).index).toBe(2);
    });

    it("moves no stream", async () => {
      await commit("a");
      const before = await everyHead();
      await current.store.appendState(stateOf(1));
      expect(await everyHead()).toEqual(before);
      const [after] = await current.store.commit([unit("a", { version: 2 })]);
      expect(taken(after)[0]).toMatchObject({ index: 2 });
      expect((await everyHead())[0]?.seq).toBe(2);
    });

    it.each([
      ["of a map beyond the log", 4, {}],
      ["of a map that is larger by all bytes", Number.MAX_SAFE_INTEGER, {}],
      ["of a smaller map than the one before", 1, {}],
      ["of the map of the one before", 2, {}],
      ["of no time", 3, { time: -1 }],
      ["of a time after the year 9999", 3, { time: 253_402_300_800_000 }],
      ["of a time between two milliseconds", 3, { time: 0.5 }],
      ["with a short root", 3, { mapRoot: new Uint8Array(31) as never }],
    ])("%s is refused, and leaves nothing", async (_, mapSize, change) => {
      await commit("a", "b");
      await current.store.appendState(stateOf(2));
      await expect(current.store.appendState(stateOf(mapSize, change))).rejects.toThrow();
      expect(await current.store.size()).toBe(3);
      expect((await current.store.appendState(stateOf(3))).index).toBe(3);
    });

    it("is held against the one before, whatever lies between", async () => {
      await commit("a", "b");
      await current.store.appendState(stateOf(2));
      await commit("c");
      await current.store.fillWithVoid(300, 1);
      for (const mapSize of [0, 1, 2, 301])
        await expect(current.store.appendState(stateOf(mapSize))).rejects.toThrow();
      // The least that covers it.
      expect((await current.store.appendState(stateOf(3))).index).toBe(300);
      for (const mapSize of [3, 256, 300])
        await expect(current.store.appendState(stateOf(mapSize))).rejects.toThrow();
      expect((await current.store.appendState(stateOf(301))).index).toBe(301);
    });

    it("has copied what was handed in, and gives away what it hands out", async () => {
      const mapRoot = bytesOf("changes") as never;
      const stored = await current.store.appendState(stateOf(0, { mapRoot }));
      const before = structuredClone(stored);
      (mapRoot as Uint8Array).fill(0);
      stored.entry.fill(0);
      stored.leafHash.fill(0);
      expect(await current.store.entry(0)).toEqual(before);
    });
  });

  describe("void entries", () => {
    it("fill the log up to a size, with one time for all", async () => {
      await commit("a");
      await current.store.fillWithVoid(4, 7);
      expect(await current.store.size()).toBe(4);
      const entries = await current.store.entries(1, 4);
      expect(entries).toEqual(
        [1, 2, 3].map((index) => {
          const leafHash = leafOf(VOID_ENTRY);
          return { index, entry: VOID_ENTRY, leafHash, recordedAt: 7, dueAt: 7 };
        }),
      );
    });

    it("are not needed where the log has as many entries", async () => {
      await commit("a", "b");
      for (const size of [0, 1, 2]) await current.store.fillWithVoid(size, 7);
      expect(await current.store.size()).toBe(2);
    });

    it.each([-1, 2.5, Number.NaN])("cannot be %s", async (size) => {
      await expect(current.store.fillWithVoid(size, 7)).rejects.toThrow();
      expect(await current.store.size()).toBe(0);
    });

    it("come once when they are asked for many times at once", async () => {
      await Promise.all(Array.from({ length: 8 }, () => current.store.fillWithVoid(5, 1)));
      expect(await current.store.size()).toBe(5);
    });

    it("let streams go on behind them", async () => {
      await commit("a");
      const before = await everyHead();
      await current.store.fillWithVoid(9, 1);
      expect(await everyHead()).toEqual(before);
      await current.store.commit([unit("a", { version: 2 })]);
      expect((await everyHead())[0]).toMatchObject({ seq: 2 });
      expect((await current.store.record(idOf("a"), null))?.index).toBe(9);
    });

    it("and hands out none that a caller could change for others", async () => {
      await current.store.fillWithVoid(2, 1);
      (await current.store.entry(0))?.entry.fill(9);
      for (const { entry } of await current.store.entries(0, 2)) entry.fill(9);
      expect((await current.store.entry(1))?.entry).toEqual(Uint8Array.of(3));
      await current.store.fillWithVoid(3, 1);
      expect(entryType((await current.store.entry(2))!.entry)).toBe("void");
    });
  });

  describe("among entries of all forms", () => {
    it("records are found and listed as if there were no others", async () => {
      await current.store.appendState(stateOf(0));
      await commit("a");
      await current.store.fillWithVoid(4, 1);
      await commit("b");
      await current.store.appendState(stateOf(3));
      await current.store.commit([unit("a", { version: 2 })]);
      const subject = subjectOf("somebody");
      const list = await current.store.list({ subject, kind: null, after: -1, limit: 9 });
      expect(list.map(({ id, version, index }) => [id, version, index])).toEqual([
        [idOf("b"), 1, 4],
        [idOf("a"), 2, 6],
      ]);
      expect((await everyHead()).map((head) => head?.seq)).toEqual([2, 1, undefined]);
    });

    it("indexes stay dense, whoever appends at once", async () => {
      const { store } = current;
      const writes = Array.from({ length: 6 }, (_, at) => [
        store.commit([unit(`${at}`)]),
        store.appendState(stateOf(0)).catch(() => null),
        store.fillWithVoid(at * 4, 1),
      ]).flat();
      await Promise.all(writes);
      const size = await store.size();
      const entries = await store.entries(0, size);
      expect(entries.map(({ index }) => Number(index))).toEqual([...entries.keys()]);
      const forms = entries.map(({ entry }) => entryType(entry));
      expect(forms.filter((form) => form === "record")).toHaveLength(6);
      // Only one of them can be the first.
      expect(forms.filter((form) => form === "state")).toHaveLength(1);
    });
  });
}
