/** Where a log is read from: the ledger itself, anybody's mirror of it, or a directory. Nothing that comes from there is believed. */
import { join } from "node:path";
import { readAtMost, readFileAtMost } from "../../../api/core/at-most.ts";
import { checkpointPath } from "../../../api/log/checkpoint-path.ts";
import { logId } from "../../../api/log/log-id.ts";
import { HASH_BYTES, TILE_WIDTH } from "../../../api/log/tiles.ts";
import { MAX_NOTE_BYTES } from "../../../portal/verify/note.ts";

export interface LogSource {
  /** What is at a path of tlog-tiles, such as `tile/0/000.p/5`; null: it is not there, or nobody answers. */
  tile(path: string): Promise<Uint8Array | null>;
  /** A note that is said to be the checkpoint of this size (`null`: the newest), or null. */
  checkpoint(size: number | null): Promise<string | null>;
}

type Read = (path: string, limit: number) => Promise<Uint8Array | null>;

const TIMEOUT_MS = 10_000;
const MAX_TILE_BYTES = TILE_WIDTH * HASH_BYTES;

const isUrl = (where: string): boolean => /^https?:\/\//i.test(where);

/** @param where an address that begins with http:// or https://, or a directory */
export function openLogSource(where: string, origin: string): LogSource {
  const read = once(isUrl(where) ? overHttp(where, origin) : inDirectory(where));
  const note = async (path: string): Promise<string | null> => {
    const bytes = await read(path, MAX_NOTE_BYTES);
    return bytes === null ? null : utf8(bytes);
  };
  return {
    tile: (path) => read(path, MAX_TILE_BYTES),
    checkpoint: (size) => note(size === null ? "checkpoint" : checkpointPath(size)),
  };
}

/** One tile is part of many proofs. */
function once(read: Read): Read {
  const known = new Map<string, Promise<Uint8Array | null>>();
  return (path, limit) => {
    const found = known.get(path) ?? read(path, limit);
    known.set(path, found);
    return found;
  };
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Below the address itself, or below the name that the mirrors of many logs give this one. Where the first answer came from, the next is looked for first.
 */
function overHttp(where: string, origin: string): Read {
  const base = where.replace(/\/+$/, "");
  const name = logId(origin);
  let prefixes = [base, `${base}/${name}`];
  return async (path, limit) => {
    for (const prefix of prefixes) {
      const found = await get(`${prefix}/${path}`, limit);
      if (found === null) continue;
      prefixes = [prefix, ...prefixes.filter((other) => other !== prefix)];
      return found;
    }
    return null;
  };
}

async function get(url: string, limit: number): Promise<Uint8Array | null> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { signal, redirect: "error" });
    if (response.status !== 200) {
      await response.body?.cancel();
      return null;
    }
    return await readAtMost(response.body, limit);
  } catch {
    return null;
  }
}

function inDirectory(directory: string): Read {
  return async (path, limit) => {
    try {
      return await readFileAtMost(join(directory, path), limit);
    } catch {
      return null;
    }
  };
}
