/** How often something may be tried: counted in memory, in windows that begin with the first try. */
import type { Clock } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";

export interface Rule {
  readonly most: number;
  readonly seconds: number;
}

export interface Limits {
  /** Counts one try under `key`. @throws Refusal `too_many_requests`; a try that is refused is not counted */
  take(key: string, rule: Rule): void;
}

interface Window {
  readonly ends: number;
  tries: number;
}

/** So many keys are remembered. Above, the oldest are forgotten: a stranger must not be able to fill the memory. */
const MOST_KEYS = 100_000;

export function createLimits(clock: Clock, mostKeys: number = MOST_KEYS): Limits {
  const windows = new Map<string, Window>();
  return {
    take(key, { most, seconds }) {
      const now = clock.now();
      const found = windows.get(key);
      if (found !== undefined && found.ends > now) {
        if (found.tries >= most) {
          const wait = Math.ceil((found.ends - now) / 1000);
          throw new Refusal("too_many_requests", { seconds: wait });
        }
        found.tries++;
        return;
      }
      // To the end of the order: a map gives back first what was put in first.
      windows.delete(key);
      windows.set(key, { ends: now + seconds * 1000, tries: 1 });
      if (windows.size <= mostKeys) return;
      for (const [old] of windows) {
        windows.delete(old);
        if (windows.size <= mostKeys) return;
      }
    },
  };
}
