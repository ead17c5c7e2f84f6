/** Chance and time that are the same in each run. */
import { sha256 } from "../../api/core/hash.ts";
import type { Random } from "../../api/core/random.ts";

export const START = Date.parse("2026-11-22T09:30:00.000Z");

/** Chance that repeats itself: SHA-256 of a counter. */
export function seededRandom(seed = "seed"): Random {
  let counter = 0;
  return {
    bytes(length) {
      const parts: Buffer[] = [];
      for (let made = 0; made < length; made += 32) parts.push(sha256(`${seed} ${counter++}`));
      return Buffer.from(Buffer.concat(parts).subarray(0, length));
    },
  };
}

export interface TestClock {
  now(): number;
  advance(milliseconds: number): void;
}

export function testClock(start = START): TestClock {
  let time = start;
  return {
    now: () => time,
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
}
