/** Ledgers of another version of this program, such as look like it, and policies of other ledgers. */
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { runAudit } from "../../../../api/audit/audit.ts";
import { nameOf } from "../../../../api/audit/finding.ts";
import { isRefusal } from "../../../../api/core/errors.ts";
import { asContractAddress, asLedgerId, asTreeSize } from "../../../../portal/verify/brands.ts";
import { type Policy, parsePolicy } from "../../../../portal/verify/policy.ts";
import { copiesOfSmall } from "../../../helpers/audit/copies.ts";
import { auditOptions } from "../../../helpers/audit/installation.ts";
import { rejection } from "../../../helpers/ledger.ts";
import { beforeRowMacs } from "../../../helpers/store/every-table.ts";

const directory = copiesOfSmall("schema");

function change(work: (database: Database.Database) => void): void {
  const database = new Database(auditOptions(directory()).files.ledger);
  work(database);
  database.close();
}

const lastMigration = "SELECT max(number) FROM migrations";

async function named(): Promise<string[]> {
  return (await runAudit(auditOptions(directory()))).findings.map(nameOf);
}

describe("a database of another version", () => {
  it("that is older is refused, not called damaged", async () => {
    change(beforeRowMacs);
    const error = await rejection(runAudit(auditOptions(directory())));
    expect(isRefusal(error, "unknown_schema")).toBe(true);
  });

  it("that is newer is refused, too", async () => {
    change((database) => {
      database.exec("CREATE TABLE later (x INTEGER) STRICT");
      database.exec(`INSERT INTO migrations SELECT number + 1, '0006_later.sql', sha256
        FROM migrations WHERE number = (${lastMigration})`);
    });
    const error = await rejection(runAudit(auditOptions(directory())));
    expect(isRefusal(error, "unknown_schema")).toBe(true);
  });
});

describe("a database of this version", () => {
  it("whose list of migrations is short is damaged", async () => {
    change((database) => database.exec(`DELETE FROM migrations WHERE number = (${lastMigration})`));
    expect(await named()).toEqual(["migrations file=ledger number=5"]);
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

describe("a policy that somebody brings", () => {
  const policyOf = (): Policy => parsePolicy(auditOptions(directory()).policyFile as string);

  it("of this ledger is what it is audited by", async () => {
    const report = await runAudit(auditOptions(directory(), { pinned: policyOf() }));
    expect(report.findings).toEqual([]);
  });

  it("of another ledger is refused, and nothing of this one is called damaged", async () => {
    for (const change of [
      { chainId: asTreeSize(1) },
      { contract: asContractAddress(`0x${"c1".repeat(20)}`) },
      { ledgerId: asLedgerId(`0x${"1e".repeat(32)}`) },
    ]) {
      const pinned = { ...policyOf(), ...change };
      const error = await rejection(runAudit(auditOptions(directory(), { pinned })));
      expect(error).toMatchObject({ code: "wrong_ledger", details: { setting: "--policy" } });
    }
  });
});
