/** Remembered requests that the holder of the ledger's own keys has changed: authentic by their rows, and contradicted by their records. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runAudit } from "../../../../api/audit/audit.ts";
import { loadNamedKeys } from "../../../../api/audit/keys/named.ts";
import { systemRandom } from "../../../../api/core/random.ts";
import type { RawRow } from "../../../../api/store/audit-store.ts";
import type { ColumnValue, RowMac } from "../../../../api/store/row-mac.ts";
import { openSnapshot } from "../../../../api/store/sqlite/audit/snapshot.ts";
import { parseRootKey } from "../../../../api/vault/key-provider.ts";
import { keyedRowMac } from "../../../../api/vault/row-mac.ts";
import { fillSmall } from "../../../helpers/audit/fill.ts";
import {
  auditOptions,
  copyOf,
  newInstallation,
  remove,
} from "../../../helpers/audit/installation.ts";
import { openTamper } from "../../../helpers/audit/tamper.ts";
import { newSubject, stored } from "../../../helpers/ledger.ts";
import { orderOf, paymentOf } from "../../../helpers/ledger-records.ts";

const COLUMNS = ["key_mac", "body_mac", "outcome", "id", "version", "recorded_at", "number", "mac"];

let sound: string;
let rowMac: RowMac;

beforeAll(async () => {
  const writing = await newInstallation("marks");
  sound = writing.directory;
  await fillSmall(writing);
  const subject = await newSubject(writing);
  await stored(writing, orderOf(subject, { externalNumber: "M-1" }), { idempotency: "m1" });
  writing.clock.advance(5);
  await stored(writing, paymentOf(subject), { idempotency: "m2", insist: true });
  await writing.seal();
  await writing.close();
  const keys = openSnapshot("keys", join(sound, "keys", "keys.db"));
  const root = parseRootKey(readFileSync(join(sound, "keys", "root.key"), "utf8"), systemRandom());
  const { row } = await loadNamedKeys(keys, root);
  rowMac = keyedRowMac(row!);
  await keys.close();
});
afterAll(() => remove(sound));

/** What is found about marks once these columns were changed, each row with the authenticator that fits. */
async function found(change: (rows: RawRow[]) => Map<number, Record<string, ColumnValue>>) {
  const directory = copyOf(sound);
  try {
    const tamper = openTamper("ledger", join(directory, "data", "ledger.db"));
    const rows = tamper.rows("idempotency").sort((a, b) => Number(a[6]) - Number(b[6]));
    for (const [at, columns] of change(rows)) {
      const row = [...(rows[at] as ColumnValue[])];
      for (const [name, value] of Object.entries(columns)) row[COLUMNS.indexOf(name)] = value;
      row[7] = rowMac("idempotency", row.slice(0, 7));
      for (const [i, name] of COLUMNS.entries()) {
        if (i > 0) tamper.set("idempotency", [rows[at]![0]!], name, row[i] ?? null);
      }
    }
    tamper.close();
    const both = await Promise.all(
      [0, 1].map((threads) => runAudit(auditOptions(directory, { threads }))),
    );
    const [one, other] = both.map(({ findings }) => [...findings]);
    expect(other).toEqual(one);
    return one!
      .sort((a, b) => Number(a.key.number) - Number(b.key.number))
      .map(({ place, key, kind, cause }) => [place, key, kind, cause]);
  } finally {
    remove(directory);
  }
}

const finding = (number: number, cause: string) => [
  ...["idempotency", { number }, "contradicts", cause],
];

describe("a remembered request", () => {
  it("of a sound ledger passes, also one that insisted", async () => {
    expect(await found(() => new Map())).toEqual([]);
  });

  it("that asked for something else is named", async () => {
    const body = Buffer.alloc(32, 1);
    const change = () => new Map([0, 2, 3].map((at) => [at, { body_mac: body }]));
    // The second one made no record.
    expect(await found(change)).toEqual([1, 3, 4].map((n) => finding(n, "idempotency_body")));
  });

  it("that names another record, or another time, is named", async () => {
    const change = (rows: RawRow[]) =>
      new Map<number, Record<string, ColumnValue>>([
        [0, { recorded_at: 12 }],
        [2, { id: rows[3]![3] as string, recorded_at: rows[3]![5] as number }],
      ]);
    expect(await found(change)).toEqual([
      finding(1, "idempotency_record"),
      finding(3, "idempotency_body"),
    ]);
  });

  it("that names a record which is not there accuses nobody here", async () => {
    expect(await found(() => new Map([[0, { version: 99 }]]))).toEqual([]);
  });

  it("whose columns hold what none of ours can is judged by itself", async () => {
    const change = () =>
      new Map<number, Record<string, ColumnValue>>([
        [0, { body_mac: Buffer.alloc(31) }],
        [2, { recorded_at: 2 ** 50 }],
        [3, { recorded_at: -1 }],
      ]);
    expect(await found(change)).toEqual([
      finding(1, "idempotency_body"),
      finding(3, "idempotency_record"),
      finding(4, "idempotency_record"),
    ]);
  });
});
