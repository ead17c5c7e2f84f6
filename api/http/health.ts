import type { Store } from "../store/store.ts";

export type PartState = "ok" | "unreachable" | "starting" | "diverged" | "failing";

/** What the chain's worker says of itself. */
export interface ChainHealth {
  readonly state: PartState;
  readonly headSize: number | null;
  readonly finalizedSize: number | null;
  readonly lastError?: string | null;
}

/** No personal data, no secret: sizes and times that the public checkpoint and chain tell as well. */
export interface Health {
  readonly status: "ok" | "degraded" | "down";
  readonly store: { readonly state: PartState };
  readonly log: {
    readonly state: PartState;
    readonly size: number;
    readonly sealed: number;
    /** Entries that no checkpoint covers yet. */
    readonly openEntries: number;
    /** Entries that no final anchor covers yet, and the time of the oldest of them. */
    readonly unanchoredEntries: number;
    readonly unanchoredSince: string | null;
  };
  readonly chain: ChainHealth;
}

export interface HealthOptions {
  readonly store: Store;
  /** `failing` after the last batch could not be sealed. */
  readonly sealing: () => PartState;
  readonly chain: () => ChainHealth;
  /** Told why the store did not answer. */
  readonly onBug: (error: unknown) => void;
}

const EMPTY_LOG = {
  state: "failing",
  size: 0,
  sealed: 0,
  openEntries: 0,
  unanchoredEntries: 0,
  unanchoredSince: null,
} as const;

/** `down`: the store does not answer, or misbehaviour was found and the ledger has stopped. `degraded`: it records, but sealing or anchoring fails. */
export async function health({ store, sealing, chain, onBug }: HealthOptions): Promise<Health> {
  const chainHealth = chain();
  try {
    const size = await store.size();
    const sealed = (await store.newestCheckpoint())?.size ?? 0;
    const final = (await store.newestAnchor(["finalized"], 0))?.size ?? 0;
    const oldest = final < size ? await store.entry(final) : null;
    const log = {
      state: sealing(),
      size,
      sealed,
      openEntries: size - sealed,
      unanchoredEntries: size - final,
      unanchoredSince: oldest === null ? null : new Date(oldest.recordedAt).toISOString(),
    };
    return {
      status: statusOf([log.state, chainHealth.state]),
      store: { state: "ok" },
      log,
      chain: chainHealth,
    };
  } catch (error) {
    onBug(error);
    return { status: "down", store: { state: "failing" }, log: EMPTY_LOG, chain: chainHealth };
  }
}

function statusOf(states: readonly PartState[]): Health["status"] {
  if (states.includes("diverged")) return "down";
  return states.every((state) => state === "ok") ? "ok" : "degraded";
}
