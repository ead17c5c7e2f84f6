/** The log over HTTP, as C2SP tlog-tiles serves it. Time and bytes are bounded, redirects are not followed, and nothing is asked twice. */
import { utf8Decode } from "../../portal/verify/bytes.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { readAtMost } from "../core/at-most.ts";
import { decodeBundle } from "../log/bundles.ts";
import { checkpointPath } from "../log/checkpoint-path.ts";
import { bundlePath, HASH_BYTES, TILE_WIDTH, type TileId, tilePath } from "../log/tiles.ts";
import { type LogSource, type Served, SourceFailure } from "./source.ts";

export interface HttpSourceOptions {
  /** Of the log, with or without a slash at the end. */
  readonly url: string;
  /** Opens the entry bundles; sent for these alone. */
  readonly token: string;
  /** For the whole of one answer: a server may send its headers at once and then nothing. */
  readonly timeoutMs?: number;
  /** When it is aborted, requests under way end. */
  readonly stop?: AbortSignal;
}

const TIMEOUT_MS = 30_000;
/** More than any checkpoint has: a note of 64 lines with the longest names. */
const NOTE_BYTES = 65_536;
/** tlog-tiles: two bytes of length, then at most 65,535 of an entry. */
const LONGEST_ENTRY = 65_537;

export function createHttpSource(options: HttpSourceOptions): LogSource {
  const base = options.url.replace(/\/$/, "");
  const { token, timeoutMs = TIMEOUT_MS } = options;

  /** `null` where there is none. */
  async function get(
    path: string,
    what: Served,
    most: number,
    tile: TileId | null = null,
  ): Promise<Uint8Array | null> {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = options.stop === undefined ? timeout : AbortSignal.any([timeout, options.stop]);
    const headers = {
      // Bytes are counted as they come.
      "accept-encoding": "identity",
      ...(what === "entries" ? { authorization: `Bearer ${token}` } : {}),
    };
    try {
      const response = await fetch(`${base}/${path}`, { headers, signal, redirect: "manual" });
      const failure = failureOf(response.status);
      if (failure !== null) {
        await response.body?.cancel();
        if (failure === "missing") return null;
        throw new SourceFailure(failure, what, tile);
      }
      const bytes = await readAtMost(response.body, most);
      if (bytes === null) throw new SourceFailure("too_large", what, tile);
      return bytes;
    } catch (error) {
      if (error instanceof SourceFailure) throw error;
      throw new SourceFailure(timeout.aborted ? "timeout" : "unreachable", what, tile);
    }
  }

  async function note(path: string): Promise<string | null> {
    const bytes = await get(path, "checkpoint", NOTE_BYTES);
    if (bytes === null) return null;
    try {
      return utf8Decode(bytes);
    } catch (error) {
      if (error instanceof FormatError) throw new SourceFailure("bad_answer", "checkpoint");
      throw error;
    }
  }

  /**
   * A partial one may be gone once it is full (tlog-tiles): then that one begins with it.
   *
   * @param cut the first `width` of what came, or `null` if it is not what was asked for
   */
  async function atLeast<T>(
    what: Served,
    tile: TileId,
    path: (width: number) => string,
    width: number,
    bytesEach: number,
    cut: (bytes: Uint8Array, asked: number) => T | null,
  ): Promise<T> {
    for (const asked of width === TILE_WIDTH ? [width] : [width, TILE_WIDTH]) {
      const bytes = await get(path(asked), what, asked * bytesEach, tile);
      if (bytes === null) continue;
      const wanted = cut(bytes, asked);
      if (wanted === null) throw new SourceFailure("bad_answer", what, tile);
      return wanted;
    }
    throw new SourceFailure("missing", what, tile);
  }

  return {
    checkpoint: () => note("checkpoint"),
    checkpointAt: (size) => note(checkpointPath(size)),
    tile: (tile: TileId, width) =>
      atLeast(
        "tile",
        tile,
        (asked) => tilePath(tile, asked),
        width,
        HASH_BYTES,
        (bytes, asked) =>
          bytes.length === asked * HASH_BYTES ? bytes.subarray(0, width * HASH_BYTES) : null,
      ),
    bundle: (n, width) =>
      atLeast(
        "entries",
        { level: 0, n },
        (asked) => bundlePath(n, asked),
        width,
        LONGEST_ENTRY,
        (bytes, asked) => {
          const entries = decodeBundle(bytes, asked);
          return entries?.length === asked ? entries.slice(0, width) : null;
        },
      ),
  };
}

function failureOf(status: number): SourceFailure["code"] | null {
  if (status === 200) return null;
  if (status === 404) return "missing";
  if (status === 401 || status === 403) return "unauthorized";
  if (status >= 300 && status < 400) return "redirected";
  return status >= 500 || status === 429 ? "unreachable" : "bad_answer";
}
