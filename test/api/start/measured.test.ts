import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WorkMeter } from "../../../api/http/metrics/work.ts";
import type { Sealer } from "../../../api/log/sealer.ts";
import { anchorMeter, measuredCommits, measuredSealer } from "../../../api/start/measured.ts";
import { newSubject, orderOf, stored, type TestLedger, testLedger } from "../../helpers/ledger.ts";
import { memoryStore } from "../../helpers/store/memory-store.ts";
import { unit } from "../../helpers/store/units.ts";

let told: unknown[][];
let time: number;
const meter: WorkMeter = {
  committed: (...all) => void told.push(["committed", ...all]),
  sealed: (...all) => void told.push(["sealed", ...all]),
  sealingFailed: () => void told.push(["failed"]),
  anchored: (...all) => void told.push(["anchored", ...all]),
};
const measuring = { work: meter, stopwatch: () => time };
beforeEach(() => {
  told = [];
  time = 0;
});

describe("commits", () => {
  it("are handed on, and counted by the entries that they stored", async () => {
    const store = memoryStore();
    const commits = measuredCommits(store, measuring);
    const outcomes = await commits.commit([unit("a"), unit("b"), unit("a")]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(await commits.size()).toBe(2);
    expect(told).toEqual([["committed", 2, 0]]);
  });

  it("that fail are none", async () => {
    const failing = { size: async () => 0 as never, commit: () => Promise.reject(new Error("no")) };
    await expect(measuredCommits(failing, measuring).commit([])).rejects.toThrow("no");
    expect(told).toEqual([]);
  });
});

describe("batches", () => {
  it("are measured from the checkpoint before, and what fails is counted and thrown", async () => {
    const answers: (number | null | Error)[] = [12, 12, null, new Error("no"), 20];
    const sealer: Sealer = {
      async seal() {
        time += 250;
        const next = answers.shift()!;
        if (next instanceof Error) throw next;
        return next === null ? null : ({ size: next } as never);
      },
    };
    const measured = measuredSealer(sealer, 10, measuring);
    expect(await measured.seal()).toEqual({ size: 12 });
    await measured.seal();
    expect(await measured.seal()).toBeNull();
    await expect(measured.seal({ heartbeat: true })).rejects.toThrow("no");
    await measured.seal();
    expect(told).toEqual([["sealed", 2, 0.25], ["failed"], ["sealed", 8, 0.25]]);
  });
});

describe("anchors", () => {
  let ledger: TestLedger;
  beforeEach(async () => {
    ledger = await testLedger();
  });
  afterEach(() => ledger.close());

  it("are measured when they are final: to the block, and from there on", async () => {
    const subject = await newSubject(ledger);
    await stored(ledger, orderOf(subject));
    const sealed = (await ledger.seal())!;
    ledger.clock.advance(12_500);
    await ledger.anchor("included");
    const errors: unknown[] = [];
    const meterOf = (finalBefore: number) =>
      anchorMeter({
        ...{ store: ledger.store, clock: ledger.clock, work: meter, finalBefore },
        onError: (error) => errors.push(error),
      });
    const settled = () => new Promise((resolve) => setTimeout(resolve, 50));
    // Not final yet, after all.
    meterOf(0)(sealed.size);
    await settled();
    expect(told).toEqual([]);
    await ledger.anchor("finalized");
    ledger.clock.advance(30_000);
    meterOf(0)(sealed.size);
    await settled();
    // The block has the whole second, 09:30:12, of a checkpoint of 09:30:00.
    expect(told).toEqual([["anchored", 12, 30.5, 72_000]]);
    // What was final before the start is not measured again, nor what the store does not have.
    meterOf(sealed.size)(sealed.size);
    meterOf(0)(sealed.size + 7);
    await settled();
    expect(told).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  it("never throw", async () => {
    const errors: unknown[] = [];
    const store = {
      newestAnchor: () => Promise.reject(new Error("gone")),
      checkpoint: async () => null,
    };
    anchorMeter({
      ...{ store, clock: ledger.clock, work: meter, finalBefore: 0 },
      onError: (error) => errors.push(error),
    })(5);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(errors).toHaveLength(1);
  });
});
