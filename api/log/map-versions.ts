/** Which versions of the map evidence may be made from, so that the others can go. */
import { asTreeSize } from "../../portal/verify/brands.ts";
import type { Store } from "../store/store.ts";
import type { StreamMap } from "./map/stream-map.ts";
import { mapSizeOf, type NewestCosigned } from "./map-check.ts";

export interface MapVersionOptions {
  readonly store: Pick<Store, "entry">;
  readonly map: Pick<StreamMap, "forget">;
  /** The newest final anchor whose checkpoint an auditor has cosigned. Left out: there are no auditors. */
  readonly newestCosigned?: NewestCosigned;
  readonly onError: (error: unknown) => void;
}

export interface MapVersionKeeper {
  /** A checkpoint of this size, larger than the last one, has become final. */
  final(size: number): void;
  /** An auditor has cosigned a final checkpoint. */
  cosigned(): void;
}

/** The map of a final checkpoint; `number` counts them. */
interface Final {
  readonly number: number;
  readonly mapSize: number;
}

/**
 * Lets the map forget what no evidence is made from any more. Kept are all versions from the final one before the newest on, since evidence may be under
 * way that began with it; behind them, of single ones: that of the newest final checkpoint that an auditor has cosigned; and of those that came after, for
 * an auditor may be about to cosign one of them, a few, the fewer the older they are. So however long an auditor stays away, a dozen are kept at most, and
 * each costs no more than the pages of one map.
 */
export function mapVersionKeeper(options: MapVersionOptions): MapVersionKeeper {
  const { store, map, newestCosigned, onError } = options;
  let finals: Final[] = [];
  let number = 0;

  async function cosignedMapSize(): Promise<number> {
    if (newestCosigned === undefined) return Number.POSITIVE_INFINITY;
    const anchor = await newestCosigned();
    return anchor === null ? 0 : mapSizeOf(store, anchor.size);
  }

  async function forget(): Promise<void> {
    const below = finals.at(-2)?.mapSize;
    if (below === undefined) return;
    const cosigned = await cosignedMapSize();
    finals = finals.filter(
      (one) => one.mapSize >= below || (one.mapSize > cosigned && isKept(one.number, number)),
    );
    const behind = finals.map(({ mapSize }) => mapSize).filter((mapSize) => mapSize < below);
    if (cosigned > 0 && cosigned < below) behind.unshift(cosigned);
    await map.forget(below, behind);
  }

  async function add(size: number): Promise<void> {
    const mapSize = await mapSizeOf(store, asTreeSize(size));
    number += 1;
    finals.push({ number, mapSize });
  }

  let turn: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): void => {
    turn = turn.then(work).catch(onError);
  };
  return {
    final: (size) =>
      inTurn(async () => {
        await add(size);
        await forget();
      }),
    cosigned: () => inTurn(forget),
  };
}

/** So many of the newest; twice as far back every second one, and so on … */
const DENSE = 4;
/** … up to every so many. */
const SPARSEST = 8;

function isKept(number: number, newest: number): boolean {
  let step = 1;
  while (step < SPARSEST && number % (step * 2) === 0) step *= 2;
  return newest - number < DENSE * step;
}
