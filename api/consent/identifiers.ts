/** Under which identifiers a person is known: pairs that are joined, as both of their streams `merge` say (kinds/merge.ts). */
import type { Ledger } from "../ledger/service.ts";
import type { StreamEvents } from "../ledger/stream-events.ts";

type Reads = { readonly ledger: Pick<Ledger, "events"> };

export const MERGE_STREAM = "merge";

/** Those that this stream says are joined now: of each other identifier its newest event counts. */
export function joinedIn({ events }: Pick<StreamEvents, "events">): ReadonlySet<string> {
  const joined = new Set<string>();
  for (const { record } of events) {
    if (record?.event === "joined") joined.add(String(record.other));
    if (record?.event === "separated") joined.delete(String(record.other));
  }
  return joined;
}

/** All identifiers of the person, the one that is asked for first. @throws Refusal `not_found` (`subject`), `damaged` */
export async function identifiersOf({ ledger }: Reads, subject: string): Promise<string[]> {
  const known = new Set([subject]);
  // A set tells also what is added while it is gone through.
  for (const one of known) {
    for (const other of joinedIn(await ledger.events(one, MERGE_STREAM))) known.add(other);
  }
  return [...known];
}
