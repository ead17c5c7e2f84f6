/** Erasing people where partners are told: what was given goes at once, messages as soon as nobody waits for anything of them. */
import type Database from "better-sqlite3";

const DAY = 86_400_000;
/** One that could not be told may be sent again by hand for so long. */
const GIVEN_UP_KEPT = 90 * DAY;
/** What a partner has not acknowledged so long after it was due does not come any more. */
const UNACKNOWLEDGED_KEPT = 365 * DAY;

/** Nothing is waited for: it was told and acknowledged as far as the terms want it, or nobody will. */
const OVER = `CASE state
  WHEN 'waiting' THEN 0
  WHEN 'given_up' THEN made_at < @now - ${GIVEN_UP_KEPT}
  ELSE (received_at IS NOT NULL OR acknowledge_by IS NULL OR acknowledge_by < @now - ${UNACKNOWLEDGED_KEPT})
    AND (done_at IS NOT NULL OR delete_by IS NULL OR delete_by < @now - ${UNACKNOWLEDGED_KEPT})
  END`;

export function partnerErasedIn(client: Database.Database) {
  const removeRecords = client.prepare(
    "DELETE FROM given_record WHERE given IN (SELECT number FROM given WHERE subject = ?)",
  );
  const removeGiven = client.prepare("DELETE FROM given WHERE subject = ?");
  const removeSeen = client.prepare("DELETE FROM usage_seen WHERE what = 'subject' AND id = ?");
  const note = client.prepare(
    "INSERT INTO erased_subject (subject) VALUES (?) ON CONFLICT DO NOTHING",
  );
  const prune = client.prepare(
    `DELETE FROM message WHERE subject IN (SELECT subject FROM erased_subject) AND ${OVER}`,
  );
  const forget = client.prepare(
    "DELETE FROM erased_subject WHERE NOT EXISTS (SELECT 1 FROM message WHERE message.subject = erased_subject.subject)",
  );
  const pruneAll = client.transaction((now: number): number => {
    const { changes } = prune.run({ now });
    forget.run();
    return changes;
  });
  return {
    /** Within a transaction. */
    erase(subjects: readonly string[]): void {
      for (const subject of subjects) {
        removeRecords.run(subject);
        removeGiven.run(subject);
        removeSeen.run(subject);
        note.run(subject);
      }
    },
    prune: (now: number): number => pruneAll.immediate(now),
  };
}
