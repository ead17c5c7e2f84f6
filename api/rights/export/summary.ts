/** What an export tells of itself, gathered in one pass over what its evidence discloses. */
import type { JsonValue } from "../../../portal/verify/jcs.ts";
import { kindOfStream } from "../../../portal/verify/kinds.ts";
import { eventsOf, type ReadFile } from "./bundle/events.ts";
import type { ListedStream } from "./bundle/manifest.ts";

export interface ToldRecord {
  readonly subject: string;
  readonly stream: string;
  readonly seq: number;
  readonly record: Readonly<Record<string, JsonValue>>;
}

/** Who got something of the person. */
export interface Recipient {
  readonly id: string;
  readonly role: string;
  readonly organization: string | null;
  readonly agreement: string | null;
  readonly count: number;
  /** RFC 3339, of the first and the last time. */
  readonly first: string;
  readonly last: string;
}

export interface OfKind {
  readonly kind: string;
  readonly events: number;
  /** Events whose records are not shown. */
  readonly gone: number;
  /** The newest, so many as a reader looks through; the newest first. */
  readonly shown: readonly ToldRecord[];
}

export interface Summary {
  readonly kinds: readonly OfKind[];
  readonly recipients: readonly Recipient[];
  /** Where records come from (`@source`), ascending. */
  readonly sources: readonly string[];
  /** Events of each stream. */
  readonly told: ReadonlyMap<ListedStream, number>;
}

/** Records of a kind that are kept to be shown. */
const MOST_SHOWN = 2_000;

export async function summarise(
  streams: readonly ListedStream[],
  read: ReadFile,
): Promise<Summary> {
  const kinds = new Map<string, { events: number; gone: number; shown: ToldRecord[] }>();
  const recipients = new Map<string, Recipient>();
  const sources = new Set<string>();
  const told = new Map<ListedStream, number>();
  for (const stream of streams) {
    if (stream.claim === "absent") continue;
    const kind = kindOfStream(stream.name);
    const of = kinds.get(kind) ?? { events: 0, gone: 0, shown: [] };
    kinds.set(kind, of);
    for await (const { seq, record } of eventsOf(stream, read)) {
      of.events++;
      told.set(stream, (told.get(stream) ?? 0) + 1);
      if (record === null) {
        of.gone++;
        continue;
      }
      sources.add(String(record["@source"]));
      of.shown.push({ subject: stream.subject, stream: stream.name, seq, record });
      if (of.shown.length >= 2 * MOST_SHOWN) of.shown = newest(of.shown);
      if (kind === "access") addRecipient(recipients, record);
    }
  }
  return {
    kinds: [...kinds]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, { shown, ...counts }]) => ({ kind, ...counts, shown: newest(shown) })),
    recipients: [...recipients.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    sources: [...sources].sort(),
    told,
  };
}

const timeOf = ({ record }: ToldRecord): string => String(record["@occurredAt"]);

const newest = (records: readonly ToldRecord[]): ToldRecord[] =>
  [...records]
    .sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : timeOf(a) > timeOf(b) ? -1 : b.seq - a.seq))
    .slice(0, MOST_SHOWN);

const keyOf = (one: Pick<Recipient, "id" | "role" | "organization" | "agreement">): string =>
  JSON.stringify([one.role, one.organization, one.agreement, one.id]);

const textOrNull = (value: JsonValue | undefined): string | null =>
  typeof value === "string" ? value : null;

function addRecipient(
  recipients: Map<string, Recipient>,
  record: Readonly<Record<string, JsonValue>>,
): void {
  if (record.outcome !== "shown") return;
  const reader = record.reader as { readonly id?: string; readonly role?: string } | null;
  const who = {
    id: String(reader?.id),
    role: String(reader?.role),
    organization: textOrNull(record.organization),
    agreement: textOrNull(record.agreement),
  };
  const at = String(record["@occurredAt"]);
  const known = recipients.get(keyOf(who)) ?? { ...who, count: 0, first: at, last: at };
  recipients.set(keyOf(who), {
    ...known,
    count: known.count + 1,
    first: [at, known.first].sort()[0] as string,
    last: [at, known.last].sort()[1] as string,
  });
}
