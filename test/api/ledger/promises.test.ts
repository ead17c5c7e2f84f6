import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type PromiseReport,
  promiseWatch,
  riskMilliseconds,
} from "../../../api/ledger/promises.ts";
import type { Dues, Store } from "../../../api/store/store.ts";
import { testClock } from "../../helpers/ledger.ts";

interface Entry {
  /** Null: a state or void entry. */
  readonly due: number | null;
}

/** A log of entries and an anchor over some of them; counts what is read. */
function world(entries: Entry[] = [], risk = 10) {
  const state = { entries, anchored: 0, now: 0, read: 0, calls: 0 };
  const store = {
    size: async () => state.entries.length,
    newestAnchor: async () => (state.anchored === 0 ? null : { size: state.anchored }),
    async dues(from: number, to: number, before: number): Promise<Dues> {
      expect(to - from).toBeLessThanOrEqual(4_096);
      state.calls++;
      state.read += to - from;
      const known = state.entries
        .slice(from, to)
        .flatMap(({ due }) => (due === null || due === 0 ? [] : [due]));
      const all = known.reduce<[number, number] | null>(
        (range, due) =>
          range === null ? [due, due] : [Math.min(range[0], due), Math.max(range[1], due)],
        null,
      );
      return {
        promises: known.length,
        earliest: all?.[0] ?? null,
        latest: all?.[1] ?? null,
        overdue: known.filter((due) => due < before).length,
      };
    },
  } as unknown as Store;
  const watch = (begin = 0) =>
    promiseWatch({ store, clock: { now: () => state.now }, begin, riskMilliseconds: risk });
  return { state, store, watch };
}

/** By looking at everything. */
function plain(
  { entries, anchored, now }: { entries: Entry[]; anchored: number; now: number },
  begin: number,
  risk: number,
): PromiseReport {
  const dues = entries.slice(Math.max(begin, anchored)).flatMap(({ due }) => (due ? [due] : []));
  const nextDeadline = dues.length === 0 ? null : Math.min(...dues);
  const overdue = dues.filter((due) => due < now).length;
  const near = nextDeadline !== null && nextDeadline - now < risk;
  return {
    state: overdue > 0 ? "broken" : near ? "at_risk" : "kept",
    open: dues.length,
    nextDeadline,
    overdue,
  };
}

const dues = (...list: number[]): Entry[] => list.map((due) => ({ due }));

describe("promises", () => {
  it("of an empty log are kept", async () => {
    const { watch } = world();
    expect(await watch().look()).toEqual({
      state: "kept",
      open: 0,
      nextDeadline: null,
      overdue: 0,
    });
  });

  it("come into risk, are broken, and are kept again when a block has them", async () => {
    const { state, watch } = world(dues(100, 200));
    const one = watch();
    const at = async (now: number) => {
      state.now = now;
      const { state: word, overdue, nextDeadline } = await one.look();
      return `${word} ${overdue} ${nextDeadline}`;
    };
    expect(await at(90)).toBe("kept 0 100");
    expect(await at(91)).toBe("at_risk 0 100");
    expect(await at(100)).toBe("at_risk 0 100");
    expect(await at(101)).toBe("broken 1 100");
    expect(await at(201)).toBe("broken 2 100");
    state.anchored = 1;
    expect(await at(202)).toBe("broken 1 200");
    state.anchored = 2;
    expect(await at(203)).toBe("kept 0 null");
    // The block was lost again.
    state.anchored = 0;
    expect(await at(204)).toBe("broken 2 100");
  });

  it("are counted from the ledger's own beginning on", async () => {
    const { watch } = world(dues(1, 2, 300));
    expect(await watch(2).look()).toMatchObject({ open: 1, nextDeadline: 300 });
    expect(await watch(3).look()).toMatchObject({ open: 0, nextDeadline: null });
  });

  it("are what a look at everything finds, however the log grows, clocks step and anchors come and go", async () => {
    const step = fc.record({
      grow: fc.array(fc.option(fc.nat({ max: 400 }), { freq: 5 }), { maxLength: 6 }),
      filler: fc.constantFrom(0, 0, 0, 4_090, 8_192),
      fillerDue: fc.nat({ max: 400 }),
      anchored: fc.nat({ max: 100 }),
      now: fc.nat({ max: 400 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 6 }),
        fc.nat({ max: 9_000 }),
        async (steps, begin) => {
          const { state, watch } = world();
          const one = watch(begin);
          for (const { grow, filler, fillerDue, anchored, now } of steps) {
            state.entries.push(
              ...Array.from({ length: filler }, (_, i) => ({ due: fillerDue + (i % 7) })),
            );
            state.entries.push(...grow.map((due) => ({ due })));
            state.anchored = Math.floor((state.entries.length * anchored) / 100);
            state.now = now;
            expect(await one.look()).toEqual(plain(state, begin, 10));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("of a long tail are read once, and then two pieces at most", async () => {
    const { state, watch } = world(
      Array.from({ length: 400_000 }, (_, i) => ({ due: 1_000_000 + i })),
    );
    const one = watch();
    await one.look();
    expect(state.read).toBe(400_000);
    state.read = 0;
    state.entries.push(...dues(2_000_000));
    state.anchored = 5_000;
    expect(await one.look()).toMatchObject({ open: 395_001, nextDeadline: 1_005_000 });
    expect(state.read).toBeLessThanOrEqual(2 * 4_096);
    state.read = 0;
    // In the middle of a piece some are over.
    state.now = 1_150_000;
    expect(await one.look()).toMatchObject({ state: "broken", overdue: 145_000 });
    expect(state.read).toBeLessThanOrEqual(3 * 4_096);
  });

  it("are looked at once for all who ask at the same time", async () => {
    const { state, watch } = world(dues(100));
    const one = watch();
    const [a, b] = await Promise.all([one.look(), one.look()]);
    expect(a).toBe(b);
    expect(state.calls).toBe(1);
    state.now = 200;
    expect(await one.look()).toMatchObject({ state: "broken" });
  });

  it("let others have their turn while a long tail is read the first time", async () => {
    const { watch } = world(Array.from({ length: 300_000 }, () => ({ due: 5 })));
    let turns = 0;
    const ticking = setInterval(() => turns++, 0);
    await watch().look();
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(0);
  });

  it("are not known where the store does not tell, and the next look tries again", async () => {
    const { state, store, watch } = world(dues(100));
    const { dues: own } = store;
    const one = watch();
    store.dues = async () => Promise.reject(new Error("gone"));
    await expect(one.look()).rejects.toThrow("gone");
    store.dues = own;
    expect(await one.look()).toMatchObject({ open: 1 });
    expect(state.calls).toBe(1);
  });
});

describe("the risk", () => {
  it("is never there while all goes as it should, and long before a promise is broken", () => {
    const clock = testClock();
    expect(clock.now()).toBeGreaterThan(0);
    for (const seconds of [1, 2, 10, 60, 120, 900, 3_600, 86_400]) {
      const anchor = seconds * 1000;
      const risk = riskMilliseconds(anchor);
      // What is left of batch + 2 · anchor when a block comes after a batch, an interval, and the block's own time.
      const block = Math.min(60_000, anchor / 2);
      expect(anchor - block).toBeGreaterThanOrEqual(risk);
      expect(risk).toBeGreaterThanOrEqual(anchor / 2);
      expect(risk).toBeLessThan(anchor);
    }
  });
});
