import { systemRandom } from "../../../api/core/random.ts";
import { generateNoteSigner, loadNoteSigner, type NoteSigner } from "../../../api/log/keys.ts";
import { createSealer, type SealerOptions, type SealRequest } from "../../../api/log/sealer.ts";
import { growTo, openGrowth } from "../../../api/log/stored-growth.ts";
import type { Unit } from "../../../api/store/store.ts";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { formatCheckpointText } from "../../../portal/verify/checkpoint.ts";
import { decodeStateEntry } from "../../../portal/verify/entry.ts";
import { type MemoryMap, memoryMap } from "./memory-map.ts";
import { type MemorySignerState, memorySignerState } from "./memory-signer-state.ts";
import { type MemoryStore, memoryStore } from "./memory-store.ts";
import { referenceRoot } from "./reference-tree.ts";

export const ORIGIN = "ledger.example/log";

export function newSigner(name: string): NoteSigner {
  return loadNoteSigner(generateNoteSigner(name, systemRandom()));
}

export interface TestLog {
  readonly store: MemoryStore;
  readonly signerState: MemorySignerState;
  readonly signer: NoteSigner;
  readonly origin: string;
  readonly map: MemoryMap;
  readonly copy: null;
  readonly clock: { now(): number };
}

/** A log with so many entries, none sealed. Each call of `sealer` is a process that starts anew. */
export function testLog(entries = 0): TestLog {
  return {
    store: memoryStore(entries),
    signerState: memorySignerState(),
    signer: newSigner(ORIGIN),
    origin: ORIGIN,
    map: memoryMap(),
    copy: null,
    clock: { now: () => 1_795_340_000_000 },
  };
}

/** The root of the first `size` entries as they are stored, by the reference. */
export const rootOf = (log: TestLog, size: number) =>
  referenceRoot(log.store.rows.slice(0, size).map(({ leafHash }) => leafHash));

/** Another process over the same store and signer state: it has a map of its own. */
export const node = (log: TestLog): TestLog => ({ ...log, map: memoryMap() });

export const stateAt = (log: TestLog, index: number) =>
  decodeStateEntry(log.store.rows[index]?.entry as Uint8Array);

/** A log whose one checkpoint has this size: it ends with its state entry. */
export async function sealedLog(size: number): Promise<TestLog> {
  const log = testLog(size - 1);
  await seal(log, { heartbeat: true });
  return log;
}

/** A checkpoint over whatever lies there, as somebody with the key makes it who does not look. */
export async function signAsIs({ store, signer, signerState, origin }: TestLog): Promise<void> {
  const from = (await store.newestCheckpoint())?.size ?? asTreeSize(0);
  const size = await store.size();
  const growth = await openGrowth(store, from);
  await growTo(store, growth, size, 4_096);
  const root = growth.root();
  signerState.record = { ...signerState.record, size, root, reserved: size };
  const note = signer.sign(formatCheckpointText({ origin, size, root }));
  const checkpoint = { size, root, note, sealedAt: 1 };
  await store.seal({ from, tiles: growth.changed(), checkpoint });
}

export function seal(log: TestLog, options: Partial<SealerOptions> & Partial<SealRequest> = {}) {
  const { heartbeat = false, ...change } = options;
  return createSealer({ ...log, ...change }).seal({ heartbeat });
}

/** A unit that the memory store takes: so many records, whatever they are. */
export function unit(records: number, conflict = false): Unit {
  const mark = { keyMac: new Uint8Array(32), bodyMac: new Uint8Array(32) };
  return {
    records: Array.from({ length: records }, () => ({}) as Unit["records"][number]),
    standings: [],
    expected: [],
    identities: [],
    idempotency: conflict ? { ...mark, outcome: "created", id: "", version: 1 } : null,
    recordedAt: 1,
    dueAt: 2,
  };
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error("should have been rejected");
    },
    (error: unknown) => error,
  );
}

/** Flips one bit in place. */
export function flipBit(bytes: Uint8Array, position = 0): void {
  bytes[position] = (bytes[position] as number) ^ 1;
}
