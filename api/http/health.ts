import type { AnchorStatus } from "../anchor/worker.ts";
import { type Clock, formatTime } from "../core/clock.ts";
import type { CosignerStatus } from "../cosign/status.ts";
import type { PromiseReport, PromiseState } from "../ledger/promises.ts";
import type { AnchorRow, Store } from "../store/store.ts";
import { type Alarm, type AlarmGrounds, alarmsOn } from "./alarms.ts";

export type PartState = "ok" | "unreachable" | "starting" | "diverged" | "failing";

/** What the chain's worker says of itself. */
export interface ChainHealth {
  readonly state: PartState;
  readonly headSize: number | null;
  readonly finalizedSize: number | null;
  readonly lastError?: string | null;
}

/** The anchor of the greatest size, as far as it has come. Times are RFC 3339. */
export interface LastAnchor {
  readonly size: number;
  readonly state: AnchorRow["state"];
  /** Null while it is in no block. */
  readonly block: number | null;
  readonly time: string | null;
}

export interface LogHealth {
  readonly state: PartState;
  readonly size: number;
  readonly sealed: number;
  /** Entries that no checkpoint covers yet, and how long the oldest of them waits. */
  readonly openEntries: number;
  readonly openSince: string | null;
  readonly openSeconds: number;
  /** Entries that no final anchor covers yet, likewise. */
  readonly unanchoredEntries: number;
  readonly unanchoredSince: string | null;
  readonly unanchoredSeconds: number;
}

/** What receipts promised (FORMAT §8) and is still to be kept. */
export interface PromiseHealth {
  readonly state: PromiseState;
  /** Promises about entries that no block has anchored so far. */
  readonly open: number;
  /** The earliest deadline among them; how far away it is, below 0 when it has passed. */
  readonly nextDeadline: string | null;
  readonly secondsLeft: number | null;
  /** How many of the deadlines have passed. */
  readonly overdue: number;
}

export type CosignerHealth = Omit<CosignerStatus, "lastError"> & {
  readonly lastError: string | null;
};

/** No personal data, no secret: sizes, times and names of keys that the public checkpoint, chain and policy tell as well. */
export interface Health {
  readonly status: "ok" | "degraded" | "down";
  readonly alarms: readonly Alarm[];
  readonly store: { readonly state: PartState };
  readonly log: LogHealth;
  readonly chain: ChainHealth & { readonly lastAnchor: LastAnchor | null };
  /** Null: not known, for the store does not answer. */
  readonly promises: PromiseHealth | null;
  readonly cosigners: readonly CosignerHealth[];
}

export interface HealthOptions {
  readonly store: Pick<Store, "size" | "newestCheckpoint" | "newestAnchor" | "entry">;
  readonly clock: Clock;
  /** `failing` after the last batch could not be sealed. */
  readonly sealing: () => PartState;
  readonly chain: () => ChainHealth;
  readonly promises: () => Promise<PromiseReport>;
  readonly cosigners: () => readonly CosignerStatus[];
  /** As {@link AlarmGrounds} has it; left out: there are no agreements. */
  readonly strange?: () => number;
  readonly unfollowed?: () => number;
  /** Likewise of erasures. */
  readonly unfinished?: () => number;
  readonly uncompleted?: () => number;
  readonly rollFails?: () => boolean;
  /** Told why the store did not answer. */
  readonly onBug: (error: unknown) => void;
}

const EMPTY_LOG: LogHealth = {
  state: "failing",
  size: 0,
  sealed: 0,
  openEntries: 0,
  openSince: null,
  openSeconds: 0,
  unanchoredEntries: 0,
  unanchoredSince: null,
  unanchoredSeconds: 0,
};

/**
 * `down`: the store does not answer, or misbehaviour was found and the ledger has stopped. `degraded`: it records, but sealing or anchoring
 * fails, or an alarm is on. Anybody may ask, so it costs a few reads by key, and what `promises` takes.
 */
export async function health(options: HealthOptions): Promise<Health> {
  const { chain, onBug } = options;
  const grounds: Omit<AlarmGrounds, "promises" | "cosigners"> = {
    strange: options.strange?.() ?? 0,
    unfollowed: options.unfollowed?.() ?? 0,
    unfinished: options.unfinished?.() ?? 0,
    uncompleted: options.uncompleted?.() ?? 0,
    rollFails: options.rollFails?.() ?? false,
  };
  const cosigners = options
    .cosigners()
    .map((one) => ({ ...one, lastError: one.lastError?.code ?? null }));
  try {
    const log = await logHealth(options);
    const promises = promiseHealth(await options.promises(), options.clock.now());
    const alarms = alarmsOn({ promises: promises.state, cosigners, ...grounds });
    const states = [log.state, chain().state];
    return {
      status: statusOf(states, alarms),
      alarms,
      store: { state: "ok" },
      log,
      chain: { ...chain(), lastAnchor: await lastAnchor(options) },
      promises,
      cosigners,
    };
  } catch (error) {
    onBug(error);
    return {
      status: "down",
      alarms: alarmsOn({ promises: null, cosigners, ...grounds }),
      store: { state: "failing" },
      log: EMPTY_LOG,
      chain: { ...chain(), lastAnchor: null },
      promises: null,
      cosigners,
    };
  }
}

async function logHealth({ store, clock, sealing }: HealthOptions): Promise<LogHealth> {
  const size = await store.size();
  const sealed = (await store.newestCheckpoint())?.size ?? 0;
  const final = (await store.newestAnchor(["finalized"], 0))?.size ?? 0;
  const [open, unanchored] = [await since(store, sealed, size), await since(store, final, size)];
  const age = (from: number | null): number =>
    from === null ? 0 : Math.max(0, Math.floor((clock.now() - from) / 1000));
  return {
    state: sealing(),
    size,
    sealed,
    openEntries: size - sealed,
    openSince: open === null ? null : formatTime(open),
    openSeconds: age(open),
    unanchoredEntries: size - final,
    unanchoredSince: unanchored === null ? null : formatTime(unanchored),
    unanchoredSeconds: age(unanchored),
  };
}

/** When the first entry at or behind an index was recorded; null if there is none. */
async function since(
  store: Pick<Store, "entry">,
  index: number,
  size: number,
): Promise<number | null> {
  return index < size ? ((await store.entry(index))?.recordedAt ?? null) : null;
}

async function lastAnchor({ store }: HealthOptions): Promise<LastAnchor | null> {
  const found = await store.newestAnchor(["pending", "included", "finalized"], 0);
  if (found === null) return null;
  const { size, state, block, blockTime } = found;
  return { size, state, block, time: blockTime === null ? null : formatTime(blockTime * 1000) };
}

function promiseHealth(report: PromiseReport, now: number): PromiseHealth {
  const { state, open, nextDeadline, overdue } = report;
  return {
    state,
    open,
    nextDeadline: nextDeadline === null ? null : formatTime(nextDeadline),
    secondsLeft: nextDeadline === null ? null : Math.floor((nextDeadline - now) / 1000),
    overdue,
  };
}

function statusOf(states: readonly PartState[], alarms: readonly Alarm[]): Health["status"] {
  if (states.includes("diverged")) return "down";
  return states.every((state) => state === "ok") && alarms.length === 0 ? "ok" : "degraded";
}

/** What the worker tells of the chain, without what only the operator's log needs. */
export function chainHealth(status: AnchorStatus): ChainHealth {
  const { state, headSize, finalizedSize, lastError } = status;
  return { state, headSize, finalizedSize, lastError: lastError?.code ?? null };
}
