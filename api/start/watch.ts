/** Looks at the ledger by itself, so that an alarm is told also where nobody asks for health. */
import { formatTime } from "../core/clock.ts";
import type { CosignerStatus } from "../cosign/status.ts";
import { ALARMS, type Alarm, alarmsOn } from "../http/alarms.ts";
import type { PromiseReport } from "../ledger/promises.ts";
import type { ServerLog } from "./log.ts";

export interface WatchOptions {
  readonly promises: () => Promise<PromiseReport>;
  readonly cosigners: () => readonly CosignerStatus[];
  /** Agreements with a version whose terms nobody here has; left out: there are none. */
  readonly strange?: () => number;
  /** Agreements of which nobody knows how they stand on the chain; left out: there are none. */
  readonly unfollowed?: () => number;
  /** Erasures that are not done, or not complete, in time; left out: there are none. */
  readonly unfinished?: () => number;
  readonly uncompleted?: () => number;
  /** Whether rolling the root key has long failed; left out: it does not. */
  readonly rollFails?: () => boolean;
  readonly log: Pick<ServerLog, "alarm" | "bug">;
  readonly everyMilliseconds: number;
}

export interface Watch {
  /** Resolves when what is under way has ended; nothing is looked at afterwards. */
  stop(): Promise<void>;
}

/** Logs each alarm once when it goes on and once when it goes off. */
export function startWatch({
  promises,
  cosigners,
  strange = () => 0,
  unfollowed = () => 0,
  unfinished = () => 0,
  uncompleted = () => 0,
  rollFails = () => false,
  log,
  everyMilliseconds,
}: WatchOptions): Watch {
  const on = new Set<Alarm>();
  /** The most promises that were overdue at a time while they were broken. */
  let mostOverdue = 0;
  let failing = false;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    let report: PromiseReport;
    try {
      report = await promises();
      failing = false;
    } catch (error) {
      // What is not known changes no alarm.
      if (!failing) log.bug(error);
      failing = true;
      return;
    }
    mostOverdue = Math.max(mostOverdue, report.overdue);
    const now = new Set(
      alarmsOn({
        ...{ promises: report.state, cosigners: cosigners() },
        ...{ strange: strange(), unfollowed: unfollowed() },
        ...{ unfinished: unfinished(), uncompleted: uncompleted(), rollFails: rollFails() },
      }),
    );
    for (const alarm of ALARMS) {
      if (now.has(alarm) === on.has(alarm)) continue;
      // What was at risk and is broken now is not over.
      const worse = alarm === "promises_at_risk" && now.has("promises_broken");
      if (!worse) log.alarm(alarm, now.has(alarm), detailsOf(alarm, report));
      if (now.has(alarm)) on.add(alarm);
      else on.delete(alarm);
    }
    if (!on.has("promises_broken")) mostOverdue = 0;
  }

  function detailsOf(alarm: Alarm, { open, overdue, nextDeadline }: PromiseReport): object {
    if (alarm === "promises_broken" || alarm === "promises_at_risk") {
      const deadline = nextDeadline === null ? null : formatTime(nextDeadline);
      return { open, overdue, mostOverdue, nextDeadline: deadline };
    }
    if (alarm === "terms_unknown") return { agreements: strange() };
    if (alarm === "agreements_unfollowed") return { agreements: unfollowed() };
    if (alarm === "erasure_unfinished") return { erasures: unfinished() };
    if (alarm === "root_key_failing") return {};
    if (alarm === "root_key_overdue") return { erasures: uncompleted() };
    const state = alarm === "auditor_refuses" ? "refusing" : "diverged";
    const names = cosigners().flatMap((one) => (one.state === state ? [one.name] : []));
    return { names };
  }

  function next(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      running = look().finally(next);
    }, everyMilliseconds);
    timer.unref();
  }

  next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** An answer that is not older than so many milliseconds, and asked for once at a time: anybody may ask for health, and as often as they like. */
export function remembered<T>(
  ask: () => Promise<T>,
  milliseconds: number,
  stopwatch: () => number,
): () => Promise<T> {
  let known: { readonly value: T; readonly at: number } | null = null;
  let asking: Promise<T> | null = null;
  const renew = async (): Promise<T> => {
    try {
      const value = await ask();
      known = { value, at: stopwatch() };
      return value;
    } finally {
      asking = null;
    }
  };
  return async () => {
    if (known !== null && stopwatch() - known.at < milliseconds) return known.value;
    asking ??= renew();
    return asking;
  };
}
