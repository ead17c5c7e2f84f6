/** Finished exports: how many lie there, and how long. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { checkHere } from "../../../../api/ledger/evidence/checker.ts";
import { openExports } from "../../../../api/rights/export/exports.ts";
import { createLying } from "../../../../api/rights/export/lying.ts";
import { exportedPerson } from "../../../helpers/exported.ts";
import { ORIGIN, testLedger } from "../../../helpers/ledger.ts";

describe("what lies there", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("ends when its time is over, and the longer the larger it is", () => {
    const lying = createLying();
    const ended: string[] = [];
    lying.add(0, () => ended.push("small"));
    lying.add(2 ** 31, () => ended.push("large"));
    vi.advanceTimersByTime(899_999);
    expect(ended).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ended).toEqual(["small"]);
    vi.advanceTimersByTime(2 ** 24 - 1);
    expect(ended).toEqual(["small"]);
    vi.advanceTimersByTime(1);
    expect(ended).toEqual(["small", "large"]);
  });

  it("is not ended once it is gone", () => {
    const lying = createLying({ most: 1, milliseconds: () => 10 });
    const ended: string[] = [];
    lying.add(1, () => ended.push("fetched"))();
    lying.add(1, () => ended.push("left"));
    expect(ended).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(ended).toEqual(["left"]);
  });

  it("is so many, of which the oldest ends", () => {
    const lying = createLying({ most: 2, milliseconds: () => 1_000 });
    const ended: number[] = [];
    for (let i = 0; i < 5; i++) lying.add(1, () => ended.push(i));
    expect(ended).toEqual([0, 1, 2]);
    vi.advanceTimersByTime(1_000);
    expect(ended).toEqual([0, 1, 2, 3, 4]);
  });
});

describe("exports that nobody fetches", () => {
  it("go when others come, and give their account its place back", async () => {
    const ledger = await testLedger();
    const { subject } = await exportedPerson(ledger);
    await ledger.anchor();
    const directory = join(ledger.directory, "own-exports");
    let count = 0;
    const exports = await openExports({
      ...{ directory, newId: () => `export-${++count}`, origin: ORIGIN, kinds: new Map() },
      ...{ ledger: ledger.ledger, consents: ledger.consents, checker: checkHere },
      press: { print: async () => Buffer.from("%PDF"), close: async () => {} },
      organizationName: () => null,
      lying: createLying({ most: 2, milliseconds: () => 1_000_000 }),
    });
    const order = { subject, form: "access", language: "en", checkpoint: "final" } as const;
    const made = [];
    // Of one account, which fetches none of them: two would be all that it may have.
    for (let i = 0; i < 4; i++) {
      const one = await exports.make({ ...order, mayName: null }, undefined, i < 2 ? "a" : "b");
      made.push(one);
    }
    expect(made.map(({ signal }) => signal.aborted)).toEqual([true, true, false, false]);
    await expect.poll(() => readdirSync(directory)).toEqual(["export-3.zip", "export-4.zip"]);
    // The places of those that have gone are free.
    await exports.make({ ...order, mayName: null }, undefined, "a");
    expect(made.map(({ signal }) => signal.aborted)).toEqual([true, true, true, false]);
    await exports.close();
    expect(existsSync(directory)).toBe(false);
    await ledger.close();
  });
});
