import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type MapThread, startMapThread } from "../../../../api/log/map/map-thread.ts";
import { startStreamMap } from "../../../../api/log/map/start-stream-map.ts";
import type { StreamMap } from "../../../../api/log/map/stream-map.ts";
import { openDatabase } from "../../../../api/store/sqlite/open.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { assertVersion, keyOf, newWorld, type World } from "./world.ts";

describe("the map in a thread of its own", () => {
  let place: ReturnType<typeof newPlace>;
  let file: string;
  let world: World;
  let threads: MapThread[];
  let maps: StreamMap[];
  beforeEach(() => {
    place = newPlace();
    file = join(place.directory, "map.db");
    world = newWorld();
    threads = [];
    maps = [];
  });
  afterEach(async () => {
    for (const map of maps) await map.close();
    place.remove();
  });

  async function start(moves = world.moves): Promise<StreamMap> {
    const map = await startStreamMap({
      file,
      moves,
      async startThread(options) {
        const thread = await startMapThread(options);
        threads.push(thread);
        return thread;
      },
    });
    maps.push(map);
    return map;
  }

  const some = (count: number, from = 0) =>
    Array.from({ length: count }, (_, i) => keyOf(from + i));
  const strangers = [keyOf("nobody")];

  it("goes back, and forgets the pages that were, on both sides", async () => {
    const forged = newWorld();
    for (const each of [world, forged]) each.move(...some(400));
    let moves = forged.moves;
    const map = await start((from, to) => moves(from, to));
    await map.advance(400);
    forged.move(...some(300));
    await map.advance(700);
    await assertVersion(map, forged, 700, { keys: some(60) });
    expect(await map.backTo(500)).toBe(false);
    expect(await map.backTo(400)).toBe(true);
    expect(await map.size()).toBe(400);
    moves = world.moves;
    world.move(...some(300, 100));
    expect(await map.advance(700)).toEqual(world.rootAt(700));
    for (const size of [400, 700])
      await assertVersion(map, world, size, { keys: some(60, 90), strangers });
  });

  it("is the reference's", async () => {
    const map = await start();
    expect(await map.size()).toBe(0);
    expect(await map.advance(0)).toEqual(new Uint8Array(32));
    for (const count of [1, 30, 3_000]) {
      world.move(...some(count, world.log.length - 10));
      const size = world.log.length;
      expect(await map.advance(size)).toEqual(world.rootAt(size));
      await assertVersion(map, world, size, { keys: some(20), strangers });
    }
    await map.forget(100, [31]);
    expect(await map.rootAt(1)).toBeNull();
    await assertVersion(map, world, 31, { keys: some(20), strangers });
    await map.forget(100);
    expect(await map.rootAt(31)).toBeNull();
    expect(await map.size()).toBe(world.log.length);
    expect(threads).toHaveLength(1);
  });

  it("proves while it works on the next version", async () => {
    world.move(...some(50));
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const map = await start(async (from, to) => {
      if (from >= 50) await held;
      return world.moves(from, to);
    });
    await map.advance(50);
    world.move(...some(50, 50));
    const advancing = map.advance(100);
    await assertVersion(map, world, 50, { strangers });
    expect(await map.size()).toBe(50);
    release();
    expect(await advancing).toEqual(world.rootAt(100));
  });

  it("takes many more streams at once than it has in memory", { timeout: 180_000 }, async () => {
    world.move(...some(36_000));
    const map = await start();
    const size = world.log.length;
    expect(await map.advance(size)).toEqual(world.rootAt(size));
    await assertVersion(map, world, size, { keys: some(5), strangers });
    expect(threads).toHaveLength(1);
  });

  it("passes errors on as what they are", async () => {
    world.move(...some(10));
    const noLog = new Error("no log");
    const map = await start(async (from, to) => {
      if (to > 10) throw noLog;
      return world.moves(from, to);
    });
    await map.advance(10);
    await expect(map.advance(20)).rejects.toBe(noLog);
    await expect(map.advance(5)).rejects.toThrow("the map goes back");
    await expect(map.prove(keyOf(1), 7)).rejects.toMatchObject({ code: "damaged" });
    expect(await map.advance(10)).toEqual(world.rootAt(10));
  });

  it("refuses a file that is open, or not its own, and leaves no thread behind", async () => {
    await start();
    const inUse = { name: "Refusal", code: "in_use", details: { what: "map" } };
    await expect(start()).rejects.toMatchObject(inUse);
    await maps.pop()?.close();
    const other = join(place.directory, "keys.db");
    openDatabase(other, "keys").close();
    file = other;
    const unknown = { name: "Refusal", code: "unknown_schema", details: { what: "map" } };
    await expect(start()).rejects.toMatchObject(unknown);
  });

  it("rejects what a killed thread had to do, and goes on in a new one", async () => {
    world.move(...some(9_000));
    let kill = -1;
    const map = await start(async (from, to) => {
      if (from === kill) void threads.at(-1)?.end();
      return world.moves(from, to);
    });
    await map.advance(100);
    // In the first and in a later chunk of what is read.
    for (const at of [100, 2_148]) {
      kill = at;
      const calls = [map.advance(9_000), map.forget(50)];
      const outcomes = await Promise.allSettled(calls);
      const ended = { name: "StoreFault", code: "thread_ended" };
      for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: ended });
      // Proofs need no thread.
      await assertVersion(map, world, 100, { keys: some(5), strangers });
    }
    kill = -1;
    expect(await map.advance(9_000)).toEqual(world.rootAt(9_000));
    expect(threads).toHaveLength(3);
    await assertVersion(map, world, 9_000, { keys: some(5), strangers });
  });

  it("is killed at any time, and is whole", async () => {
    world.move(...some(4_000));
    const map = await start();
    await map.advance(1_000);
    for (const milliseconds of [1, 3, 10, 20, 40, 80]) {
      const size = await map.size();
      const advancing = map.advance(size + 500).catch(() => null);
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      await threads.at(-1)?.end();
      await advancing;
      const now = await map.size();
      await assertVersion(map, world, now, { keys: some(5), strangers });
    }
    await map.advance(4_000);
    await assertVersion(map, world, 4_000, { keys: some(5), strangers });
  });

  it("is cleared and made anew, with proofs from the new file", async () => {
    world.move(...some(300));
    const map = await start();
    await map.advance(300);
    await assertVersion(map, world, 300, { keys: some(5), strangers });
    const clearing = map.clear();
    // Who asks meanwhile gets an answer of the new map.
    expect(await map.rootAt(300)).toBeNull();
    await clearing;
    expect(await map.size()).toBe(0);
    await map.advance(200);
    await assertVersion(map, world, 200, { keys: some(5), strangers });
    expect(await map.rootAt(300)).toBeNull();
  });

  it("has what it had after a restart, and leaves only its file behind", async () => {
    world.move(...some(100));
    const map = await start();
    await map.advance(60);
    await map.advance(100);
    await maps.pop()?.close();
    expect(readdirSync(place.directory).sort()).toEqual(["map.db", "map.db.lock"]);
    const again = await start();
    await assertVersion(again, world, 60, { keys: some(5), strangers });
    await assertVersion(again, world, 100, { keys: some(5), strangers });
  });

  it.each([
    ["closed", "await map.close();"],
    ["idle, even if nobody closes it", ""],
    ["closed by a process that ends", "await map.close(); process.exit(0);"],
    ["left by a process that ends in the middle", "void map.advance(2); process.exit(0);"],
  ])("does not keep a process alive when it is %s", (_, end) => {
    const module = join(import.meta.dirname, "../../../../api/log/map/start-stream-map.ts");
    const script = `
      const { startStreamMap } = await import(${JSON.stringify(module)});
      const map = await startStreamMap({
        file: ${JSON.stringify(file)},
        moves: async (from, to) => new Uint8Array(64 * (to - from)).fill(7),
      });
      await map.advance(1);
      if ((await map.rootAt(1)) === null) process.exit(3);
      ${end}`;
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      timeout: 180_000,
      encoding: "utf8",
    });
    expect({ status: run.status, signal: run.signal, stderr: run.stderr }).toEqual({
      status: 0,
      signal: null,
      stderr: "",
    });
  });
});
