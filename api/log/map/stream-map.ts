/** The verifiable map of the log (FORMAT §6.1): from stream key to the leaf hash of the stream's newest entry. */
import type { MapHash, MapRoot, StreamKey } from "../../../portal/verify/brands.ts";

/** FORMAT §6.1: siblings from the root down, and what was found behind them (`null`: nothing). */
export interface StreamProof {
  readonly siblings: readonly MapHash[];
  readonly terminal: { readonly key: Uint8Array; readonly value: Uint8Array } | null;
}

export interface StreamMap {
  /** How many entries the newest version is over. */
  size(): Promise<number>;
  /**
   * Brings the map to the first `size` entries of the log and answers its root; for the size it has already, that root. Must not go back. Runs
   * beside writers: nothing of it is done under the head lock, nor for long at a time on the thread that serves requests.
   */
  advance(size: number): Promise<MapRoot>;
  /** The root over the first `mapSize` entries, or `null` if that version is not kept. */
  rootAt(mapSize: number): Promise<MapRoot | null>;
  /** @throws Refusal `damaged` (`map`), also for a version that is not kept */
  prove(key: StreamKey, mapSize: number): Promise<StreamProof>;
  /** Versions over fewer entries are not asked for any more, but for those over exactly as many as `keep` says. */
  forget(below: number, keep?: readonly number[]): Promise<void>;
  /**
   * Drops the versions over more than `mapSize` entries: `advance` goes on from that one. Answers `false`, and drops nothing, where it is not kept. Costs
   * what is dropped, not what is kept.
   */
  backTo(mapSize: number): Promise<boolean>;
  /** Empties it, to be filled again by `advance`: for a map that is not what the log says. */
  clear(): Promise<void>;
  close(): Promise<void>;
}
