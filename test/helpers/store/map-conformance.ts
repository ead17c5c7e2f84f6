/** What every `MapStore` must do. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MapChange, MapReader, MapStore } from "../../../api/store/map-store.ts";
import { asMapRoot, asTreeSize } from "../../../portal/verify/brands.ts";
import { bytesOf } from "./units.ts";

export interface MapStoreUnderTest {
  readonly store: MapStore;
  readonly reopen: (() => Promise<MapStore>) | { readonly impossible: string };
  /** Another that only reads, and sees all that was written before. */
  readonly reader: (() => Promise<MapReader>) | { readonly impossible: string };
  dispose(): Promise<void>;
}

const rootOf = (label: number) => asMapRoot(Uint8Array.from({ length: 32 }, () => label));
const page = (id: number) => ({ id, bytes: bytesOf(`page ${id}`) });

function change(
  mapSize: number,
  added: readonly number[],
  replaced: readonly number[] = [],
  working = false,
): MapChange {
  const version = {
    mapSize: asTreeSize(mapSize),
    mapRoot: rootOf(mapSize),
    rootPage: added.at(-1) ?? null,
    working,
  };
  return { version, added: added.map(page), replaced };
}

const version = (...parameters: Parameters<typeof change>) => change(...parameters).version;
const gone = (index: number) => ({ code: "damaged", details: { what: "map", index } });

async function pruneAll(store: MapStore, mapSize: number, keep?: readonly number[]): Promise<void> {
  while (await store.prune(mapSize, keep));
}

