/** Where the time of one thread goes: what each part took by the wall clock, in which nothing else of it ran, for the parts come one after the other. */
import { performance } from "node:perf_hooks";

export interface Parts {
  /** The same function, whose time counts to a part. */
  timed<A extends unknown[], T>(
    part: string,
    work: (...args: A) => T | Promise<T>,
  ): (...args: A) => Promise<T>;
  /** The same of one that answers at once. */
  timedAtOnce<A extends unknown[], T>(part: string, work: (...args: A) => T): (...args: A) => T;
  /** Percent of so many milliseconds; `the rest` is what no part had. */
  shares(milliseconds: number): Record<string, number>;
}

export function measureParts(names: readonly string[]): Parts {
  const took = new Map(names.map((name) => [name, 0]));
  const count = (part: string, begin: number): void => {
    took.set(part, (took.get(part) ?? 0) + performance.now() - begin);
  };
  return {
    timed:
      (part, work) =>
      async (...args) => {
        const begin = performance.now();
        try {
          return await work(...args);
        } finally {
          count(part, begin);
        }
      },
    timedAtOnce:
      (part, work) =>
      (...args) => {
        const begin = performance.now();
        try {
          return work(...args);
        } finally {
          count(part, begin);
        }
      },
    shares(milliseconds) {
      const percent = (value: number): number => Math.round((1_000 * value) / milliseconds) / 10;
      const known = [...took.values()].reduce((a, b) => a + b, 0);
      const shares = [...took].map(([name, value]) => [`${name} %`, percent(value)] as const);
      return Object.fromEntries([...shares, ["the rest %", percent(milliseconds - known)]]);
    },
  };
}
