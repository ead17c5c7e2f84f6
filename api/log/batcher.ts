import { Refusal } from "../core/errors.ts";
import type { StoredCheckpoint } from "../store/store.ts";
import type { Sealer } from "./sealer.ts";

export interface BatcherOptions {
  readonly sealer: Sealer;
  /** Seals as soon as so many entries wait … */
  readonly maxEntries: number;
  /** … or when the first that waits has waited so long. */
  readonly maxMilliseconds: number;
  /** Also where nothing waits a batch is sealed so long after the last one: quiet days show that they are quiet. */
  readonly heartbeatMilliseconds: number;
  /** How long ago the last one was sealed when the batcher is made. */
  readonly quietMilliseconds?: number;
  readonly onSealed?: (checkpoint: StoredCheckpoint) => void;
  /** Told of every failure. The batcher tries again by itself, at first after this time, then after twice it, … */
  readonly onError: (error: unknown) => void;
  readonly retryMilliseconds?: number;
}

export interface Batcher {
  /** So many entries were committed. */
  notify(newEntries: number): void;
  /** Seals now, or right after the batch that is being sealed; rejects if that fails (and `onError` is told too). */
  flush(): Promise<StoredCheckpoint | null>;
  /** No sealing begins any more; resolves when the one that runs has ended. Does not flush. */
  stop(): Promise<void>;
}

const LONGEST_RETRY = 60_000;

/** Runs the sealer by count and by time, one batch after the other. */
export function createBatcher(options: BatcherOptions): Batcher {
  const { sealer, maxEntries, maxMilliseconds, heartbeatMilliseconds, onError } = options;
  const firstRetry = options.retryMilliseconds ?? 1_000;
  let waiting = 0;
  let failures = 0;
  let timer: NodeJS.Timeout | null = null;
  let heart: NodeJS.Timeout | undefined;
  let beatDue = false;
  let running: Promise<unknown> = Promise.resolve();
  let queued: Promise<StoredCheckpoint | null> | null = null;
  let stopped = false;

  /** Everybody who asks while a batch runs shares the next one, which sees all that was committed before. */
  function seal(): Promise<StoredCheckpoint | null> {
    if (queued === null) {
      queued = running.then(sealNow);
      running = queued.catch(() => undefined);
    }
    return queued;
  }

  async function sealNow(): Promise<StoredCheckpoint | null> {
    queued = null;
    if (stopped) throw new Refusal("shutting_down", {});
    clear();
    const counted = waiting;
    const heartbeat = beatDue;
    waiting = 0;
    beatDue = false;
    try {
      const checkpoint = await sealer.seal({ heartbeat });
      failures = 0;
      if (checkpoint !== null) {
        beatAfter(heartbeatMilliseconds);
        options.onSealed?.(checkpoint);
      }
      return checkpoint;
    } catch (error) {
      waiting += counted;
      beatDue ||= heartbeat;
      failures += 1;
      onError(error);
      throw error;
    } finally {
      schedule();
    }
  }

  function schedule(): void {
    if (stopped || queued !== null) return;
    if (failures > 0) {
      setTimer(Math.min(LONGEST_RETRY, firstRetry * 2 ** (failures - 1)));
    } else if (waiting >= maxEntries) {
      sealInBackground();
    } else if (waiting > 0) {
      setTimer(maxMilliseconds);
    }
  }

  function setTimer(milliseconds: number): void {
    timer ??= setTimeout(sealInBackground, milliseconds);
  }

  function beatAfter(milliseconds: number): void {
    clearTimeout(heart);
    if (stopped) return;
    heart = setTimeout(() => {
      beatDue = true;
      sealInBackground();
    }, milliseconds);
  }

  function clear(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  /** `onError` has been told. */
  function sealInBackground(): void {
    seal().catch(() => undefined);
  }

  beatAfter(Math.max(0, heartbeatMilliseconds - (options.quietMilliseconds ?? 0)));
  return {
    notify(newEntries) {
      waiting += newEntries;
      schedule();
    },
    flush: seal,
    async stop() {
      stopped = true;
      clear();
      clearTimeout(heart);
      await running;
    },
  };
}
