/** How many of something dear one person, and one account, have at a time. */
import { Refusal } from "../../core/errors.ts";

export interface Shares {
  /** Takes a place under the name. @returns what gives it back, once @throws Refusal `too_many_requests` */
  take(name: string): () => void;
}

const MOST_OF_ONE = 2;
/** Whoever has as many is told to come again then. */
const AGAIN_SECONDS = 30;

export function createShares(): Shares {
  const taken = new Map<string, number>();
  const of = (name: string): number => taken.get(name) ?? 0;
  return {
    take(name) {
      if (of(name) >= MOST_OF_ONE)
        throw new Refusal("too_many_requests", { seconds: AGAIN_SECONDS });
      taken.set(name, of(name) + 1);
      let isGivenBack = false;
      return () => {
        if (isGivenBack) return;
        isGivenBack = true;
        if (of(name) > 1) taken.set(name, of(name) - 1);
        else taken.delete(name);
      };
    },
  };
}
