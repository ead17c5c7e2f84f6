/** How far an audit has come, in the work that is left and not in rows: a row of one table takes many times as long as one of another. */

/** What is counted off. */
export const STEPS = [
  "integrity",
  "tables",
  "entries",
  "copy",
  "streams",
  "map",
  "pages",
  "records",
  "subjects",
  "idempotency",
  "keys",
  "chain",
] as const;
export type StepName = (typeof STEPS)[number];

/** Microseconds of processor for one unit of each, as measured; the quotients are what counts, for the clock tells how fast this machine is. */
const COST: Readonly<Record<StepName, number>> = {
  integrity: 0.003,
  tables: 10,
  entries: 8,
  copy: 4,
  streams: 5,
  map: 5,
  pages: 11,
  records: 80,
  subjects: 20,
  idempotency: 9,
  keys: 8,
  chain: 3_000,
};

export interface Progress {
  /** The step that was told of last. */
  readonly step: StepName;
  /** Share of the work that is done, 0 to 1. */
  readonly share: number;
  /** How far each part is, in the order of {@link STEPS}; asked for now and then, it is not worked out before. */
  readonly parts: () => readonly PartProgress[];
}

/** Rows, or what else is counted of a part; `of`: so many there are, or were when they were counted. */
export interface PartProgress {
  readonly step: StepName;
  readonly done: number;
  readonly of: number;
}

export interface Steps {
  /** There are so many units of a step. To be called before it begins, as soon as they can be counted. */
  expect(step: StepName, units: number): void;
  /** So many more of them are done. */
  done(step: StepName, units: number): void;
}

export function countSteps(onProgress: (progress: Progress) => void = () => {}): Steps {
  const expected = new Map<StepName, number>();
  const finished = new Map<StepName, number>();
  let step: StepName = "tables";

  const work = (units: ReadonlyMap<StepName, number>): number =>
    [...units].reduce((sum, [name, count]) => sum + count * COST[name], 0);

  const parts = (): PartProgress[] =>
    STEPS.flatMap((name) => {
      const done = finished.get(name) ?? 0;
      const of = expected.get(name) ?? done;
      return expected.has(name) || done > 0 ? [{ step: name, done, of }] : [];
    });

  function progress(): Progress {
    const all = work(expected);
    return { step, share: all === 0 ? 0 : Math.min(1, work(finished) / all), parts };
  }

  return {
    expect(name, units) {
      expected.set(name, units);
    },
    done(name, units) {
      step = name;
      const before = finished.get(name) ?? 0;
      const most = expected.get(name) ?? Number.POSITIVE_INFINITY;
      finished.set(name, Math.min(most, before + units));
      onProgress(progress());
    },
  };
}
