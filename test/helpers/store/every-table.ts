/** Rows in every table of a ledger's database, by every way in which the store writes. */
import type Database from "better-sqlite3";
import type { ColumnValue, RowMac } from "../../../api/store/row-mac.ts";
import type { AnchorRow, Store } from "../../../api/store/store.ts";
import { asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { VOID_ENTRY } from "../../../portal/verify/entry.ts";
import { bytesOf, sealedRecord, stateOf, subjectOf, unit, unitOf } from "./units.ts";

const anchor = (size: number, state: AnchorRow["state"]): AnchorRow => ({
  size: asTreeSize(size),
  state,
  transaction: state === "pending" ? null : `0x${"ab".repeat(32)}`,
  nonce: size,
  block: 70 + size,
  blockHash: `0x${"cd".repeat(32)}`,
  blockTime: 1_795_000_000 + size,
  previousSize: size - 1,
  gasUsed: 72_000,
  gasPrice: 1_500_000_000,
  updatedAt: 1_795_000_000_000 + size,
});

/** A unit with a mark of an idempotency key, an identity and a record. */
export const marked = (label: string) =>
  unitOf([sealedRecord(label)], {
    identities: [{ mac: bytesOf(`identity ${label}`), id: sealedRecord(label).id }],
    idempotency: {
      keyMac: bytesOf(`key ${label}`),
      bodyMac: bytesOf(`body ${label}`),
      outcome: "stored",
      id: sealedRecord(label).id,
      version: 1,
    },
  });

const standing = (label: string, turn = 1) => ({
  key: bytesOf(`standing ${label}`),
  subject: subjectOf(label),
  sealed: bytesOf(`sealed standing ${label} ${turn}`),
  last: 0,
});

/** Into an empty store: 14 entries, and at least two rows in each table. */
export async function fillEveryTable(store: Store): Promise<void> {
  await store.setMeta("origin", "ledger.example/test");
  await store.swapMeta("epoch", null, "one");
  await store.swapMeta("epoch", "one", "two");
  await store.setMeta("origin", "not taken");
  await store.addSubjects([
    { subject: subjectOf("a"), referenceMac: bytesOf("reference a"), createdAt: 5 },
    { subject: subjectOf("b"), referenceMac: null, createdAt: 4 },
  ]);
  await store.addSubjects([
    { subject: subjectOf("a"), referenceMac: null, createdAt: 9 },
    { subject: subjectOf("c"), referenceMac: bytesOf("reference a"), createdAt: 9 },
    { subject: subjectOf("d"), referenceMac: bytesOf("reference d"), createdAt: 9 },
  ]);
  await store.commit([
    { ...unit("a"), standings: [standing("a"), standing("b")] },
    marked("b"),
    { ...unit("a", { version: 2 }), standings: [standing("a", 2)] },
    marked("c"),
  ]);
  // One is refused, and leaves no trace.
  await store.commit([marked("b"), marked("d"), unit("c", { version: 2 })]);
  await store.appendState(stateOf(6));
  await store.fillWithVoid(9, 7);
  await store.restore(9, [{ entry: VOID_ENTRY, recordedAt: 3, dueAt: 4 }], []);
  await store.appendState(stateOf(10));
  await store.commit([unit("e")]);
  await store.seal(batch(0, 7));
  await store.seal(batch(7, 11));
  await store.seal(batch(7, 12));
  for (const size of [7, 9, 11]) await store.putAnchor(anchor(size, "pending"));
  await store.putAnchor(anchor(7, "finalized"));
  await store.removeAnchor(9);
  await store.removeAnchor(10);
  await store.putCosignatures([
    { size: asTreeSize(7), vkey: "auditor.example+1", line: "— auditor.example one\n" },
    { size: asTreeSize(7), vkey: "auditor.example+1", line: "— auditor.example again\n" },
    { size: asTreeSize(7), vkey: "witness.example+2", line: "— witness.example two\n" },
    { size: asTreeSize(11), vkey: "auditor.example+1", line: "— auditor.example three\n" },
  ]);
  await eraseSome(store);
}

/** Behind 12 entries two more, which are of somebody who is erased. */
async function eraseSome(store: Store): Promise<void> {
  const subject = subjectOf("erased");
  const gone = (label: string) => {
    const own = marked(label);
    const records = own.records.map((record) => ({ ...record, subject }));
    return { ...own, records, standings: [{ ...standing(label), subject }] };
  };
  await store.commit([gone("gone"), gone("gone too")]);
  const keys = [{ retentionClass: "statutory", expiry: "2036" }] as const;
  await store.erase([{ subject, keys, closes: ["consent", "personal"] }], []);
}

const batch = (from: number, size: number) => ({
  from: asTreeSize(from),
  tiles: [{ level: 0, n: 0, hashes: new Uint8Array(32 * size).fill(5) }],
  checkpoint: {
    size: asTreeSize(size),
    root: asRootHash(bytesOf(`root ${size}`)),
    note: `note of ${size}\n`,
    sealedAt: 1_795_000_000_000 + size,
  },
});

/** Takes a closed database back to what the first two migrations made of it, rows and all. */
export function beforeRowMacs(database: Database.Database): void {
  const triggers = database
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('counters', 'cosignatures', 'standings')`,
    )
    .pluck()
    .all();
  for (const name of triggers) database.exec(`DROP TRIGGER ${name}`);
  beforeErasure(database);
  database.exec("DROP TABLE counters; DROP TABLE cosignatures; DROP TABLE standings;");
  for (const table of ["meta", "subjects", "idempotency", "checkpoints"]) {
    database.exec(`DROP INDEX ${table}_by_number; ALTER TABLE ${table} DROP COLUMN number`);
  }
  for (const table of ["meta", "entries", "subjects", "idempotency", "checkpoints", "anchors"]) {
    database.exec(`ALTER TABLE ${table} DROP COLUMN mac`);
  }
  database.exec("ALTER TABLE anchors DROP COLUMN gas_price");
  database.exec("DELETE FROM migrations WHERE number >= 2");
}

/** Takes a closed database back to what the fifth migration made of it; nobody must be erased in it. */
export function beforeErasure(database: Database.Database): void {
  for (const name of ["records_no_delete", "idempotency_no_delete", "standings_no_delete"])
    database.exec(`DROP TRIGGER IF EXISTS ${name}`);
  database.exec(`CREATE TRIGGER standings_no_delete BEFORE DELETE ON standings
BEGIN SELECT RAISE(ABORT, 'a standing is never deleted'); END`);
  for (const name of ["identities_of", "idempotency_of", "standings_of"])
    database.exec(`DROP INDEX ${name}`);
  database.exec("DROP TABLE erased; DROP TABLE closed; DROP TABLE vacated;");
  const kept = database
    .prepare<[], string>("SELECT sql FROM sqlite_schema WHERE name = 'counters_no_delete'")
    .pluck()
    .get();
  database.exec("DROP TRIGGER IF EXISTS counters_no_delete");
  database.exec("DELETE FROM counters WHERE name IN ('erased', 'closed', 'vacated')");
  if (kept !== undefined) database.exec(kept);
}

/** Takes the anchors of a closed database back to what the fourth migration left. */
export function beforeGasPrice(database: Database.Database, rowMac: RowMac): void {
  database.exec("ALTER TABLE anchors DROP COLUMN gas_price");
  const columns =
    "size, state, transaction_hash, nonce, block, block_hash, block_time, gas_used, updated_at, previous_size";
  const write = database.prepare("UPDATE anchors SET mac = ? WHERE size = ?");
  for (const row of database
    .prepare<[], ColumnValue[]>(`SELECT ${columns} FROM anchors`)
    .raw()
    .all())
    write.run(rowMac("anchors", row), row[0]);
}
