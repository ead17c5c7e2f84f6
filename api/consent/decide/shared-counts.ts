/** Counting looks through all standings: who asks the same while it is done, or a moment later, gets the same answer. */
import type { Clock } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { EverybodyCounts, EverybodyQuery } from "./everybody.ts";

/** `signal`: the one who asks has left. */
interface Leaving {
  readonly signal?: AbortSignal;
}
export type CountQuery = Pick<EverybodyQuery, "purposeId" | "at"> & Leaving;
type Count = (query: CountQuery) => Promise<EverybodyCounts>;

/** So long an answer is given again. */
const KEPT_MS = 5_000;
const MOST_KEPT = 64;

interface Counting<Answer> {
  readonly answer: Promise<Answer>;
  readonly all: AbortController;
  /** Those who wait for it. */
  waiting: number;
  /** By the clock; `null`: it is in flight. */
  done: number | null;
}

export const sharedCounts = (clock: Clock, count: Count): Count =>
  sharedAnswers(clock, ({ purposeId, at }) => JSON.stringify([purposeId, at]), count);

/** @param keyOf the same for those who ask the same */
export function sharedAnswers<Query extends Leaving, Answer>(
  clock: Clock,
  keyOf: (query: Query) => string,
  count: (query: Query) => Promise<Answer>,
): (query: Query) => Promise<Answer> {
  const known = new Map<string, Counting<Answer>>();

  function begun(key: string, query: Query): Counting<Answer> {
    const all = new AbortController();
    const answer = count({ ...query, signal: all.signal });
    const one: Counting<Answer> = { answer, all, waiting: 0, done: null };
    known.set(key, one);
    const forget = () => known.get(key) === one && known.delete(key);
    answer.then(() => {
      one.done = clock.now();
    }, forget);
    all.signal.addEventListener("abort", forget);
    return one;
  }

  function clean(): void {
    const now = clock.now();
    for (const [key, { done }] of known) {
      const isOld = done !== null && Math.abs(now - done) >= KEPT_MS;
      if (isOld || (done !== null && known.size > MOST_KEPT)) known.delete(key);
    }
  }

  return async (query) => {
    const { signal } = query;
    if (signal?.aborted) throw new Refusal("client_left", {});
    clean();
    const key = keyOf(query);
    const one = known.get(key) ?? begun(key, query);
    one.waiting += 1;
    // It goes on as long as one of them waits.
    const left = () => {
      one.waiting -= 1;
      if (one.waiting === 0 && one.done === null) one.all.abort();
    };
    signal?.addEventListener("abort", left, { once: true });
    try {
      return await one.answer;
    } finally {
      signal?.removeEventListener("abort", left);
    }
  };
}
