/** What is waited for before a page is drawn, and for how long. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { soon } from "../../../../portal/src/frame/soon.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function isOver(promise: Promise<unknown>): Promise<boolean> {
  let over = false;
  void promise.then(() => {
    over = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  return over;
}

describe("soon", () => {
  it("ends with the work", async () => {
    const work = Promise.withResolvers<void>();
    const others = vi.getTimerCount();
    const waiting = soon(work.promise);
    expect(vi.getTimerCount()).toBe(others + 1);
    expect(await isOver(waiting)).toBe(false);
    work.resolve();
    expect(await isOver(waiting)).toBe(true);
    expect(vi.getTimerCount()).toBeLessThanOrEqual(others);
  });

  it("ends after a moment where the work goes on", async () => {
    const waiting = soon(new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(799);
    expect(await isOver(waiting)).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await isOver(waiting)).toBe(true);
  });

  it("leaves it to the page to tell that the work failed", async () => {
    await expect(soon(Promise.reject(new Error("no")))).resolves.toBeUndefined();
  });
});
