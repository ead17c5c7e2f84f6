/** Whether each record was anchored by the time that its receipt names (FORMAT §8). A promise that was broken is no damage: it is named beside it. */

/** A final anchor: entries below `size` are in it. */
export interface FinalAnchor {
  readonly size: number;
  /** Seconds since 1970. */
  readonly blockTime: number;
}

/** Entries one after the other whose promises were broken in the same way. */
export interface BrokenPromises {
  readonly from: number;
  /** The last of them. */
  readonly to: number;
  readonly count: number;
  /** The first time that was promised among them; milliseconds since 1970. */
  readonly dueAt: number;
  /** The size that was anchored too late; `null`: none was yet. */
  readonly anchored: number | null;
}

export interface PromiseCounts {
  readonly kept: number;
  readonly broken: readonly BrokenPromises[];
  /** Not anchored yet, and not due, or nobody was asked whether it is. */
  readonly open: number;
}

export interface PromiseCheck {
  /** A record entry, in ascending order. */
  take(index: number, dueAt: number): void;
  result(): PromiseCounts;
}

export interface AnchorTimes {
  /** Ascending by size. */
  readonly anchors: readonly FinalAnchor[];
  /** Time of the newest final block, seconds since 1970; `null`: not known. */
  readonly finalTime: number | null;
  /** Some anchors are damaged or missing: what kept a promise may have been one of them, so that none is called broken. */
  readonly isPartial: boolean;
}

export function checkPromises({ anchors, finalTime, isPartial }: AnchorTimes): PromiseCheck {
  let next = 0;
  let [kept, open] = [0, 0];
  const broken: BrokenPromises[] = [];

  function breaks(index: number, dueAt: number, anchored: number | null): void {
    if (isPartial) {
      open += 1;
      return;
    }
    const last = broken.at(-1);
    if (last?.anchored === anchored && last.to === index - 1) {
      const { count, dueAt: first } = last;
      broken[broken.length - 1] = {
        ...last,
        to: index,
        count: count + 1,
        dueAt: Math.min(first, dueAt),
      };
    } else broken.push({ from: index, to: index, count: 1, dueAt, anchored });
  }

  return {
    take(index, dueAt) {
      while (next < anchors.length && (anchors[next] as FinalAnchor).size <= index) next++;
      const anchor = anchors[next];
      if (anchor === undefined) {
        if (finalTime !== null && finalTime * 1000 > dueAt) breaks(index, dueAt, null);
        else open += 1;
      } else if (anchor.blockTime * 1000 <= dueAt) kept += 1;
      else breaks(index, dueAt, anchor.size);
    },
    result: () => ({ kept, broken, open }),
  };
}
