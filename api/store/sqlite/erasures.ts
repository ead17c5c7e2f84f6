import type Database from "better-sqlite3";
import { RETENTION_CLASSES, type RetentionClass } from "../../../portal/verify/subject.ts";
import {
  type Destruction,
  ERASURE_STATES,
  type ErasureState,
  type ErasureStore,
  type NewErasure,
  remainsForm,
  remainsOf,
} from "../erasures.ts";
import { attempt, StoreMisuse } from "../fault.ts";
import { erasureReads } from "./erasure-reads.ts";
import type { KeyGuard } from "./key-guard.ts";

/** What stands for a stream secret among closed names. */
export const SECRET = "";

export function erasureMethods(client: Database.Database, guard: KeyGuard): ErasureStore {
  const begin = beginning(client, guard);
  const destroy = destroying(client);
  const move = client.prepare(
    `UPDATE erasures SET state = @to, done_at = CASE @to WHEN 'done' THEN @at ELSE done_at END
     WHERE id = @id AND state = @from`,
  );
  const complete = client.prepare(
    "UPDATE erasures SET completed_at = ? WHERE id = ? AND completed_at IS NULL",
  );
  const drop = client.prepare("UPDATE erasures SET sealed_list = NULL WHERE id = ?");
  return {
    ...erasureReads(client),
    beginErasure: async (erasure) => attempt("beginErasure", () => begin.immediate(erasure)),
    async moveErasure(id, from, to, at) {
      assertNext(from, to);
      return attempt("moveErasure", () => move.run({ id, from, to, at }).changes === 1);
    },
    destroyKeys: async (id, d) => attempt("destroyKeys", () => destroy.immediate(id, d)),
    completeErasure: async (id, at) => attempt("completeErasure", () => void complete.run(at, id)),
    dropSealedList: async (id) => attempt("dropSealedList", () => void drop.run(id)),
  };
}

function assertNext(from: ErasureState, to: ErasureState): void {
  const at = ERASURE_STATES.indexOf(from);
  if (ERASURE_STATES[at + 1] !== to || to === "keys-gone")
    throw new StoreMisuse("an erasure goes from one state to the next");
}

function beginning(client: Database.Database, guard: KeyGuard) {
  const there = client.prepare<[string], number>("SELECT 1 FROM erasures WHERE id = ?").pluck();
  const closed = client
    .prepare<[string, string, string], number>(
      "SELECT 1 FROM erased_keys WHERE subject = ? AND retention_class = ? AND expiry = ?",
    )
    .pluck();
  const insert = client.prepare(
    `INSERT INTO erasures (id, cause, state, begun_at, list_key, list, certificate)
     VALUES (?, ?, 'begun', ?, ?, ?, ?)`,
  );
  const insertCertificate = client.prepare(
    `INSERT INTO certificates (id, wrapped) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET wrapped = excluded.wrapped WHERE certificates.wrapped IS NULL`,
  );
  const close = client.prepare(
    "INSERT INTO erased_keys (subject, retention_class, expiry, erasure) VALUES (?, ?, ?, ?)",
  );
  const keep = client.prepare(
    `INSERT INTO kept_keys (subject, retention_class, expiry, until, ground, erasure) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET until = excluded.until, ground = excluded.ground, erasure = excluded.erasure`,
  );
  return client.transaction((erasure: NewErasure) => {
    if (there.get(erasure.id) !== undefined) return "there" as const;
    const names = namesOf(erasure);
    if (names.some((name) => closed.get(...name) !== undefined)) return "overlapping" as const;
    const { list, certificate } = erasure;
    if (list !== null) guard.assertNewest([list.key]);
    if (certificate !== null) {
      if (certificate.wrapped !== null) guard.assertNewest([certificate.wrapped]);
      insertCertificate.run(certificate.id, certificate.wrapped);
    }
    const { lastInsertRowid: number } = insert.run(
      erasure.id,
      erasure.cause,
      erasure.begunAt,
      list?.key ?? null,
      list?.box ?? null,
      certificate?.id ?? null,
    );
    for (const name of names) close.run(...name, number);
    for (const { subject, retentionClass, expiry, until, ground } of erasure.kept)
      keep.run(subject, retentionClass, expiry, until, ground, number);
    return "begun" as const;
  });
}

