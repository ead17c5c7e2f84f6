/**
 * Where the verifiable map lies (FORMAT §6.1): pages that are written once and never changed, and for each kept version of the map its root
 * page. All of it is derived from the log: what is lost or damaged is made anew from the entries. So a resolved write need not
 * survive a power failure, but it is whole or not there, and versions are never torn.
 */
import type { MapRoot, TreeSize } from "../../portal/verify/brands.ts";

export interface MapPage {
  readonly id: number;
  readonly bytes: Uint8Array;
}

/** The map over the first `mapSize` entries. */
export interface MapVersion {
  readonly mapSize: TreeSize;
  readonly mapRoot: MapRoot;
  /** `null`: the map is empty. */
  readonly rootPage: number | null;
}

export interface MapChange {
  /** Must be larger than every stored version's `mapSize`. */
  readonly version: MapVersion;
  /** With ids above all that were ever stored. */
  readonly added: readonly MapPage[];
  /** Pages of the version before that this one does not use any more. */
  readonly replaced: readonly number[];
}

export interface MapStore {
  /** The kept versions, ascending by `mapSize`. */
  versions(): Promise<readonly MapVersion[]>;
  /** Pages, in order. @throws Refusal `damaged` (`map`) for one that is not there */
  pages(ids: readonly number[]): Promise<readonly Uint8Array[]>;
  /** The greatest id that was ever stored; 0 in an empty store. */
  lastPage(): Promise<number>;
  write(change: MapChange): Promise<void>;
  /** Forgets versions below `mapSize`, the newest always excepted, with the pages that no kept version uses. */
  prune(mapSize: number): Promise<void>;
  /** Empties it. */
  clear(): Promise<void>;
  close(): Promise<void>;
}
