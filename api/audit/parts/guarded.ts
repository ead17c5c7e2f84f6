import { StoreFault } from "../../store/fault.ts";
import { type FindingKey, PLACES, type Place } from "../finding.ts";
import type { Findings } from "../findings.ts";

/** Of a table that cannot be read. */
const ALL_ROWS: FindingKey = { rows: "all" };

/**
 * Runs one part of an audit. A table that cannot be read, because the file is torn or it is missing, is a finding, and the other parts go on. Where the
 * part is about another table than the one that could not be read, both are named.
 *
 * @returns `null` where it could not be read
 */
export async function guarded<T>(
  findings: Findings,
  about: { readonly place: Place; readonly key?: FindingKey },
  work: () => Promise<T>,
): Promise<T | null> {
  return unlessUnreadable(work, ({ code, table }) => {
    const how = { kind: "unreadable", cause: "table_unreadable", details: { code } } as const;
    const place = PLACES.find((one) => one === table);
    findings.add({ place: about.place, key: about.key ?? ALL_ROWS, ...how });
    if (place !== undefined && place !== about.place) {
      findings.add({ place, key: ALL_ROWS, ...how });
    }
  });
}

/** `null` where the database itself cannot be read. */
export async function unlessUnreadable<T>(
  work: () => Promise<T>,
  onFault: (fault: StoreFault) => void = () => {},
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreFault) || !error.code.startsWith("SQLITE_")) throw error;
    onFault(error);
    return null;
  }
}

/** Works through pieces, so many at a time. */
export async function inPieces<T>(
  pieces: Iterable<T>,
  atOnce: number,
  work: (piece: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  for (const piece of pieces) {
    while (running.size >= atOnce) await Promise.race(running);
    const job: Promise<void> = work(piece).finally(() => running.delete(job));
    // Whoever awaits all of them learns of it.
    job.catch(() => {});
    running.add(job);
  }
  await Promise.all(running);
}
