/** Follows the log into a file that is made out of it, for as long as the server runs: at once when something was recorded, and when time alone changes something. What goes wrong is tried again, and told once. */
import type { Clock } from "../core/clock.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import type { IndexedPlace } from "./places.ts";
import type { Ledger } from "./service.ts";

export interface Walk {
  /** False: there is nothing to do before `dueAt`. */
  step(): Promise<boolean>;
  /** When time alone asks for the next step; `null`: it does not. */
  dueAt(): Promise<number | null>;
  /** All that was recorded before it was called is concluded. */
  isAtEnd(size: number): Promise<boolean>;
}

export interface FollowingOptions {
  readonly ledger: Pick<Ledger, "entryAt" | "policy">;
  readonly store: FollowingFile;
  readonly walk: Walk;
  readonly clock: Clock;
  readonly size: () => Promise<number>;
  readonly onBug: (error: unknown) => void;
  /** A step is concluded. */
  readonly onConcluded?: () => void;
}

export interface Follower {
  /** From now on; resolves at once. */
  start(): void;
  /** Something was recorded. */
  poke(): void;
  /** Resolves when all that was recorded before it was called is concluded. @throws Refusal `busy` where that takes too long, or cannot be done now */
  caughtUp(): Promise<void>;
  /** The step that is under way is the last one. */
  stop(): Promise<void>;
}

/** What comes at once is followed together. */
const GATHER_MS = 20;
const AGAIN_MS = 5_000;
/** A timer cannot wait for longer than some weeks, and clocks are set. */
const MOST_WAIT_MS = 60_000;
/** Whoever waits for the end of the log is not kept for longer: behind a start with another file it takes minutes. */
const PATIENCE_MS = 10_000;

/** Where a file is that is made out of the log, and whose log that is. */
export interface FollowingFile {
  /** `null`: nothing was followed yet. `leafHash`: of the entry before `next`, hex. */
  followed(): Promise<{ readonly next: number; readonly leafHash: string | null } | null>;
  /** Whose log it is, from the first time that it is asked. */
  belongsTo(ledgerId: string): Promise<boolean>;
  /** What was made is forgotten. @param all it was another ledger's */
  beginAgain(all: boolean): Promise<void>;
}

/** A file of another ledger says nothing here; one that has followed what is not in this log is made again. */
async function beginWhereItWas(
  { ledger, store, size }: Pick<FollowingOptions, "ledger" | "store" | "size">,
  ledgerId: string,
): Promise<void> {
  if (!(await store.belongsTo(ledgerId))) {
    await store.beginAgain(true);
    await store.belongsTo(ledgerId);
  }
  const followed = await store.followed();
  if (followed === null) return;
  const { next, leafHash } = followed;
  if (next <= (await size())) {
    const found = await leafHashBefore(ledger, next);
    if (found === null || leafHash === null || found === leafHash) return;
  }
  await store.beginAgain(false);
}

export function createFollowing(options: FollowingOptions): Follower {
  const { ledger, walk, clock, size, onBug, onConcluded = () => {} } = options;
  let ready: Promise<void> | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;
  let started = false;
  let stopped = false;
  let isTold = false;

  /** Before anything rests on the file; tried again where it could not be told whose it is. */
  async function begin(): Promise<void> {
    ready ??= beginWhereItWas(options, ledger.policy.ledgerId);
    await ready.catch((error: unknown) => {
      ready = null;
      throw error;
    });
  }

  /** One at a time; whoever waits for the end gets there also when somebody else walks. */
  function oneStep(): Promise<boolean> {
    const next = turn.then(async () => {
      await begin();
      return walk.step();
    });
    turn = next.catch(() => {});
    return next;
  }

  function later(milliseconds: number): void {
    if (!started || stopped) return;
    const at = performance.now() + milliseconds;
    if (at >= timerAt) return;
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(run, milliseconds);
  }

  let running = false;
  let again = false;
  async function run(): Promise<void> {
    timerAt = Number.POSITIVE_INFINITY;
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        while (!stopped && (await oneStep())) onConcluded();
      } while (again && !stopped);
      isTold = false;
      const due = await walk.dueAt();
      later(due === null ? MOST_WAIT_MS : Math.min(MOST_WAIT_MS, Math.max(0, due - clock.now())));
    } catch (error) {
      if (!isTold && !stopped) onBug(error);
      isTold = true;
      later(AGAIN_MS);
    } finally {
      running = false;
    }
  }

  return {
    start() {
      started = true;
      later(0);
    },
    poke: () => later(GATHER_MS),
    async caughtUp() {
      const end = await size();
      const until = performance.now() + PATIENCE_MS;
      await begin();
      while (!(await walk.isAtEnd(end))) {
        if (stopped || performance.now() > until) throw new Refusal("busy", {});
        await oneStep();
        onConcluded();
      }
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}

/** Of the entry before this index, hex; `null`: there is none, or it cannot be read. */
export async function leafHashBefore(
  ledger: Pick<Ledger, "entryAt">,
  index: number,
): Promise<string | null> {
  if (index === 0) return null;
  try {
    return Buffer.from((await ledger.entryAt(index - 1)).leafHash).toString("hex");
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** A row that is damaged is left out, and hides no other. */
export async function placesFrom(
  ledger: Pick<Ledger, "placesIn">,
  from: number,
  end: number,
): Promise<{ readonly places: readonly IndexedPlace[]; readonly upTo: number }> {
  try {
    return await ledger.placesIn(from, end);
  } catch (error) {
    if (!isRefusal(error, "damaged")) throw error;
    try {
      return await ledger.placesIn(from, from + 1);
    } catch (again) {
      if (!isRefusal(again, "damaged")) throw again;
      return { places: [], upTo: from + 1 };
    }
  }
}
