/**
 * The firm's streams of one kind, held in memory. Which there are, and that one has moved, the list of the firm's records tells; what is in one is read from
 * the stream itself, where nothing can be missing unnoticed.
 */
import type { Ledger } from "../ledger/service.ts";
import type { StreamEvents } from "../ledger/stream-events.ts";

/** By what stands behind the kind in the stream's name; of a kind with one stream, by `""`. In the order in which they began. */
export type FirmStreams<T> = ReadonlyMap<string, T>;

/** So many records are listed at a time. */
const PAGE = 100;

/**
 * @param read what is made of a stream that is new or has moved
 * @returns asks the ledger each time, so that it tells everything that was recorded before it was called
 */
export function firmStreams<T>(
  ledger: Pick<Ledger, "firm" | "list" | "events">,
  kind: string,
  read: (stream: StreamEvents, rest: string) => T,
): () => Promise<FirmStreams<T>> {
  let streams: FirmStreams<T> = new Map();
  let cursor: string | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function refresh(): Promise<FirmStreams<T>> {
    const moved = new Set<string>();
    let at = cursor;
    for (let more = true; more; ) {
      const page = await ledger.list({ subject: ledger.firm, kind, cursor: at, limit: PAGE });
      for (const { record, index } of page.records) {
        moved.add(String(record["@stream"]));
        at = `i${index}`;
      }
      more = page.next !== null;
    }
    if (moved.size === 0) return streams;
    const fresh = new Map(streams);
    for (const name of moved) {
      const rest = name.slice(kind.length + 1);
      fresh.set(rest, read(await ledger.events(ledger.firm, name), rest));
    }
    // Together, and last: a refresh that failed is made again as a whole.
    streams = fresh;
    cursor = at;
    return fresh;
  }

  return () => {
    const next = turn.then(refresh, refresh);
    turn = next;
    return next;
  };
}
