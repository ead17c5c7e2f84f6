/** Ledgers of another version of this program, and such as look like it. */
import Database from "better-sqlite3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runAudit } from "../../../../api/audit/audit.ts";
import { nameOf } from "../../../../api/audit/finding.ts";
import { isRefusal } from "../../../../api/core/errors.ts";
import { fillSmall } from "../../../helpers/audit/fill.ts";
import {
  auditOptions,
  copyOf,
  newInstallation,
  remove,
} from "../../../helpers/audit/installation.ts";
import { rejection } from "../../../helpers/ledger.ts";
import { beforeRowMacs } from "../../../helpers/store/every-table.ts";

let whole: string;
let directory: string;
beforeAll(async () => {
  const installation = await newInstallation("schema");
  await fillSmall(installation);
  await installation.close();
  whole = installation.directory;
});
afterAll(() => remove(whole));
beforeEach(() => {
  directory = copyOf(whole);
});
afterEach(() => remove(directory));

function change(work: (database: Database.Database) => void): void {
  const database = new Database(auditOptions(directory).files.ledger);
  work(database);
  database.close();
}

const lastMigration = "SELECT max(number) FROM migrations";

async function named(): Promise<string[]> {
  return (await runAudit(auditOptions(directory))).findings.map(nameOf);
}

describe("a database of another version", () => {
  it("that is older is refused, not called damaged", async () => {
    change(beforeRowMacs);
    const error = await rejection(runAudit(auditOptions(directory)));
    expect(isRefusal(error, "unknown_schema")).toBe(true);
  });

  it("that is newer is refused, too", async () => {
    change((database) => {
      database.exec("CREATE TABLE later (x INTEGER) STRICT");
      database.exec(`INSERT INTO migrations SELECT number + 1, '0004_later.sql', sha256
        FROM migrations WHERE number = (${lastMigration})`);
    });
    const error = await rejection(runAudit(auditOptions(directory)));
    expect(isRefusal(error, "unknown_schema")).toBe(true);
  });
});

describe("a database of this version", () => {
  it("whose list of migrations is short is damaged", async () => {
    change((database) => database.exec(`DELETE FROM migrations WHERE number = (${lastMigration})`));
    expect(await named()).toEqual(["migrations file=ledger number=2"]);
  });

  it("with an index or a trigger less, or a table more, is damaged", async () => {
    change((database) => {
      database.exec("DROP TRIGGER entries_no_update; DROP INDEX records_of_subject");
      database.exec("CREATE TABLE hidden (x INTEGER) STRICT");
    });
    expect((await named()).sort()).toEqual(
      ["entries_no_update", "hidden", "records_of_subject"].map(
        (object) => `schema file=ledger object=${object}`,
      ),
    );
  });

  it("without a table has lost all of it, and all else is read", async () => {
    change((database) => database.exec("DROP TABLE identities"));
    const found = await named();
    expect(found).toContain("schema file=ledger object=identities");
    expect(found.filter((name) => name.startsWith("records"))).toEqual([]);
  });
});
