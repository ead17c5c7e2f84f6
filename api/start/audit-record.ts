/** That an audit was run is recorded like everything that is done to a ledger: noted beside the accounts, from where its server takes it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { auditExitCode } from "../audit/conclude.ts";
import { reportJson } from "../audit/json.ts";
import type { AuditReport } from "../audit/report.ts";
import { type Clock, systemClock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { sha256 } from "../core/hash.ts";
import { systemRandom } from "../core/random.ts";
import { type Actor, createChanges, OPERATOR } from "../identity/administration.ts";
import type { AdministrationEvent } from "../ledger/administration.ts";
import { openAccountsFile } from "../store/sqlite/accounts.ts";

const OUTCOMES = { 0: "clean", 20: "chain-unasked", 30: "damaged" } as const;

/** @param report of this machine's ledger. `hash` is of the file that `--json` writes. */
function auditEvent(report: AuditReport, actor: Actor): AdministrationEvent {
  const { mode, snapshot } = report;
  return {
    event: "audit-run",
    actor,
    target: { type: "ledger", id: report.ledger.ledgerId },
    changes: [{ name: "mode", after: mode.kind }],
    count: snapshot.size,
    hash: sha256(`${reportJson(report)}\n`).toString("base64url"),
    outcome: OUTCOMES[auditExitCode(report)],
  };
}

/**
 * Notes an audit; the server records it within seconds, or when it is started next.
 *
 * @param actor who had it run
 * @returns `absent`: there are no accounts to note it beside, as in a copy of the database alone; `unwritable`: it could not be noted
 */
export function noteAudit(
  { dataDirectory }: Pick<Config, "dataDirectory">,
  report: AuditReport,
  clock: Clock = systemClock,
  actor: Actor = OPERATOR,
): "noted" | "absent" | "unwritable" {
  const file = join(dataDirectory, "accounts.db");
  if (!existsSync(file)) return "absent";
  try {
    const { outbox, close } = openAccountsFile({ file });
    try {
      const changes = createChanges({ outbox, clock, random: systemRandom() });
      changes.change((note) => note(auditEvent(report, actor)));
    } finally {
      close();
    }
    return "noted";
  } catch {
    // An audit is worth as much without: whatever is wrong with that file, the server says it at its next start.
    return "unwritable";
  }
}
