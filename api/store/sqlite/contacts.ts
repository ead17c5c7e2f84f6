import type Database from "better-sqlite3";

export interface ContactRow {
  readonly subject: string;
  readonly relation: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface ContactRows {
  /** Ties them, or says anew how. */
  tie(mac: Uint8Array, row: ContactRow): void;
  /** False: they were not tied. */
  untie(mac: Uint8Array, subject: string): boolean;
  /** All that the subject is tied to. How many that were. */
  forget(subject: string): number;
  /** Of an address, the first that was tied first. */
  of(mac: Uint8Array): readonly ContactRow[];
  /** Of a subject. */
  to(subject: string): readonly ContactRow[];
}

const COLUMNS = 'subject, relation, created_at AS "createdAt"';

export function contactsIn(client: Database.Database): ContactRows {
  const tie = client.prepare(
    `INSERT INTO contact (mac, subject, relation, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET relation = excluded.relation`,
  );
  const untie = client.prepare("DELETE FROM contact WHERE mac = ? AND subject = ?");
  const forget = client.prepare("DELETE FROM contact WHERE subject = ?");
  const of = client.prepare<[Uint8Array], ContactRow>(
    `SELECT ${COLUMNS} FROM contact WHERE mac = ? ORDER BY created_at, subject`,
  );
  const to = client.prepare<[string], ContactRow>(
    `SELECT ${COLUMNS} FROM contact WHERE subject = ? ORDER BY created_at`,
  );
  return {
    tie: (mac, row) => void tie.run(mac, row.subject, row.relation, row.createdAt),
    untie: (mac, subject) => untie.run(mac, subject).changes === 1,
    forget: (subject) => forget.run(subject).changes,
    of: (mac) => of.all(mac),
    to: (subject) => to.all(subject),
  };
}