type ClosedRow = [subject: string, retentionClass: string, expiry: string];

const namesOf = ({ scopes }: Pick<NewErasure, "scopes">): ClosedRow[] =>
  scopes.flatMap(({ subject, keys, secrets }) => [
    ...keys.map(({ retentionClass, expiry }): ClosedRow => [subject, retentionClass, expiry]),
    ...secrets.map((retentionClass): ClosedRow => [subject, retentionClass, SECRET]),
  ]);

interface OpenErasure {
  readonly number: number;
  readonly certificate: Uint8Array | null;
}

function destroying(client: Database.Database) {
  const find = client.prepare<[string], OpenErasure>(
    "SELECT number, certificate FROM erasures WHERE id = ? AND state = 'rows-gone'",
  );
  const closed = client.prepare<
    [number],
    { subject: string; class: RetentionClass; expiry: string }
  >("SELECT subject, retention_class AS class, expiry FROM erased_keys WHERE erasure = ?");
  const takeKey = client.prepare(
    "DELETE FROM sealing_keys WHERE subject = ? AND retention_class = ? AND expiry = ?",
  );
  const takeKeys = client.prepare(
    "DELETE FROM sealing_keys WHERE subject = ? AND retention_class = ?",
  );
  const secrets = client.prepare<[string], Record<RetentionClass, Uint8Array>>(
    "SELECT personal, consent, statutory, access FROM stream_secrets WHERE subject = ?",
  );
  const replace = Object.fromEntries(
    RETENTION_CLASSES.map((name) => [
      name,
      client.prepare(`UPDATE stream_secrets SET ${name} = ? WHERE subject = ?`),
    ]),
  ) as Record<RetentionClass, Database.Statement>;
  const removeSubject = client.prepare("DELETE FROM stream_secrets WHERE subject = ?");
  const newestRoot = client.prepare<[], number | null>("SELECT max(number) FROM root_keys").pluck();
  const endCertificate = client.prepare("UPDATE certificates SET wrapped = NULL WHERE id = ?");
  const note = client.prepare(
    "UPDATE erasures SET state = 'keys-gone', root = ?, list_key = NULL, list = NULL, sealed_list = ? WHERE number = ?",
  );

  /** A subject of whom nothing else is left goes. */
  function takeSecret(subject: string, of: RetentionClass, { remains }: Destruction): void {
    const row = secrets.get(subject);
    if (row === undefined || remainsOf(row[of]) !== null) return;
    const rest = remains.find((one) => one.subject === subject && one.retentionClass === of);
    if (rest === undefined) throw new StoreMisuse("what remains of a secret was not told");
    replace[of].run(remainsForm(rest.hash), subject);
    const others = RETENTION_CLASSES.filter((name) => name !== of);
    if (others.every((name) => remainsOf(row[name]) !== null)) removeSubject.run(subject);
  }

  return client.transaction((id: string, destruction: Destruction) => {
    const found = find.get(id);
    if (found === undefined) return false;
    for (const { subject, class: name, expiry } of closed.all(found.number))
      if (expiry === SECRET) {
        takeKeys.run(subject, name);
        takeSecret(subject, name, destruction);
      } else takeKey.run(subject, name, expiry);
    if (destruction.endCertificate && found.certificate !== null)
      endCertificate.run(found.certificate);
    // Also where nothing was there: what this file does not hold may lie in a newer copy of it, under the root key of now.
    note.run(newestRoot.get() ?? null, destruction.sealedList, found.number);
    return true;
  });
}
