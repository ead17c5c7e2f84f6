/** Draws PDFs in a thread of its own: one takes some hundred milliseconds of computing, in which nobody else shall wait. */
import { Worker } from "node:worker_threads";
import { Refusal } from "../../../core/errors.ts";
import type { ReceiptDocument } from "../document.ts";
import type { FromPress, ToPress } from "./press-thread.ts";

export interface Press {
  /** @returns the bytes of a PDF @throws Refusal `busy` when too many wait */
  print(document: ReceiptDocument): Promise<Uint8Array>;
  /** Ends the thread; what is being drawn fails. Another print begins another thread. */
  close(): Promise<void>;
}

export interface PressOptions {
  /** So many may be drawn or wait. */
  readonly most?: number;
  /** Without work for so long, the thread ends, and gives back the memory that the fonts take. */
  readonly idleMilliseconds?: number;
}

interface Waiting {
  resolve(pdf: Uint8Array): void;
  reject(error: unknown): void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  idle: NodeJS.Timeout | undefined;
}

function startThread(idleMilliseconds: number, onEnd: (thread: Thread) => void): Thread {
  const worker = new Worker(new URL("./press-thread.ts", import.meta.url), {
    // Not this process's: they may say what it runs (`--input-type`, `--import`).
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  const thread: Thread = { worker, waiting: new Map(), idle: undefined };
  let crash: unknown = new Error("the thread that draws receipts has ended");
  worker.on("message", (message: FromPress) => {
    const one = thread.waiting.get(message.call);
    thread.waiting.delete(message.call);
    if (thread.waiting.size === 0) {
      worker.unref();
      thread.idle = setTimeout(() => {
        onEnd(thread);
        void worker.terminate();
      }, idleMilliseconds);
      thread.idle.unref();
    }
    if ("pdf" in message) one?.resolve(message.pdf);
    else one?.reject(new Error(message.failed));
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

/** Starts nothing: the first print does. The thread keeps the process alive only while it has something to do. */
export function openPress({ most = 64, idleMilliseconds = 60_000 }: PressOptions = {}): Press {
  let current: Thread | null = null;
  let calls = 0;
  const onEnd = (thread: Thread): void => {
    if (current === thread) current = null;
  };
  return {
    async print(document) {
      current ??= startThread(idleMilliseconds, onEnd);
      const { worker, waiting, idle } = current;
      if (waiting.size >= most) throw new Refusal("busy", {});
      clearTimeout(idle);
      const call = ++calls;
      return new Promise((resolve, reject) => {
        waiting.set(call, { resolve, reject });
        worker.ref();
        worker.postMessage({ call, document } satisfies ToPress);
      });
    },
    async close() {
      const ending = current;
      current = null;
      await ending?.worker.terminate();
    },
  };
}
