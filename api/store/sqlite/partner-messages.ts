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
    "message" | "messages" | "attemptsOf" | "recorded" | "replay" | "acknowledge" | "counts"
  >;

const QUEUED = `number, id, organization, agreement, subject, type, body, made_at AS "madeAt", attempts`;
const COLUMNS = `${QUEUED}, version, state, next_at AS "nextAt", delivered_at AS "deliveredAt", delete_by AS "deleteBy",
  acknowledge_by AS "acknowledgeBy", received_at AS "receivedAt", done_at AS "doneAt", recorded`;
type Row = Omit<MessageRow, "recorded"> & { readonly recorded: number };
const rowOf = ({ recorded, ...row }: Row): MessageRow => ({ ...row, recorded: recorded === 1 });

/** Of each person, or where it is of nobody of each organization, the one that goes first. */
const FIRST = `SELECT min(number) AS number FROM message
  WHERE state = 'waiting' AND organization IN (SELECT value FROM json_each(?))
  GROUP BY organization, ifnull(subject, '')`;
const OVERDUE = `((received_at IS NULL AND acknowledge_by < @now) OR (done_at IS NULL AND delete_by < @now))`;

export function partnerMessagesIn(client: Database.Database) {
  const put = client.prepare(
    `INSERT INTO message (id, organization, agreement, version, subject, type, body, made_at, state, next_at, delete_by, acknowledge_by)
     VALUES (@id, @organization, @agreement, @version, @subject, @type, @body, @madeAt, 'waiting', @madeAt, @deleteBy, @acknowledgeBy)
     ON CONFLICT (id) DO NOTHING`,
  );
  // What is acknowledged has come, whatever was noted of sending it.
  const received = client.prepare(
    `UPDATE message SET received_at = min(ifnull(received_at, @at), @at), state = 'delivered', next_at = NULL,
     delivered_at = ifnull(delivered_at, @at) WHERE id = @id`,
  );
  const done = client.prepare(
    "UPDATE message SET done_at = min(ifnull(done_at, @at), @at) WHERE id = @id",
  );
  const acknowledge = client.transaction(({ id, what, at }: Acknowledged): void => {
    received.run({ id, at });
    if (what === "done") done.run({ id, at });
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
    `SELECT ${QUEUED} FROM message WHERE number IN (${FIRST}) AND next_at <= ? ORDER BY number LIMIT ?`,
  );
  const next = client
    .prepare<[string], number | null>(`SELECT min(next_at) FROM message WHERE number IN (${FIRST})`)
    .pluck();
  const tried = client.prepare(
    `INSERT INTO attempt (message, number, at, outcome, milliseconds)
     VALUES (@number, (SELECT count(*) + 1 FROM attempt WHERE message = @number), @at, @outcome, @milliseconds)`,
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
    if (noted.run({ number, at, state, nextAt }).changes === 1)
      tried.run({ number, at, outcome, milliseconds });
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
  const replay = client.prepare(
    "UPDATE message SET state = 'waiting', next_at = ? WHERE number = ? AND state <> 'waiting'",
  );
  const counts = client.prepare<unknown[], MessageCounts>(
    `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'given_up') AS "givenUp",
       count(*) FILTER (WHERE ${OVERDUE}) AS overdue
     FROM message WHERE (@agreement IS NULL OR agreement = @agreement) AND (@organization IS NULL OR organization = @organization)`,
  );
  return {
    due: async (organizations, now, limit) => due.all(JSON.stringify(organizations), now, limit),
    nextDue: async (organizations) => next.get(JSON.stringify(organizations)) ?? null,
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
    replay: async (number, now) => replay.run(now, number).changes === 1,
    acknowledge: async (acknowledged) => acknowledge(acknowledged),
    counts: async (agreement, organization, now) => counts.get({ agreement, organization, now })!,
  };
}

type AttemptOutcome = Parameters<MessageQueue["attempted"]>[1];
