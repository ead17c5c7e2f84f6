/**
 * The promises of receipts (FORMAT §8) that are still to be kept: entries which no block is known to have anchored. Deadlines rise with
 * the index as a rule only (clocks step back, settings change between two starts), so all of the tail counts; and it may be long, where
 * the chain was away for days. So it is summed up by pieces that never change again, and what is looked at anew is at most two of them.
 */
import type { Clock } from "../core/clock.ts";
import type { Dues, Store } from "../store/store.ts";

/**
 * - `kept`: every deadline is far enough away.
 * - `at_risk`: one is nearer than an anchor that comes in time ever lets it come.
 * - `broken`: one has passed, and as far as this server knows no block anchored the entry by then.
 */
export type PromiseState = "kept" | "at_risk" | "broken";

/** Times are milliseconds since 1970. */
export interface PromiseReport {
  readonly state: PromiseState;
  /** Entries that no block anchored so far and that have a deadline. */
  readonly open: number;
  /** The earliest deadline among them. */
  readonly nextDeadline: number | null;
  /** How many of these deadlines have passed. */
  readonly overdue: number;
}

export interface PromiseOptions {
  readonly store: Pick<Store, "size" | "newestAnchor" | "dues">;
  readonly clock: Clock;
  /** Entries below were promised by a predecessor, and are judged under its policy. */
  readonly begin: number;
  /** A deadline that is nearer than this is at risk. */
  readonly riskMilliseconds: number;
}

export interface PromiseWatch {
  /** Calls at the same time share one look. */
  look(): Promise<PromiseReport>;
}

const PIECE = 4_096;
/** After so many pieces others have their turn. */
const AT_ONCE = 16;

type Summed = Omit<Dues, "overdue">;

export function promiseWatch({
  store,
  clock,
  begin,
  riskMilliseconds,
}: PromiseOptions): PromiseWatch {
  /** Of whole pieces that the log has filled, by number. */
  const summed = new Map<number, Summed>();
  let running: Promise<PromiseReport> | null = null;

  async function duesOf(piece: number, from: number, size: number, now: number): Promise<Dues> {
    const [low, high] = [piece * PIECE, (piece + 1) * PIECE];
    const whole = from <= low && high <= size;
    const known = whole ? summed.get(piece) : undefined;
    if (known !== undefined) {
      if (known.latest === null || known.latest < now) return { ...known, overdue: known.promises };
      if (known.earliest === null || known.earliest >= now) return { ...known, overdue: 0 };
    }
    const found = await store.dues(Math.max(from, low), Math.min(high, size), now);
    if (whole) summed.set(piece, found);
    return found;
  }

  async function lookNow(): Promise<PromiseReport> {
    const now = clock.now();
    const anchored = (await store.newestAnchor(["finalized", "included"], 0))?.size ?? 0;
    const from = Math.max(begin, anchored);
    const size = await store.size();
    const first = Math.floor(from / PIECE);
    for (const piece of summed.keys()) if (piece < first) summed.delete(piece);
    let [open, overdue, nextDeadline] = [0, 0, Number.POSITIVE_INFINITY];
    for (let piece = first, read = 1; piece * PIECE < size && from < size; piece++, read++) {
      const dues = await duesOf(piece, from, size, now);
      open += dues.promises;
      overdue += dues.overdue;
      nextDeadline = Math.min(nextDeadline, dues.earliest ?? nextDeadline);
      if (read % AT_ONCE === 0) await new Promise(setImmediate);
    }
    const left = nextDeadline - now;
    const state = overdue > 0 ? "broken" : left < riskMilliseconds ? "at_risk" : "kept";
    return { state, open, nextDeadline: open === 0 ? null : nextDeadline, overdue };
  }

  return {
    look() {
      running ??= lookNow().finally(() => {
        running = null;
      });
      return running;
    },
  };
}

const MOST_ALLOWANCE_MS = 60_000;

/**
 * How near a deadline may come before it is at risk. A receipt promises a batch and twice the anchors' interval; what goes well is in a
 * block after a batch and once the interval at the latest, with what the block itself takes. So at least one interval, less that time, is left.
 */
export function riskMilliseconds(anchorMilliseconds: number): number {
  return anchorMilliseconds - Math.min(MOST_ALLOWANCE_MS, anchorMilliseconds / 2);
}
