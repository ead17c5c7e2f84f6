/** The file of requests (case-store.ts). Its statements are prepared once; a step is one transaction. */
import type Database from "better-sqlite3";
import type {
  CaseCount,
  CaseQuery,
  CaseRow,
  CaseStep,
  CaseStore,
  CasesDue,
  CasesFollowed,
  NumberedCase,
  ReminderMark,
} from "../case-store.ts";
import { openDatabase } from "./open.ts";

type Stored = Omit<NumberedCase, "identified" | "extended" | "late"> & {
  readonly identified: number;
  readonly extended: number;
  readonly late: number;
};

const COLUMNS = `number, id, subject, type, state, jurisdiction, received_at AS "receivedAt", due_at AS "dueAt", last_at AS "lastAt",
  closed_at AS "closedAt", identified, extended, late, decision, category, outcome, handler, language, news, news_at AS "newsAt"`;

const seen = ({ identified, extended, late, ...row }: Stored): NumberedCase => ({
  ...row,
  identified: identified === 1,
  extended: extended === 1,
  late: late === 1,
});

/** Opens the file, makes it with mode 0600 where there is none. @throws Refusal `in_use`, `unknown_schema` */
export function openCasesFile({ file }: { readonly file: string }): CaseStore {
  const { client, close, scrub } = openDatabase(file, "cases");
  const followed = followedIn(client);
  const put = client.prepare(
    `INSERT INTO request (id, subject, type, state, jurisdiction, received_at, due_at, last_at, closed_at, identified, extended, late, decision, category, outcome, handler, language, news, news_at)
     VALUES (@id, @subject, @type, @state, @jurisdiction, @receivedAt, @dueAt, @lastAt, @closedAt, @identified, @extended, @late, @decision, @category, @outcome, @handler, @language, @news, @newsAt)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, due_at = excluded.due_at, last_at = excluded.last_at, closed_at = excluded.closed_at,
       identified = excluded.identified, extended = excluded.extended, late = excluded.late, decision = excluded.decision, category = excluded.category, outcome = excluded.outcome,
       handler = excluded.handler, language = excluded.language, news = excluded.news, news_at = excluded.news_at
     WHERE request.state <> 'erased'`,
  );
  const bound = ({ identified, extended, late, ...row }: CaseRow) => ({
    ...row,
    identified: Number(identified),
    extended: Number(extended),
    late: Number(late),
  });
  const conclude = client.transaction(({ rows = [], unread = 0, followed: at }: CaseStep) => {
    for (const row of rows) put.run(bound(row));
    followed.set(at, unread);
  });
  const forget = client.prepare("DELETE FROM request");
  const forgetMarks = client.prepare("DELETE FROM reminder");
  const forgetTold = client.prepare("DELETE FROM told");
  const beginAgain = client.transaction((all: boolean) => {
    forget.run();
    if (all) {
      forgetMarks.run();
      forgetTold.run();
    }
    followed.forget(all);
  });
  const reads = readsOf(client);
  const marks = { ...marksIn(client), ...newsIn(client) };
  const erase = client.prepare(
    `UPDATE request SET subject = NULL, handler = NULL, state = 'erased', late = max(late, ifnull(last_at >= due_at, 0)), due_at = NULL, language = NULL, news = NULL, news_at = NULL,
       closed_at = ifnull(closed_at, last_at) WHERE subject = ?`,
  );
  const eraseSubjects = client.transaction((subjects: readonly string[]) =>
    subjects.reduce((rows, subject) => rows + erase.run(subject).changes, 0),
  );
  return {
    ...reads,
    ...marks,
    followed: async () => followed.get(),
    belongsTo: async (ledgerId) => followed.belongsTo(ledgerId),
    unread: async () => followed.unread(),
    conclude: async (step) => conclude.immediate(step),
    beginAgain: async (all) => beginAgain.immediate(all),
    eraseSubjects: async (subjects) => eraseSubjects.immediate(subjects),
    scrub,
    close,
  };
}

function followedIn(client: Database.Database) {
  const get = client.prepare<[], CasesFollowed & { readonly begun: number }>(
    'SELECT next, leaf_hash AS "leafHash", begun FROM followed',
  );
  const set = client.prepare(
    "UPDATE followed SET next = ?, leaf_hash = ?, begun = 1, unread = unread + ?",
  );
  const forget = client.prepare(
    "UPDATE followed SET next = 0, leaf_hash = NULL, begun = 0, unread = 0",
  );
  const disown = client.prepare("UPDATE followed SET ledger = NULL");
  const own = client
    .prepare<[string], string>("UPDATE followed SET ledger = ifnull(ledger, ?) RETURNING ledger")
    .pluck();
  const unread = client.prepare<[], number>("SELECT unread FROM followed").pluck();
  return {
    get(): CasesFollowed | null {
      const { begun, ...at } = get.get()!;
      return begun === 0 ? null : at;
    },
    set: ({ next, leafHash }: CasesFollowed, more: number) => set.run(next, leafHash, more),
    forget(all: boolean) {
      forget.run();
      if (all) disown.run();
    },
    belongsTo: (ledgerId: string) => own.get(ledgerId) === ledgerId,
    unread: () => unread.get() ?? 0,
  };
}

