/** Values that somebody wrote to break the audit itself: numbers that are far too large, or none. A report comes all the same, and names their rows. */
import { describe, expect, it } from "vitest";
import { runAudit } from "../../../api/audit/audit.ts";
import { nameOf } from "../../../api/audit/finding.ts";
import type { AuditedFile } from "../../../api/store/audit-store.ts";
import { ROW_KEY_NAME } from "../../../api/vault/row-mac.ts";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { copiesOfSmall } from "../../helpers/audit/copies.ts";
import { appended, consentOf } from "../../helpers/audit/fill.ts";
import { forgedStanding } from "../../helpers/audit/forge-standing.ts";
import { auditOptions } from "../../helpers/audit/installation.ts";
import { openTamper } from "../../helpers/audit/tamper.ts";
import { newSubject } from "../../helpers/ledger.ts";

let subject: string;
const directory = copiesOfSmall("hostile", async (installation) => {
  subject = await newSubject(installation, "S-1");
  await appended(installation, consentOf(subject, "given"));
});

function exec(file: AuditedFile, table: string, sql: string): void {
  const tamper = openTamper(file, auditOptions(directory()).files[file]);
  tamper.exec(table, sql);
  tamper.close();
}

async function named(): Promise<string[]> {
  return (await runAudit(auditOptions(directory()))).findings.map(nameOf);
}

describe("numbers that are too large", () => {
  it.each(["281474976710656", "9007199254740991"])("of a list of pages: %s", async (number) => {
    exec("map", "garbage", `INSERT INTO garbage VALUES (${number}, 1, x'0000000003e7')`);
    expect(await named()).toContain(`map.garbage number=${number}`);
  });

  it("of rows that nobody counted, without the key of the rows", async () => {
    exec("keys", "named_secrets", "UPDATE named_secrets SET wrapped = x'00'");
    exec("ledger", "counters", "DELETE FROM counters");
    const huge = "number = 9007199254740991";
    for (const table of ["subjects", "checkpoints", "cosignatures", "idempotency"]) {
      exec("ledger", table, `UPDATE ${table} SET ${huge} WHERE number = 1`);
    }
    const found = await named();
    expect(found).toContain("subjects number=9007199254740991");
    expect(found.length).toBeLessThan(200);
  });

  it("of a tile, where nothing that was signed is left", async () => {
    exec("ledger", "checkpoints", "DELETE FROM checkpoints");
    exec("ledger", "tiles", "INSERT INTO tiles VALUES (0, 8796093022208, zeroblob(64))");
    const { findings, snapshot } = await runAudit(
      auditOptions(directory(), { signer: "missing", copyDirectory: null }),
    );
    expect(findings.map(nameOf)).toContain("tiles level=0 n=8796093022208");
    expect(findings.filter(({ place }) => place === "entries")).toEqual([]);
    expect(snapshot.size).toBeGreaterThan(0);
  });

  it("of a checkpoint that the signer's file speaks of, too", async () => {
    const size = asTreeSize(2 ** 50);
    const row = `SELECT ${size}, root, note, sealed_at, 99, mac FROM checkpoints LIMIT 1`;
    exec("ledger", "checkpoints", `INSERT INTO checkpoints ${row}`);
    const { signer, ...options } = auditOptions(directory());
    if (typeof signer === "string") throw new Error("no signer");
    const { findings } = await runAudit({ ...options, signer: { ...signer, size } });
    const found = findings.map(nameOf);
    expect(found).toContain(`checkpoints size=${size}`);
    expect(found).toContain("signer file=signer-state.json");
  });

  it("of a standing and of the entry that it ends with, under the keys", async () => {
    const last = { stream: "consent/news", seq: 0xffff_ffff, kept: Uint8Array.of(2) };
    const { key, sealed } = await forgedStanding(directory(), subject, last);
    const tamper = openTamper("ledger", auditOptions(directory()).files.ledger);
    const standing = tamper.rows("standings").find(([own]) => key.equals(own as Buffer))!;
    const index = standing[2]!;
    const entry = tamper.rows("entries").find(([own]) => own === index)!;
    const bytes = Buffer.from(entry[1] as Uint8Array);
    bytes.writeBigUInt64BE(0xffff_ffffn, 65);
    tamper.set("standings", [key], "sealed", sealed);
    tamper.set("entries", [index], "entry", bytes);
    tamper.close();
    // Rows that nothing authenticates are looked into.
    exec("keys", "named_secrets", `DELETE FROM named_secrets WHERE name = '${ROW_KEY_NAME}'`);
    const { findings } = await runAudit(auditOptions(directory()));
    expect(findings.filter(({ place }) => place === "standings")).toMatchObject([
      { key: { number: standing[4] }, kind: "changed", cause: "standing_differs" },
    ]);
  });
});

describe("a beginning that is no number, without the key of the rows", () => {
  it.each(["", "NaN", "-5", "1e30", "0x10", "01"])("is named: %j", async (begin) => {
    exec("keys", "named_secrets", "UPDATE named_secrets SET wrapped = x'00'");
    exec("ledger", "meta", `INSERT INTO meta VALUES ('begin', '${begin}', 9, NULL)`);
    expect(await named()).toContain("meta name=begin");
  });
});
