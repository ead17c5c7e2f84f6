/** How many of something dear one person, and one account, have at a time. */
import { Refusal } from "../../core/errors.ts";

export interface Shares {
  /** Takes a place under each name, or under none. @returns what gives them back, once @throws Refusal `too_many_requests` */
  take(names: readonly string[]): () => void;
}

const MOST_OF_ONE = 2;
/** Whoever has as many is told to come again then. */
const AGAIN_SECONDS = 30;

export function createShares(): Shares {
  const taken = new Map<string, number>();
  const of = (name: string): number => taken.get(name) ?? 0;
  return {
    take(names) {
      if (names.some((name) => of(name) >= MOST_OF_ONE))
        throw new Refusal("too_many_requests", { seconds: AGAIN_SECONDS });
      for (const name of names) taken.set(name, of(name) + 1);
      let isGivenBack = false;
      return () => {
        if (isGivenBack) return;
        isGivenBack = true;
        for (const name of names)
          if (of(name) > 1) taken.set(name, of(name) - 1);
          else taken.delete(name);
      };
    },
  };
}
