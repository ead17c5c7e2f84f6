import { Worker } from "node:worker_threads";
import { StoreFault } from "../../store/fault.ts";
import type { FromHand, HandData, HandPiece, ToHand } from "./crossing.ts";
import type { Hands } from "./hands.ts";

interface Waiting {
  readonly piece: HandPiece;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Hand {
  readonly worker: Worker;
  /** What it works on; `null`: nothing. */
  busy: Waiting | null;
}

/** Several threads, each with a connection of its own. They see a moment that is not before the caller's own snapshot, if that was taken first. */
export function startHands(data: HandData, count: number): Hands {
  const queue: Waiting[] = [];
  const hands: Hand[] = [];
  let calls = 0;
  let broken: Error | null = null;

  function next(): void {
    for (const hand of hands) {
      if (hand.busy !== null) continue;
      const waiting = queue.shift();
      if (waiting === undefined) return;
      hand.busy = waiting;
      hand.worker.postMessage({ call: ++calls, piece: waiting.piece } satisfies ToHand);
    }
  }

  function settle(hand: Hand, message: FromHand): void {
    const waiting = hand.busy;
    hand.busy = null;
    if ("value" in message) waiting?.resolve(message.value);
    else if ("fault" in message) {
      const { operation, code, table } = message.fault;
      waiting?.reject(new StoreFault(operation, code, undefined, table));
    } else {
      const bug = new Error(message.bug.message);
      bug.stack = message.bug.stack;
      waiting?.reject(bug);
    }
    next();
  }

  function fail(error: Error): void {
    broken = error;
    for (const hand of hands) hand.busy?.reject(error);
    for (const waiting of queue.splice(0)) waiting.reject(error);
  }

  for (let i = 0; i < count; i++) {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      workerData: data,
      // Not this process's: they may say what it runs (`--input-type`, `--import`).
      execArgv: [],
      // What it holds is a page of rows and the keys that they want; without bounds its garbage grows with the machine's memory.
      resourceLimits: { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 192 },
    });
    const hand: Hand = { worker, busy: null };
    worker.on("message", (message: FromHand) => settle(hand, message));
    worker.on("error", fail);
    hands.push(hand);
  }

  function ask<T>(piece: HandPiece): Promise<T> {
    if (broken !== null) return Promise.reject(broken);
    return new Promise<T>((resolve, reject) => {
      queue.push({ piece, resolve: (value) => resolve(value as T), reject });
      next();
    });
  }

  return {
    atOnce: count,
    records: (from, to, asked) => ask({ what: "records", from, to, asked }),
    digestedRecords: (from, to, asked) => ask({ what: "digestedRecords", from, to, asked }),
    digest: (from, to, asked) => ask({ what: "digest", from, to, asked }),
    subjects: (range) => ask({ what: "subjects", range }),
    marks: (range) => ask({ what: "marks", range }),
    part: (moves, bits) => ask({ what: "part", moves, bits }),
    integrity: (file) => ask({ what: "integrity", file }),
    async close() {
      await Promise.all(hands.map(({ worker }) => worker.terminate()));
    },
  };
}
