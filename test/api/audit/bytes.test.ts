/**
 * Every byte of every column of every table of a small ledger is changed, with SQL: its ledger, its keys, its map. All are named. Many rows are changed in
 * one audit; a change that the others hide is made once more, alone.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runAudit } from "../../../api/audit/audit.ts";
import { nameOf } from "../../../api/audit/finding.ts";
import {
  AUDITED,
  type AuditedFile,
  type RawRow,
  type RawValue,
} from "../../../api/store/audit-store.ts";
import { fillSmall } from "../../helpers/audit/fill.ts";
import { auditOptions, newInstallation, remove } from "../../helpers/audit/installation.ts";
import {
  columnsOf,
  keyOf,
  lengthOf,
  namesOf,
  openTamper,
  type Tamper,
  withByte,
} from "../../helpers/audit/tamper.ts";

const FILES = Object.keys(AUDITED) as AuditedFile[];

/** What is needed to tell of others, so that it is not changed together with them: the ledger's own keys, and how many rows there are. */
const TELLING: ReadonlySet<string> = new Set(["keys.named_secrets", "ledger.counters"]);

interface Edit {
  readonly file: AuditedFile;
  readonly table: string;
  readonly column: string;
  readonly byte: number;
  readonly before: RawRow;
  readonly after: RawRow;
}

let directory: string;
let tampers: Record<AuditedFile, Tamper>;

beforeAll(async () => {
  const installation = await newInstallation("bytes");
  await fillSmall(installation);
  await installation.close();
  directory = installation.directory;
  const { files } = auditOptions(directory);
  tampers = {
    ledger: openTamper("ledger", files.ledger),
    map: openTamper("map", files.map),
    keys: openTamper("keys", files.keys),
  };
});
afterAll(() => {
  for (const tamper of Object.values(tampers)) tamper.close();
  remove(directory);
});

/** What is longer is shared among the rows of its table, each byte of it with two of them: there are as many audits as the longest row has edits. */
const SHORT = 128;

/** The edits of one row, a byte each: all of them, but of a long column the share of one of so many rows. */
function editsOf(file: AuditedFile, table: string, row: RawRow, place = 0, rows = 1): Edit[] {
  return columnsOf(file, table).flatMap((column, at) => {
    const value: RawValue = row[at] ?? null;
    const bytes = Array.from({ length: lengthOf(value) }, (_, byte) => byte);
    const shares = Math.max(1, Math.floor(rows / 2));
    const own =
      bytes.length > SHORT ? bytes.filter((byte) => (byte + place) % shares === 0) : bytes;
    return own.map((byte): Edit => {
      // Other bits of one byte than of the next.
      const changed = withByte(value, byte, 1 + ((byte * 37) % 255));
      const after = row.map((old, i) => (i === at ? changed : old));
      return { ...{ file, table, column, byte }, before: row, after };
    });
  });
}

/** For each row of each table its edits, in the order in which rows come. */
function editsByRow(telling: boolean): Edit[][] {
  return FILES.flatMap((file) =>
    Object.keys(AUDITED[file])
      .filter((table) => TELLING.has(`${file}.${table}`) === telling)
      .flatMap((table) =>
        tampers[file]
          .rows(table)
          .map((row, place, { length }) => editsOf(file, table, row, place, length)),
      ),
  );
}

function set({ file, table, column }: Edit, from: RawRow, to: RawRow): boolean {
  const value = to[columnsOf(file, table).indexOf(column)] ?? null;
  return tampers[file].set(table, keyOf(file, table, from), column, value);
}

/** Works with the triggers of all tables of the edits out of the way. */
function together(edits: readonly Edit[], work: () => void): void {
  let all = work;
  for (const file of FILES) {
    const tables = new Set(edits.flatMap((edit) => (edit.file === file ? edit.table : [])));
    const inner = all;
    if (tables.size > 0) all = () => tampers[file].together(tables, inner);
  }
  all();
}

/** Those of the edits that an audit does not name, when they are there together. */
async function unnamed(edits: readonly Edit[]): Promise<Edit[]> {
  let made: Edit[] = [];
  together(edits, () => {
    made = edits.filter((edit) => set(edit, edit.before, edit.after));
  });
  const { findings } = await runAudit(auditOptions(directory));
  const named = new Set(findings.map(nameOf));
  together(made, () => {
    for (const edit of made.toReversed()) expect(set(edit, edit.after, edit.before)).toBe(true);
  });
  return made.filter(
    ({ file, table, before, after }) =>
      ![...namesOf(file, table, before), ...namesOf(file, table, after)].some((name) =>
        named.has(name),
      ),
  );
}

/** Those that no audit names. What others hide is made again without those that were named; what then hides one another, each alone. */
async function hiddenFrom(edits: readonly Edit[]): Promise<Edit[]> {
  const hidden = await unnamed(edits);
  if (hidden.length < edits.length) return hidden.length === 0 ? [] : hiddenFrom(hidden);
  if (edits.length === 1) return hidden;
  const missed: Edit[] = [];
  for (const edit of edits) missed.push(...(await unnamed([edit])));
  return missed;
}

/** So many edits were made. A row's edits are made one after the other, those of different rows at the same time. */
async function nameAll(rows: readonly (readonly Edit[])[]): Promise<number> {
  const missed: Edit[] = [];
  const most = Math.max(...rows.map((edits) => edits.length));
  for (let turn = 0; turn < most; turn++) {
    const edits = rows.flatMap((own) => own[turn] ?? []);
    missed.push(...(await hiddenFrom(edits)));
  }
  const names = missed.map(({ file, table, column, byte, before }) =>
    [...namesOf(file, table, before).slice(0, 1), column, `byte ${byte}`].join(" "),
  );
  expect(names).toEqual([]);
  return rows.reduce((sum, own) => sum + own.length, 0);
}

describe("any single byte", () => {
  it("of what others are told by is named", { timeout: 180_000 }, async () => {
    expect(await nameAll(editsByRow(true))).toBeGreaterThan(600);
  });

  it("of all other tables is named", { timeout: 480_000 }, async () => {
    expect(await nameAll(editsByRow(false))).toBeGreaterThan(10_000);
  });

  it("of a counter whose key is lost with it does not make millions of rows missing", async () => {
    const key = tampers.keys.rows("named_secrets").filter((row) => row[0] === "row");
    const edits = [
      ...key.flatMap((row) => editsOf("keys", "named_secrets", row).slice(-1)),
      ...tampers.ledger
        .rows("counters")
        .flatMap((row) =>
          editsOf("ledger", "counters", row).filter(
            ({ column, byte }) => column === "value" && byte === 2,
          ),
        ),
    ];
    expect(edits.length).toBeGreaterThan(5);
    expect(await unnamed(edits)).toEqual([]);
  });

  it("that is as it was is not", async () => {
    expect((await runAudit(auditOptions(directory))).findings).toEqual([]);
  });
});
