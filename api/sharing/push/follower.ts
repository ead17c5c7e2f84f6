/** Follows the log for as long as the server runs: at once when something was recorded, and when time alone changes something. What goes wrong is tried again, and told once. */
import { firmStreams } from "../../consent/firm-streams.ts";
import type { Clock } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { StreamEvents } from "../../ledger/stream-events.ts";
import type { PartnerStore } from "../../store/partner-store.ts";
import { damagedAgreement, readAgreement } from "../agreements.ts";
import { agreement as agreementKind } from "../kinds/agreement.ts";
import type { PushContext } from "./context.ts";
import { createWalk, leafHashBefore } from "./walk.ts";

export interface FollowerOptions {
  readonly ledger: Ledger;
  readonly store: PartnerStore;
  readonly clock: Clock;
  readonly size: () => Promise<number>;
  readonly onBug: (error: unknown) => void;
  /** Something may be there to be sent. */
  readonly onConcluded?: () => void;
  /** As {@link PushContext.erased}; left out: nobody is. */
  readonly erased?: PushContext["erased"];
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

export function pushContext(options: FollowerOptions): PushContext {
  const { ledger, store, clock, size, erased = async () => [] } = options;
  const agreements = firmStreams(ledger, agreementKind.kind, readAgreement, damagedAgreement);
  const purposes = firmStreams<StreamEvents | null>(
    ledger,
    "purpose",
    (stream) => stream,
    () => null,
  );
  return { ledger, store, clock, size, agreements, purposes, erased };
}

/** A file of another ledger says nothing here; one that has followed what is not in this log is made again. */
async function beginWhereItWas(
  { ledger, store, size }: PushContext,
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

export function createFollower(options: FollowerOptions): Follower {
  const { ledger, clock, size, onBug, onConcluded = () => {} } = options;
  const context = pushContext(options);
  const walk = createWalk(context);
  let ready: Promise<void> | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;
  let started = false;
  let stopped = false;
  let isTold = false;

  /** Before anything rests on the file; tried again where it could not be told whose it is. */
  async function begin(): Promise<void> {
    ready ??= beginWhereItWas(context, ledger.policy.ledgerId);
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
