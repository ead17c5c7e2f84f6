/** Rows that are erased for good: what is deleted is marked first, for the tables let nothing else go. One transaction. */
import type Database from "better-sqlite3";
import { RECORD_ENTRY_LENGTH } from "../../../portal/verify/entry.ts";
import type { RetentionClass } from "../../../portal/verify/subject.ts";
import { Refusal } from "../../core/errors.ts";
import { attempt, StoreMisuse } from "../fault.ts";
import type { ErasedRows, RowErasure, RowScope } from "../row-erasure.ts";
import { type ColumnValue, type RowMac, rowMacHolds } from "../row-mac.ts";
import type { ClosedScopes } from "./closed.ts";
import { type Count, counting } from "./counters.ts";
import type { KnownStandings } from "./known-standings.ts";
import { numbersAsJson } from "./ranges.ts";

interface Beside {
  readonly standings: KnownStandings;
  readonly closed: ClosedScopes;
}

export function erasureMethods(
  client: Database.Database,
  rowMac: RowMac,
  { standings, closed }: Beside,
): Omit<RowErasure, "scrub"> {
  const begin = counting(client, rowMac);
  const marks = entryMarker(client, rowMac);
  const eraseRecords = recordEraser(client, rowMac);
  const eraseStandings = standingEraser(client, rowMac, standings);
  const dropReference = referenceEraser(client, rowMac);
  const count = client.prepare<[], number>("SELECT count(*) FROM erased").pluck();
  const among = client
    .prepare<[string], [index: number, mac: Uint8Array]>(
      "SELECT idx, mac FROM erased WHERE idx IN (SELECT value FROM json_each(?))",
    )
    .raw();

  function eraseScope(scope: RowScope, moved: Count): ErasedRows {
    const { subject, keys, closes } = scope;
    closed.close(scope, moved);
    let records = 0;
    let entries = 0;
    for (const { retentionClass, expiry } of keys) {
      const indexes = eraseRecords(subject, retentionClass, expiry, marks.mark, moved);
      records += indexes.length;
      entries += indexes.length;
    }
    const goes = (one: RetentionClass) =>
      closes.includes(one) || keys.some(({ retentionClass }) => retentionClass === one);
    if (goes("consent")) eraseStandings(subject, moved);
    if (closes.includes("personal")) dropReference(subject);
    return { records, entries };
  }

  const run = client.transaction(
    (scopes: readonly RowScope[], listed: readonly number[]): ErasedRows => {
      standings.begin();
      const moved = begin();
      const done = scopes.map((scope) => eraseScope(scope, moved));
      const lost = listed.filter((index) => marks.markLost(index, moved));
      moved.write();
      const sum = (of: (one: ErasedRows) => number) => done.reduce((n, one) => n + of(one), 0);
      return {
        records: sum(({ records }) => records),
        entries: sum(({ entries }) => entries) + lost.length,
      };
    },
  );

  function erasedAmong(indexes: readonly number[]): Set<number> {
    return new Set(
      among.all(numbersAsJson(indexes)).map(([index, mac]) => {
        // That a record is not lost, nothing but this row says.
        if (rowMacHolds(rowMac, "erased", [index], mac)) return index;
        throw new Refusal("damaged", { what: "record", index });
      }),
    );
  }

  const classesOf = client.transaction((subjects: readonly string[]) => {
    const found = [...new Set(subjects)].map((one) => [one, closed.classesOf(one)] as const);
    return new Map(found.filter(([, classes]) => classes.size > 0));
  });

  return {
    bar: (scopes, answer) => closed.bar(scopes, answer),
    erase: async (scopes, entries) => attempt("erase", () => run.immediate(scopes, entries)),
    closed: async (subjects) => attempt("closed", () => classesOf(subjects)),
    erasedCount: async () => attempt("erasedCount", () => count.get() ?? 0),
    erasedAmong: async (indexes) => attempt("erasedAmong", () => erasedAmong(indexes)),
  };
}

type Mark = (index: number, count: Count) => void;

