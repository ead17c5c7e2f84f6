import { describe, expect, it } from "vitest";
import { systemRandom } from "../../../api/core/random.ts";
import { beginEpoch } from "../../../api/log/epoch.ts";
import { VOID_ENTRY } from "../../../portal/verify/entry.ts";
import { type TestLog, testLog } from "./fixtures.ts";

const random = systemRandom();
const begin = (log: TestLog) => beginEpoch({ ...log, random });
const reserve = (log: TestLog, reserved: number): void => {
  log.signerState.record = { ...log.signerState.record, reserved };
};

/** A start and an orderly stop. */
async function run(log: TestLog): Promise<void> {
  const epoch = await begin(log);
  await epoch.fill(1);
  await epoch.settle();
}

describe("an epoch", () => {
  it("fills nothing in a log where nothing was promised", async () => {
    const log = testLog();
    expect(await (await begin(log)).fill(1)).toBe(0);
    expect(log.store.rows).toEqual([]);
  });

  it("is another at each start", async () => {
    const log = testLog();
    const seen = new Set([log.signerState.record.epoch]);
    for (let i = 0; i < 3; i++) {
      await run(log);
      seen.add(log.signerState.record.epoch);
    }
    expect(seen.size).toBe(4);
  });

  it("that was settled fills nothing, whatever is reserved", async () => {
    const log = testLog(10);
    await run(log);
    reserve(log, 4_096);
    expect(await (await begin(log)).fill(1)).toBe(0);
    expect(log.store.rows).toHaveLength(10);
  });

  it("that was not settled makes what was reserved and is not there void, once", async () => {
    const log = testLog(10);
    await (await begin(log)).fill(1);
    reserve(log, 30);
    const next = await begin(log);
    expect(await next.fill(77)).toBe(20);
    expect(log.store.rows).toHaveLength(30);
    for (const row of log.store.rows.slice(10))
      expect(row).toMatchObject({ entry: VOID_ENTRY, recordedAt: 77, dueAt: 77 });
    await next.settle();
    expect(await (await begin(log)).fill(1)).toBe(0);
  });

  it("is not settled by a start that ended before it filled", async () => {
    const log = testLog(10);
    await (await begin(log)).fill(1);
    reserve(log, 30);
    await (await begin(log)).settle();
    expect(log.store.rows).toHaveLength(10);
    expect(await (await begin(log)).fill(1)).toBe(20);
  });

  it("tells a copy of the database that was made while the server ran", async () => {
    const log = testLog(10);
    await run(log);
    const running = await begin(log);
    await running.fill(1);
    reserve(log, 4_096);
    // The copy knows what the database knew then.
    const copied = { ...log, store: testLog(10).store };
    const known = await log.store.meta("epoch");
    await copied.store.swapMeta("epoch", null, known ?? "");
    log.store.add(50);
    await running.settle();
    expect(await (await begin(copied)).fill(1)).toBe(4_086);
  });

  it("is in the signer state before anything is filled, and in the database last", async () => {
    const log = testLog(10);
    const before = log.signerState.record.epoch;
    const epoch = await begin(log);
    expect(log.signerState.record.epoch).not.toBe(before);
    expect(await log.store.meta("epoch")).toBeNull();
    await epoch.fill(1);
    expect(await log.store.meta("epoch")).toBeNull();
    await epoch.settle();
    expect(await log.store.meta("epoch")).toBe(log.signerState.record.epoch);
  });

  it("cannot be settled twice by two processes", async () => {
    const log = testLog(1);
    const [a, b] = [await begin(log), await begin(log)];
    await a.fill(1);
    await b.fill(1);
    await b.settle();
    await expect(a.settle()).rejects.toThrow("another process");
  });
});
