/** The map is made anew where it is not what the log says; what was signed of it is held against the log. */
import type { TreeSize } from "../../portal/verify/brands.ts";
import { base64Encode, equalBytes } from "../../portal/verify/bytes.ts";
import type { StateEntry } from "../../portal/verify/entry.ts";
import { isRefusal, Misbehaviour, Refusal } from "../core/errors.ts";
import type { Store, StoredCheckpoint } from "../store/store.ts";
import { intactEntry } from "./damage.ts";
import type { StreamMap } from "./map/stream-map.ts";
import { readStateEntry } from "./state-entry.ts";

export type CheckedMap = Pick<StreamMap, "size" | "rootAt" | "advance" | "clear" | "forget">;

export interface MapCheck {
  readonly store: Pick<Store, "entry" | "size" | "newestAnchor" | "checkpoint">;
  readonly map: CheckedMap;
  /** Told while the map is made anew. */
  readonly onRebuild?: (entries: number, of: number) => void;
  /** Entries between two tellings. */
  readonly step?: number;
}

/**
 * The state entry that ends a checkpoint, of which the tree has been checked.
 *
 * @throws Refusal `unknown_schema` if it ends with something else: versions before 0.2.0 wrote no state entries
 */
export async function closingState(
  store: Pick<Store, "entry">,
  size: TreeSize,
): Promise<StateEntry> {
  const { entry } = await intactEntry(store, size - 1);
  const state = readStateEntry(entry);
  if (state === null) throw new Refusal("unknown_schema", { what: "database" });
  if (state.mapSize >= size) throw new Refusal("damaged", { what: "entry", index: size - 1 });
  return state;
}

/**
 * After it the map has the version that the newest checkpoint's state entry names, and where it had to be made anew, that of the newest
 * final one too. Where nothing is sealed yet it only sees to it that the map is not ahead of the log.
 *
 * @throws Misbehaviour `map_diverged`: the log gives another map than the one that was signed
 */
export async function checkMap(check: MapCheck, newest: StoredCheckpoint | null): Promise<void> {
  const { store, map } = check;
  const ahead = (await sizeOf(map)) > (await store.size());
  if (newest === null) return ahead ? map.clear() : undefined;
  const state = await closingState(store, newest.size);
  if (!ahead && (await gives(map, state))) return;
  if (!ahead && (await sizeOf(map)) < state.mapSize) {
    await advanceTo(check, state.mapSize);
    if (await gives(map, state)) return;
  }
  await map.clear();
  const final = await finalMapSize(check);
  if (final !== null && final < state.mapSize) await advanceTo(check, final);
  await advanceTo(check, state.mapSize);
  await map.forget(Math.min(final ?? state.mapSize, state.mapSize));
  const derived = await map.rootAt(state.mapSize);
  if (derived !== null && equalBytes(derived, state.mapRoot)) return;
  throw new Misbehaviour("map_diverged", {
    size: newest.size,
    note: newest.note,
    mapSize: state.mapSize,
    mapRoot: base64Encode(state.mapRoot),
    derivedRoot: derived === null ? "" : base64Encode(derived),
  });
}

/** Over how many entries the map of a checkpoint is. */
export async function mapSizeOf(store: Pick<Store, "entry">, size: TreeSize): Promise<number> {
  return (await closingState(store, size)).mapSize;
}

async function finalMapSize({ store }: MapCheck): Promise<number | null> {
  const final = await store.newestAnchor(["finalized"], 0);
  return final === null ? null : mapSizeOf(store, final.size);
}

/** A map that cannot be read is as good as none. */
async function sizeOf(map: CheckedMap): Promise<number> {
  return undamaged(map.size(), Number.POSITIVE_INFINITY);
}

async function gives(map: CheckedMap, { mapSize, mapRoot }: StateEntry): Promise<boolean> {
  const root = await undamaged(map.rootAt(mapSize), null);
  return root !== null && equalBytes(root, mapRoot);
}

async function undamaged<T, U>(asked: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await asked;
  } catch (error) {
    if (isRefusal(error, "damaged")) return otherwise;
    throw error;
  }
}

async function advanceTo({ map, onRebuild, step = 250_000 }: MapCheck, size: number) {
  for (let at = await map.size(); at < size; ) {
    at = Math.min(size, at + step);
    await map.advance(at);
    if (size > step) onRebuild?.(at, size);
  }
}
