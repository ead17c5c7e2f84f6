/** Messages to partners, how sending them went, and what was acknowledged. */
import type Database from "better-sqlite3";
import type {
  Acknowledged,
  Attempt,
  MessageCounts,
  MessageQueue,
  MessageRow,
  NewMessage,
  PartnerStore,
  QueuedMessage,
} from "../partner-store.ts";

type Methods = MessageQueue &
  Pick<
    PartnerStore,
    | "message"
    | "messages"
    | "attemptsOf"
    | "recorded"
    | "keepBack"
    | "replay"
    | "acknowledge"
    | "counts"
    | "overdue"
  >;

const QUEUED = `number, id, organization, agreement, subject, type, body, made_at AS "madeAt", attempts`;
const COLUMNS = `${QUEUED}, version, state, next_at AS "nextAt", delivered_at AS "deliveredAt", delete_by AS "deleteBy",
  acknowledge_by AS "acknowledgeBy", received_at AS "receivedAt", received_came AS "receivedCame",
  done_at AS "doneAt", done_came AS "doneCame", recorded`;
type Row = Omit<MessageRow, "recorded"> & { readonly recorded: number };
const rowOf = ({ recorded, ...row }: Row): MessageRow => ({ ...row, recorded: recorded === 1 });

/** Waits, and nothing that comes before it does. Found through indexes, however much waits. */
const FIRST = `state = 'waiting' AND organization = ? AND NOT EXISTS (
  SELECT 1 FROM message AS earlier WHERE earlier.state = 'waiting' AND earlier.organization = message.organization
    AND ifnull(earlier.subject, earlier.agreement) = ifnull(message.subject, message.agreement) AND earlier.number < message.number)`;
/** As the index of those has it. */
const OPEN = `((received_at IS NULL AND acknowledge_by IS NOT NULL) OR (done_at IS NULL AND delete_by IS NOT NULL))`;
const OVERDUE = `${OPEN} AND ((received_at IS NULL AND acknowledge_by < @now) OR (done_at IS NULL AND delete_by < @now))`;
/** Attempts that are kept of each message. */
const ATTEMPTS = 30;

export function partnerMessagesIn(client: Database.Database) {
  const put = client.prepare(
    `INSERT INTO message (id, organization, agreement, version, subject, type, body, made_at, state, next_at, delete_by, acknowledge_by)
     VALUES (@id, @organization, @agreement, @version, @subject, @type, @body, @madeAt, 'waiting', @madeAt, @deleteBy, @acknowledgeBy)
     ON CONFLICT (id) DO NOTHING`,
  );
  // What is acknowledged has come, whatever was noted of sending it.
  const received = client.prepare(
    `UPDATE message SET received_at = min(ifnull(received_at, @at), @at), received_came = min(ifnull(received_came, @came), @came),
     state = 'delivered', next_at = NULL, delivered_at = ifnull(delivered_at, @at) WHERE id = @id`,
  );
  const done = client.prepare(
    "UPDATE message SET done_at = min(ifnull(done_at, @at), @at), done_came = min(ifnull(done_came, @came), @came) WHERE id = @id",
  );
  const acknowledge = client.transaction(({ id, what, at, came }: Acknowledged): void => {
    received.run({ id, at, came });
    if (what === "done") done.run({ id, at, came });
  });
  return {
    put: (message: NewMessage) => put.run(message),
    acknowledge,
    methods: methodsIn(client, (message) => put.run(message), acknowledge),
  };
}

