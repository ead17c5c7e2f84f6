/** Drives erasures that have begun to their end: one step after the other, each erasure on its own, again and again until it is done. */
import type { Erasure } from "../../store/erasures.ts";
import type { ErasureContext } from "./context.ts";
import { barScopes, rowScopes, STEPS } from "./steps.ts";

/** Erasures that are looked at together. */
const PAGE = 100;

/** All that are not done, in the order in which they began. */
export async function unfinished({
  keyStore,
}: Pick<ErasureContext, "keyStore">): Promise<readonly Erasure[]> {
  const found: Erasure[] = [];
  for (let after = 0; ; ) {
    const page = await keyStore.erasures({ which: "unfinished", after, limit: PAGE });
    found.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return found;
    after = last.number;
  }
}

/** Takes the next step. `null`: there is none, or it cannot be taken now. @throws whatever it fails with; it may have been taken all the same */
async function step(context: ErasureContext, erasure: Erasure): Promise<Erasure | null> {
  const { keyStore, clock } = context;
  const { id, state } = erasure;
  if (state === "done") return null;
  const { to, take } = STEPS[state];
  if (!(await take(context, erasure))) return null;
  // What destroys keys moves the journal itself, in the same transaction.
  if (to !== "keys-gone") await keyStore.moveErasure(id, state, to, clock.now());
  return keyStore.erasure(id);
}

export interface Run {
  /** On from wherever it is. True: it is done. @throws what a step has failed with */
  drive(erasure: Erasure): Promise<boolean>;
  /** What an erasure bars until its rows are gone. */
  bar(id: string, lift: () => void): void;
  /** The same of an erasure out of the journal. */
  barAnew(erasure: Erasure): void;
}

export function createRun(context: ErasureContext): Run {
  const bars = new Map<string, () => void>();
  const running = new Map<string, Promise<boolean>>();

  async function toEnd(begun: Erasure): Promise<boolean> {
    let erasure: Erasure | null = begun;
    for (;;) {
      const next: Erasure | null = await step(context, erasure);
      if (next === null) return false;
      // From here on the rows say it themselves.
      if (next.state === "rows-gone") lift(next.id);
      if (next.state === "done") return true;
      erasure = next;
    }
  }

  function lift(id: string): void {
    bars.get(id)?.();
    bars.delete(id);
  }

  return {
    bar: (id, one) => void bars.set(id, one),
    barAnew(erasure) {
      const { id, state } = erasure;
      const isBarred = state === "begun" || state === "declared";
      if (isBarred && !bars.has(id)) bars.set(id, context.store.bar(barScopes(rowScopes(erasure))));
    },
    drive(erasure) {
      const found = running.get(erasure.id);
      if (found !== undefined) return found;
      const work = (erasure.state === "done" ? Promise.resolve(true) : toEnd(erasure)).finally(() =>
        running.delete(erasure.id),
      );
      running.set(erasure.id, work);
      return work;
    },
  };
}
