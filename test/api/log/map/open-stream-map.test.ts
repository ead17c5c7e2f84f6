import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { openStreamMap } from "../../../../api/log/map/open-stream-map.ts";
import { memoryMapStore } from "../../../helpers/store/memory-map-store.ts";
import { assertVersion, keyOf, keyWith, newWorld, type World } from "./world.ts";

const STRANGERS = [keyOf("nobody"), keyWith(""), keyWith("", "1"), keyWith("01", "1")];
const open = (world: World, options = {}) => {
  const store = memoryMapStore();
  return { store, map: openStreamMap({ store, moves: world.moves, ...options }) };
};

describe("going back", () => {
  it.each([1, 16])(
    "to a version goes on from it as if nothing had been behind, %i leaves a bucket",
    async (capacity) => {
      const { map, store } = open(newWorld(), { capacity });
      expect(await map.backTo(7)).toBe(false);
      const world = newWorld();
      const options = { store, capacity, cachedPages: 2 };
      const other = newWorld();
      for (const each of [world, other])
        each.move(...Array.from({ length: 50 }, (_, i) => keyOf(i)));
      // Afterwards the two are not the same any more: one of them is what somebody made up.
      let moves = other.moves;
      const both = openStreamMap({ ...options, moves: (from, to) => moves(from, to) });
      for (const size of [20, 50]) await both.advance(size);
      const pages = await store.lastPage();
      other.move(...Array.from({ length: 40 }, (_, i) => keyOf(i * 2)));
      for (const size of [60, 90]) await both.advance(size);
      expect(await both.backTo(70)).toBe(false);
      expect(await both.size()).toBe(90);

      expect(await both.backTo(50)).toBe(true);
      expect(await both.size()).toBe(50);
      expect([await both.rootAt(60), await both.rootAt(90)]).toEqual([null, null]);
      expect(await store.lastPage()).toBe(pages);
      moves = world.moves;
      world.move(...Array.from({ length: 40 }, (_, i) => keyOf(i * 3)));
      expect(await both.advance(90)).toEqual(world.rootAt(90));
      for (const size of [20, 50, 90])
        await assertVersion(both, world, size, { strangers: STRANGERS });
      // What is garbage now is what only the true versions have used.
      await both.forget(90);
      await assertVersion(both, world, 90);
      expect(await both.backTo(0)).toBe(true);
      expect(await both.size()).toBe(0);
      expect(store.stored.size).toBe(0);
    },
  );
});

