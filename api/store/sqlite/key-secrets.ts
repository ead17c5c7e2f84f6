import type Database from "better-sqlite3";
import { attempt } from "../fault.ts";
import type { KeyStore, WrappedSecrets } from "../key-store.ts";
import { plain } from "./bytes.ts";
import type { KeyGuard } from "./key-guard.ts";

interface SecretsRow {
  readonly subject: string;
  readonly personal: Uint8Array;
  readonly consent: Uint8Array;
  readonly statutory: Uint8Array;
  readonly access: Uint8Array;
}

/** Stream secrets of subjects. */
export function secretMethods(
  client: Database.Database,
  guard: KeyGuard,
): Pick<KeyStore, "addSecrets" | "secrets"> {
  const insert = client.prepare(
    `INSERT INTO stream_secrets (subject, personal, consent, statutory, access)
     VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const read = client.prepare<[string], SecretsRow>(
    "SELECT subject, personal, consent, statutory, access FROM stream_secrets WHERE subject = ?",
  );
  const add = client.transaction((rows: readonly WrappedSecrets[]) => {
    guard.assertOpenSubjects(rows.map(({ subject }) => subject));
    guard.assertNewest(rows.flatMap(({ secrets }) => Object.values(secrets)));
    for (const { subject, secrets: s } of rows) {
      insert.run(subject, s.personal, s.consent, s.statutory, s.access);
    }
  });

  function secretsOf(name: string): WrappedSecrets | null {
    const row = read.get(name);
    if (row === undefined) return null;
    const secrets = {
      personal: plain(row.personal),
      consent: plain(row.consent),
      statutory: plain(row.statutory),
      access: plain(row.access),
    };
    return { subject: row.subject, secrets };
  }

  // One read transaction: beginning and ending one for each costs as much as the looking up.
  const secretsOfAll = client.transaction((subjects: readonly string[]) => subjects.map(secretsOf));

  return {
    addSecrets: async (rows) => attempt("addSecrets", () => add.immediate(rows)),
    secrets: async (subjects) => attempt("secrets", () => secretsOfAll(subjects)),
  };
}
