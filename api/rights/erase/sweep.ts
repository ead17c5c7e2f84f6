/** What goes by itself: of erased people what was kept until a year that is over, and, where the firm's rules say so, statutory records of everybody whose year is over. */
import { formatTime } from "../../core/clock.ts";
import { isRefusal } from "../../core/errors.ts";
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
  for (let after = null; ; ) {
    const page = await keyStore.keptKeys({ until, after, limit: PAGE });
    for (const { subject } of page) {
      if (seen.has(subject)) continue;
      found.push(subject);
      for (const other of await together.of(subject)) seen.add(other);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return found;
    after = last as never;
  }
}

/** What would keep standing against it each time, and nobody lifts: somebody has to hear of it. */
const isTold = (error: unknown): boolean =>
  !isRefusal(error) ||
  (isRefusal(error, "erasure_refused") && error.details.problem === "too_many");

/**
 * Begins what is due. A legal hold, or anything else that stands against it, keeps one person and no other.
 *
 * @param onFailed what it has failed with, of whom it was
 * @returns how many it has begun
 */
export async function sweep(
  context: ErasureContext,
  go: (wanted: Wanted) => Promise<void>,
  onFailed: (error: unknown, subject: string) => void,
): Promise<number> {
  const { ledger, keyStore, retention, clock } = context;
  let begun = 0;
  async function tryOne(subject: string, onlyOver: boolean): Promise<void> {
    try {
      await go({
        ...{ erasureId: ledger.newId(), subject, planHash: null, goNow: new Set() },
        ...{ cause: "retention", publicKey: null, onlyOver, order: null },
      });
      begun++;
    } catch (error) {
      if (isTold(error)) onFailed(error, subject);
    }
  }
  for (const subject of await overdue(context)) await tryOne(subject, false);
  const { automatic } = await retention.rulesAt(formatTime(clock.now()));
  if (!automatic) return begun;
  const below = yearOf(clock.now());
  for (let after = null; ; ) {
    const page = await keyStore.expiredKeys({ below, after, limit: PAGE });
    for (const { subject } of page) await tryOne(subject, true);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return begun;
    after = last as never;
  }
}
