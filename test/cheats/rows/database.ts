/** What somebody changes who has the database alone, and SQL: a thief of the disk, an administrator, whoever broke in. The keys lie elsewhere. */
import { runAudit } from "../../../api/audit/audit.ts";
import { fillSmall } from "../../helpers/audit/fill.ts";
import { auditOptions, copyOf, newInstallation, remove } from "../../helpers/audit/installation.ts";
import { openTamper, type Tamper } from "../../helpers/audit/tamper.ts";
import { rowsOf } from "../audited.ts";
import { type Cheat, cheat } from "../cheat.ts";

interface Changed {
  readonly audit: () => Promise<string>;
  readonly close: () => Promise<void>;
}

let whole: Promise<string> | null = null;

/** A small ledger, in a directory that is there until this process ends; made once. */
function wholeLedger(): Promise<string> {
  whole ??= (async () => {
    const installation = await newInstallation("cheats");
    await fillSmall(installation);
    await installation.close();
    process.once("exit", () => remove(installation.directory));
    return installation.directory;
  })();
  return whole;
}

async function told(change: ((ledger: Tamper) => void) | null): Promise<Changed> {
  const directory = copyOf(await wholeLedger());
  const options = auditOptions(directory);
  if (change !== null) {
    const tamper = openTamper("ledger", options.files.ledger);
    change(tamper);
    tamper.close();
  }
  return {
    audit: async () => rowsOf(await runAudit(options)),
    close: async () => remove(directory),
  };
}

/** With the cheat `change` is made. */
const changed = (id: string, change: (ledger: Tamper) => void, found: string): Cheat =>
  cheat(id, (cheats: boolean) => told(cheats ? change : null), [
    { by: "audit", honest: "clean", cheat: found, sees: (it) => it.audit() },
  ]);

/** Runs SQL on a table. */
const sql =
  (table: string, text: string) =>
  (ledger: Tamper): void =>
    ledger.exec(table, text);

export const DATABASE_CHEATS: readonly Cheat[] = [
  changed(
    "record-changed-in-the-database",
    sql("records", "UPDATE records SET sealed = zeroblob(length(sealed)) WHERE idx = 5"),
    "records index=5 record_sealed",
  ),
  changed(
    "record-deleted-from-the-database",
    sql("records", "DELETE FROM records WHERE idx = 5"),
    "records index=5 record_missing",
  ),
  changed(
    "record-called-erased-in-the-database",
    (ledger) => {
      ledger.exec("records", "DELETE FROM records WHERE idx = 5");
      ledger.exec("erased", "INSERT INTO erased (idx, mac) VALUES (5, zeroblob(16))");
    },
    "records index=5 record_missing, erased index=5 row_mac",
  ),
  changed(
    "records-exchanged-in-the-database",
    (ledger) => {
      const swap = "UPDATE records SET sealed = (SELECT sealed FROM records AS o WHERE o.idx =";
      ledger.exec(
        "records",
        `CREATE TEMP TABLE one AS SELECT sealed FROM records WHERE idx = 2;
         ${swap} 5) WHERE idx = 2;
         UPDATE records SET sealed = (SELECT sealed FROM one) WHERE idx = 5;
         DROP TABLE one`,
      );
    },
    "records index=2 record_sealed, records index=5 record_sealed",
  ),
  changed(
    "entry-changed-in-the-database",
    sql("entries", "UPDATE entries SET recorded_at = recorded_at - 86400000 WHERE idx = 5"),
    "entries index=5 entry_times",
  ),
  changed(
    "newest-entries-deleted-from-the-database",
    (ledger) => {
      ledger.exec("records", "DELETE FROM records WHERE idx > 8");
      ledger.exec("entries", "DELETE FROM entries WHERE idx > 8");
    },
    "entries index=9 entry_missing, records index=9 record_missing, entries index=10 entry_missing, records index=10 record_missing, entries index=11 entry_missing, identities identity_inserted",
  ),
  changed(
    "external-number-moved-in-the-database",
    sql(
      "subjects",
      `CREATE TEMP TABLE one AS SELECT subject, reference_mac FROM subjects WHERE reference_mac IS NOT NULL ORDER BY number DESC LIMIT 1;
       UPDATE subjects SET reference_mac = NULL WHERE subject = (SELECT subject FROM one);
       UPDATE subjects SET reference_mac = (SELECT reference_mac FROM one)
       WHERE number = (SELECT max(number) FROM subjects WHERE subject <> (SELECT subject FROM one));
       DROP TABLE one`,
    ),
    "subjects number=2 row_mac, subjects number=3 row_mac",
  ),
];
