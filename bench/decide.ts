/** Deciding whether many people have consented, beside the bare lookups that it cannot do without. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import Database from "better-sqlite3";
import { createExpiry } from "../api/consent/expiry/expiry.ts";
import { consent } from "../api/consent/kinds/consent.ts";
import { createConsents } from "../api/consent/service.ts";
import { joinedSubjects } from "../api/consent/standings/joined-subjects.ts";
import { systemClock } from "../api/core/clock.ts";
import { canonicalFields, type Draft } from "../api/ledger/draft.ts";
import { type BenchLedger, openBenchLedger } from "./work/ledger.ts";
import { collectGarbage, stopwatch } from "./work/stopwatch.ts";
import type { Row, Section } from "./work/table.ts";

const GROUP = 500;
const PURPOSES = ["newsletter", "profile", "offers", "research"] as const;

/** So many questions, once of as many people about one purpose, and once of a quarter as many about four; of each the first time and again. */
export async function benchDecide(questions: number): Promise<Section> {
  const bench = await openBenchLedger({ withMap: false });
  try {
    await bench.ledger.ensureFirmRecord();
    await createConsents({ ledger: bench.ledger, clock: systemClock }).publishNotice(NOTICE);
    const rows: Row[] = [];
    for (const purposes of [PURPOSES.slice(0, 1), PURPOSES])
      rows.push(...(await measure(bench, questions, purposes)));
    return {
      title: `Deciding ${questions.toLocaleString("en")} questions of consent from the store`,
      note: "Target: below 2 seconds. Standings were looked through once, as a server does when it starts; checked ones are kept in memory, sealed. Beside the same pairs asked of a bare indexed table of better-sqlite3, in the same run. Milliseconds.",
      rows,
    };
  } finally {
    await bench.close();
  }
}

const NOTICE = {
  ...{ noticeId: "privacy", inForceFrom: "2020-01-01T00:00:00.000Z" },
  texts: [{ language: "en", title: "Data", mediaType: "text/plain", text: "Of the benchmark." }],
};

interface Pair {
  readonly subject: string;
  readonly purposeId: string;
  readonly events: readonly string[];
}

async function measure(
  bench: BenchLedger,
  questions: number,
  purposes: readonly string[],
): Promise<Row[]> {
  const { ledger } = bench;
  const [clock, joined] = [systemClock, joinedSubjects()];
  const consents = createConsents({ ledger, clock, joined });
  for (const purposeId of purposes)
    if ((await consents.registry.purpose(purposeId)) === null)
      await consents.definePurpose(purposeOf(purposeId));
  const pairs = await fill(bench, questions, purposes);
  // As a server does when it starts.
  await createExpiry({
    ...{ ledger, clock, joined, consents },
    ...{ onError: rethrow, onRefused: (code) => rethrow(new Error(code)) },
  }).look();
  const bare = bareTable(join(bench.folder, `bare-${purposes.length}.db`), pairs);
  const rows: Row[] = [];
  const people = questions / purposes.length;
  for (const turn of ["first", "again"]) {
    collectGarbage();
    const own = stopwatch();
    const decided = await own.time(() => consents.decideMany(pairs, null));
    const allowed = decided.filter((one) => "allowed" in one && one.allowed).length;
    collectGarbage();
    const peer = stopwatch();
    const found = await peer.time(() => pairs.filter((pair) => bare.isGiven(pair)).length);
    if (allowed !== found) throw new Error(`decided ${allowed}, and the table has ${found}`);
    const took = own.took();
    rows.push({
      ...{ people, purposes: purposes.length, turn },
      ...{ wall: Math.round(took.wall), CPU: Math.round(took.cpu) },
      "bare query": Math.round(peer.took().wall),
      "µs a question": (took.cpu * 1000) / questions,
    });
  }
  bare.close();
  return rows;
}

function rethrow(error: unknown): never {
  throw error;
}

function purposeOf(purposeId: string) {
  return {
    ...{ purposeId, inForceFrom: "2020-01-01T00:00:00.000Z", lawfulBasis: "dpv:Consent" },
    dataCategories: [{ term: "pd:EmailAddress", sensitive: false, optional: false }],
    descriptions: [{ language: "en", text: "Of the benchmark." }],
    ...{ noticeId: "privacy", personalDataHandling: ["dpv:Store"], recipients: [] },
    ...{ purposeType: "dpv:Marketing", retention: "P3Y", separateConsent: [], signals: [] },
    ...{ service: "Shop", titles: [{ language: "en", text: purposeId }] },
  };
}

/** Two in three have consented, and of these one in three has withdrawn. */
const eventsOf = (at: number): readonly string[] =>
  at % 3 === 0 ? ["refused"] : at % 9 < 3 ? ["given", "withdrawn"] : ["given"];

async function fill(
  { ledger }: BenchLedger,
  questions: number,
  purposes: readonly string[],
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let made = 0; made < questions; made += GROUP) {
    const wanted = Math.ceil(Math.min(GROUP, questions - made) / purposes.length);
    const people = await ledger.ensureSubjects(Array.from({ length: wanted }, () => null));
    const own = people
      .flatMap(({ subject }) => purposes.map((purposeId) => ({ subject, purposeId })))
      .map((pair, i): Pair => ({ ...pair, events: eventsOf(made + i) }));
    pairs.push(...own);
    const units = own.map((pair) => ({
      events: pair.events.map((event) => ({ draft: draftOf(pair, event), expect: null })),
      idempotency: null,
    }));
    for (const outcome of await ledger.append(units)) if (outcome instanceof Error) throw outcome;
  }
  return shuffled(pairs);
}

function draftOf({ subject, purposeId }: Pair, event: string): Draft {
  const parsed = consent.parseBody({
    ...{ actor: { role: "subject" }, event, purposeId, purposeVersion: 1 },
  });
  if (!parsed.ok) throw new Error("not an event");
  const occurredAt =
    event === "withdrawn" ? "2025-06-01T00:00:00.000Z" : "2025-01-01T00:00:00.000Z";
  const { body } = parsed;
  return {
    kind: consent,
    subject,
    occurredAt,
    source: "bench",
    body,
    canonical: canonicalFields(body),
  };
}

/** No campaign asks in the order in which people came. */
function shuffled<T>(all: T[]): T[] {
  for (let i = all.length - 1; i > 0; i--) {
    const j = randomBytes(4).readUInt32BE() % (i + 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

/** The state of each pair in clear, as a program keeps it that proves nothing. */
function bareTable(file: string, pairs: readonly Pair[]) {
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.exec(
    "CREATE TABLE consents (subject TEXT NOT NULL, purpose TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (subject, purpose)) STRICT, WITHOUT ROWID",
  );
  const insert = database.prepare("INSERT INTO consents VALUES (?, ?, ?)");
  const read = database
    .prepare<[string, string], string>(
      "SELECT state FROM consents WHERE subject = ? AND purpose = ?",
    )
    .pluck();
  database.transaction(() => {
    for (const { subject, purposeId, events } of pairs)
      insert.run(subject, purposeId, events.at(-1));
  })();
  return {
    isGiven: ({ subject, purposeId }: Pair): boolean => read.get(subject, purposeId) === "given",
    close: () => database.close(),
  };
}
