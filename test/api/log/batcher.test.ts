import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type BatcherOptions, createBatcher } from "../../../api/log/batcher.ts";
import type { StoredCheckpoint } from "../../../api/store/store.ts";
import { rejection } from "./fixtures.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const checkpoint = (size: number) => ({ size }) as unknown as StoredCheckpoint;

interface Run {
  resolve(value: StoredCheckpoint | null): void;
  reject(error: unknown): void;
}

/** A batcher over a sealer whose runs end when the test says so. */
function setUp(options: Partial<BatcherOptions> = {}) {
  const runs: Run[] = [];
  const errors: unknown[] = [];
  const sealed: StoredCheckpoint[] = [];
  const heartbeats: boolean[] = [];
  const sealer = {
    seal: (request?: { heartbeat: boolean }) => {
      heartbeats.push(request?.heartbeat === true);
      const { promise, resolve, reject } = Promise.withResolvers<StoredCheckpoint | null>();
      runs.push({ resolve, reject });
      return promise;
    },
  };
  const batcher = createBatcher({
    sealer,
    maxEntries: 100,
    maxMilliseconds: 5_000,
    heartbeatMilliseconds: 3_600_000,
    retryMilliseconds: 1_000,
    onError: (error) => errors.push(error),
    onSealed: (done) => sealed.push(done),
    ...options,
  });
  async function end(run: number, value: StoredCheckpoint | null | Error): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
    const running = runs[run];
    if (running === undefined) throw new Error("no such run");
    if (value instanceof Error) running.reject(value);
    else running.resolve(value);
    await vi.advanceTimersByTimeAsync(0);
  }
  return { batcher, runs, heartbeats, errors, sealed, end, wait: vi.advanceTimersByTimeAsync };
}

describe("by count", () => {
  it("seals as soon as enough entries wait, counted over all notices", async () => {
    const { batcher, runs, wait } = setUp();
    for (let i = 0; i < 9; i++) batcher.notify(11);
    await wait(0);
    expect(runs).toHaveLength(0);
    batcher.notify(1);
    await wait(0);
    expect(runs).toHaveLength(1);
  });

  it("runs one batch at a time, and the next at once if enough came meanwhile", async () => {
    const { batcher, runs, end } = setUp();
    batcher.notify(100);
    await end(0, null);
    batcher.notify(100);
    batcher.notify(100);
    batcher.notify(100);
    await vi.advanceTimersByTimeAsync(0);
    expect(runs).toHaveLength(2);
    batcher.notify(100);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(runs).toHaveLength(2);
    await end(1, checkpoint(400));
    expect(runs).toHaveLength(3);
  });
});

describe("by time", () => {
  it("seals when the first waiting entry has waited long enough", async () => {
    const { batcher, runs, wait } = setUp();
    batcher.notify(1);
    await wait(3_000);
    batcher.notify(1);
    await wait(1_999);
    expect(runs).toHaveLength(0);
    await wait(1);
    expect(runs).toHaveLength(1);
  });

  it("does nothing while nothing comes", async () => {
    const { runs, batcher, wait, end } = setUp();
    await wait(1_000_000);
    expect(runs).toHaveLength(0);
    batcher.notify(1);
    await wait(5_000);
    await end(0, checkpoint(1));
    await wait(1_000_000);
    expect(runs).toHaveLength(1);
  });

  it("starts the clock anew after a batch that was made by count", async () => {
    const { batcher, runs, wait, end } = setUp();
    batcher.notify(1);
    await wait(4_000);
    batcher.notify(99);
    await wait(0);
    await end(0, checkpoint(100));
    batcher.notify(1);
    await wait(4_999);
    expect(runs).toHaveLength(1);
    await wait(1);
    expect(runs).toHaveLength(2);
  });

  it("entries that come while a batch is sealed get their time too", async () => {
    const { batcher, runs, wait, end } = setUp();
    batcher.notify(100);
    await wait(0);
    batcher.notify(1);
    await end(0, checkpoint(100));
    await wait(5_000);
    expect(runs).toHaveLength(2);
  });
});

describe("heartbeat", () => {
  const HOUR = 3_600_000;

  it("seals on quiet days, so long after the last batch", async () => {
    const { batcher, runs, heartbeats, wait, end } = setUp();
    await wait(HOUR - 1);
    expect(runs).toHaveLength(0);
    await wait(1);
    expect(heartbeats).toEqual([true]);
    await end(0, checkpoint(1));
    batcher.notify(100);
    await wait(0);
    await end(1, checkpoint(101));
    await wait(HOUR - 1);
    expect(runs).toHaveLength(2);
    await wait(1);
    expect(heartbeats).toEqual([true, false, true]);
  });

  it("counts what was quiet before the start", async () => {
    const { heartbeats, wait } = setUp({ quietMilliseconds: HOUR - 1_000 });
    await wait(1_000);
    expect(heartbeats).toEqual([true]);
    const long = setUp({ quietMilliseconds: 9 * HOUR });
    await wait(0);
    expect(long.heartbeats).toEqual([true]);
  });

  it("that fails is tried again as one", async () => {
    const { heartbeats, wait, end } = setUp();
    await wait(HOUR);
    await end(0, new Error("down"));
    await wait(1_000);
    expect(heartbeats).toEqual([true, true]);
    await end(1, checkpoint(1));
    await wait(HOUR);
    expect(heartbeats).toEqual([true, true, true]);
  });

  it("ends with the batcher", async () => {
    const { batcher, runs, wait } = setUp();
    await batcher.stop();
    expect(vi.getTimerCount()).toBe(0);
    await wait(2 * HOUR);
    expect(runs).toHaveLength(0);
  });
});

