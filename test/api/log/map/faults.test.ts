/** Every write of the map fails once, in both ways; whoever comes then, this process or the next, finds a whole map. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openStreamMap } from "../../../../api/log/map/open-stream-map.ts";
import type { MapStore } from "../../../../api/store/map-store.ts";
import { openSqliteMapStore } from "../../../../api/store/sqlite/sqlite-map-store.ts";
import {
  FAULT_MODES,
  type FaultMode,
  faultyMapStore,
} from "../../../helpers/store/faulty-store.ts";
import { memoryMapStore } from "../../../helpers/store/memory-map-store.ts";
import { assertVersion, keyOf, newWorld } from "./world.ts";

const OPTIONS = { capacity: 3, steps: { chunk: 5, group: 12 } };
const STRANGERS = [keyOf("nobody")];

const world = newWorld();
for (let i = 0; i < 120; i++) world.move(keyOf((i * i) % 70));

/** What is done to the map; each step is repeated until it succeeds. */
const STEPS = [
  { call: "advance", argument: 20 },
  { call: "advance", argument: 30 },
  { call: "forget", argument: 30 },
  { call: "advance", argument: 100 },
  { call: "clear", argument: 0 },
  { call: "advance", argument: 100 },
  { call: "advance", argument: 120 },
  { call: "forget", argument: 120 },
] as const;

interface Place {
  open(): Promise<MapStore>;
  remove(): void;
}

const PLACES: Record<string, () => Place> = {
  memory: () => {
    const store = memoryMapStore();
    return { open: async () => store, remove: () => {} };
  },
  SQLite: () => {
    const directory = mkdtempSync(join(tmpdir(), "counterfoil-map-"));
    return {
      open: () => openSqliteMapStore({ file: join(directory, "map.db") }),
      remove: () => rmSync(directory, { recursive: true, force: true }),
    };
  },
};

describe.each(Object.entries(PLACES))("a map in %s whose writes fail", (_, place) => {
  let remove: () => void = () => {};
  afterEach(() => remove());

  /** Runs all steps; the write number `failing` fails, and the map is opened anew behind it, or not. */
  async function run(failing: number, mode: FaultMode, again: boolean): Promise<number> {
    const made = place();
    remove = made.remove;
    let inner = await made.open();
    const { store, faults } = faultyMapStore(inner);
    faults.failAt(failing, mode);
    let map = openStreamMap({ store, moves: world.moves, ...OPTIONS });
    let failed = 0;
    for (const { call, argument } of STEPS) {
      for (let done = false; !done; ) {
        try {
          await map[call](argument);
          done = true;
        } catch (error) {
          expect(error).toMatchObject({ name: "InjectedFault" });
          failed++;
          if (again) {
            await inner.close();
            inner = await made.open();
            map = openStreamMap({ store: inner, moves: world.moves, ...OPTIONS });
          }
          const size = await map.size();
          if (size > 0) await assertVersion(map, world, size, { strangers: STRANGERS });
        }
      }
    }
    expect(failed).toBe(failing < 0 ? 0 : 1);
    await assertVersion(map, world, 120, { strangers: STRANGERS });
    expect(await map.rootAt(100)).toBeNull();
    await map.close();
    made.remove();
    return faults.writes.length;
  }

  it.each(FAULT_MODES)("is whole behind each of them: %s", async (mode) => {
    const writes = await run(-1, mode, false);
    expect(writes).toBeGreaterThan(12);
    for (let failing = 0; failing < writes; failing++) {
      await run(failing, mode, false);
      await run(failing, mode, true);
    }
  });
});
