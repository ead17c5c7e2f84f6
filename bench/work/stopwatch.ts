import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What a piece of work took. Beside the wall clock the processor time of the whole process, which other programs on the machine disturb less. */
export interface Took {
  readonly wall: number;
  readonly cpu: number;
}

/** Sums up pieces of work, so that what is prepared between them is not counted. Milliseconds. */
export function stopwatch() {
  let wall = 0;
  let cpu = 0;
  return {
    async time<T>(work: () => T | Promise<T>): Promise<T> {
      const cpuBefore = process.cpuUsage();
      const before = performance.now();
      const result = await work();
      wall += performance.now() - before;
      const { user, system } = process.cpuUsage(cpuBefore);
      cpu += (user + system) / 1000;
      return result;
    },
    took: (): Took => ({ wall, cpu }),
  };
}

const collect = (() => {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as (how?: { type: "minor" }) => void;
})();

/** Collects all garbage: nobody shall pay for what the one before left behind. */
export const collectGarbage = (): void => collect();

/** Collects what is young: the last thing that everybody's time is measured for, so that each pays for the garbage it made itself. */
export const collectYoung = (): void => collect({ type: "minor" });
