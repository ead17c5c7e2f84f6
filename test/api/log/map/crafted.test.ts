/** Keys are HMACs, and cannot be chosen so; if they could, the map would still be right, and no deeper than a key is long. */
import { describe, expect, it } from "vitest";
import { openStreamMap } from "../../../../api/log/map/open-stream-map.ts";
import { MAX_MAP_DEPTH } from "../../../../portal/verify/map.ts";
import { memoryMapStore } from "../../../helpers/store/memory-map-store.ts";
import { assertVersion, keyOf, keyWith, newWorld } from "./world.ts";

/** Keys that differ from zeros in one bit each, from the last bit up: each shares a longer beginning with the next. */
const staircase = (length: number) =>
  Array.from({ length }, (_, i) => keyWith(`${"0".repeat(255 - i)}1`));

const CASES: Record<string, Uint8Array[]> = {
  "two keys that differ in the last bit": [keyWith(""), keyWith(`${"0".repeat(255)}1`)],
  "two keys that differ in the first bit": [keyWith("0"), keyWith("1")],
  "all 256 lengths of a shared beginning": [keyWith(""), ...staircase(256)],
  "more than a bucket's with 248 bits in common": Array.from({ length: 256 }, (_, i) =>
    keyWith("1".repeat(248) + i.toString(2).padStart(8, "0")),
  ),
  "a deep pair in company": [
    keyWith("1".repeat(255), "0"),
    keyWith("", "1"),
    ...Array.from({ length: 60 }, (_, i) => keyOf(i)),
  ],
};

describe("a map of crafted keys", () => {
  for (const capacity of [1, 24]) {
    it.each(Object.entries(CASES))(
      `is right and bounded, ${capacity} a bucket: %s`,
      async (_, keys) => {
        const world = newWorld();
        const store = memoryMapStore();
        const map = openStreamMap({ store, moves: world.moves, capacity });
        // One by one to the middle, then the rest at once, and back again.
        for (const key of keys.slice(0, keys.length / 2)) {
          world.move(key);
          await map.advance(world.log.length);
        }
        world.move(...keys.slice(keys.length / 2), ...keys.toReversed());
        await map.advance(world.log.length);
        const some = keys.filter((_, i) => i % 17 === 0);
        const strangers = [keyOf("x"), keyWith(`${"0".repeat(254)}11`), keyWith("1".repeat(250))];
        await assertVersion(map, world, world.log.length, { keys: some, strangers });
        await assertVersion(map, world, Math.floor(keys.length / 2), { keys: some, strangers });
        for (const key of [...some, ...strangers]) {
          const { siblings } = await map.prove(key as never, world.log.length);
          expect(siblings.length).toBeLessThanOrEqual(MAX_MAP_DEPTH);
        }
        await map.forget(world.log.length);
        // Each key can stand below at most 64 inner pages.
        expect(store.stored.size).toBeLessThanOrEqual(65 * keys.length);
      },
    );
  }
});
