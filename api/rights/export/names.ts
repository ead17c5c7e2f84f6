/** Which streams an export asks about: those that there must be an answer of, and those that there are. */

import { kindOfStream } from "../../../portal/verify/kinds.ts";
import type { Ledger } from "../../ledger/service.ts";
import { bareStreams, consentStream, type Form, isOfForm, laterVersions } from "./bundle/form.ts";

/** An event of a stream, by its place. */
export interface PlacedEvent {
  readonly seq: number;
  readonly index: number;
  readonly leafHash: Uint8Array;
  /** `gone`: erased, or lost. `damaged`: it is not what the log committed to. */
  readonly record: { readonly id: string; readonly version: number } | "gone" | "damaged";
}

export interface PersonNames {
  readonly subject: string;
  /** Ascending. */
  readonly streams: readonly string[];
  /** Streams of later versions that are asked about because of a record, and the index of that. */
  readonly later: ReadonlyMap<string, number>;
  /** Entries that there are now, by stream. */
  readonly entries: ReadonlyMap<string, number>;
  /** Of the newest entry that is not about who read; −1: there is none. */
  readonly newest: number;
  /** Records that would name a stream and cannot be read. */
  readonly damaged: readonly { readonly id: string; readonly kind: string }[];
}

const PAGE = 500;

/** All events of a stream below an index, oldest first. @throws Refusal `damaged`, `not_found` */
export async function placesOf(
  ledger: Pick<Ledger, "chainOf">,
  subject: string,
  stream: string,
  below: number,
): Promise<readonly PlacedEvent[]> {
  const found: PlacedEvent[] = [];
  for (let next: number | null = below; next !== null; ) {
    const page = await ledger.chainOf({ subject, stream, below: next, limit: PAGE });
    for (const { seq, index, leafHash, record } of page.entries) {
      const known =
        typeof record === "string"
          ? // What was erased of who is still there is no more to be shown than what was lost.
            record === "damaged"
            ? record
            : "gone"
          : { id: record.id, version: record.version };
      found.push({ seq, index, leafHash, record: known });
    }
    next = page.next;
  }
  return found.reverse();
}

/** @throws Refusal `not_found` (`subject`), `damaged` */
export async function namesOf(
  ledger: Pick<Ledger, "streamsOf" | "chainOf">,
  subject: string,
  form: Form,
  purposes: readonly string[],
): Promise<PersonNames> {
  const { streams, damaged } = await ledger.streamsOf(subject);
  const names = new Set([...bareStreams(form), ...purposes.map(consentStream)]);
  const laterThan = new Map<string, number>();
  const known = streams.filter(({ stream }) => isOfForm(form, kindOfStream(stream)));
  for (const { stream } of known) {
    names.add(stream);
    const kind = kindOfStream(stream);
    // Each record's later versions have a stream of their own, or have none.
    if (stream !== kind || laterVersions(kind, "") === null) continue;
    const all = await placesOf(ledger, subject, stream, Number.MAX_SAFE_INTEGER);
    for (const { record, index } of all) {
      const later = typeof record === "string" ? null : laterVersions(kind, record.id);
      if (later === null) continue;
      names.add(later);
      laterThan.set(later, index);
    }
  }
  const told = known.filter(({ stream }) => kindOfStream(stream) !== "access");
  return {
    subject,
    streams: [...names].sort(),
    later: laterThan,
    entries: new Map(known.map(({ stream, entries }) => [stream, entries])),
    newest: Math.max(-1, ...told.map(({ newest }) => newest.index)),
    damaged: damaged
      .filter(({ kind }) => isOfForm(form, kind))
      .map(({ id, kind }) => ({ id, kind })),
  };
}
