/**
 * Who was shown what of whom: records of kind `access`, durable before what they tell of is handed out. They are appended wherever their stream is; that somebody else reads the
 * same person at the same time hinders nobody.
 */
import { type Clock, formatTime } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import type { Body, JsonValue } from "../core/kind.ts";
import type { Principal } from "../core/principal.ts";
import type { AppendOutcome, EventUnit } from "./append.ts";
import { canonicalFields } from "./draft.ts";
import { access, MOST_SHOWN, type ToldThing } from "./kinds/access.ts";

/** One version of a record that is shown. `fields`: the names of those that are; `null`: all. */
export interface ShownRecord {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly fields: readonly string[] | null;
}

/** What else is told. `of`: the stream, the purpose or the form. `at`: the time asked about. `fields`: those disclosed; `null`, or left out: all. */
export interface Told {
  readonly what: ToldThing;
  readonly of?: string | null;
  readonly at?: string | null;
  readonly fields?: readonly string[] | null;
}

/** What is shown of one person. `consent`: that of this person, where each has another than the request names. */
export interface Shown {
  readonly subject: string;
  readonly consent?: string | null;
  readonly records?: readonly ShownRecord[];
  readonly told?: readonly Told[];
}

/** Who reads. */
export type Reader = Pick<Principal, "id" | "role" | "subjects" | "actsFor" | "organization">;

/** Who reads, how, and what for. */
export interface Circumstances {
  readonly reader: Reader;
  /** `GET /v1/records/{id}` */
  readonly route: string;
  /** Told apart from all other requests; of one request it is the same each time (`Ledger.newId`). */
  readonly request: string;
  /** In the reader's words. An officer has to state one. */
  readonly reason?: string | null;
  readonly purposeId?: string | null;
  /** `version`: `null` where none was ever agreed. */
  readonly agreement?: { readonly id: string; readonly version: number | null } | null;
  /** `@id` of the event of a consent that it rests on. */
  readonly consent?: string | null;
  /** What it is done for: `@id` of a request of the person, number of a case. */
  readonly regarding?: string | null;
  /** `base64url(SHA-256(bytes))` of the file that is handed over. */
  readonly hash?: string | null;
  /** It was asked for, and is not shown: code of the refusal. */
  readonly refusal?: string | null;
}

export interface Reads extends Circumstances {
  /** What is about to be shown; of one person also in several pieces. */
  readonly shown: readonly Shown[];
}

interface Context {
  readonly clock: Clock;
  /** Subjects that are no persons: the ledger, and those that it succeeded. */
  readonly reserved: () => Promise<ReadonlySet<string>>;
  readonly append: (units: readonly EventUnit[]) => Promise<readonly (AppendOutcome | Refusal)[]>;
}

/** Who said it: the ledger itself. */
const SOURCE = "counterfoil";
/** So many bytes of what was shown go into one record, which may have twice as many (FORMAT §2). */
const MOST_BYTES = 32_768;

/** @throws Refusal `reason_missing` */
export function assertReason({ reader, reason }: Pick<Circumstances, "reader" | "reason">): void {
  if (reader.role === "officer" && (reason ?? null) === null)
    throw new Refusal("reason_missing", {});
}

/**
 * Writes what is about to be shown, a record for each person, and more where it is much. Of what persons are shown of themselves, and of the ledger's own subjects, it writes none; who acts for a person is not that person.
 * Whoever waits for it before answering hands out nothing that is not recorded.
 *
 * @throws Refusal `reason_missing`, `unknown_subject`, `busy`, `halted`, `damaged`; then nothing may be shown, though some of it may have been recorded
 */
export async function recordReads(context: Context, reads: Reads): Promise<void> {
  assertReason(reads);
  const people = byPerson(reads, await context.reserved());
  if (people.size === 0) return;
  const occurredAt = formatTime(context.clock.now());
  const units = [...people].flatMap(([subject, pieces]) =>
    parts(pieces).map((part) =>
      unitOf(
        { ...reads, consent: pieces.consent ?? reads.consent ?? null },
        subject,
        occurredAt,
        part,
      ),
    ),
  );
  for (const outcome of await context.append(units)) {
    if (outcome instanceof Refusal) throw outcome;
    if (outcome.outcome !== "stored") throw new Error("an access record expects nothing");
  }
}

interface Pieces {
  /** By what they say, so that nothing is said twice. */
  readonly records: Map<string, JsonValue>;
  readonly told: Map<string, JsonValue>;
  consent: string | null;
}

const isThemselves = ({ subjects, actsFor }: Reader, subject: string): boolean =>
  subjects.has(subject) && !actsFor.has(subject);

function byPerson(
  { reader, shown }: Reads,
  reserved: ReadonlySet<string>,
): ReadonlyMap<string, Pieces> {
  const people = new Map<string, Pieces>();
  for (const { subject, records = [], told = [], consent = null } of shown) {
    if (isThemselves(reader, subject) || reserved.has(subject)) continue;
    const pieces = people.get(subject) ?? { records: new Map(), told: new Map(), consent: null };
    people.set(subject, pieces);
    pieces.consent ??= consent;
    for (const record of records) keep(pieces.records, record);
    for (const one of told) keep(pieces.told, one);
  }
  return people;
}

function keep(pieces: Map<string, JsonValue>, piece: ShownRecord | Told): void {
  const said = Object.fromEntries(Object.entries(piece).filter(([, value]) => value !== null));
  pieces.set(JSON.stringify(said), said as JsonValue);
}

interface Part {
  readonly records: JsonValue[];
  readonly told: JsonValue[];
}

/** As few as hold all of it; one where it is nothing but that somebody asked. */
function parts({ records, told }: Pieces): readonly Part[] {
  const all: Part[] = [{ records: [], told: [] }];
  let bytes = 0;
  for (const name of ["records", "told"] as const) {
    for (const [said, piece] of { records, told }[name]) {
      const length = Buffer.byteLength(said);
      const last = all.at(-1)!;
      const fits = bytes + length <= MOST_BYTES && last[name].length < MOST_SHOWN;
      const part = fits ? last : { records: [], told: [] };
      if (!fits) all.push(part);
      bytes = fits ? bytes + length : length;
      part[name].push(piece);
    }
  }
  return all;
}

function unitOf(reads: Reads, subject: string, occurredAt: string, part: Part): EventUnit {
  const body = bodyOf(reads, part);
  const draft = { kind: access, subject, occurredAt, source: SOURCE, body };
  return {
    events: [{ draft: { ...draft, canonical: canonicalFields(body) } }],
    idempotency: null,
  };
}

function bodyOf(reads: Reads, { records, told }: Part): Body {
  const { reader, agreement = null, refusal = null } = reads;
  const parsed = access.parseBody({
    agreement: agreement?.id ?? null,
    agreementVersion: agreement?.version ?? null,
    consent: reads.consent ?? null,
    hash: reads.hash ?? null,
    organization: reader.organization,
    outcome: refusal === null ? "shown" : "refused",
    purposeId: reads.purposeId ?? null,
    reader: { id: reader.id, role: reader.role },
    reason: reads.reason ?? null,
    records,
    refusal,
    regarding: reads.regarding ?? null,
    request: reads.request,
    route: reads.route,
    told,
  });
  if (!parsed.ok) throw new Error("not a record of access");
  return parsed.body;
}
