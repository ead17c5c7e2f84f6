import type Database from "better-sqlite3";
import { attempt } from "../fault.ts";
import type { SealingKeyName } from "../key-name.ts";
import type { KeyStore, WrappedSealingKey } from "../key-store.ts";
import { plain } from "./bytes.ts";
import { erasureMethods } from "./erasures.ts";
import { rootKeyMethods } from "./key-forms.ts";
import { type KeyGuard, keyGuard } from "./key-guard.ts";
import { secretMethods } from "./key-secrets.ts";
import { openDatabase } from "./open.ts";

export interface SqliteKeyStoreOptions {
  /** Path of the key file; made with mode 0600, its missing directories with 0700. */
  readonly file: string;
}

/** The key store in one SQLite file of its own. Owned by one process, like the ledger's database. */
export async function openSqliteKeyStore(options: SqliteKeyStoreOptions): Promise<KeyStore> {
  return attempt("open", () => {
    const { client, close, scrub } = openDatabase(options.file, "keys");
    const guard = keyGuard(client);
    return {
      ...secretMethods(client, guard),
      ...sealingKeyMethods(client, guard),
      ...namedMethods(client, guard),
      ...erasureMethods(client, guard),
      ...rootKeyMethods(client),
      scrub,
      close: async () => close(),
    };
  });
}

type SealingKeyMethods = Pick<KeyStore, "addSealingKeys" | "sealingKeys">;

function sealingKeyMethods(client: Database.Database, guard: KeyGuard): SealingKeyMethods {
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

  const add = client.transaction((rows: readonly WrappedSealingKey[]) => {
    guard.assertOpen(rows);
    guard.assertNewest(rows.map(({ wrapped }) => wrapped));
    return rows.map((row) => {
      insert.run(row.subject, row.retentionClass, row.expiry, row.wrapped);
      return keyOf(row) as WrappedSealingKey;
    });
  });

  const keysOf = client.transaction((names: readonly SealingKeyName[]) => names.map(keyOf));

  return {
    addSealingKeys: async (rows) => attempt("addSealingKeys", () => add.immediate(rows)),
    sealingKeys: async (names) => attempt("sealingKeys", () => keysOf(names)),
  };
}

function namedMethods(
  client: Database.Database,
  guard: KeyGuard,
): Pick<KeyStore, "addNamed" | "named"> {
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
    guard.assertNewest([wrapped]);
    insert.run(name, wrapped);
    return named(name) as Uint8Array;
  });

  return {
    addNamed: async (name, wrapped) => attempt("addNamed", () => add.immediate(name, wrapped)),
    named: async (name) => attempt("named", () => named(name)),
  };
}
