/** Work that is done again and again while the server runs, one round after the other. */
import { isRefusal } from "../core/errors.ts";

interface Repeated {
  readonly work: () => Promise<unknown>;
  readonly everyMilliseconds: number;
  /** A round failed, and not by a refusal: the next one comes all the same. */
  readonly onBug: (error: unknown) => void;
}

export interface Repeating {
  /** From now on; the first round at once. */
  start(): void;
  /** The next round need not wait. */
  soon(): void;
  /** Resolves when the round that is under way has ended; none comes behind it. */
  stop(): Promise<void>;
}

export function repeated({ work, everyMilliseconds, onBug }: Repeated): Repeating {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let [stopped, again] = [true, false];

  async function rounds(): Promise<void> {
    do {
      again = false;
      await work().catch((error) => void (isRefusal(error) || onBug(error)));
    } while (again && !stopped);
    running = null;
    if (!stopped) timer = setTimeout(soon, everyMilliseconds);
  }

  function soon(): void {
    if (stopped) return;
    if (running !== null) {
      again = true;
      return;
    }
    clearTimeout(timer);
    running = rounds();
  }

  return {
    start() {
      stopped = false;
      soon();
    },
    soon,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
