/** What is read on the way to a signature: each entry once, in pieces, with turns for others between. */
import { beforeEach, describe, expect, it } from "vitest";
import { createGrowth } from "../../../api/log/growth.ts";
import { openTail, type TailOptions } from "../../../api/log/tail.ts";
import { rootOf, seal, type TestLog, testLog } from "./fixtures.ts";
import { madeUpRoot } from "./memory-map.ts";

let log: TestLog;
let states: number[];
beforeEach(() => {
  log = testLog();
  states = [];
});

function open(change: Partial<TailOptions> = {}) {
  const growth = createGrowth(0, new Map());
  const onState = async (index: number) => void states.push(index);
  return { growth, tail: openTail({ store: log.store, growth, onState, ...change }) };
}

const appendState = async () => {
  const mapSize = await log.store.size();
  await log.store.appendState({ mapRoot: madeUpRoot(mapSize), mapSize, time: 1 });
};

describe("the tail", () => {
  it("is read in pieces, and others have turns", async () => {
    log.store.add(2_500);
    const { tail, growth } = open();
    let turns = 0;
    let reading = true;
    const count = (): void => {
      turns += 1;
      if (reading) setImmediate(count);
    };
    setImmediate(count);
    await tail.readTo(2_500);
    reading = false;
    expect(log.store.entryReads).toEqual([1_024, 1_024, 452]);
    expect(turns).toBeGreaterThanOrEqual(3);
    expect(growth.root()).toEqual(rootOf(log, 2_500));
  });

  it("gives the second copy what it has read, and reads none of it again", async () => {
    log.store.add(3_000);
    const { tail } = open();
    await tail.readTo(3_000);
    log.store.entryReads.length = 0;
    for (const [from, to] of [
      [0, 3_000],
      [0, 1],
      [1_023, 1_025],
      [2_999, 3_000],
    ] as const)
      expect(await tail.entries(from, to)).toEqual(log.store.rows.slice(from, to));
    expect(log.store.entryReads).toEqual([]);
  });

  it("reads the rest again where there is more than is kept", async () => {
    log.store.add(20_000);
    const { tail } = open();
    await tail.readTo(20_000);
    expect(await tail.entries(16_000, 20_000)).toEqual(log.store.rows.slice(16_000, 20_000));
    expect(await tail.entries(18_000, 18_002)).toEqual(log.store.rows.slice(18_000, 18_002));
  });

  it("knows whether it ends with a state entry, and tells of each", async () => {
    const { tail } = open();
    expect(tail.endsWithState()).toBe(false);
    for (const more of [3, 4]) {
      log.store.add(more);
      await tail.readTo(await log.store.size());
      expect(tail.endsWithState()).toBe(false);
      await appendState();
      await tail.readTo(await log.store.size());
      expect(tail.endsWithState()).toBe(true);
    }
    expect(states).toEqual([3, 8]);
  });

  it("stops at a state entry where it is told to, but at none before", async () => {
    for (let i = 0; i < 4; i++) {
      log.store.add(4);
      await appendState();
    }
    log.store.add(2);
    const { tail, growth } = open({ piece: 7 });
    await tail.readTo(22, 6);
    expect([growth.size, tail.endsWithState()]).toEqual([10, true]);
    await tail.readTo(22, 6);
    expect(growth.size).toBe(10);
    await tail.readTo(22, 11);
    expect(growth.size).toBe(15);
    await tail.readTo(22);
    expect(growth.size).toBe(22);
    expect(growth.root()).toEqual(rootOf(log, 22));
  });

  it("is read once for a batch with its second copy", async () => {
    log.store.add(300);
    const copied: number[] = [];
    const copy = {
      async extend(source: Pick<TestLog["store"], "entries">, size: number) {
        copied.push((await source.entries(0, size)).length);
      },
      putNote: async () => undefined,
    };
    await seal(log, { copy });
    expect(copied).toEqual([301]);
    expect(log.store.entryReads).toEqual([300, 1]);
  });
});
