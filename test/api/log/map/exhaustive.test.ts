/** Every map over few keys, in every order of arrival that matters: in one batch, and one by one. */
import { describe, expect, it } from "vitest";
import { openStreamMap } from "../../../../api/log/map/open-stream-map.ts";
import { memoryMapStore } from "../../../helpers/store/memory-map-store.ts";
import { assertVersion, keyWith, newWorld } from "./world.ts";

/** All beginnings of three bits, or of two where each key is a long way down. */
const beginnings = (count: number) =>
  Array.from({ length: 2 ** count }, (_, i) => i.toString(2).padStart(count, "0"));
const PLACES: Record<string, Uint8Array[]> = {
  "at the root": beginnings(3).map((bits) => keyWith(bits)),
  "across a page": beginnings(3).map((bits) => keyWith(`00${bits}`, "1")),
  "at the very end": beginnings(2).map((bits) => keyWith("0".repeat(254) + bits)),
};

describe("every map over some of a few keys", () => {
  for (const capacity of [1, 2, 24]) {
    it.each(Object.entries(PLACES))(`${capacity} a bucket, %s`, async (_, keys) => {
      for (let subset = 0; subset < 2 ** keys.length; subset++) {
        const world = newWorld();
        const chosen = keys.filter((_, i) => (subset >> i) & 1);
        const atOnce = openStreamMap({ store: memoryMapStore(), moves: world.moves, capacity });
        const oneByOne = openStreamMap({ store: memoryMapStore(), moves: world.moves, capacity });
        for (const key of chosen) {
          world.move(key);
          await oneByOne.advance(world.log.length);
        }
        const size = world.log.length;
        expect(await atOnce.advance(size)).toEqual(world.rootAt(size));
        const strangers = keys.filter((key) => !chosen.includes(key));
        await assertVersion(atOnce, world, size, { strangers });
        await assertVersion(oneByOne, world, size, { strangers });
      }
    });
  }
});
