import { asTreeSize } from "../../portal/verify/brands.ts";
import type { Store } from "../store/store.ts";
import type { StreamMap } from "./map/stream-map.ts";
import { mapSizeOf } from "./map-check.ts";

export interface MapVersionOptions {
  readonly store: Pick<Store, "entry">;
  readonly map: Pick<StreamMap, "forget">;
  readonly onError: (error: unknown) => void;
}

/**
 * Told of each checkpoint that has become final, by its size: lets the map forget what no evidence is made from any more. The final one before is
 * kept as well, since evidence may be under way that began with it.
 */
export function mapVersionKeeper(options: MapVersionOptions): (size: number) => void {
  const { store, map, onError } = options;
  let previous = 0;
  async function keepFrom(size: number): Promise<void> {
    const mapSize = await mapSizeOf(store, asTreeSize(size));
    const below = previous;
    previous = mapSize;
    if (below > 0) await map.forget(below);
  }
  let turn: Promise<void> = Promise.resolve();
  return (size) => {
    turn = turn.then(() => keepFrom(size)).catch(onError);
  };
}
