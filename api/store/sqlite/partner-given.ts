/** What was given under agreements, and how it stands: the part of `partners.db` that follows from the log alone. */
import type Database from "better-sqlite3";
import type {
  AgreementRow,
  GivenKey,
  GivenRecord,
  GivenRow,
  Giving,
  KnownTerms,
  PartnerStore,
  Step,
  Sweep,
} from "../partner-store.ts";

type Reads = Pick<
  PartnerStore,
  | "agreements"
  | "anyGiven"
  | "givenOf"
  | "givenUnder"
  | "organizationsOf"
  | "wasGiven"
  | "recordGiven"
  | "firstSweep"
  | "dueRows"
  | "nextRowDue"
>;

const COLUMNS = `number, agreement, purpose, subject, organization, version, kinds, covered, held,
  first_index AS "firstIndex", last_index AS "lastIndex", due_at AS "dueAt"`;
type Row = Omit<GivenRow, "kinds" | "covered" | "held"> & {
  readonly kinds: string;
  readonly covered: number;
  readonly held: number;
};
const rowOf = ({ kinds, covered, held, ...row }: Row): GivenRow => ({
  ...row,
  kinds: JSON.parse(kinds) as string[],
  covered: covered === 1,
  held: held === 1,
});

interface StoredAgreement {
  readonly agreement: string;
  readonly inForce: number;
  readonly terms: string | null;
  readonly organization: string | null;
  readonly dueAt: number | null;
}

export function partnerGivenIn(client: Database.Database) {
  const give = client
    .prepare<unknown[], number>(
      `INSERT INTO given (agreement, purpose, subject, organization, version, kinds, first_index, last_index, covered)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
       ON CONFLICT DO UPDATE SET version = excluded.version, kinds = excluded.kinds, last_index = excluded.last_index
       RETURNING number`,
    )
    .pluck();
  const kindsOf = client
    .prepare<unknown[], string>(
      "SELECT kinds FROM given WHERE agreement = ? AND purpose = ? AND subject = ? AND organization = ?",
    )
    .pluck();
  const giveRecord = client.prepare(
    `INSERT INTO given_record (record, given, version) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET version = max(version, excluded.version)`,
  );
  const decide = client.prepare(
    "UPDATE given SET covered = ?, held = ?, due_at = ? WHERE number = ?",
  );
  const setAgreement = client.prepare(
    `INSERT INTO agreement (agreement, in_force, terms, organization, due_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET in_force = excluded.in_force, terms = excluded.terms, organization = excluded.organization, due_at = excluded.due_at`,
  );
  const addSweep = client.prepare(
    "INSERT INTO sweep (agreement, cause, below, time, silent) VALUES (?, ?, ?, ?, ?)",
  );
  const moveSweep = client.prepare("UPDATE sweep SET after = ? WHERE number = ?");
  const endSweep = client.prepare("DELETE FROM sweep WHERE number = ?");

  const decided = ({ number, covered, held, dueAt }: NonNullable<Step["decided"]>[number]) =>
    decide.run(covered ? 1 : 0, held ? 1 : 0, dueAt, number);

  return {
    give({ records, stands, ...giving }: Giving): void {
      const { agreement, purpose, subject, organization, version, index } = giving;
      const before = kindsOf.get(agreement, purpose, subject, organization);
      const known = before === undefined ? [] : (JSON.parse(before) as string[]);
      const kinds = [...new Set([...known, ...records.map(({ kind }) => kind)])].sort();
      const number = give.get(
        ...[agreement, purpose, subject, organization],
        ...[version, JSON.stringify(kinds), index, index],
      ) as number;
      for (const record of records) giveRecord.run(record.id, number, record.version);
      if (stands !== null) decided({ number, ...stands });
    },
    decide: decided,
    setAgreement: ({ agreement, inForce, terms, organization, dueAt }: AgreementRow) =>
      setAgreement.run(
        ...[agreement, inForce ? 1 : 0, terms && JSON.stringify(terms), organization, dueAt],
      ),
    addSweep: ({ agreement, cause, below, time, silent }: NonNullable<Step["sweeps"]>[number]) =>
      addSweep.run(agreement, cause, below, time, silent ? 1 : 0),
    swept: ({ number, after }: NonNullable<Step["swept"]>) =>
      after === null ? endSweep.run(number) : moveSweep.run(after, number),
    reads: readsIn(client),
  };
}

function readsIn(client: Database.Database): Reads {
  const agreements = client.prepare<[], StoredAgreement>(
    'SELECT agreement, in_force AS "inForce", terms, organization, due_at AS "dueAt" FROM agreement ORDER BY agreement',
  );
  const any = client.prepare<[], number>("SELECT 1 FROM given LIMIT 1").pluck();
  const ofSubject = client.prepare<[string], Row>(
    `SELECT ${COLUMNS} FROM given WHERE subject = ? ORDER BY number`,
  );
  const under = client.prepare<[string, number, number], Row>(
    `SELECT ${COLUMNS} FROM given WHERE agreement = ? AND number > ? ORDER BY number LIMIT ?`,
  );
  const organizations = client
    .prepare<[string], string>("SELECT DISTINCT organization FROM given WHERE agreement = ?")
    .pluck();
  const was = client
    .prepare<[GivenKey], number>(
      "SELECT 1 FROM given WHERE subject = @subject AND agreement = @agreement AND purpose = @purpose AND organization = @organization",
    )
    .pluck();
  const record = client.prepare<
    [string],
    Omit<GivenRecord, "covered" | "held"> & { readonly covered: number; readonly held: number }
  >(
    `SELECT record, given_record.version, agreement, purpose, subject, organization, covered, held
     FROM given_record JOIN given ON given.number = given_record.given WHERE record = ? ORDER BY given.number`,
  );
  const sweep = client.prepare<[], Omit<Sweep, "silent"> & { readonly silent: number }>(
    "SELECT * FROM sweep ORDER BY number LIMIT 1",
  );
  const due = client.prepare<[number, number], Row>(
    `SELECT ${COLUMNS} FROM given WHERE due_at = (SELECT min(due_at) FROM given WHERE due_at IS NOT NULL) AND due_at <= ?
     ORDER BY number LIMIT ?`,
  );
  const next = client
    .prepare<[], number | null>(
      `SELECT min(due_at) FROM (SELECT min(due_at) AS due_at FROM given WHERE due_at IS NOT NULL
       UNION ALL SELECT min(due_at) FROM agreement)`,
    )
    .pluck();
  return {
    agreements: async () =>
      agreements.all().map(({ inForce, terms, ...row }) => ({
        ...row,
        inForce: inForce === 1,
        terms: terms === null ? null : (JSON.parse(terms) as KnownTerms),
      })),
    anyGiven: async () => any.get() !== undefined,
    givenOf: async (subjects) =>
      [...new Set(subjects)].flatMap((subject) => ofSubject.all(subject)).map(rowOf),
    givenUnder: async (agreement, after, limit) => under.all(agreement, after, limit).map(rowOf),
    organizationsOf: async (agreement) => organizations.all(agreement),
    wasGiven: async (what) => was.get(what) !== undefined,
    recordGiven: async (id) =>
      record.all(id).map(({ covered, held, ...row }) => ({
        ...{ ...row, covered: covered === 1, held: held === 1 },
      })),
    async firstSweep() {
      const found = sweep.get();
      return found === undefined ? null : { ...found, silent: found.silent === 1 };
    },
    dueRows: async (by, limit) => due.all(by, limit).map(rowOf),
    nextRowDue: async () => next.get() ?? null,
  };
}
