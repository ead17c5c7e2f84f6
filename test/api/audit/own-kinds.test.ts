/** A ledger that has recorded who read and who administered it: an audit knows these records like all others. */
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { runAudit } from "../../../api/audit/audit.ts";
import type { Reads } from "../../../api/ledger/access.ts";
import { auditOptions, newInstallation, remove } from "../../helpers/audit/installation.ts";
import { openTamper } from "../../helpers/audit/tamper.ts";
import { newSubject } from "../../helpers/ledger.ts";

let directory = "";
afterEach(() => remove(directory));

async function filled(name: string): Promise<number> {
  const writing = await newInstallation(name);
  ({ directory } = writing);
  await writing.ledger.ensureFirmRecord();
  const subject = await newSubject(writing);
  const reads: Reads = {
    reader: {
      id: "person/1",
      role: "staff",
      subjects: new Set(),
      actsFor: new Set(),
      organization: null,
    },
    ...{ route: "GET /v1/subjects/{subject}/identifiers", request: "r" },
    shown: [{ subject, told: [{ what: "identifiers" }] }],
  };
  for (let n = 0; n < 3; n++) await writing.ledger.recordReads(reads);
  await writing.ledger.recordAdministration({ event: "audit-run", actor: null, outcome: "clean" });
  await writing.ledger.recordAdministration({ event: "key-created", actor: null });
  await writing.anchor();
  const size: number = await writing.store.size();
  await writing.close();
  return size;
}

it("passes", async () => {
  const size = await filled("own-kinds");
  const report = await runAudit(auditOptions(directory, { threads: 0 }));
  expect(report.findings).toEqual([]);
  expect(report.snapshot.size).toBe(size);
});

it.each(["access", "administration"])("names what is missing of kind %s", async (kind) => {
  await filled(`own-kinds-${kind}`);
  const hand = openTamper("ledger", join(directory, "data", "ledger.db"));
  const newest = `SELECT max(idx) FROM records WHERE kind = '${kind}'`;
  hand.exec("records", `DELETE FROM records WHERE idx = (${newest})`);
  hand.close();
  const report = await runAudit(auditOptions(directory, { threads: 0 }));
  expect(report.findings).toMatchObject([{ kind: "missing", place: "records" }]);
});
