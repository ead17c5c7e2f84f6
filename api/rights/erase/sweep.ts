/** What goes by itself: of erased people what was kept until a year that is over, and, where the firm's rules say so, statutory records of everybody whose year is over. */
import { setImmediate as othersTurn } from "node:timers/promises";
import { isRefusal } from "../../core/errors.ts";
import type { SealingKeyName } from "../../store/key-name.ts";
import type { Wanted } from "./begin.ts";
import type { ErasureContext } from "./context.ts";
import { yearOf } from "./look.ts";

/** Keys that are looked at together. */
const PAGE = 500;

/** Erased people of whom something is kept that is over, one identifier of each. */
async function overdue({ keyStore, clock, together }: ErasureContext): Promise<readonly string[]> {
  const until = yearOf(clock.now()) - 1;
  const found: string[] = [];
  const seen = new Set<string>();
  for (let after: SealingKeyName | null = null; ; ) {
    const page: readonly SealingKeyName[] = await keyStore.keptKeys({ until, after, limit: PAGE });
    for (const { subject } of page) {
      if (seen.has(subject)) continue;
      found.push(subject);
      for (const other of await together.of(subject)) seen.add(other);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return found;
    after = last;
  }
}

/** What would keep standing against it each time, and nobody lifts: somebody has to hear of it. */
const isTold = (error: unknown): boolean =>
  !isRefusal(error) ||
  (isRefusal(error, "erasure_refused") && error.details.problem === "too_many");

export interface Swept {
  /** How many erasures it has begun. */
  readonly begun: number;
  /** Somebody could not be looked at now, or changed meanwhile: to be tried again soon. */
  readonly again: boolean;
}

/**
 * Begins what is due. A legal hold, or anything else that stands against it, keeps one person and no other.
 *
 * @param onFailed what it has failed with
 */
export async function sweep(
  context: ErasureContext,
  go: (wanted: Wanted) => Promise<void>,
  onFailed: (error: unknown) => void,
): Promise<Swept> {
  const { ledger, keyStore, retention, clock } = context;
  let begun = 0;
  let again = false;
  async function tryOne(subject: string, onlyOver: boolean): Promise<void> {
    try {
      await go({
        ...{ erasureId: ledger.newId(), subject, planHash: null, goNow: new Set() },
        ...{ cause: "retention", publicKey: null, onlyOver, order: null },
      });
      begun++;
    } catch (error) {
      if (isTold(error)) onFailed(error);
      again ||= isRefusal(error, "busy") || isRefusal(error, "plan_moved");
    }
    await othersTurn();
  }
  for (const subject of await overdue(context)) await tryOne(subject, false);
  if (!(await retention.isAutomatic())) return { begun, again };
  const below = yearOf(clock.now());
  for (let after: SealingKeyName | null = null; ; ) {
    const { keys, next }: Awaited<ReturnType<typeof keyStore.expiredKeys>> =
      await keyStore.expiredKeys({ below, after, limit: PAGE });
    for (const subject of new Set(keys.map((key) => key.subject))) await tryOne(subject, true);
    if (next === null) return { begun, again };
    after = next;
    await othersTurn();
  }
}

const DAY_MS = 86_400_000;

/**
 * When it is to be swept: at the start, on each day, and when rules or holds were changed; not oftener, since whoever is held is looked at each time, and so are all keys.
 *
 * @param changes a number that grows with each change
 */
export function sweepTimes(changes: () => number): {
  isDue(now: number): boolean;
  /** What was swept had begun then, and all of it came to an end. */
  done(began: { readonly at: number; readonly changes: number }): void;
} {
  let last: { readonly day: number; readonly changes: number } | null = null;
  const dayOf = (now: number): number => Math.floor(now / DAY_MS);
  return {
    isDue: (now) => last === null || last.day !== dayOf(now) || last.changes !== changes(),
    done({ at, changes: seen }) {
      last = { day: dayOf(at), changes: seen };
    },
  };
}
