import type Database from "better-sqlite3";

export interface OutboxRow {
  /** Ascending in the order in which the changes were made. */
  readonly number: number;
  /** When the change was made, in milliseconds since 1970. */
  readonly at: number;
  /** JSON. */
  readonly event: string;
}

/** What was changed in the file of accounts, and is to be recorded. */
export interface AdministrationOutbox {
  /**
   * Runs `change` in a transaction together with whatever it says by `add`: all of it is durable when this returns, and nothing if it throws.
   *
   * @param change synchronous: what it waits for would be outside
   */
  transact<T>(change: (add: (at: number, event: string) => void) => T): T;
  /** The oldest that is still to be recorded. */
  first(): OutboxRow | null;
  /** It is recorded. */
  remove(number: number): void;
}

export function administrationOutboxIn(client: Database.Database): AdministrationOutbox {
  const insert = client.prepare("INSERT INTO administration_outbox (at, event) VALUES (?, ?)");
  const first = client.prepare<[], OutboxRow>(
    "SELECT number, at, event FROM administration_outbox ORDER BY number LIMIT 1",
  );
  const remove = client.prepare("DELETE FROM administration_outbox WHERE number = ?");
  return {
    transact(change) {
      const run = client.transaction(() =>
        change((at, event) => {
          insert.run(at, event);
        }),
      );
      return run.immediate();
    },
    first: () => first.get() ?? null,
    remove: (number) => void remove.run(number),
  };
}