function methodsIn(
  client: Database.Database,
  put: (message: NewMessage) => void,
  acknowledge: (acknowledged: Acknowledged) => void,
): Methods {
  const due = client.prepare<[string, number, number], QueuedMessage>(
    `SELECT ${QUEUED} FROM message WHERE ${FIRST} AND next_at <= ? ORDER BY next_at, number LIMIT ?`,
  );
  const next = client
    .prepare<[string], number>(
      `SELECT next_at FROM message WHERE ${FIRST} ORDER BY next_at, number LIMIT 1`,
    )
    .pluck();
  const tried = client.prepare(
    `INSERT INTO attempt (message, number, at, outcome, milliseconds)
     VALUES (@number, (SELECT ifnull(max(number), 0) + 1 FROM attempt WHERE message = @number), @at, @outcome, @milliseconds)`,
  );
  const forget = client.prepare(
    `DELETE FROM attempt WHERE message = @number AND number <= (SELECT max(number) FROM attempt WHERE message = @number) - ${ATTEMPTS}`,
  );
  const noted = client.prepare(
    `UPDATE message SET attempts = attempts + 1,
       state = CASE WHEN state = 'waiting' THEN @state ELSE state END,
       next_at = CASE WHEN state = 'waiting' THEN @nextAt END,
       delivered_at = CASE WHEN @state = 'delivered' THEN ifnull(delivered_at, @at) ELSE delivered_at END
     WHERE number = @number`,
  );
  const attempted = client.transaction((number: number, attempt: AttemptOutcome): void => {
    const { at, outcome, milliseconds, delivered } = attempt;
    const nextAt = delivered ? null : attempt.nextAt;
    const state = delivered ? "delivered" : nextAt === null ? "given_up" : "waiting";
    if (noted.run({ number, at, state, nextAt }).changes === 0) return;
    tried.run({ number, at, outcome, milliseconds });
    forget.run({ number });
  });
  const one = client.prepare<[string], Row>(`SELECT ${COLUMNS} FROM message WHERE id = ?`);
  const page = client.prepare<unknown[], Row>(
    `SELECT ${COLUMNS} FROM message WHERE agreement = @agreement AND number < @below
       AND (@organization IS NULL OR organization = @organization) AND (@state IS NULL OR state = @state)
     ORDER BY number DESC LIMIT @limit`,
  );
  const attempts = client.prepare<[number], Attempt>(
    "SELECT at, outcome, milliseconds FROM attempt WHERE message = ? ORDER BY number",
  );
  const onRecord = client.prepare("UPDATE message SET recorded = 1 WHERE number = ?");
  const recorded = client.transaction((numbers: readonly number[]): void => {
    for (const number of numbers) onRecord.run(number);
  });
  const keepBack = client.prepare(
    "UPDATE message SET next_at = ? WHERE number = ? AND state = 'waiting'",
  );
  const replay = client.prepare(
    "UPDATE message SET state = 'waiting', next_at = min(ifnull(next_at, @now), @now) WHERE number = @number",
  );
  const OF = "agreement = @agreement AND (@organization IS NULL OR organization = @organization)";
  const counts = client.prepare<unknown[], MessageCounts>(
    `SELECT (SELECT count(*) FROM message WHERE ${OF} AND state = 'waiting') AS waiting,
       (SELECT count(*) FROM message WHERE ${OF} AND state = 'given_up') AS "givenUp",
       (SELECT count(*) FROM message WHERE ${OF} AND ${OVERDUE}) AS overdue`,
  );
  const overdue = client
    .prepare<unknown[], number>(`SELECT count(*) FROM message WHERE ${OVERDUE}`)
    .pluck();
  return {
    due: async (organizations, now, limit) =>
      organizations
        .flatMap((one) => due.all(one, now, limit))
        .sort((a, b) => a.number - b.number)
        .slice(0, limit),
    nextDue: async (organizations) => {
      const all = organizations.flatMap((one) => next.get(one) ?? []);
      return all.length === 0 ? null : Math.min(...all);
    },
    attempted: async (number, attempt) => attempted.immediate(number, attempt),
    put: async (message) => put(message),
    message: async (id) => {
      const row = one.get(id);
      return row === undefined ? null : rowOf(row);
    },
    messages: async ({ below, ...query }) =>
      page.all({ ...query, below: below ?? Number.MAX_SAFE_INTEGER }).map(rowOf),
    attemptsOf: async (number) => attempts.all(number),
    recorded: async (numbers) => recorded.immediate(numbers),
    keepBack: async (number, until) => void keepBack.run(until, number),
    replay: async (number, now) => replay.run({ number, now }).changes === 1,
    acknowledge: async (acknowledged) => acknowledge(acknowledged),
    counts: async (agreement, organization, now) => counts.get({ agreement, organization, now })!,
    overdue: async (now) => overdue.get({ now }) ?? 0,
  };
}

type AttemptOutcome = Parameters<MessageQueue["attempted"]>[1];
