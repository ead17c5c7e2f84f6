/** Records and units for tests: deterministic, told apart by a label. */

import { sha256 } from "../../../api/core/hash.ts";
import type {
  RestoredEntry,
  SealedRecord,
  StateOfMap,
  Store,
  StoredEntry,
  Unit,
  UnitOutcome,
} from "../../../api/store/store.ts";
import {
  asMapRoot,
  asRecordRoot,
  asStreamKey,
  asTreeSize,
  type StreamKey,
} from "../../../portal/verify/brands.ts";

/** 32 bytes that stand for a label. */
export function bytesOf(label: string): Uint8Array {
  return Uint8Array.from(sha256(label));
}

export function streamOf(label: string): StreamKey {
  return asStreamKey(bytesOf(`stream ${label}`));
}

/** A UUID of version 7 that stands for a label. */
export function idOf(label: string): string {
  const hex = sha256(`id ${label}`).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function subjectOf(label: string): string {
  return sha256(`subject ${label}`).toString("base64url");
}

/** Version 1 of the record `label`, in a stream of its own unless told. */
export function sealedRecord(label: string, change: Partial<SealedRecord> = {}): SealedRecord {
  const version = change.version ?? 1;
  return {
    id: idOf(label),
    version,
    kind: "order",
    subject: subjectOf("somebody"),
    retentionClass: "statutory",
    expiry: "2036",
    sealed: bytesOf(`sealed ${label} ${version}`),
    recordRoot: asRecordRoot(bytesOf(`root ${label} ${version}`)),
    streamKey: streamOf(label),
    contentMac: bytesOf(`content ${label} ${version}`),
    ...change,
  };
}

export function unitOf(records: readonly SealedRecord[], change: Partial<Unit> = {}): Unit {
  return {
    records,
    standings: [],
    expected: [],
    identities: [],
    idempotency: null,
    recordedAt: 1_795_000_000_000,
    dueAt: 1_795_000_030_000,
    ...change,
  };
}

export function unit(label: string, change: Partial<SealedRecord> = {}): Unit {
  return unitOf([sealedRecord(label, change)]);
}

/** The entries of a unit that must have succeeded. */
export function taken(outcome: UnitOutcome | undefined): readonly StoredEntry[] {
  if (outcome === undefined) throw new Error("no outcome");
  if (!outcome.ok) throw new Error(`conflict: ${outcome.conflict}`);
  return outcome.entries;
}

/** What a state entry says, told apart by the size of its map. */
export function stateOf(mapSize: number, change: Partial<StateOfMap> = {}): StateOfMap {
  return {
    mapRoot: asMapRoot(bytesOf(`map ${mapSize}`)),
    mapSize: asTreeSize(mapSize),
    time: 1_795_000_000_000 + mapSize,
    ...change,
  };
}

/** All entries of a store, as its second copy has them. */
export async function copyOf(store: Store): Promise<RestoredEntry[]> {
  const entries = await store.entries(0, await store.size());
  return entries.map(({ entry, recordedAt, dueAt }) => ({ entry, recordedAt, dueAt }));
}
