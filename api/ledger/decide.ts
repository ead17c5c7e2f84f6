import type { KnownRecord } from "../store/record-reads.ts";
import type { RecordRow } from "../store/store.ts";

/**
 * What becomes of a draft:
 *
 * - `new`: the first version of a new record.
 * - `version`: the next version of a known one.
 * - `unchanged`: its content is that of the newest version.
 * - `equals_earlier`: its content is that of an earlier version (a late repetition, most likely); also of the newest that is known, where
 *   a later one was lost.
 * - `older`: it happened before the newest version did.
 * - `conflict`: the outer identity belongs to a record of another subject.
 */
export type Decision =
  | { readonly what: "new" }
  | { readonly what: "version"; readonly id: string; readonly version: number }
  | { readonly what: Reported; readonly id: string; readonly version: number }
  | { readonly what: "conflict" };

/** Outcomes that store nothing and say so. */
export type Reported = "unchanged" | "equals_earlier" | "older";

export interface Candidate {
  readonly subject: string;
  readonly contentMac: Buffer;
  readonly occurredAt: string;
  /** The client wants a new version even if its content or time speaks against it. */
  readonly insist: boolean;
  /** A later version than all that are known was lost. */
  readonly newestLost: boolean;
}

/**
 * @param newestOccurredAt `@occurredAt` of the newest version; asked for only where it decides
 */
export async function decide(
  candidate: Candidate,
  known: KnownRecord<RecordRow> | null,
  newestOccurredAt: () => Promise<string>,
): Promise<Decision> {
  if (known === null) return { what: "new" };
  const { id, version, subject } = known.newest;
  if (subject !== candidate.subject) return { what: "conflict" };
  if (!candidate.newestLost && candidate.contentMac.equals(known.newest.contentMac))
    return { what: "unchanged", id, version };
  if (!candidate.insist) {
    const earlier = known.contentMacs.find((v) => candidate.contentMac.equals(v.contentMac));
    if (earlier) return { what: "equals_earlier", id, version: earlier.version };
    // One spelling of times (FORMAT §1) makes the order of the texts the order of the times.
    if (candidate.occurredAt < (await newestOccurredAt())) return { what: "older", id, version };
  }
  return { what: "version", id, version: version + 1 };
}
