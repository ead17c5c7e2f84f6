/** Under which identifiers a person is known: pairs that are joined, as both of their streams `merge` say (kinds/merge.ts). */
import type { Ledger } from "../ledger/service.ts";
import type { StreamEvents } from "../ledger/stream-events.ts";

type Reads = { readonly ledger: Pick<Ledger, "events"> };

export const MERGE_STREAM = "merge";

/** So many identifiers may one person have: what is asked of one is read of all. */
export const MOST_IDENTIFIERS = 50;

export interface Person {
  /** The one that is asked for first. One more than a person may have: there are others. */
  readonly identifiers: readonly string[];
  /** Those of which a stream `merge` is there. */
  readonly told: ReadonlySet<string>;
  /** Nothing that tells of joining is gone or left unread: there is no other identifier. */
  readonly whole: boolean;
}

/**
 * Those that this stream says are joined: of each other identifier its newest event counts.
 *
 * @param at RFC 3339: of what had happened by then; `null`: of all
 */
export function joinedIn(
  { events }: Pick<StreamEvents, "events">,
  at: string | null = null,
): ReadonlySet<string> {
  const joined = new Set<string>();
  for (const { record } of events) {
    if (record === null || (at !== null && String(record["@occurredAt"]) > at)) continue;
    if (record.event === "joined") joined.add(String(record.other));
    else joined.delete(String(record.other));
  }
  return joined;
}

/**
 * All identifiers of the person at a time, also through one another. Joining keeps to the limit as it is now; at an earlier time there may have been more,
 * and so there may where two joined at once.
 *
 * @param at RFC 3339; `null`: now
 * @throws Refusal `not_found` (`subject`), `damaged`, `stream_too_long`
 */
export async function personOf(
  { ledger }: Reads,
  subject: string,
  at: string | null = null,
): Promise<Person> {
  const known = new Set([subject]);
  const told = new Set<string>();
  let whole = true;
  // A set tells also what is added while it is gone through.
  for (const one of known) {
    const stream = await ledger.events(one, MERGE_STREAM);
    if (stream.head !== null) told.add(one);
    if (stream.events.some(({ record }) => record === null)) whole = false;
    for (const other of joinedIn(stream, at)) {
      known.add(other);
      // Both that are joined are told of it.
      if (known.size > MOST_IDENTIFIERS)
        return { identifiers: [...known], told: known, whole: false };
    }
  }
  return { identifiers: [...known], told, whole };
}

/** The identifiers of the person that are joined now, the one that is asked for first; all, or one more than a person may have. @throws Refusal as {@link personOf} */
export async function identifiersOf(context: Reads, subject: string): Promise<readonly string[]> {
  return (await personOf(context, subject)).identifiers;
}

/** Of a person's identifiers, as far as somebody reaches who is limited to some. */
export interface Reached {
  /** The one that is asked for first, and those joined with it, through one another, that they reach. */
  readonly identifiers: readonly string[];
  /** Those that are joined with one of these, and are not theirs to see: a join may be wrong, and the firm releases what is under them. Ascending. */
  readonly others: readonly string[];
}

/**
 * That two identifiers are joined opens neither to who stands for the other: who joins them is not who says whom an account stands for.
 *
 * @param mayName whether they reach an identifier (`Reach.mayName`)
 * @throws Refusal as {@link personOf}
 */
export async function reachedOf(
  { ledger }: Reads,
  subject: string,
  mayName: (subject: string) => boolean,
): Promise<Reached> {
  const known = new Set([subject]);
  const others = new Set<string>();
  for (const one of known)
    for (const other of joinedIn(await ledger.events(one, MERGE_STREAM)))
      if (known.size <= MOST_IDENTIFIERS) (mayName(other) ? known : others).add(other);
  return { identifiers: [...known], others: [...others].filter((one) => !known.has(one)).sort() };
}
