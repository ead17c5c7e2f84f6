/**
 * A store whose writes fail when told to, in both ways that writes fail: `failed` (nothing happened) and `persisted` (it
 * happened, and the caller is told that it failed: the answer was lost, the process died behind the fsync). What is above
 * the store must be right in both.
 */
import type { KeyStore } from "../../../api/store/key-store.ts";
import type { MapStore } from "../../../api/store/map-store.ts";
import type { Store } from "../../../api/store/store.ts";

export type FaultMode = "failed" | "persisted";
export const FAULT_MODES: readonly FaultMode[] = ["failed", "persisted"];

export const STORE_WRITES = [
  "setMeta",
  "swapMeta",
  "commit",
  "appendState",
  "fillWithVoid",
  "restore",
  "addSubjects",
  "seal",
  "putAnchor",
  "removeAnchor",
  "clearAnchors",
  "putCosignatures",
  "erase",
] as const satisfies readonly (keyof Store)[];
export type StoreWrite = (typeof STORE_WRITES)[number];

export const KEY_STORE_WRITES = [
  "addSecrets",
  "addSealingKeys",
  "addNamed",
  "beginErasure",
  "moveErasure",
  "destroyKeys",
  "completeErasure",
  "dropSealedList",
  "beginRoot",
  "replaceForms",
  "retireRoots",
  "rootGone",
] as const satisfies readonly (keyof KeyStore)[];
export type KeyStoreWrite = (typeof KEY_STORE_WRITES)[number];

export const MAP_STORE_WRITES = [
  "write",
  "prune",
  "backTo",
  "clear",
] as const satisfies readonly (keyof MapStore)[];
export type MapStoreWrite = (typeof MAP_STORE_WRITES)[number];

/** What a faulty store throws. */
export class InjectedFault extends Error {
  readonly write: string;
  readonly mode: FaultMode;

  constructor(write: string, mode: FaultMode) {
    super(`injected: ${write} ${mode}`);
    this.name = "InjectedFault";
    this.write = write;
    this.mode = mode;
  }
}

export interface Faults<Write extends string> {
  /** The next call of this write fails; `skip` lets so many of them through before. */
  failNext(write: Write, mode: FaultMode, skip?: number): void;
  /** The write with this number fails, counted from 0 over all kinds of writes since the store was made. */
  failAt(number: number, mode: FaultMode): void;
  /** From now on nothing fails. */
  heal(): void;
  /** All writes so far, in order: run once without faults to learn what there is to fail. */
  readonly writes: readonly Write[];
}

export interface Faulty<T, Write extends string> {
  readonly store: T;
  readonly faults: Faults<Write>;
}

export function faultyStore(inner: Store): Faulty<Store, StoreWrite> {
  return withFaults(inner, STORE_WRITES);
}

export function faultyKeyStore(inner: KeyStore): Faulty<KeyStore, KeyStoreWrite> {
  return withFaults(inner, KEY_STORE_WRITES);
}

export function faultyMapStore(inner: MapStore): Faulty<MapStore, MapStoreWrite> {
  return withFaults(inner, MAP_STORE_WRITES);
}

interface Plan<Write> {
  readonly write: Write;
  readonly mode: FaultMode;
  skip: number;
}

type Method = (...parameters: never[]) => Promise<unknown>;

function withFaults<T extends object, Write extends keyof T & string>(
  inner: T,
  names: readonly Write[],
): Faulty<T, Write> {
  const writes: Write[] = [];
  const plans: Plan<Write>[] = [];
  const numbered = new Map<number, FaultMode>();

  function due(write: Write): FaultMode | undefined {
    const number = writes.push(write) - 1;
    for (const [at, plan] of plans.entries()) {
      if (plan.write !== write || plan.skip-- > 0) continue;
      plans.splice(at, 1);
      return plan.mode;
    }
    return numbered.get(number);
  }

  const failing = (write: Write): Method => {
    const method = (inner[write] as Method).bind(inner);
    return async (...parameters) => {
      const mode = due(write);
      if (mode === "failed") throw new InjectedFault(write, mode);
      const answer = await method(...parameters);
      if (mode === "persisted") throw new InjectedFault(write, mode);
      return answer;
    };
  };

  const replaced = Object.fromEntries(names.map((name) => [name, failing(name)]));
  return {
    store: { ...inner, ...replaced },
    faults: {
      writes,
      failNext: (write, mode, skip = 0) => void plans.push({ write, mode, skip }),
      failAt: (number, mode) => void numbered.set(number, mode),
      heal() {
        plans.length = 0;
        numbered.clear();
      },
    },
  };
}
