import type Database from "better-sqlite3";
import { attempt } from "../fault.ts";
import type { KeyStore, SealingKeyName, WrappedSealingKey, WrappedSecrets } from "../key-store.ts";
import { plain } from "./bytes.ts";
import { openDatabase } from "./open.ts";

export interface SqliteKeyStoreOptions {
  /** Path of the key file; made with mode 0600, its missing directories with 0700. */
  readonly file: string;
}

/** The key store in one SQLite file of its own. Owned by one process, like the ledger's database. */
export async function openSqliteKeyStore(options: SqliteKeyStoreOptions): Promise<KeyStore> {
  return attempt("open", () => {
    const { client, close } = openDatabase(options.file, "keys");
    return {
      ...secretMethods(client),
      ...sealingKeyMethods(client),
      ...namedMethods(client),
      close: async () => close(),
    };
  });
}

interface SecretsRow {
  readonly subject: string;
  readonly personal: Uint8Array;
  readonly consent: Uint8Array;
  readonly statutory: Uint8Array;
  readonly access: Uint8Array;
}

function secretMethods(client: Database.Database): Pick<KeyStore, "addSecrets" | "secrets"> {
  const insert = client.prepare(
    `INSERT INTO stream_secrets (subject, personal, consent, statutory, access)
     VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const read = client.prepare<[string], SecretsRow>(
    "SELECT subject, personal, consent, statutory, access FROM stream_secrets WHERE subject = ?",
  );
  const add = client.transaction((rows: readonly WrappedSecrets[]) => {
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

type SealingKeyMethods = Pick<KeyStore, "addSealingKeys" | "sealingKeys">;

function sealingKeyMethods(client: Database.Database): SealingKeyMethods {
  const insert = client.prepare(
    `INSERT INTO sealing_keys (subject, retention_class, expiry, wrapped)
     VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const read = client
    .prepare<[string, string, string], Uint8Array>(
      "SELECT wrapped FROM sealing_keys WHERE subject = ? AND retention_class = ? AND expiry = ?",
    )
    .pluck();

  function keyOf({ subject, retentionClass, expiry }: SealingKeyName): WrappedSealingKey | null {
    const wrapped = read.get(subject, retentionClass, expiry);
    if (wrapped === undefined) return null;
    return { subject, retentionClass, expiry, wrapped: plain(wrapped) };
  }

  const add = client.transaction((rows: readonly WrappedSealingKey[]) =>
    rows.map((row) => {
      insert.run(row.subject, row.retentionClass, row.expiry, row.wrapped);
      return keyOf(row) as WrappedSealingKey;
    }),
  );

  const keysOf = client.transaction((names: readonly SealingKeyName[]) => names.map(keyOf));

  return {
    addSealingKeys: async (rows) => attempt("addSealingKeys", () => add.immediate(rows)),
    sealingKeys: async (names) => attempt("sealingKeys", () => keysOf(names)),
  };
}

function namedMethods(client: Database.Database): Pick<KeyStore, "addNamed" | "named"> {
  const insert = client.prepare(
    "INSERT INTO named_secrets (name, wrapped) VALUES (?, ?) ON CONFLICT DO NOTHING",
  );
  const read = client
    .prepare<[string], Uint8Array>("SELECT wrapped FROM named_secrets WHERE name = ?")
    .pluck();

  function named(name: string): Uint8Array | null {
    const wrapped = read.get(name);
    return wrapped === undefined ? null : plain(wrapped);
  }

  const add = client.transaction((name: string, wrapped: Uint8Array) => {
    insert.run(name, wrapped);
    return named(name) as Uint8Array;
  });

  return {
    addNamed: async (name, wrapped) => attempt("addNamed", () => add.immediate(name, wrapped)),
    named: async (name) => attempt("named", () => named(name)),
  };
}
