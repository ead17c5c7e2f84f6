import { describe, expect, it } from "vitest";
import { type CommitterOptions, createCommitter } from "../../../api/log/committer.ts";
import type { Unit, UnitOutcome } from "../../../api/store/store.ts";
import { rejection, unit } from "./fixtures.ts";
import { memorySignerState } from "./memory-signer-state.ts";
import { memoryStore } from "./memory-store.ts";

function setUp(options: Partial<CommitterOptions> = {}, entries = 0) {
  const store = memoryStore(entries);
  const signerState = memorySignerState();
  const committer = createCommitter({ store, signerState, maxUnits: 100, ...options });
  return { store, signerState, committer };
}

const indexes = (outcome: UnitOutcome | undefined): number[] =>
  outcome?.ok ? outcome.entries.map(({ index }) => index) : [];

/** A store whose commits end when the test says so. */
function slowStore() {
  const { store } = setUp();
  const gates: PromiseWithResolvers<void>[] = [];
  const commit = async (units: readonly Unit[]) => {
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    await gate.promise;
    return store.commit(units);
  };
  return { store: { ...store, commit }, groups: store.groups, gates };
}

const turns = async (n = 5) => {
  for (let i = 0; i < n; i++) await new Promise((resolve) => setImmediate(resolve));
};

