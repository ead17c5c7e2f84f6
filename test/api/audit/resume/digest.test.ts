import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digestRows } from "../../../../api/audit/resume/digest.ts";
import type { AuditedFile, RawRow } from "../../../../api/store/audit-store.ts";
import { openLedgerSnapshot, openSnapshot } from "../../../../api/store/sqlite/audit/snapshot.ts";
import { fillSmall } from "../../../helpers/audit/fill.ts";
import { auditOptions, newInstallation, remove } from "../../../helpers/audit/installation.ts";
import {
  columnsOf,
  described,
  keyOf,
  lengthOf,
  openTamper,
  type Tamper,
  withByte,
} from "../../../helpers/audit/tamper.ts";

const [FROM, TO] = [2, 6];
let directory: string;
let tampers: Readonly<Record<"ledger" | "keys", Tamper>>;

beforeAll(async () => {
  const installation = await newInstallation("digest");
  await fillSmall(installation);
  await installation.close();
  ({ directory } = installation);
  const { files } = auditOptions(directory);
  tampers = { ledger: openTamper("ledger", files.ledger), keys: openTamper("keys", files.keys) };
}, 180_000);
afterAll(() => {
  for (const tamper of Object.values(tampers)) tamper.close();
  remove(directory);
});

async function digest(asked?: Uint8Array): Promise<string> {
  const { files } = auditOptions(directory);
  const [ledger, keys] = [openLedgerSnapshot(files.ledger), openSnapshot("keys", files.keys)];
  try {
    return await digestRows({ ledger, keys }, FROM, TO, asked);
  } finally {
    await ledger.close();
    await keys.close();
  }
}

/** What becomes of the digest if a row is changed, column by column, and deleted. */
async function changes(
  file: "ledger" | "keys",
  table: string,
  row: RawRow,
): Promise<Record<string, boolean>> {
  const tamper = tampers[file];
  const before = await digest();
  const key = keyOf(file, table, row);
  const found: Record<string, boolean> = {};
  for (const [at, column] of columnsOf(file as AuditedFile, table).entries()) {
    const value = row[at] ?? null;
    if (described(file, table).key.includes(column)) continue;
    tamper.set(table, key, column, withByte(value, lengthOf(value) - 1, 0x80));
    found[column] = (await digest()) !== before;
    tamper.set(table, key, column, value);
  }
  tamper.remove(table, key);
  found.deleted = (await digest()) !== before;
  tamper.insert(table, row);
  expect(await digest()).toBe(before);
  return found;
}

const rowAt = (table: string, index: number): RawRow =>
  tampers.ledger.rows(table).find(([own]) => own === index) as RawRow;

describe("the digest of what records are checked by", () => {
  it("is another one where remembered requests say something else of the records", async () => {
    const before = await digest();
    const mark = new Uint8Array(50);
    const others = [mark, mark.with(49, 1), mark.with(0, 1), new Uint8Array(100)];
    const digests = await Promise.all(others.map(digest));
    expect(new Set([before, ...digests]).size).toBe(5);
    expect(await digest(new Uint8Array(0))).toBe(before);
  });

  it("changes with every byte of a record, and of what is looked at beside it", async () => {
    const record = rowAt("records", FROM);
    expect(new Set(Object.values(await changes("ledger", "records", record)))).toEqual(
      new Set([true]),
    );
    expect(await changes("ledger", "entries", rowAt("entries", FROM))).toEqual({
      ...{ entry: true, recorded_at: true, deleted: true },
      // The log's part of an audit reads these, and is done again.
      ...{ leaf_hash: false, due_at: false, mac: false },
    });
    const [, , , , subject, retention, expiry] = record;
    const sealing = tampers.keys
      .rows("sealing_keys")
      .find((row) => row[0] === subject && row[1] === retention && row[2] === expiry) as RawRow;
    expect(await changes("keys", "sealing_keys", sealing)).toEqual({
      wrapped: true,
      deleted: true,
    });
    const secrets = tampers.keys.rows("stream_secrets").find(([own]) => own === subject) as RawRow;
    const changed = await changes("keys", "stream_secrets", secrets);
    expect(new Set(Object.values(changed))).toEqual(new Set([true]));
  });

  it("does not change with what lies outside of the range", async () => {
    for (const index of [FROM - 1, TO]) {
      for (const table of ["entries", "records"]) {
        const row = rowAt(table, index);
        if (row === undefined) continue;
        expect(new Set(Object.values(await changes("ledger", table, row)))).toEqual(
          new Set([false]),
        );
      }
    }
  });
});
