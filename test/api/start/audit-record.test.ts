/** That an audit was run is noted beside the accounts, and recorded from there. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { reportJson } from "../../../api/audit/json.ts";
import { sha256 } from "../../../api/core/hash.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { createAdministration } from "../../../api/identity/administration.ts";
import { noteAudit } from "../../../api/start/audit-record.ts";
import { openAccountsFile } from "../../../api/store/sqlite/accounts.ts";
import { type TestLedger, testLedger } from "../../helpers/ledger.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { clean, damaged } from "../audit/reports.ts";

let place: ReturnType<typeof newPlace>;
let ledger: TestLedger;
beforeEach(async () => {
  place = newPlace();
  ledger = await testLedger();
});
afterEach(async () => {
  await ledger.close();
  place.remove();
});

it("is recorded with what came of it and the report's hash, once", async () => {
  const file = join(place.directory, "accounts.db");
  const config = { dataDirectory: place.directory };
  openAccountsFile({ file }).close();
  const reports = [clean(), damaged()];
  for (const report of reports) expect(noteAudit(config, report, ledger.clock)).toBe("noted");
  const accounts = openAccountsFile({ file });
  const { drain } = createAdministration({
    ...{ outbox: accounts.outbox, clock: ledger.clock, random: systemRandom() },
    ledger: ledger.ledger,
  });
  await drain();
  await drain();
  accounts.close();
  const { events } = await ledger.ledger.events(ledger.ledger.firm, "administration");
  expect(events.map(({ record }) => record)).toMatchObject(
    reports.map((report, at) => ({
      ...{ event: "audit-run", actor: { id: "operator", role: "system" } },
      ...{ outcome: ["clean", "damaged"][at], count: report.snapshot.size },
      hash: sha256(`${reportJson(report)}\n`).toString("base64url"),
    })),
  );
});

it("is told apart where there are no accounts, and where they cannot be written to", () => {
  const note = () => noteAudit({ dataDirectory: place.directory }, clean(), ledger.clock);
  expect(note()).toBe("absent");
  writeFileSync(join(place.directory, "accounts.db"), "something else than a database");
  expect(note()).toBe("unwritable");
});
