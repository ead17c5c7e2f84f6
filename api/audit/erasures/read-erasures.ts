/** What erasures have left behind in the ledger's database: which entries, whose classes, which numbers. So that nothing that went by an erasure is called lost. */
import { RETENTION_CLASSES } from "../../../portal/verify/subject.ts";
import type { RawRow } from "../../store/audit-store.ts";
import type { FindingKey, Place } from "../finding.ts";
import { numberOf, prefixOf, wordOf } from "../finding.ts";
import { guarded } from "../parts/guarded.ts";
import { isRecordEntry } from "../records/check-records.ts";
import { authentic, bytesOf, isCount } from "../row.ts";
import type { AuditScene } from "../scene.ts";
import type { Counted } from "../tables/counters.ts";
import { numberBits } from "../tables/number-bits.ts";
import { pagesOf } from "../tables/pages.ts";

export type Vacated = "idempotency" | "standings";

export interface Erasures {
  /** Whether an entry is marked as erased. */
  isErased(index: number): boolean;
  /** How many are; `null`: that cannot be read. */
  readonly erased: number | null;
  /** The log's size when this class of a subject, or this key of it, was closed; `null`: it was not. Without `expiry`: the whole class. */
  closedAt(subject: string, retentionClass: string, expiry?: string): number | null;
  /** Subjects of whom something is closed. */
  readonly subjects: readonly string[];
  /** Numbers of rows that went. */
  readonly vacated: Readonly<Record<Vacated, readonly number[]>>;
}

type Base = Pick<AuditScene, "snapshots" | "rowMac" | "findings">;

/** @param counted how many rows there are of each, as the server counted them */
export async function readErasures(base: Base, counted: Counted): Promise<Erasures> {
  const erased = await readErased(base, counted.erased);
  const closed = await readClosed(base, counted.closed);
  return { ...erased, ...closed, vacated: await readVacated(base, counted.vacated) };
}

/** All rows that are as they were written; what is not, and what is missing, is named. `null`: they cannot be read. */
async function readRows(
  { snapshots, rowMac, findings }: Base,
  place: "erased" | "closed" | "vacated",
  counted: number | null,
  keyOf: (row: RawRow) => FindingKey,
  take: (rows: readonly RawRow[]) => Promise<void> | void,
): Promise<true | null> {
  return guarded(findings, { place }, async () => {
    let count = 0;
    for await (const page of pagesOf(snapshots.ledger, place)) {
      count += page.length;
      const good: RawRow[] = [];
      for (const row of page) {
        if (authentic(rowMac, place, row) !== false) good.push(row);
        else findings.add({ place, key: keyOf(row), kind: "changed", cause: "row_mac" });
      }
      await take(good);
    }
    const gone = (counted ?? count) - count;
    if (gone > 0) {
      const details = { count: gone };
      const key = { rows: "unknown" };
      findings.add({ place, key, kind: "missing", cause: "rows_counted", details });
    }
    return true as const;
  });
}

async function readErased(base: Base, counted: number | null) {
  const { snapshots, findings } = base;
  const entries = await guarded(findings, { place: "entries" }, () =>
    snapshots.ledger.keys("entries", { after: null, limit: 1, backwards: true }),
  );
  const newest = entries?.[0]?.[0];
  const bits = numberBits(isCount(newest) ? newest : 0);
  const keyOf = ([index = null]: RawRow): FindingKey => ({ index: numberOf(index) });
  let erased = 0;

  async function take(rows: readonly RawRow[]): Promise<void> {
    const keys = rows.map(([index = null]) => [index]);
    const records = await snapshots.ledger.rows("records", keys);
    const of = await snapshots.ledger.rows("entries", keys);
    for (const [i, row] of rows.entries()) {
      const [index] = row;
      const entry = of[i] ?? null;
      if (!isCount(index)) {
        findings.add({ place: "erased", key: keyOf(row), kind: "changed", cause: "row_form" });
        continue;
      }
      erased += 1;
      bits.add(index);
      // An entry whose own row is gone is named by itself.
      const isOfRecord = entry === null || isRecordEntry(bytesOf(entry[1]));
      const cause =
        records[i] != null ? "erased_there" : isOfRecord ? null : ("erased_entry" as const);
      if (cause !== null)
        findings.add({ place: "erased", key: keyOf(row), kind: "contradicts", cause });
    }
  }

  const done = await readRows(base, "erased", counted, keyOf, take);
  return { isErased: (index: number) => bits.has(index), erased: done === null ? null : erased };
}

async function readClosed(base: Base, counted: number | null) {
  const { findings } = base;
  const sizes = new Map<string, number>();
  const subjects = new Set<string>();
  const nameOf = (subject: string, retentionClass: string, expiry: string): string =>
    `${retentionClass} ${expiry} ${subject}`;
  await readRows(base, "closed", counted, closedKey, (rows) => {
    for (const row of rows) {
      const [subject, retentionClass, expiry, size] = row;
      const isClass = RETENTION_CLASSES.some((one) => one === retentionClass);
      if (typeof subject !== "string" || typeof expiry !== "string" || !isClass || !isCount(size)) {
        findings.add({ place: "closed", key: closedKey(row), kind: "changed", cause: "row_form" });
        continue;
      }
      subjects.add(subject);
      sizes.set(nameOf(subject, String(retentionClass), expiry), size);
    }
  });
  return {
    subjects: [...subjects],
    closedAt(subject: string, retentionClass: string, expiry?: string): number | null {
      const whole = sizes.get(nameOf(subject, retentionClass, "")) ?? null;
      if (expiry === undefined || expiry === "") return whole;
      const key = sizes.get(nameOf(subject, retentionClass, expiry)) ?? null;
      return whole === null || key === null ? (whole ?? key) : Math.min(whole, key);
    },
  };
}

/** How a row of `closed` is known. */
export const closedKey = ([subject = null, retentionClass = null, expiry = null]: RawRow) => ({
  prefix: prefixOf(subject),
  class: wordOf(retentionClass),
  ...(expiry === "" ? {} : { expiry: wordOf(expiry) }),
});

async function readVacated(base: Base, counted: number | null) {
  const { findings } = base;
  const numbers: Record<Vacated, number[]> = { idempotency: [], standings: [] };
  const place: Place = "vacated";
  const keyOf = ([name = null, number = null]: RawRow): FindingKey => ({
    name: wordOf(name),
    number: numberOf(number),
  });
  await readRows(base, "vacated", counted, keyOf, (rows) => {
    for (const row of rows) {
      const [name, number] = row;
      const own = name === "idempotency" || name === "standings" ? numbers[name] : null;
      if (own !== null && isCount(number)) own.push(number);
      else findings.add({ place, key: keyOf(row), kind: "changed", cause: "row_form" });
    }
  });
  return numbers;
}
