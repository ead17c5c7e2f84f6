/** What is waited for before a page is drawn, and for how long. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { soon } from "../../../../portal/src/frame/soon.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

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
    // Its own timer by what it was given: others of this process come and go while a test waits.
    const started = vi.spyOn(globalThis, "setTimeout");
    const stopped = vi.spyOn(globalThis, "clearTimeout");
    const waiting = soon(work.promise);
    expect(started).toHaveBeenCalledOnce();
    const timer: unknown = started.mock.results[0]?.value;
    expect(await isOver(waiting)).toBe(false);
    expect(stopped).not.toHaveBeenCalledWith(timer);
    work.resolve();
    expect(await isOver(waiting)).toBe(true);
    expect(stopped).toHaveBeenCalledWith(timer);
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
