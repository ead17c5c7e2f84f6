import { StoreFault } from "../../store/fault.ts";
import type { FindingKey, Place } from "../finding.ts";
import type { Findings } from "../findings.ts";

/**
 * Runs one part of an audit. A table that cannot be read, because the file is torn or it is missing, is a finding, and the other parts go on.
 *
 * @returns `null` where it could not be read
 */
export async function guarded<T>(
  findings: Findings,
  about: { readonly place: Place; readonly key?: FindingKey },
  work: () => Promise<T>,
): Promise<T | null> {
  return unlessUnreadable(work, ({ code }) =>
    findings.add({
      place: about.place,
      key: about.key ?? { rows: "all" },
      kind: "unreadable",
      cause: "table_unreadable",
      details: { code },
    }),
  );
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
