/**
 * Where an auditor has the log from. Whatever comes out of a source is a stranger's word: its lengths are bounded and right, nothing else of it is
 * checked here.
 */
import { bundlePath, TILE_WIDTH, type TileId, tilePath } from "../log/tiles.ts";

/**
 * - `unreachable`, `timeout`: nobody answered, or not in time.
 * - `redirected`: it named another address, which is not followed.
 * - `unauthorized`: it does not take the token.
 * - `missing`: it does not have what it must have.
 * - `too_large`, `bad_answer`: it answered with something else.
 */
export type SourceFailureCode =
  | "unreachable"
  | "timeout"
  | "redirected"
  | "unauthorized"
  | "missing"
  | "too_large"
  | "bad_answer";

/** What was asked for. */
export type Served = "checkpoint" | "tile" | "entries";

/** The log could not be had. It proves nothing: ask again later. */
export class SourceFailure extends Error {
  readonly code: SourceFailureCode;
  readonly what: Served;
  /** Which tile; of entries: the one that is over them. `null`: the tiles at the tree's edge together, or no tile at all. */
  readonly tile: TileId | null;

  constructor(code: SourceFailureCode, what: Served, tile: TileId | null = null) {
    super(`${what}: ${code}`);
    this.name = "SourceFailure";
    this.code = code;
    this.what = what;
    this.tile = tile;
  }

  /** Where it is served when it is whole, below the log's address. */
  get path(): string {
    if (this.tile === null) return this.what;
    return this.what === "entries" ? bundlePath(this.tile.n, TILE_WIDTH) : tilePath(this.tile);
  }
}

/** Every method rejects with {@link SourceFailure}. */
export interface LogSource {
  /** The newest signed note, as text; `null`: nothing is sealed yet. */
  checkpoint(): Promise<string | null>;
  /** The signed note of exactly this size; `null`: there is none. */
  checkpointAt(size: number): Promise<string | null>;
  /** The first `width` hashes of a tile, joined: exactly 32 bytes each. */
  tile(tile: TileId, width: number): Promise<Uint8Array>;
  /** The entries 256n, 256n + 1, …: exactly `width` of them. */
  bundle(n: number, width: number): Promise<readonly Uint8Array[]>;
}
