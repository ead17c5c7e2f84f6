/** The work on the log, measured where it is done. What is measured is handed on unchanged, errors too. */
import type { Clock } from "../core/clock.ts";
import type { WorkMeter } from "../http/metrics/work.ts";
import type { Sealer } from "../log/sealer.ts";
import type { Store } from "../store/store.ts";

export interface Measuring {
  readonly work: WorkMeter;
  /** Milliseconds of a clock that only goes forward. */
  readonly stopwatch: () => number;
}

type CommitStore = Pick<Store, "size" | "commit">;

/** A store whose commits are counted. */
export function measuredCommits(store: CommitStore, { work, stopwatch }: Measuring): CommitStore {
  return {
    size: () => store.size(),
    async commit(units) {
      const start = stopwatch();
      const outcomes = await store.commit(units);
      const entries = outcomes.reduce((sum, one) => sum + (one.ok ? one.entries.length : 0), 0);
      work.committed(entries, (stopwatch() - start) / 1000);
      return outcomes;
    },
  };
}

/** @param sealed what the newest checkpoint covers already */
export function measuredSealer(
  sealer: Sealer,
  sealed: number,
  { work, stopwatch }: Measuring,
): Sealer {
  let before = sealed;
  return {
    async seal(options) {
      const start = stopwatch();
      try {
        const checkpoint = await sealer.seal(options);
        // Where nothing was new, it is the one from before.
        if (checkpoint !== null && checkpoint.size > before) {
          work.sealed(checkpoint.size - before, (stopwatch() - start) / 1000);
          before = checkpoint.size;
        }
        return checkpoint;
      } catch (error) {
        work.sealingFailed();
        throw error;
      }
    },
  };
}

export interface AnchorMeterOptions {
  readonly store: Pick<Store, "newestAnchor" | "checkpoint">;
  readonly clock: Clock;
  readonly work: WorkMeter;
  /** Final before the start: measured then, if anybody was there. */
  readonly finalBefore: number;
  readonly onError: (error: unknown) => void;
}

/** To be told of each larger size that is final. Never throws; what it reads is measured a moment later. */
export function anchorMeter(options: AnchorMeterOptions): (size: number) => void {
  const { store, clock, work, finalBefore, onError } = options;
  const measure = async (size: number): Promise<void> => {
    const found = await store.newestAnchor(["finalized"], size - 1);
    const checkpoint = await store.checkpoint(size);
    if (found?.size !== size || found.blockTime === null || checkpoint === null) return;
    const block = found.blockTime * 1000;
    const seconds = (from: number, to: number): number => Math.max(0, (to - from) / 1000);
    const toBlock = seconds(checkpoint.sealedAt, block);
    work.anchored(toBlock, seconds(block, clock.now()), found.gasUsed);
  };
  return (size) => {
    if (size > finalBefore) void measure(size).catch(onError);
  };
}
