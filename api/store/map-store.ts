/**
 * Where the verifiable map lies (FORMAT §6.1): pages that are written once and never changed, and for each kept version of the map its root
 * page. All of it is derived from the log: what is lost or damaged is made anew from the entries. So a resolved write need not
 * survive a power failure, but it is whole or not there, and versions are never torn.
 *
 * A rejected write may have persisted. Byte arrays handed in are copied; those handed out belong to the caller. Errors as of the `Store`.
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
  /** A step on a long way: the next version replaces it. Only the newest can be one. */
  readonly working: boolean;
}

export interface MapChange {
  /** Must be over more entries than every stored version; where the newest is a working one, it may be over as many as that. */
  readonly version: MapVersion;
  /** Ascending, with ids above all that were stored since the store was made or cleared. */
  readonly added: readonly MapPage[];
  /** Pages of the version before that this one does not use any more. */
  readonly replaced: readonly number[];
}

/** What proofs need. */
export interface MapReader {
  /** The version over exactly so many entries; `null` asks for the newest. Answers `null` if there is none. */
  version(mapSize: number | null): Promise<MapVersion | null>;
  /** Pages, in order. @throws Refusal `damaged` (`map`) for one that is not there */
  pages(ids: readonly number[]): Promise<readonly Uint8Array[]>;
  close(): Promise<void>;
}

export interface MapStore extends MapReader {
  /** The greatest id that was stored since the store was made or cleared; 0 if none was. */
  lastPage(): Promise<number>;
  /** Rejects with `StoreMisuse`, and stores nothing, what does not follow on the newest version. */
  write(change: MapChange): Promise<void>;
  /**
   * Forgets versions below `mapSize`, but for the newest and those over exactly as many entries as `keep` says, and deletes some of the pages that no
   * kept version uses. Answers whether there are more of these: then it is to be called again, when there is time.
   */
  prune(mapSize: number, keep?: readonly number[]): Promise<boolean>;
  /**
   * Drops all versions over more than `mapSize` entries, with the pages that only they use: the version over exactly so many is the newest afterwards.
   * Answers `false`, and drops nothing, where that one is not kept, or is a working one. Ids are given out again: who remembers pages must forget them.
   */
  backTo(mapSize: number): Promise<boolean>;
  /** Empties it, also where its database is damaged. Ids begin anew: who remembers pages must forget them. */
  clear(): Promise<void>;
}