describe("flush", () => {
  it("seals at once, and answers the checkpoint", async () => {
    const { batcher, runs, sealed, end } = setUp();
    const flushed = batcher.flush();
    await end(0, checkpoint(7));
    expect(await flushed).toEqual({ size: 7 });
    expect(sealed).toEqual([{ size: 7 }]);
    expect(runs).toHaveLength(1);
  });

  it("answers null and tells nobody when there was nothing to seal", async () => {
    const { batcher, sealed, end } = setUp();
    const flushed = batcher.flush();
    await end(0, null);
    expect(await flushed).toBeNull();
    expect(sealed).toEqual([]);
  });

  it("during a batch waits for the next, which all who asked share", async () => {
    const { batcher, runs, end } = setUp();
    batcher.notify(100);
    await vi.advanceTimersByTimeAsync(0);
    const first = batcher.flush();
    const second = batcher.flush();
    await end(0, checkpoint(100));
    expect(runs).toHaveLength(2);
    await end(1, checkpoint(101));
    expect(await first).toEqual({ size: 101 });
    expect(await second).toEqual({ size: 101 });
    expect(runs).toHaveLength(2);
  });

  it("leaves no timer behind", async () => {
    const { batcher, runs, wait, end } = setUp();
    batcher.notify(1);
    const flushed = batcher.flush();
    await end(0, checkpoint(1));
    expect(await flushed).toEqual({ size: 1 });
    await wait(60_000);
    expect(runs).toHaveLength(1);
  });
});

describe("failure", () => {
  it("is reported and tried again, each time after twice the time", async () => {
    const { batcher, runs, errors, sealed, wait, end } = setUp();
    batcher.notify(100);
    await wait(0);
    for (const [i, delay] of [1_000, 2_000, 4_000].entries()) {
      await end(i, new Error(`failure ${i}`));
      await wait(delay - 1);
      expect(runs).toHaveLength(i + 1);
      await wait(1);
      expect(runs).toHaveLength(i + 2);
    }
    expect(errors.map(String)).toEqual([
      "Error: failure 0",
      "Error: failure 1",
      "Error: failure 2",
    ]);
    await end(3, checkpoint(100));
    expect(sealed).toEqual([{ size: 100 }]);
    await wait(1_000_000);
    expect(runs).toHaveLength(4);
  });

  it("is tried again every minute at the latest", async () => {
    const { batcher, runs, wait, end } = setUp();
    batcher.notify(100);
    await wait(0);
    for (let i = 0; i < 20; i++) {
      await end(i, new Error("still"));
      await wait(60_000);
      expect(runs).toHaveLength(i + 2);
    }
  });

  it("does not turn into a storm because entries go on coming", async () => {
    const { batcher, runs, wait, end } = setUp();
    batcher.notify(100);
    await wait(0);
    await end(0, new Error("down"));
    for (let i = 0; i < 50; i++) batcher.notify(100);
    await wait(999);
    expect(runs).toHaveLength(1);
    await wait(1);
    expect(runs).toHaveLength(2);
  });

  it("of a flush is its caller's, and tried again too", async () => {
    const { batcher, runs, errors, wait, end } = setUp();
    const refused = rejection(batcher.flush());
    await end(0, new Error("down"));
    expect(await refused).toMatchObject({ message: "down" });
    expect(errors).toHaveLength(1);
    await wait(1_000);
    expect(runs).toHaveLength(2);
  });
});

describe("stop", () => {
  it("waits for the batch that runs and begins no other", async () => {
    const { batcher, runs, wait, end } = setUp();
    batcher.notify(100);
    await wait(0);
    batcher.notify(100);
    let stopped = false;
    const stop = batcher.stop().then(() => {
      stopped = true;
    });
    await wait(60_000);
    expect(stopped).toBe(false);
    await end(0, checkpoint(100));
    await stop;
    batcher.notify(1_000);
    await wait(60_000);
    expect(runs).toHaveLength(1);
  });

  it("clears the timer", async () => {
    const { batcher, runs, wait } = setUp();
    batcher.notify(1);
    await batcher.stop();
    await wait(60_000);
    expect(runs).toHaveLength(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends the retries", async () => {
    const { batcher, runs, wait, end } = setUp();
    batcher.notify(100);
    await wait(0);
    await end(0, new Error("down"));
    await batcher.stop();
    await wait(60_000);
    expect(runs).toHaveLength(1);
  });

  it("refuses a later flush", async () => {
    const { batcher, errors } = setUp();
    await batcher.stop();
    expect(await rejection(batcher.flush())).toMatchObject({ code: "shutting_down" });
    expect(errors).toEqual([]);
  });
});