export function mapStoreConformance(name: string, make: () => Promise<MapStoreUnderTest>): void {
  describe(`${name} keeps the contract of a map store`, () => {
    let made: MapStoreUnderTest;
    let store: MapStore;
    beforeEach(async () => {
      made = await make();
      store = made.store;
    });
    afterEach(() => made.dispose());

    /** Which of the pages up to `last` are there. */
    async function there(last: number): Promise<number[]> {
      const found: number[] = [];
      for (let id = 1; id <= last; id++) {
        const read = await store.pages([id]).catch(() => null);
        if (read !== null) found.push(id);
      }
      return found;
    }

    it("is empty at first", async () => {
      expect(await store.version(null)).toBeNull();
      expect(await store.version(0)).toBeNull();
      expect(await store.lastPage()).toBe(0);
      expect(await store.pages([])).toEqual([]);
      expect(await store.prune(5)).toBe(false);
      await expect(store.pages([1])).rejects.toMatchObject(gone(1));
    });

    it("answers versions and pages as they were written, pages in order", async () => {
      await store.write(change(3, [1, 2]));
      await store.write(change(7, [5], [2]));
      expect(await store.version(3)).toEqual(version(3, [1, 2]));
      expect(await store.version(7)).toEqual(version(7, [5]));
      expect(await store.version(null)).toEqual(version(7, [5]));
      expect(await store.version(5)).toBeNull();
      expect(await store.lastPage()).toBe(5);
      expect(await store.pages([5, 1, 2, 1])).toEqual([5, 1, 2, 1].map((id) => page(id).bytes));
      await expect(store.pages([1, 4])).rejects.toMatchObject(gone(4));
    });

    it("takes a version without pages", async () => {
      await store.write(change(0, []));
      expect(await store.version(null)).toEqual(version(0, []));
      await store.write(change(1, []));
      expect(await store.version(null)).toEqual(version(1, []));
    });

    it("has copied what was handed in, and gives away what it hands out", async () => {
      const given = change(1, [1]);
      await store.write(given);
      given.added[0]?.bytes.fill(0);
      given.version.mapRoot.fill(0);
      (await store.pages([1]))[0]?.fill(0);
      (await store.version(1))?.mapRoot.fill(0);
      expect(await store.pages([1])).toEqual([page(1).bytes]);
      expect(await store.version(1)).toEqual(version(1, [1]));
    });

    it.each([
      ["of as many entries", change(3, [9])],
      ["of fewer entries", change(2, [9])],
      ["with a page id that was there", change(4, [2])],
      ["with an older page id", change(4, [1])],
      ["with the same id twice", change(4, [8, 8])],
      ["with ids that fall", change(4, [8, 7])],
    ])("rejects a version %s, and stores nothing of it", async (_, wrong) => {
      await store.write(change(3, [1, 2]));
      await expect(store.write(wrong)).rejects.toMatchObject({ name: "StoreMisuse" });
      expect(await store.version(null)).toEqual(version(3, [1, 2]));
      expect(await store.lastPage()).toBe(2);
      expect(await there(10)).toEqual([1, 2]);
    });

    it("prunes versions below, and exactly the pages that only they used", async () => {
      await store.write(change(1, [1, 2, 3]));
      await store.write(change(2, [4, 5], [1]));
      await store.write(change(3, [6], [2, 4]));
      await store.write(change(4, [7], [6]));
      await pruneAll(store, 1);
      expect(await there(7)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      await pruneAll(store, 3);
      expect(await there(7)).toEqual([3, 5, 6, 7]);
      expect(await store.version(2)).toBeNull();
      expect(await store.version(3)).toEqual(version(3, [6]));
      // Never the newest, whatever is asked.
      await pruneAll(store, 100);
      expect(await there(7)).toEqual([3, 5, 7]);
      expect(await store.version(null)).toEqual(version(4, [7]));
      expect(await store.lastPage()).toBe(7);
    });

    it("prunes to between two versions", async () => {
      await store.write(change(10, [1]));
      await store.write(change(20, [2], [1]));
      await store.write(change(30, [3], [2]));
      await pruneAll(store, 15);
      expect(await there(3)).toEqual([2, 3]);
      expect(await store.version(10)).toBeNull();
    });

    it("keeps single versions behind the others, and exactly the pages that they use", async () => {
      await store.write(change(1, [1, 2, 3]));
      await store.write(change(2, [4, 5], [1]));
      await store.write(change(3, [6], [2, 4]));
      await store.write(change(4, [7], [5, 6]));
      await store.write(change(5, [8], [3, 7]));
      await pruneAll(store, 5, [2]);
      expect(await there(8)).toEqual([2, 3, 4, 5, 8]);
      const sizes = async () =>
        (await Promise.all([1, 2, 3, 4, 5].map((size) => store.version(size)))).map(
          (one) => one?.mapSize ?? null,
        );
      expect(await sizes()).toEqual([null, 2, null, null, 5]);
      // What nobody has is not made by being asked for; what was kept may go, or stay, later.
      await store.write(change(6, [9], [8]));
      await pruneAll(store, 6, [2, 4]);
      expect(await there(9)).toEqual([2, 3, 4, 5, 9]);
      await pruneAll(store, 6, [7]);
      expect(await there(9)).toEqual([9]);
      expect(await store.version(2)).toBeNull();
    });

    it("keeps several, lets the oldest go first, and goes back to one of them", async () => {
      await store.write(change(10, [1, 2]));
      await store.write(change(20, [3], [1]));
      await store.write(change(30, [4], [3]));
      await store.write(change(40, [5], [2, 4]));
      await pruneAll(store, 40, [10, 20, 30]);
      expect(await there(5)).toEqual([1, 2, 3, 4, 5]);
      await pruneAll(store, 40, [20, 30]);
      expect(await there(5)).toEqual([2, 3, 4, 5]);
      await pruneAll(store, 40, [20]);
      expect(await there(5)).toEqual([2, 3, 5]);
      expect(await store.backTo(20)).toBe(true);
      expect(await there(5)).toEqual([2, 3]);
      await store.write(change(50, [4], [2, 3]));
      await pruneAll(store, 50);
      expect(await there(5)).toEqual([4]);
    });

    it("prunes many pages in several calls", async () => {
      const many = Array.from({ length: 5_000 }, (_, i) => i + 1);
      await store.write(change(1, many));
      await store.write(change(2, [5_001], many));
      await store.write(change(3, [5_002]));
      await pruneAll(store, 2);
      expect(await store.pages([5_001, 5_002])).toHaveLength(2);
      for (const id of [1, 2_048, 2_049, 5_000]) {
        await expect(store.pages([id])).rejects.toMatchObject(gone(id));
      }
    });

    it("replaces a working version, with the pages that only it used", async () => {
      await store.write(change(1, [1, 2]));
      await store.write(change(2, [3, 4], [1], true));
      expect(await store.version(null)).toEqual(version(2, [3, 4], [], true));
      await store.write(change(3, [5], [2, 3], true));
      await store.write(change(4, [6], [5]));
      expect(await store.version(2)).toBeNull();
      expect(await store.version(3)).toBeNull();
      // The first version still has its pages: 1 was replaced by the second, 2 by the third.
      expect(await there(6)).toEqual([1, 2, 4, 6]);
      await pruneAll(store, 4);
      expect(await there(6)).toEqual([4, 6]);
    });

    it("makes a working version a kept one of the same size", async () => {
      await store.write(change(2, [1], [], true));
      await expect(store.write(change(1, [2], []))).rejects.toMatchObject({ name: "StoreMisuse" });
      await store.write(change(2, [2], [1]));
      expect(await store.version(2)).toEqual(version(2, [2]));
      expect(await there(2)).toEqual([2]);
    });

    it("goes back to a version, with exactly the pages that it uses", async () => {
      await store.write(change(1, [1, 2, 3]));
      await store.write(change(2, [4, 5], [1]));
      await store.write(change(3, [6], [2, 4]));
      await store.write(change(5, [7, 8], [3, 6], true));
      expect(await store.backTo(2)).toBe(true);
      expect(await store.version(null)).toEqual(version(2, [4, 5]));
      expect(await store.version(3)).toBeNull();
      expect(await store.lastPage()).toBe(5);
      expect(await there(8)).toEqual([1, 2, 3, 4, 5]);
      // As if the others had never been: ids are given out again, and what is replaced now is garbage now.
      await store.write(change(4, [6], [2]));
      expect(await there(8)).toEqual([1, 2, 3, 4, 5, 6]);
      await pruneAll(store, 2);
      expect(await there(8)).toEqual([2, 3, 4, 5, 6]);
      await pruneAll(store, 4);
      expect(await there(8)).toEqual([3, 4, 5, 6]);
    });

    it("stays where it is when it is to go back to the newest", async () => {
      await store.write(change(1, [1]));
      await store.write(change(2, [2], [1]));
      expect(await store.backTo(2)).toBe(true);
      expect(await store.version(null)).toEqual(version(2, [2]));
      expect(await there(2)).toEqual([1, 2]);
    });

    it("does not go back to what it does not have, nor to a working version", async () => {
      expect(await store.backTo(0)).toBe(false);
      await store.write(change(1, [1]));
      await store.write(change(4, [2], [1], true));
      for (const mapSize of [0, 2, 4, 5]) expect(await store.backTo(mapSize)).toBe(false);
      expect(await store.version(null)).toEqual(version(4, [2], [], true));
      expect(await there(2)).toEqual([1, 2]);
    });

    it("is as new when it was cleared", async () => {
      await store.write(change(1, [1, 2]));
      await store.write(change(2, [3], [1]));
      await store.clear();
      expect(await store.version(null)).toBeNull();
      expect(await store.version(1)).toBeNull();
      expect(await store.lastPage()).toBe(0);
      expect(await there(3)).toEqual([]);
      await store.write(change(1, [1]));
      await pruneAll(store, 1);
      expect(await there(3)).toEqual([1]);
    });

    it("has everything again after it was opened again", async (test) => {
      const { reopen } = made;
      if (typeof reopen !== "function") return test.skip(reopen.impossible);
      await store.write(change(1, [1, 2]));
      await store.write(change(2, [3], [1], true));
      store = await reopen();
      expect(await store.version(1)).toEqual(version(1, [1, 2]));
      expect(await store.version(null)).toEqual(version(2, [3], [], true));
      expect(await store.lastPage()).toBe(3);
      await store.write(change(2, [4], [3]));
      await pruneAll(store, 2);
      expect(await there(4)).toEqual([2, 4]);
      await store.write(change(3, [5], [2]));
      await pruneAll(store, 3, [2]);
      expect(await there(5)).toEqual([2, 4, 5]);
      // It was in use, and is looked at again.
      store = await reopen();
      await pruneAll(store, 3);
      expect(await there(5)).toEqual([4, 5]);
    });

    it("can be read beside, and what was written is seen at once", async (test) => {
      if (typeof made.reader !== "function") return test.skip(made.reader.impossible);
      const reader = await made.reader();
      expect(await reader.version(null)).toBeNull();
      await store.write(change(1, [1, 2]));
      expect(await reader.version(null)).toEqual(version(1, [1, 2]));
      expect(await reader.pages([2])).toEqual([page(2).bytes]);
      await store.write(change(2, [3], [1, 2]));
      await pruneAll(store, 2);
      expect(await reader.version(1)).toBeNull();
      await expect(reader.pages([1])).rejects.toMatchObject(gone(1));
      await reader.close();
    });
  });
}
