/** What the records of a stream say of its standing: worked out anew, one person after the other. */
import type { JsonValue, StandingEvent, StandingRule } from "../../core/kind.ts";
import { keptOf } from "../../ledger/standing.ts";
import type { LedgerSnapshot, RawKey } from "../../store/audit-store.ts";
import { sealingLabel } from "../../vault/labels.ts";
import type { RecordReads } from "../records/check-records.ts";
import { type RecordFields, textOfField } from "../records/fields.ts";
import { recordRow } from "../records/record-row.ts";
import { bytesOf } from "../row.ts";
import { placeOfEntry } from "./entry-place.ts";

/** A stream, as far as its records can be read. */
export interface DerivedStream {
  readonly subject: string;
  readonly stream: string;
  readonly rule: StandingRule;
  /** Their numbers within the stream, and the indexes of their entries: ascending. */
  readonly events: readonly {
    readonly seq: number;
    readonly index: number;
    readonly event: StandingEvent;
  }[];
}

/** Events of a subject are read together; pages of the index end anywhere. */
const PAGE = 1_024;

const standingKinds = ({ kinds }: Pick<RecordReads, "kinds">): string[] =>
  [...kinds.values()].flatMap(({ kind, standing }) => (standing === null ? [] : [kind]));

/** All streams that should have a standing, person by person. */
export async function* derivedStreams(
  reads: RecordReads,
  ledger: Pick<LedgerSnapshot, "recordsOfKinds">,
): AsyncGenerator<DerivedStream[]> {
  const kinds = standingKinds(reads);
  let held: RawKey[] = [];
  for (let after: RawKey | null = null; ; ) {
    const page: readonly RawKey[] = await ledger.recordsOfKinds(kinds, after, PAGE);
    const last = page.at(-1) ?? null;
    const all = [...held, ...page];
    // Of the last one more may follow.
    const subject = bytesOf(last?.[0]);
    held = subject === null ? [] : all.filter(([own]) => bytesOf(own)?.equals(subject) === true);
    const whole = all.slice(0, all.length - held.length);
    if (whole.length > 0) yield derive(reads, whole);
    if (last === null) return;
    after = last;
  }
}

/** @param keys of all their events: subject, kind, index */
async function derive(reads: RecordReads, keys: readonly RawKey[]): Promise<DerivedStream[]> {
  const { ledger, reader, open } = reads;
  const indexes = keys.map(([, , index = null]) => [index]);
  const rows = (await ledger.rows("records", indexes)).map((row) => row && recordRow(row));
  const entries = await ledger.rows("entries", indexes);
  const sealing = await reader.sealing(rows.filter((row) => row !== null));
  const streams = new Map<
    string,
    DerivedStream & { readonly events: DerivedStream["events"][number][] }
  >();
  for (const [i, row] of rows.entries()) {
    const seq = placeOfEntry(entries[i]?.[1])?.seq ?? null;
    const key = row === null ? undefined : sealing.get(sealingLabel(row));
    if (row === null || seq === null || key === undefined || typeof key === "string") continue;
    const opened = open(row, { sealing: key, secret: null });
    if (typeof opened === "string" || opened.faults.length > 0) continue;
    const rule = opened.kind.standing;
    const stream = textOfField(opened.fields, "@stream");
    const occurredAt = textOfField(opened.fields, "@occurredAt");
    if (rule === null || stream === null || occurredAt === null) continue;
    const name = `${row.subject} ${stream}`;
    const found = streams.get(name) ?? { subject: row.subject, stream, rule, events: [] };
    streams.set(name, found);
    found.events.push({
      seq,
      index: row.index,
      event: { occurredAt, body: bodyOf(opened.fields) },
    });
  }
  for (const { events } of streams.values()) events.sort((a, b) => a.seq - b.seq);
  return [...streams.values()];
}

function bodyOf({ names, values }: RecordFields): Record<string, JsonValue> {
  const body: Record<string, JsonValue> = {};
  for (const [i, name] of names.entries()) {
    if (!name.startsWith("@")) body[name] = JSON.parse(values[i] as string) as JsonValue;
  }
  return body;
}

/**
 * What is kept of the stream up to the event with this number; what is not known of it is as if it were gone.
 *
 * @param seq not above the size of the log: so many steps are made
 * @returns `null`: nothing can be worked out
 */
export const derivedUpTo = (derived: DerivedStream, seq: number): Uint8Array | null =>
  keptOf(derived.rule, eventsUpTo(derived, seq));

function* eventsUpTo(
  { events }: DerivedStream,
  seq: number,
): Generator<StandingEvent | null, void, void> {
  let told = 0;
  for (const one of events) {
    if (one.seq > seq || one.seq <= told) continue;
    for (; told < one.seq - 1; told++) yield null;
    yield one.event;
    told += 1;
  }
  for (; told < seq; told++) yield null;
}
