import { Worker } from "node:worker_threads";
import { StoreFault } from "../../store/fault.ts";
import type { Moves } from "./collect.ts";
import { type FromThread, type Method, type ToThread, unpack } from "./crossing.ts";

export interface MapThreadOptions {
  /** The map's database. */
  readonly file: string;
  readonly moves: Moves;
}

export interface MapThread {
  /** Rejects if the thread ends meanwhile. */
  call(method: Method, argument: number, keep?: readonly number[]): Promise<unknown>;
  /** Ends it at once, whatever it does; resolves when nothing of it is left. */
  end(): Promise<void>;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Starts a thread that has the map open for writing. It keeps the process alive only while it has something to do. */
export async function startMapThread({ file, moves }: MapThreadOptions): Promise<MapThread> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: { file },
    // Not this process's: they may say what it runs (`--input-type`, `--import`).
    execArgv: [],
    // What it holds is one group of moves and the pages they touch; without bounds its garbage grows with the machine's memory.
    resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 128 },
  });
  const say = (message: ToThread): void => worker.postMessage(message);
  const pending = new Map<number, Pending>();
  let calls = 0;
  let over = false;
  let unread: unknown;
  let crash: unknown = new StoreFault("map", "thread_ended");

  function settle(call: number, how: (waiting: Pending) => void): void {
    const waiting = pending.get(call);
    pending.delete(call);
    if (pending.size === 0) worker.unref();
    if (waiting !== undefined) how(waiting);
  }

  function pend(call: number, ask: () => void): Promise<unknown> {
    if (over) return Promise.reject(crash);
    return new Promise((resolve, reject) => {
      pending.set(call, { resolve, reject });
      worker.ref();
      ask();
    });
  }

  async function readMoves(wanted: number, from: number, to: number): Promise<void> {
    let bytes: Uint8Array<ArrayBuffer> | null = null;
    try {
      // A copy: what was read may be part of something larger, that cannot be given away.
      bytes = new Uint8Array(await moves(from, to));
    } catch (error) {
      unread = error;
    }
    worker.postMessage({ moves: wanted, bytes } satisfies ToThread, bytes ? [bytes.buffer] : []);
  }

  worker.on("message", (message: FromThread) => {
    if ("wanted" in message) {
      void readMoves(message.wanted, message.from, message.to);
      return;
    }
    const call = "call" in message ? message.call : STARTING;
    settle(call, ({ resolve, reject }) => {
      if ("error" in message) reject(unpack(message.error, unread));
      else resolve("value" in message ? message.value : undefined);
    });
  });
  worker.on("error", (error) => {
    crash = error;
  });
  const ended = new Promise<void>((resolve) => {
    worker.once("exit", () => {
      over = true;
      for (const call of [...pending.keys()]) settle(call, ({ reject }) => reject(crash));
      resolve();
    });
  });
  const end = async (): Promise<void> => void (await worker.terminate());

  try {
    await pend(STARTING, () => {});
  } catch (error) {
    await end();
    throw error;
  }
  return {
    call: (method, argument, keep = []) => {
      const call = ++calls;
      return pend(call, () => say({ call, method, argument, keep }));
    },
    end,
    ended,
  };
}

const STARTING = 0;