function readsOf(client: Database.Database) {
  const select = (rest: string) =>
    client.prepare<unknown[], Stored>(`SELECT ${COLUMNS} FROM request ${rest}`);
  const byId = select("WHERE id = ?");
  const bySubject = select("WHERE subject = ? ORDER BY number");
  const page = select(
    `WHERE (@below IS NULL OR number < @below) AND (@type IS NULL OR type = @type) AND (@handler IS NULL OR handler = @handler)
       AND (@states IS NULL OR state IN (SELECT value FROM json_each(@states)))
       AND (@dueBefore IS NULL OR due_at <= @dueBefore) AND (@dueFrom IS NULL OR due_at > @dueFrom)
     ORDER BY number DESC LIMIT @limit`,
  );
  const granted = select("WHERE state = 'granted' AND number > ? ORDER BY number LIMIT ?");
  const urgent = select("WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at, number LIMIT ?");
  const counts = client.prepare<[], CaseCount>(
    `SELECT type, state, decision, category, outcome, count(*) AS count FROM request
     GROUP BY type, state, decision, category, outcome ORDER BY type, state, decision, category, outcome`,
  );
  const late = client.prepare<[], number>("SELECT count(*) FROM request WHERE late = 1").pluck();
  // In this state the newest news of a request is its decision: no later step that is news can come.
  const due = client.prepare<[number, number], CasesDue>(
    `SELECT (SELECT count(*) FROM request WHERE due_at IS NOT NULL AND due_at <= ?) AS overdue,
       (SELECT count(*) FROM request WHERE state = 'granted') AS "toCarryOut",
       (SELECT count(*) FROM request WHERE state = 'granted' AND ifnull(news_at, last_at) <= ?) AS stuck`,
  );
  const none = { below: null, type: null, handler: null, dueBefore: null, dueFrom: null };
  return {
    async get(id: string) {
      const row = byId.get(id);
      return row === undefined ? null : seen(row);
    },
    of: async (subject: string) => bySubject.all(subject).map(seen),
    list: async ({ states, ...query }: CaseQuery) =>
      page
        .all({ ...none, ...query, states: states === undefined ? null : JSON.stringify(states) })
        .map(seen),
    granted: async (after: number, limit: number) => granted.all(after, limit).map(seen),
    dueBefore: async (time: number, limit: number) => urgent.all(time, limit).map(seen),
    late: async () => late.get() ?? 0,
    counts: async () => counts.all(),
    due: async (before: number, granted = before) => due.get(before, granted)!,
  };
}

function marksIn(client: Database.Database) {
  const insert = client.prepare(
    "INSERT INTO reminder (request, due_at, kind, person, at) VALUES (@request, @dueAt, @kind, @person, @at) ON CONFLICT DO NOTHING",
  );
  const remove = client.prepare(
    "DELETE FROM reminder WHERE request = @request AND due_at = @dueAt AND kind = @kind AND person = @person",
  );
  const mark = client.transaction((marks: readonly ReminderMark[], at: number) =>
    marks.filter((one) => insert.run({ ...one, at }).changes === 1),
  );
  const unmark = client.transaction((marks: readonly ReminderMark[]) => {
    for (const one of marks) remove.run(one);
  });
  return {
    mark: async (marks: readonly ReminderMark[], at: number) => mark.immediate(marks, at),
    unmark: async (marks: readonly ReminderMark[]) => unmark.immediate(marks),
  };
}

function newsIn(client: Database.Database) {
  const untold = client.prepare<[number, number], Stored>(
    `SELECT ${COLUMNS} FROM request WHERE news IS NOT NULL AND news_at >= ? AND NOT EXISTS (SELECT 1 FROM told WHERE step = news)
     ORDER BY news_at, number LIMIT ?`,
  );
  const insert = client.prepare("INSERT INTO told (step, at) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const remove = client.prepare("DELETE FROM told WHERE step = ?");
  const tell = client.transaction((steps: readonly string[], at: number) =>
    steps.filter((step) => insert.run(step, at).changes === 1),
  );
  const untell = client.transaction((steps: readonly string[]) => {
    for (const step of steps) remove.run(step);
  });
  return {
    news: async (since: number, limit: number) => untold.all(since, limit).map(seen),
    tell: async (steps: readonly string[], at: number) => tell.immediate(steps, at),
    untell: async (steps: readonly string[]) => untell.immediate(steps),
  };
}
