/** Whatever becomes of stored pages: a proof that is handed out is right, and a root never stands on something wrong. */
import { beforeAll, describe, expect, it } from "vitest";
import { isRefusal } from "../../../../api/core/errors.ts";
import { openStreamMap } from "../../../../api/log/map/open-stream-map.ts";
import { asMapRoot } from "../../../../portal/verify/brands.ts";
import { provenValue } from "../../../../portal/verify/map.ts";
import { type MemoryMapStore, memoryMapStore } from "../../../helpers/store/memory-map-store.ts";
import { keyOf, keyWith, newWorld, type World } from "./world.ts";

const KEYS = [...["0000", "00010", "00011", "01", "11110"].map((bits) => keyWith(bits)), keyOf(1)];
const STRANGERS = [keyWith("000101"), keyWith("001"), keyWith("1")];
const SIZE = KEYS.length;

let world: World;
let store: MemoryMapStore;
beforeAll(async () => {
  world = newWorld();
  world.move(...KEYS);
  store = memoryMapStore();
  await openStreamMap({ store, moves: world.moves, capacity: 1 }).advance(SIZE);
  world.move(...KEYS, ...STRANGERS);
});

/** The map as a process finds it that starts now: nothing in memory. */
const opened = () => openStreamMap({ store, moves: world.moves, capacity: 1 });

/** Every proof is refused as damaged, or right. Answers how many were refused. */
async function refusedProofs(): Promise<number> {
  const root = asMapRoot(world.rootAt(SIZE));
  let refused = 0;
  for (const [i, key] of [...KEYS, ...STRANGERS].entries()) {
    try {
      const proof = await opened().prove(key, SIZE);
      expect(provenValue(key, proof, root)).toEqual(world.log.slice(0, SIZE)[i]?.value ?? null);
    } catch (error) {
      if (!isRefusal(error, "damaged")) throw error;
      refused++;
    }
  }
  return refused;
}

/** Tries to move all keys, on a copy; answers whether that was refused. */
async function refusedAdvance(): Promise<boolean> {
  const write = async () => {};
  const map = openStreamMap({ store: { ...store, write }, moves: world.moves, capacity: 1 });
  try {
    expect(await map.advance(world.log.length)).toEqual(world.rootAt(world.log.length));
    return false;
  } catch (error) {
    if (!isRefusal(error, "damaged")) throw error;
    return true;
  }
}

async function withPage(id: number, bytes: Uint8Array | null, test: () => Promise<void>) {
  const intact = store.stored.get(id) as Uint8Array;
  if (bytes === null) store.stored.delete(id);
  else store.stored.set(id, bytes);
  try {
    await test();
  } finally {
    store.stored.set(id, intact);
  }
}

describe("a damaged map", () => {
  it("is not damaged yet", async () => {
    expect(store.stored.size).toBeGreaterThan(SIZE);
    expect(await refusedProofs()).toBe(0);
    expect(await refusedAdvance()).toBe(false);
  });

  it.each([0x01, 0x80, 0xff])(
    "is refused, or proves what is true: each byte ^ %i",
    async (mask) => {
      for (const [id, intact] of [...store.stored]) {
        for (let at = 0; at < intact.length; at++) {
          // Not `slice`: of a Buffer that is a view, and the damage would stay.
          const bytes = Uint8Array.from(intact);
          bytes[at] = (bytes[at] as number) ^ mask;
          await withPage(id, bytes, async () => {
            expect(await refusedProofs(), `page ${id}, byte ${at}`).toBeGreaterThan(0);
            // All keys move, so that every page is on the way.
            expect(await refusedAdvance(), `page ${id}, byte ${at}`).toBe(true);
          });
        }
      }
    },
  );

  it("is refused where a page is missing, cut, or another one", async () => {
    const pages = [...store.stored];
    for (const [id, intact] of pages) {
      const others = pages.filter(([other]) => other !== id).map(([, bytes]) => bytes);
      for (const bytes of [
        null,
        new Uint8Array(0),
        Uint8Array.from(intact).slice(0, -1),
        ...others,
      ]) {
        await withPage(id, bytes, async () => {
          expect(await refusedProofs()).toBeGreaterThan(0);
          expect(await refusedAdvance()).toBe(true);
        });
      }
    }
  });

  it("names the page", async () => {
    const [id] = [...store.stored.keys()].slice(-1) as [number];
    await withPage(id, null, async () => {
      await expect(opened().prove(keyOf(1), SIZE)).rejects.toMatchObject({
        code: "damaged",
        details: { what: "map", index: id },
      });
    });
  });

  it("is refused where the version has another root", async () => {
    const version: MemoryMapStore["version"] = async (size) => {
      const found = await store.version(size);
      return found === null ? null : { ...found, mapRoot: asMapRoot(new Uint8Array(32).fill(1)) };
    };
    const map = openStreamMap({ store: { ...store, version }, moves: world.moves });
    await expect(map.prove(keyOf(1), SIZE)).rejects.toMatchObject({ code: "damaged" });
    await expect(map.advance(world.log.length)).rejects.toMatchObject({ code: "damaged" });
  });

  it("is right again when it was cleared and made anew", async () => {
    const [id] = store.stored.keys();
    store.stored.set(id as number, new Uint8Array(5));
    const map = opened();
    await map.clear();
    expect(await map.advance(SIZE)).toEqual(world.rootAt(SIZE));
    expect(await refusedProofs()).toBe(0);
  });
});
