/** Checks own evidence in a thread of its own, while the next is made: it takes about as long. */
import { Worker } from "node:worker_threads";
import type { FromChecker, ToChecker } from "./checker-thread.ts";
import { held } from "./hold.ts";

/** Checks files as a stranger would, their signatures aside. */
export interface EvidenceChecker {
  /** Resolves when all have been checked, and hold. @throws Error for one that does not */
  check(files: readonly Uint8Array[]): Promise<void>;
}

export interface CheckerThread extends EvidenceChecker {
  /** Ends the thread; what is being checked fails. Another check begins another thread. */
  close(): Promise<void>;
}

/** In this thread, at once. */
export const checkHere: EvidenceChecker = {
  async check(files) {
    for (const file of files) held(file);
  },
};

interface Waiting {
  resolve(): void;
  reject(error: unknown): void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  idle: NodeJS.Timeout | undefined;
}

/** Starts nothing: the first check does. The thread keeps the process alive only while it has something to do, and ends when it had nothing for a while. */
export function openChecker(idleMilliseconds = 30_000): CheckerThread {
  let current: Thread | null = null;
  let calls = 0;
  const onEnd = (thread: Thread): void => {
    if (current === thread) current = null;
  };
  return {
    async check(files) {
      current ??= startThread(idleMilliseconds, onEnd);
      const { worker, waiting, idle } = current;
      clearTimeout(idle);
      const call = ++calls;
      return new Promise<void>((resolve, reject) => {
        waiting.set(call, { resolve, reject });
        worker.ref();
        worker.postMessage({ call, files } satisfies ToChecker);
      });
    },
    async close() {
      const ending = current;
      current = null;
      await ending?.worker.terminate();
    },
  };
}

function startThread(idleMilliseconds: number, onEnd: (thread: Thread) => void): Thread {
  const worker = new Worker(new URL("./checker-thread.ts", import.meta.url), {
    // Not this process's: they may say what it runs (`--input-type`, `--import`).
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  const thread: Thread = { worker, waiting: new Map(), idle: undefined };
  let crash: unknown = new Error("the thread that checks evidence has ended");
  worker.on("message", ({ call, failed }: FromChecker) => {
    const one = thread.waiting.get(call);
    thread.waiting.delete(call);
    if (thread.waiting.size === 0) {
      worker.unref();
      thread.idle = setTimeout(() => {
        onEnd(thread);
        void worker.terminate();
      }, idleMilliseconds);
      thread.idle.unref();
    }
    if (failed === null) one?.resolve();
    else one?.reject(new Error(failed));
  });
  worker.on("error", (error) => {
    crash = error;
  });
  worker.once("exit", () => {
    clearTimeout(thread.idle);
    onEnd(thread);
    for (const { reject } of thread.waiting.values()) reject(crash);
    thread.waiting.clear();
  });
  return thread;
}
