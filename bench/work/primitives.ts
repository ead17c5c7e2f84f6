/**
 * The limit: what bulk ingest cannot be faster than. For each record the same AEAD over the same bytes; every SHA-256 that the formats
 * ask for, over inputs of the same lengths, with the fastest function there is (api/core/hash.ts), the digest put into memory; and
 * the rows that it writes, column by column, with bare better-sqlite3 under the same durability. Nothing else: no JSON, no base64,
 * no random bytes, no keys to find, nothing to look up, no trigger and no check.
 */
import { randomFillSync } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import sodium from "sodium-native";
import { systemClock } from "../../api/core/clock.ts";
import { sha256Into } from "../../api/core/hash.ts";
import { newRecordId, systemRandom } from "../../api/core/random.ts";
import { collectGarbage, collectYoung, stopwatch, type Took } from "./stopwatch.ts";

/** What one record weighs, as the ledger made it. Bytes. */
export interface RecordShape {
  readonly plaintext: number;
  readonly associatedData: number;
  /** Inputs of the hashes, each HMAC being two. */
  readonly hashed: readonly number[];
  readonly kind: string;
  readonly retentionClass: string;
  readonly expiry: string;
}

/**
 * Where the rows go. `appended`: one behind the other, so that none could be found again or be known to be there twice; that is
 * the limit. `keyed`: into the ledger's own tables with their keys and indexes, which is what storing these rows really takes.
 */
export type Placement = "appended" | "keyed";

/** The columns of the ledger's tables that a record writes to. */
const TABLES = {
  entries: "idx INTEGER PRIMARY KEY, entry, leaf_hash, recorded_at, due_at",
  records:
    "idx INTEGER PRIMARY KEY, id, version, kind, subject, retention_class, expiry, sealed, content_mac",
  identities: "mac, id",
  streams: "key, seq, idx, leaf_hash",
} as const;

type Row = (string | number | Buffer)[];
type Rows = Readonly<Record<keyof typeof TABLES, Row>>;

async function createTables(database: Database.Database, placement: Placement): Promise<void> {
  if (placement === "appended") {
    for (const [name, columns] of Object.entries(TABLES))
      database.exec(`CREATE TABLE ${name} (${columns})`);
    return;
  }
  await createOwnTables(database, "ledger");
}

/** The product's own tables, with their keys and indexes, and without their triggers. */
export async function createOwnTables(
  database: Database.Database,
  of: "ledger" | "map",
): Promise<void> {
  const folder = join(import.meta.dirname, "../../api/store/sqlite/migrations", of);
  for (const file of (await readdir(folder)).sort())
    database.exec(await readFile(join(folder, file), "utf8"));
  const triggers = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    .pluck()
    .all();
  for (const name of triggers) database.exec(`DROP TRIGGER ${name}`);
}

function inserter(database: Database.Database, placement: Placement): (rows: Rows) => void {
  const statements = Object.entries(TABLES).map(([name, columns]) => {
    const names = columns.split(", ").map((column) => column.split(" ")[0]!);
    const values = names.map(() => "?").join(", ");
    const replacing =
      name === "streams" && placement === "keyed"
        ? "ON CONFLICT (key) DO UPDATE SET seq = excluded.seq, idx = excluded.idx, leaf_hash = excluded.leaf_hash"
        : "";
    const text = `INSERT INTO ${name} (${names.join(", ")}) VALUES (${values}) ${replacing}`;
    return [name as keyof typeof TABLES, database.prepare(text)] as const;
  });
  return (rows) => {
    for (const [name, statement] of statements) statement.run(...rows[name]);
  };
}

const bytes = (length: number): Buffer => randomFillSync(Buffer.alloc(length));

/** The bare primitives on files of their own, for `count` records in groups of `group`. */
export async function openPrimitives(shape: RecordShape, placement: Placement, subjects: number) {
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-primitives-"));
  const database = new Database(join(folder, "bare.db"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = OFF");
  // The ledger's own, which are the best known for both.
  database.pragma("cache_size = -65536");
  database.pragma("wal_autocheckpoint = 4096");
  await createTables(database, placement);
  const insert = inserter(database, placement);
  const key = bytes(32);
  const nonce = bytes(24);
  const plain = bytes(shape.plaintext);
  const label = bytes(shape.associatedData);
  const box = Buffer.alloc(shape.plaintext + 16);
  const inputs = shape.hashed.map((length) => Buffer.alloc(length, "x"));
  const digest = Buffer.alloc(32);
  const known = Array.from({ length: subjects }, () => ({
    subject: bytes(32).toString("base64url"),
    stream: bytes(32),
  }));
  const random = systemRandom();
  let next = 0;

  function draw(): Rows {
    const id = newRecordId(systemClock, random);
    const { subject, stream } = known[Math.floor(random.bytes(4).readUInt32BE() % subjects)]!;
    const { kind, retentionClass, expiry } = shape;
    const [idx, now] = [next++, systemClock.now()];
    const sealed = bytes(shape.plaintext + 40);
    return {
      entries: [idx, bytes(105), bytes(32), now, now],
      records: [idx, id, 1, kind, subject, retentionClass, expiry, sealed, bytes(32)],
      identities: [bytes(32), id],
      streams: [stream, 1 + (idx % 1_000), idx, bytes(32)],
    };
  }

  const work = database.transaction((all: readonly Rows[]) => {
    for (const rows of all) {
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(box, plain, label, null, nonce, key);
      for (const input of inputs) sha256Into(digest, 0, input);
      insert(rows);
    }
  });

  return {
    async run(count: number, group: number): Promise<Took> {
      const watch = stopwatch();
      const all = Array.from({ length: count }, draw);
      collectGarbage();
      for (let done = 0; done < count; done += group) {
        const rows = all.slice(done, done + group);
        await watch.time(() => work.immediate(rows));
      }
      await watch.time(collectYoung);
      return watch.took();
    },
    async close(): Promise<void> {
      database.close();
      await rm(folder, { recursive: true });
    },
  };
}