describe("the map of a log", () => {
  let world: World;
  beforeEach(() => {
    world = newWorld();
  });

  it("is empty over no entry, and over entries of no stream", async () => {
    const { map, store } = open(world);
    expect(await map.size()).toBe(0);
    expect(await map.advance(0)).toEqual(new Uint8Array(32));
    await assertVersion(map, world, 0, { strangers: STRANGERS });
    world.other();
    world.other();
    expect(await map.advance(2)).toEqual(new Uint8Array(32));
    await assertVersion(map, world, 2, { strangers: STRANGERS });
    expect(await map.size()).toBe(2);
    expect(store.stored.size).toBe(0);
  });

  it.each([1, 2, 3, 16, 24, 255])(
    "is that of the reference in every version, %i leaves a bucket",
    async (capacity) => {
      const { map } = open(world, { capacity });
      for (let i = 0; i < 60; i++) {
        world.move(keyOf(i % 40));
        if (i % 7 === 0) world.other();
        expect(await map.advance(world.log.length)).toEqual(world.rootAt(world.log.length));
      }
      for (let size = 1; size <= world.log.length; size++) {
        if ((await map.rootAt(size)) === null) continue;
        await assertVersion(map, world, size, { strangers: STRANGERS });
      }
    },
  );

  it("has the newest of a stream that moved several times in one batch", async () => {
    world.move(keyOf("a"), keyOf("b"), keyOf("a"), keyOf("a"));
    const { map } = open(world);
    await map.advance(4);
    const { terminal } = await map.prove(keyOf("a"), 4);
    expect(terminal?.value).toEqual(world.log[3]?.value);
  });

  it("answers the root it has for the size it has, and does not go back", async () => {
    world.move(keyOf(1), keyOf(2));
    const { map } = open(world);
    const root = await map.advance(2);
    expect(await map.advance(2)).toEqual(root);
    await expect(map.advance(1)).rejects.toThrow(RangeError);
    await expect(map.advance(2.5)).rejects.toThrow(RangeError);
    expect(await map.size()).toBe(2);
  });

  it("has a version of its own over entries that move nothing, with the same pages", async () => {
    world.move(keyOf(1), keyOf(2));
    world.other();
    const { map, store } = open(world);
    await map.advance(2);
    const pages = store.stored.size;
    expect(await map.advance(3)).toEqual(world.rootAt(2));
    expect(store.stored.size).toBe(pages);
    await assertVersion(map, world, 3, { strangers: STRANGERS });
  });

  it("writes nothing for a stream that is where it was", async () => {
    const leaf = { key: keyOf(1), value: keyOf("value") };
    world.log.push(leaf, leaf);
    const { map, store } = open(world);
    await map.advance(1);
    await map.advance(2);
    expect(store.stored.size).toBe(1);
    await assertVersion(map, world, 2);
  });

  it("takes calls in turn", async () => {
    world.move(...Array.from({ length: 30 }, (_, i) => keyOf(i)));
    const { map } = open(world, { capacity: 2 });
    const roots = await Promise.all([10, 20, 30].map((size) => map.advance(size)));
    expect(roots).toEqual([10, 20, 30].map((size) => world.rootAt(size)));
  });

  it("refuses a proof of a version that it does not keep", async () => {
    world.move(keyOf(1), keyOf(2));
    const { map } = open(world);
    await map.advance(2);
    expect(await map.rootAt(1)).toBeNull();
    await expect(map.prove(keyOf(1), 1)).rejects.toMatchObject({
      code: "damaged",
      details: { what: "map", id: "version 1" },
    });
  });

  it("goes a long way in steps, and keeps none of them", async () => {
    world.move(...Array.from({ length: 500 }, (_, i) => keyOf(i % 300)));
    const steps = { chunk: 16, group: 40 };
    const { map, store } = open(world, { capacity: 4, steps });
    await map.advance(100);
    await map.advance(500);
    const kept = [];
    for (let size = 1; size <= 500; size++) if ((await map.rootAt(size)) !== null) kept.push(size);
    expect(kept).toEqual([100, 500]);
    await assertVersion(map, world, 100, { strangers: STRANGERS });
    await assertVersion(map, world, 500, { strangers: STRANGERS });
    await map.forget(500);
    const atOnce = open(world, { capacity: 4 });
    await atOnce.map.advance(500);
    // As many pages as without the steps: nothing of them is left behind.
    expect(store.stored.size).toBe(atOnce.store.stored.size);
  });

  it("keeps what is not forgotten, and nothing else", async () => {
    const { map, store } = open(world, { capacity: 3 });
    for (let i = 0; i < 40; i++) {
      world.move(keyOf(i), keyOf(i * 7));
      await map.advance(world.log.length);
    }
    await map.forget(60);
    expect(await map.rootAt(58)).toBeNull();
    for (let size = 60; size <= 80; size += 2) {
      await assertVersion(map, world, size, { strangers: STRANGERS });
    }
    await map.forget(1_000);
    await assertVersion(map, world, 80, { strangers: STRANGERS });
    const again = open(world, { capacity: 3 });
    await again.map.advance(80);
    expect(store.stored.size).toBe(again.store.stored.size);
  });

  it("is made anew when it was cleared", async () => {
    world.move(...Array.from({ length: 50 }, (_, i) => keyOf(i)));
    const { map } = open(world, { capacity: 2 });
    await map.advance(50);
    await map.clear();
    expect(await map.size()).toBe(0);
    expect(await map.rootAt(50)).toBeNull();
    await map.advance(30);
    await map.advance(50);
    await assertVersion(map, world, 30, { strangers: STRANGERS });
    await assertVersion(map, world, 50, { strangers: STRANGERS });
  });

  it("rejects when the log cannot be read, and goes on when it can", async () => {
    world.move(keyOf(1), keyOf(2));
    let broken = true;
    const moves: World["moves"] = async (from, to) => {
      if (broken) throw new Error("no log");
      return world.moves(from, to);
    };
    const { map } = open({ ...world, moves });
    await expect(map.advance(2)).rejects.toThrow("no log");
    expect(await map.size()).toBe(0);
    broken = false;
    expect(await map.advance(2)).toEqual(world.rootAt(2));
  });

  it("is the reference's for any batches, caches, buckets and steps", async () => {
    // Few different bits, so that keys share beginnings; many of them come again.
    const key = fc
      .tuple(fc.constantFrom("", "0000", "00001", "1111111", "10"), fc.nat({ max: 40 }))
      .map(([bits, n]) => keyWith(bits + n.toString(2).padStart(6, "0"), n % 2 ? "1" : "0"));
    const entry = fc.option(fc.oneof(key, fc.nat({ max: 30 }).map(keyOf)), { freq: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            batch: fc.array(entry, { maxLength: 30 }),
            forget: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 }),
            keep: fc.array(fc.nat({ max: 7 }), { maxLength: 3 }),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        fc.record({
          capacity: fc.integer({ min: 1, max: 20 }),
          cachedPages: fc.constantFrom(1, 3, 1_000),
          steps: fc.record({
            chunk: fc.integer({ min: 1, max: 20 }),
            group: fc.integer({ min: 1, max: 20 }),
          }),
        }),
        async (batches, options) => {
          const model = newWorld();
          const { map } = open(model, options);
          let kept = new Set<number>();
          for (const { batch, forget, keep } of batches) {
            for (const one of batch) one === null ? model.other() : model.move(one);
            const size = model.log.length;
            expect(await map.advance(size)).toEqual(model.rootAt(size));
            if (size > 0) kept.add(size);
            if (forget !== null) {
              const below = Math.floor(forget * size);
              const behind = keep.flatMap((n) => [...kept][n] ?? []);
              await map.forget(below, behind);
              kept = new Set(
                [...kept].filter((one) => one >= below || one === size || behind.includes(one)),
              );
              for (let one = 1; one < size; one++)
                if (!kept.has(one)) expect(await map.rootAt(one)).toBeNull();
            }
            for (const one of kept) {
              await assertVersion(map, model, one, { strangers: STRANGERS });
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("an old version that is kept", () => {
  it("costs what it alone uses, however long the log goes on", async () => {
    const world = newWorld();
    const { map, store } = open(world);
    const keys = Array.from({ length: 400 }, (_, i) => keyOf(i));
    world.move(...keys);
    await map.advance(400);
    const one = store.stored.size;
    for (let round = 0; round < 30; round++) {
      world.move(...keys.slice((round * 37) % 300, ((round * 37) % 300) + 100));
      const size = world.log.length;
      await map.advance(size);
      await map.forget(size, [400]);
      expect(store.stored.size).toBeLessThanOrEqual(2 * one + 20);
    }
    await assertVersion(map, world, 400, { strangers: STRANGERS });
    await assertVersion(map, world, world.log.length, { strangers: STRANGERS });
    await map.forget(world.log.length);
    expect(store.stored.size).toBeLessThanOrEqual(one + 20);
  });
});
