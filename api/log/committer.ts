import { Refusal } from "../core/errors.ts";
import type { Store, Unit, UnitOutcome } from "../store/store.ts";
import { type SignerState, updateSigner } from "./signer-state.ts";
import { nextTurn } from "./turns.ts";

export interface CommitterOptions {
  readonly store: Pick<Store, "size" | "commit">;
  readonly signerState: SignerState;
  /** Units that may wait or be on their way to the store at a time; above it, calls are refused as `busy`. */
  readonly maxUnits: number;
  /** In which steps `reserved` is raised: one durable write of the signer state per so many entries. */
  readonly reserveStep?: number;
}

/**
 * Group commit: units that arrive in the same turn of the event loop, or while a group is being committed,
 * share one transaction and so one fsync.
 */
export interface Committer {
  /** Resolves when the unit is durable, and its indexes reserved in the signer state. */
  commit(unit: Unit): Promise<UnitOutcome>;
  /**
   * The units in this order and in one transaction; outcomes in order. A call larger than `maxUnits` is
   * taken while nothing else waits. Rejected with `busy`: nothing happened. Rejected otherwise: the outcome
   * of every unit of the group is unknown, as `Store.commit` has it.
   */
  commitMany(units: readonly Unit[]): Promise<readonly UnitOutcome[]>;
  /** Resolves when nothing waits and nothing is under way. */
  drain(): Promise<void>;
}

interface Call {
  readonly units: readonly Unit[];
  readonly resolve: (outcomes: readonly UnitOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Whatever of it a ledger that ended badly has not used becomes void entries of one byte each (epoch.ts). */
const RESERVE_STEP = 4_096;

export function createCommitter(options: CommitterOptions): Committer {
  const { store, signerState, maxUnits } = options;
  const reserve = createReservation(signerState, options.reserveStep ?? RESERVE_STEP);
  let waiting: Call[] = [];
  let outstanding = 0;
  let running: Promise<void> | null = null;
  /** The next index, as far as this process knows; other nodes may have gone further. */
  let next: number | null = null;

  async function commitGroup(units: readonly Unit[]): Promise<readonly UnitOutcome[]> {
    next ??= await store.size();
    // Before, so that a signer state that cannot be written stops the writer while nothing has happened.
    await reserve(next + units.reduce((sum, unit) => sum + unit.records.length, 0));
    const outcomes = await store.commit(units);
    if (outcomes.length !== units.length) throw new Error("an outcome for each unit");
    for (const outcome of outcomes) {
      const last = outcome.ok ? outcome.entries.at(-1) : undefined;
      if (last !== undefined) next = Math.max(next, last.index + 1);
    }
    // And after, because other nodes may have pushed our entries beyond what was reserved.
    await reserve(next);
    return outcomes;
  }

  async function run(): Promise<void> {
    await nextTurn();
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      const units = group.flatMap((call) => call.units);
      try {
        const outcomes = await commitGroup(units);
        let at = 0;
        for (const call of group) {
          call.resolve(outcomes.slice(at, at + call.units.length));
          at += call.units.length;
        }
      } catch (error) {
        next = null;
        for (const call of group) call.reject(error);
      }
      outstanding -= units.length;
    }
    running = null;
  }

  function commitMany(units: readonly Unit[]): Promise<readonly UnitOutcome[]> {
    if (units.length === 0) return Promise.resolve([]);
    if (outstanding > 0 && outstanding + units.length > maxUnits) {
      return Promise.reject(new Refusal("busy", {}));
    }
    outstanding += units.length;
    return new Promise((resolve, reject) => {
      waiting.push({ units, resolve, reject });
      running ??= run();
    });
  }

  return {
    commitMany,
    async commit(unit) {
      const [outcome] = await commitMany([unit]);
      return outcome as UnitOutcome;
    },
    async drain() {
      while (running !== null) await running;
    },
  };
}

/** Answers a function that makes sure that `reserved` is at least its argument. */
function createReservation(state: SignerState, step: number): (upTo: number) => Promise<void> {
  let reserved = 0;
  return async (upTo) => {
    if (upTo <= reserved) return;
    const record = await updateSigner(state, (current) => {
      if (upTo <= current.reserved) return null;
      const steps = Math.ceil((upTo - current.reserved) / step);
      return { ...current, reserved: current.reserved + steps * step };
    });
    reserved = record.reserved;
  };
}
