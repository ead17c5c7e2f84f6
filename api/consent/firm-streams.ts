/**
 * The firm's streams of one kind, held in memory. Which there are, and that one has moved, the list of the firm's records tells; what is in one is read from
 * the stream itself, where nothing can be missing unnoticed. What the firm stated in a ledger that this one has succeeded comes before.
 */
import { isRefusal, Refusal } from "../core/errors.ts";
import type { Ledger } from "../ledger/service.ts";
import type { StreamEvents } from "../ledger/stream-events.ts";

/** By what stands behind the kind in the stream's name; of a kind with one stream, by `""`. In the order in which they began. */
export type FirmStreams<T> = ReadonlyMap<string, T>;

export type FirmLedger = Pick<Ledger, "firm" | "firms" | "list" | "events">;

/** What is wrong with one stream alone, and stays so until it moves. Whatever else is refused may be otherwise the next time. */
const OF_THE_STREAM: ReadonlySet<string> = new Set([
  ...["content_lost", "damaged", "stream_too_long", "unknown_fields"],
]);

/** So many records are listed at a time. */
const PAGE = 100;

/**
 * @param read what is made of a stream that is new or has moved
 * @param damaged what stands for a stream that cannot be read, so that the others can; without it nothing is told where one is damaged
 * @returns asks the ledger each time, so that it tells everything that was recorded before it was called
 */
export function firmStreams<T>(
  ledger: FirmLedger,
  kind: string,
  read: (stream: StreamEvents, rest: string) => T,
  damaged?: (rest: string, why: Refusal) => T,
): () => Promise<FirmStreams<T>> {
  let streams: FirmStreams<T> = new Map();
  let cursors: ReadonlyMap<string, string> = new Map();
  let turn: Promise<unknown> = Promise.resolve();

  /** Names of a firm's streams that have moved, and where its list ends now. */
  async function moved(firm: string, from: string | null) {
    const names = new Set<string>();
    let cursor = from;
    for (let more = true; more; ) {
      const page = await ledger.list({ subject: firm, kind, cursor, limit: PAGE });
      for (const { record, index } of page.records) {
        names.add(String(record["@stream"]));
        cursor = `i${index}`;
      }
      more = page.next !== null;
    }
    return { names, cursor };
  }

  /** The stream in all ledgers, one behind the other. */
  async function whole(firms: readonly string[], name: string): Promise<StreamEvents> {
    const all = await Promise.all(firms.map((firm) => ledger.events(firm, name)));
    const own = firms.indexOf(ledger.firm);
    return { head: all[own]?.head ?? null, events: all.flatMap(({ events }) => events) };
  }

  async function readOne(firms: readonly string[], name: string, rest: string): Promise<T> {
    try {
      return read(await whole(firms, name), rest);
    } catch (error) {
      if (damaged !== undefined && error instanceof Refusal && OF_THE_STREAM.has(error.code))
        return damaged(rest, error);
      throw error;
    }
  }

  async function refresh(): Promise<FirmStreams<T>> {
    const names = new Set<string>();
    const firms: string[] = [];
    const ends = new Map<string, string>();
    for (const firm of await ledger.firms()) {
      const found = await orNothing(moved(firm, cursors.get(firm) ?? null));
      if (found === null) continue;
      firms.push(firm);
      for (const name of found.names) names.add(name);
      if (found.cursor !== null) ends.set(firm, found.cursor);
    }
    if (names.size === 0) return streams;
    const fresh = new Map(streams);
    for (const name of names) {
      const rest = name.slice(kind.length + 1);
      fresh.set(rest, await readOne(firms, name, rest));
    }
    // Together, and last: a refresh that failed is made again as a whole.
    streams = fresh;
    cursors = ends;
    return fresh;
  }

  return () => {
    const next = turn.then(refresh, refresh);
    turn = next;
    return next;
  };
}

/** Of a ledger that was given up nothing may be known here, not even its own identifier. */
async function orNothing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (isRefusal(error, "not_found")) return null;
    throw error;
  }
}
