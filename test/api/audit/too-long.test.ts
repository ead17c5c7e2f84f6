/** Values that are far longer than any true one: each is named as what it is, damage of its own row, and all else is read. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runAudit } from "../../../api/audit/audit.ts";
import { nameOf } from "../../../api/audit/finding.ts";
import { LONGEST } from "../../../api/store/sqlite/audit/joined.ts";
import { fillMany } from "../../helpers/audit/fill.ts";
import { auditOptions, newInstallation, remove } from "../../helpers/audit/installation.ts";
import { openTamper } from "../../helpers/audit/tamper.ts";

let directory: string;
beforeAll(async () => {
  const installation = await newInstallation("too-long");
  await fillMany(installation, 60);
  await installation.close();
  directory = installation.directory;
}, 180_000);
afterAll(() => remove(directory));

describe("values that are too long", () => {
  it("are named one by one, and hide nothing that lies beside them", async () => {
    const whole = await runAudit(auditOptions(directory));
    expect(whole.findings).toEqual([]);
    const tamper = openTamper("ledger", auditOptions(directory).files.ledger);
    const long = `zeroblob(${LONGEST + 1})`;
    tamper.exec("entries", `UPDATE entries SET entry = ${long} WHERE idx IN (5, 6)`);
    const sealed = Number(tamper.rows("records").find(([index]) => Number(index) >= 20)?.[0]);
    tamper.exec("records", `UPDATE records SET sealed = ${long} WHERE idx = ${sealed}`);
    tamper.exec("tiles", `UPDATE tiles SET hashes = ${long}`);
    tamper.exec(
      "checkpoints",
      "UPDATE checkpoints SET note = note || printf('%.*c', 300000, 'x') WHERE number = 1",
    );
    const [[checkpoint]] = tamper.rows("checkpoints") as [[number]];
    const tiles = tamper.rows("tiles").map(([level, n]) => `tiles level=${level} n=${n}`);
    tamper.close();
    const { findings, snapshot } = await runAudit(auditOptions(directory));
    expect(snapshot).toEqual(whole.snapshot);
    expect([...new Set(findings.map(nameOf))].sort()).toEqual(
      [
        ...["entries index=5", "entries index=6", `records index=${sealed}`],
        ...[`checkpoints size=${checkpoint}`, ...tiles],
      ].sort(),
    );
  }, 180_000);
});
