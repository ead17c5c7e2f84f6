/** Tables that somebody has dropped: whichever it is a report comes, names it, and accuses no row of another one. */
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { runAudit } from "../../../api/audit/audit.ts";
import { nameOf } from "../../../api/audit/finding.ts";
import type { ReportedFinding } from "../../../api/audit/report.ts";
import { AUDITED, type AuditedFile } from "../../../api/store/audit-store.ts";
import { copiesOfSmall } from "../../helpers/audit/copies.ts";
import { auditOptions } from "../../helpers/audit/installation.ts";
import { openTamper } from "../../helpers/audit/tamper.ts";

const FILES: readonly AuditedFile[] = ["ledger", "map", "keys"];
const TABLES = FILES.flatMap((file) =>
  Object.keys(AUDITED[file]).map((table) => [file, table] as const),
);

const directory = copiesOfSmall("dropped");

function drop(file: AuditedFile, ...tables: readonly string[]): void {
  const database = new Database(auditOptions(directory()).files[file]);
  database.pragma("foreign_keys = OFF");
  for (const table of tables) database.exec(`DROP TABLE ${table}`);
  database.close();
}

const placeOf = (file: AuditedFile, table: string): string =>
  file === "ledger" || table === "migrations" ? table : `${file}.${table}`;

const isNamed = ({ place, kind }: ReportedFinding, of: string): boolean =>
  place === of && kind === "unreadable";

/** What is said of rows, beside what could not be read. */
const accused = (findings: readonly ReportedFinding[]): ReportedFinding[] =>
  findings.filter(({ place, kind }) => place !== "schema" && kind !== "unreadable");

describe("a ledger without a table", () => {
  it.each(TABLES)("%s %s names it, and accuses no row", async (file, table) => {
    drop(file, table);
    const { findings } = await runAudit(auditOptions(directory()));
    expect(findings.some((finding) => isNamed(finding, placeOf(file, table)))).toBe(true);
    expect(accused(findings)).toEqual([]);
  });

  it.each(["entries", "subjects", "idempotency"])("%s and its counter, too", async (table) => {
    drop("ledger", table, "counters");
    const { findings } = await runAudit(auditOptions(directory()));
    expect(findings.some((finding) => isNamed(finding, table))).toBe(true);
    expect(accused(findings)).toEqual([]);
  });

  it("and without the key of its rows, too", async () => {
    drop("keys", "named_secrets");
    drop("ledger", "subjects");
    const { findings } = await runAudit(auditOptions(directory()));
    expect(findings.some((finding) => isNamed(finding, "subjects"))).toBe(true);
    expect(findings.some((finding) => isNamed(finding, "keys.named_secrets"))).toBe(true);
  });

  it("of records names the entry that is damaged besides", async () => {
    const tamper = openTamper("ledger", auditOptions(directory()).files.ledger);
    tamper.exec("entries", "UPDATE entries SET entry = x'00' WHERE idx = 2");
    tamper.close();
    drop("ledger", "records");
    const { findings } = await runAudit(auditOptions(directory()));
    expect(findings.some((finding) => isNamed(finding, "records"))).toBe(true);
    expect(accused(findings).map(nameOf)).toEqual(["entries index=2"]);
  });

  it("names it from a thread of its own as well", async () => {
    drop("keys", "sealing_keys");
    const { findings } = await runAudit(auditOptions(directory(), { threads: 1 }));
    expect(findings.some((finding) => isNamed(finding, "keys.sealing_keys"))).toBe(true);
  });
});