/** Marks entries as erased: those whose record is about to go, and those whose record was lost before. */
function entryMarker(client: Database.Database, rowMac: RowMac) {
  const insert = client.prepare("INSERT INTO erased (idx, mac) VALUES (?, ?)");
  const lost = client
    .prepare<[number], [isRecord: number, isErased: number, isThere: number]>(
      `SELECT length(entry) = ${RECORD_ENTRY_LENGTH}, EXISTS (SELECT 1 FROM erased WHERE erased.idx = entries.idx),
         EXISTS (SELECT 1 FROM records WHERE records.idx = entries.idx)
       FROM entries WHERE idx = ?`,
    )
    .raw();
  const mark: Mark = (index, count) => {
    insert.run(index, rowMac("erased", [index]));
    count.add("erased", 1);
  };
  return {
    mark,
    /** False: it is marked already. */
    markLost(index: number, count: Count): boolean {
      const [isRecord, isErased, isThere] = lost.get(index) ?? [0, 0, 0];
      if (isRecord === 0) throw new StoreMisuse("what is erased has a record entry");
      if (isThere === 1) throw new StoreMisuse("a listed entry has a record of another scope");
      if (isErased === 1) return false;
      mark(index, count);
      return true;
    },
  };
}

/** Takes numbered rows out of their tables. */
function vacating(client: Database.Database, rowMac: RowMac, name: "idempotency" | "standings") {
  const vacate = client.prepare("INSERT INTO vacated (name, number, mac) VALUES (?, ?, ?)");
  const remove = client.prepare(`DELETE FROM ${name} WHERE number = ?`);
  return (number: number, count: Count): void => {
    vacate.run(name, number, rowMac("vacated", [name, number]));
    count.add("vacated", 1);
    remove.run(number);
  };
}

function recordEraser(client: Database.Database, rowMac: RowMac) {
  const inScope = client
    .prepare<[string, string, string], [index: number, id: string, version: number]>(
      `SELECT idx, id, version FROM records
       WHERE subject = ? AND retention_class = ? AND expiry = ? ORDER BY idx`,
    )
    .raw();
  const remove = client.prepare("DELETE FROM records WHERE idx = ?");
  // What is left of it, of other scopes: an order's versions may end in different years.
  const left = client.prepare<[string], 1>("SELECT 1 FROM records WHERE id = ?").pluck();
  const removeIdentities = client.prepare("DELETE FROM identities WHERE id = ?");
  const marksOf = client
    .prepare<[string], [number: number, version: number]>(
      "SELECT number, version FROM idempotency WHERE id = ?",
    )
    .raw();
  const vacate = vacating(client, rowMac, "idempotency");

  return (
    subject: string,
    retentionClass: string,
    expiry: string,
    mark: Mark,
    count: Count,
  ): number[] => {
    const rows = inScope.all(subject, retentionClass, expiry);
    const gone = new Map<string, Set<number>>();
    for (const [index, id, version] of rows) {
      mark(index, count);
      remove.run(index);
      gone.set(id, (gone.get(id) ?? new Set()).add(version));
    }
    for (const [id, versions] of gone) {
      const isGone = left.get(id) === undefined;
      if (isGone) removeIdentities.run(id);
      for (const [number, version] of marksOf.all(id)) {
        if (isGone || versions.has(version)) vacate(number, count);
      }
    }
    return rows.map(([index]) => index);
  };
}

function standingEraser(client: Database.Database, rowMac: RowMac, known: KnownStandings) {
  const ofSubject = client
    .prepare<[string], [number: number, index: number]>(
      "SELECT number, idx FROM standings WHERE subject = ?",
    )
    .raw();
  const vacate = vacating(client, rowMac, "standings");
  return (subject: string, count: Count): void => {
    for (const [number, index] of ofSubject.all(subject)) {
      vacate(number, count);
      known.remove(index);
    }
  };
}

/** The subject itself stays, as a number among others: what is kept of it hangs on it. */
function referenceEraser(client: Database.Database, rowMac: RowMac) {
  const read = client
    .prepare<[string], ColumnValue[]>(
      "SELECT subject, reference_mac, created_at, number, mac FROM subjects WHERE subject = ? AND reference_mac IS NOT NULL",
    )
    .raw();
  const write = client.prepare(
    "UPDATE subjects SET reference_mac = NULL, mac = ? WHERE subject = ?",
  );
  return (subject: string): void => {
    const row = read.get(subject);
    if (row === undefined) return;
    const [, , createdAt, number] = row as [string, Uint8Array, number, number];
    if (!rowMacHolds(rowMac, "subjects", row.slice(0, -1), row.at(-1) as Uint8Array | null)) {
      throw new Refusal("damaged", { what: "subject", index: number ?? -1 });
    }
    write.run(rowMac("subjects", [subject, null, createdAt, number]), subject);
  };
}
