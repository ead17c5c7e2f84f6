/** The map is made anew where it is not what the log says; what was signed of it is held against the log. */
import type { MapRoot, TreeSize } from "../../portal/verify/brands.ts";
import { base64Encode, equalBytes } from "../../portal/verify/bytes.ts";
import type { StateEntry } from "../../portal/verify/entry.ts";
import { isRefusal, Misbehaviour, Refusal } from "../core/errors.ts";
import type { AnchorRow, Store, StoredCheckpoint } from "../store/store.ts";
import { intactEntry, treeDamage } from "./damage.ts";
import type { StreamMap } from "./map/stream-map.ts";
import { readStateEntry } from "./state-entry.ts";
import { damagedEntry } from "./tail.ts";

export type CheckedMap = Pick<
  StreamMap,
  "size" | "rootAt" | "advance" | "backTo" | "clear" | "forget"
>;

export type NewestCosigned = () => Promise<Pick<AnchorRow, "size"> | null>;

export interface MapCheck {
  readonly store: Pick<Store, "entry" | "entries" | "tiles" | "newestAnchor">;
  readonly map: CheckedMap;
  /** The newest final anchor whose checkpoint an auditor has cosigned: evidence rests on it. */
  readonly newestCosigned?: NewestCosigned;
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
 * After it the newest version of the map is the one that the newest checkpoint's state entry names, and where it had to be made anew, there is that of the
 * newest final one too, and of the newest final one that an auditor has cosigned. What is above was never signed, so nothing vouches for it: it goes, and is worked out again. While nothing is signed the map is empty.
 *
 * @throws Misbehaviour `map_diverged`: the log gives another map than the one that was signed
 */
export async function checkMap(check: MapCheck, newest: StoredCheckpoint | null): Promise<void> {
  const { store, map } = check;
  const size = await undamaged(map.size(), Number.POSITIVE_INFINITY);
  if (newest === null) return size > 0 ? map.clear() : undefined;
  const state = await closingState(store, newest.size);
  const isBelow = size <= state.mapSize || (await undamaged(map.backTo(state.mapSize), false));
  if (isBelow && (await undamaged(reaches(check, state), false))) return;
  await remake(check, newest);
}

/**
 * Is a state entry behind the newest checkpoint the one that follows from the log? Brings the map to it.
 *
 * @throws Refusal `damaged` (`entry`) if not: whoever wrote it into the database, nothing may be signed above it
 */
export async function assertState(
  check: MapCheck,
  newest: StoredCheckpoint | null,
  index: number,
  { mapSize, mapRoot }: StateEntry,
): Promise<void> {
  if (!equalBytes(await rootOver(check, newest, mapSize), mapRoot)) throw damagedEntry(index);
}

/** The root of the map over the first `mapSize` entries, not fewer than the newest checkpoint's. A map that is damaged is made anew. */
export async function rootOver(
  check: MapCheck,
  newest: StoredCheckpoint | null,
  mapSize: number,
): Promise<MapRoot> {
  const { map } = check;
  try {
    const kept = await map.rootAt(mapSize);
    if (kept !== null) return kept;
    if ((await map.size()) > mapSize) await stepBack(check, newest);
    return await map.advance(mapSize);
  } catch (error) {
    if (!isRefusal(error, "damaged") || error.details.what !== "map") throw error;
    await remake(check, newest);
    return map.advance(mapSize);
  }
}

/** Over how many entries the map of a checkpoint is. */
export async function mapSizeOf(store: Pick<Store, "entry">, size: TreeSize): Promise<number> {
  return (await closingState(store, size)).mapSize;
}

/** To the newest version that was signed: another node's state entry lies between it and what this one has worked out. */
async function stepBack(check: MapCheck, newest: StoredCheckpoint | null): Promise<void> {
  const { store, map } = check;
  const signed = newest === null ? 0 : await mapSizeOf(store, newest.size);
  if (!(await map.backTo(signed))) await remake(check, newest);
}

async function remake(check: MapCheck, newest: StoredCheckpoint | null): Promise<void> {
  const { store, map } = check;
  await map.clear();
  if (newest === null) return;
  const state = await closingState(store, newest.size);
  const under = [...(await evidenceMapSizes(check)), state.mapSize];
  const wanted = under.filter((size) => size <= state.mapSize).sort((a, b) => a - b);
  for (const size of wanted) await advanceTo(check, size);
  await map.forget(wanted[0] as number);
  const derived = await map.rootAt(state.mapSize);
  if (derived !== null && equalBytes(derived, state.mapRoot)) return;
  // Before anybody is accused: the map follows from the entries, and are they those that were signed?
  const damage = await treeDamage(store, newest.size);
  if (damage !== null) throw damage;
  throw new Misbehaviour("map_diverged", {
    size: newest.size,
    note: newest.note,
    mapSize: state.mapSize,
    mapRoot: base64Encode(state.mapRoot),
    derivedRoot: derived === null ? "" : base64Encode(derived),
  });
}

/** Over how many entries the maps are that evidence is made from. */
async function evidenceMapSizes({ store, newestCosigned }: MapCheck): Promise<readonly number[]> {
  const final = await store.newestAnchor(["finalized"], 0);
  const cosigned = (await newestCosigned?.()) ?? null;
  const anchors = [final, cosigned].filter((one) => one !== null);
  return Promise.all(anchors.map(({ size }) => mapSizeOf(store, size)));
}

/** Goes on to a state entry's version, and finds the root that it says. */
async function reaches(check: MapCheck, { mapSize, mapRoot }: StateEntry): Promise<boolean> {
  await advanceTo(check, mapSize);
  const root = await check.map.rootAt(mapSize);
  return root !== null && equalBytes(root, mapRoot);
}

/** A map that cannot be read is as good as none. */
async function undamaged<T, U>(asked: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await asked;
  } catch (error) {
    if (isRefusal(error, "damaged")) return otherwise;
    throw error;
  }
}

/** A map that is made anew is stored every so many entries. */
export const REBUILD_STEP = 250_000;

async function advanceTo({ map, onRebuild, step = REBUILD_STEP }: MapCheck, size: number) {
  for (let at = await map.size(); at < size; ) {
    at = Math.min(size, at + step);
    await map.advance(at);
    if (size > step) onRebuild?.(at, size);
  }
}