describe("grouping", () => {
  it("shares one commit among the units of one turn, each with its own outcome", async () => {
    const { store, committer } = setUp();
    const outcomes = await Promise.all([1, 2, 3].map((n) => committer.commit(unit(n))));
    expect(outcomes.map(indexes)).toEqual([[0], [1, 2], [3, 4, 5]]);
    expect(store.groups.map((group) => group.length)).toEqual([3]);
  });

  it("also when they come out of different microtasks of the turn", async () => {
    const { store, committer } = setUp();
    const late = async (ticks: number) => {
      for (let i = 0; i < ticks; i++) await Promise.resolve();
      return committer.commit(unit(1));
    };
    await Promise.all([late(0), late(3), late(20)]);
    expect(store.groups).toHaveLength(1);
  });

  it("commits in another turn what comes in another turn", async () => {
    const { store, committer } = setUp();
    await committer.commit(unit(1));
    await committer.commit(unit(1));
    expect(store.groups.map((group) => group.length)).toEqual([1, 1]);
  });

  it("gathers what comes while a group is on its way", async () => {
    const { store, groups, gates } = slowStore();
    const { committer } = setUp({ store });
    const all = [committer.commit(unit(1))];
    await turns();
    for (let i = 0; i < 4; i++) {
      all.push(committer.commit(unit(1)));
      await turns(1);
    }
    expect(gates).toHaveLength(1);
    gates[0]?.resolve();
    await turns();
    gates[1]?.resolve();
    expect((await Promise.all(all)).map(indexes)).toEqual([[0], [1], [2], [3], [4]]);
    expect(groups.map((group) => group.length)).toEqual([1, 4]);
  });

  it("keeps the order of a call's units, and of the calls", async () => {
    const { store, committer } = setUp();
    const many = [unit(1), unit(2), unit(1)];
    const one = unit(1);
    const [outcomes, outcome] = await Promise.all([
      committer.commitMany(many),
      committer.commit(one),
    ]);
    expect(outcomes.map(indexes)).toEqual([[0], [1, 2], [3]]);
    expect(indexes(outcome)).toEqual([4]);
    expect(store.groups).toEqual([[...many, one]]);
  });

  it("a conflict is the outcome of its own unit only", async () => {
    const { committer } = setUp();
    const outcomes = await committer.commitMany([unit(1), unit(1, true), unit(1)]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(outcomes.map(indexes)).toEqual([[0], [], [1]]);
  });

  it("does not trouble the store for nothing", async () => {
    const { store, committer } = setUp();
    expect(await committer.commitMany([])).toEqual([]);
    expect(store.groups).toEqual([]);
  });
});

describe("backpressure", () => {
  it("refuses as busy what is too much, and takes it when there is room again", async () => {
    const { store, gates } = slowStore();
    const { committer } = setUp({ store, maxUnits: 3 });
    const taken = [committer.commit(unit(1))];
    await turns();
    taken.push(committer.commit(unit(1)), committer.commit(unit(1)));
    expect(await rejection(committer.commit(unit(1)))).toMatchObject({ code: "busy" });
    expect(await rejection(committer.commitMany([unit(1)]))).toMatchObject({ code: "busy" });
    gates[0]?.resolve();
    await turns();
    taken.push(committer.commit(unit(1)));
    gates[1]?.resolve();
    await turns();
    gates[2]?.resolve();
    expect((await Promise.all(taken)).map(indexes)).toEqual([[0], [1], [2], [3]]);
  });

  it("refuses a call whole, not half", async () => {
    const { store, committer } = setUp({ maxUnits: 3 });
    const first = committer.commitMany([unit(1), unit(1)]);
    expect(await rejection(committer.commitMany([unit(1), unit(1)]))).toMatchObject({
      code: "busy",
    });
    await first;
    expect(await store.size()).toBe(2);
  });

  it("takes a call larger than the bound while nothing else waits", async () => {
    const { committer } = setUp({ maxUnits: 3 });
    const large = Array.from({ length: 10 }, () => unit(1));
    expect(await committer.commitMany(large)).toHaveLength(10);
  });

  it("has room again after a rejection", async () => {
    const { store, committer } = setUp({ maxUnits: 1 });
    store.failNext = "failed";
    await rejection(committer.commit(unit(1)));
    expect(indexes(await committer.commit(unit(1)))).toEqual([0]);
  });
});

describe("a rejected commit", () => {
  it("is the rejection of every unit of the group, and of no other", async () => {
    const { store, committer } = setUp();
    store.failNext = "failed";
    const group = [committer.commit(unit(1)), committer.commitMany([unit(1), unit(1)])];
    for (const one of group) expect(await rejection(one)).toMatchObject({ message: "injected" });
    expect(indexes(await committer.commit(unit(1)))).toEqual([0]);
  });

  it("may have persisted: the next group goes on behind it", async () => {
    const { store, signerState, committer } = setUp({ reserveStep: 4 });
    await committer.commit(unit(1));
    store.failNext = "failed but persisted";
    await rejection(committer.commit(unit(3)));
    expect(indexes(await committer.commit(unit(1)))).toEqual([4]);
    expect(signerState.record.reserved).toBe(8);
  });

  it("with fewer outcomes than units is a fault", async () => {
    const { store } = setUp();
    const { committer } = setUp({ store: { ...store, commit: async () => [] } });
    await expect(committer.commit(unit(1))).rejects.toThrow("outcome");
  });
});

describe("reserved", () => {
  it("is raised in steps, before the commit that needs it", async () => {
    const { store, signerState, committer } = setUp({ reserveStep: 10 });
    const seen: number[] = [];
    for (let i = 0; i < 25; i++) {
      await committer.commit(unit(1));
      seen.push(signerState.record.reserved);
    }
    expect(seen.filter((n) => n === 10)).toHaveLength(10);
    expect(seen.at(-1)).toBe(30);
    expect(signerState.swaps).toBe(3);
    expect(await store.size()).toBe(25);
  });

  it("is above every index of a group larger than a step", async () => {
    const { signerState, committer } = setUp({ reserveStep: 10 });
    await committer.commitMany([unit(15), unit(20)]);
    expect(signerState.record.reserved).toBe(40);
  });

  it("counts what the log holds already", async () => {
    const { signerState, committer } = setUp({ reserveStep: 10 }, 1_234);
    await committer.commit(unit(1));
    expect(signerState.record.reserved).toBe(1_240);
  });

  it("is left alone while it suffices, also after a restart", async () => {
    const { store, signerState } = setUp();
    signerState.record = { ...signerState.record, reserved: 500 };
    const committer = createCommitter({ store, signerState, maxUnits: 10 });
    await committer.commit(unit(1));
    expect(signerState.swaps).toBe(0);
  });

  it("by default goes 4,096 ahead", async () => {
    const { signerState, committer } = setUp();
    await committer.commit(unit(1));
    expect(signerState.record.reserved).toBe(4_096);
  });

  it("that cannot be raised stops the writer before anything is stored", async () => {
    const { store, signerState, committer } = setUp();
    signerState.beforeSwap = () => {
      throw new Error("disk full");
    };
    await expect(committer.commit(unit(1))).rejects.toThrow("disk full");
    expect(store.groups).toEqual([]);
  });

  it("is raised before the promise also when other nodes came in between", async () => {
    const { store, signerState } = setUp();
    const commit = async (units: readonly Unit[]) => {
      store.add(95);
      return store.commit(units);
    };
    const committer = createCommitter({
      store: { ...store, commit },
      signerState,
      maxUnits: 10,
      reserveStep: 10,
    });
    const outcome = await committer.commit(unit(1));
    expect(indexes(outcome)).toEqual([95]);
    expect(signerState.record.reserved).toBeGreaterThan(95);
  });

  it("survives the sealer's swaps of the same record", async () => {
    const { signerState, committer } = setUp({ reserveStep: 10 });
    let once = true;
    signerState.beforeSwap = () => {
      if (once) signerState.record = { ...signerState.record, epoch: "f".repeat(32) };
      once = false;
    };
    await committer.commit(unit(1));
    expect(signerState.record).toMatchObject({ reserved: 10, epoch: "f".repeat(32) });
  });
});

describe("drain", () => {
  it("waits for everything that waits, and for what comes meanwhile", async () => {
    const { store, gates } = slowStore();
    const { committer } = setUp({ store });
    const settled: number[] = [];
    const track = (n: number) => committer.commit(unit(1)).then(() => settled.push(n));
    const first = track(1);
    await turns();
    const second = track(2);
    const drained = committer.drain().then(() => settled.push(99));
    gates[0]?.resolve();
    await turns();
    expect(settled).toEqual([1]);
    gates[1]?.resolve();
    await drained;
    expect(settled).toEqual([1, 2, 99]);
    await Promise.all([first, second]);
  });

  it("is over at once when nothing waits, and after a failure", async () => {
    const { store, committer } = setUp();
    await committer.drain();
    store.failNext = "failed";
    const failed = rejection(committer.commit(unit(1)));
    await committer.drain();
    expect(await failed).toMatchObject({ message: "injected" });
  });
});
