/**
 * An audit from outside that never ends, in a process whose standard error is taken for a terminal's, until it is interrupted.
 * `node remote-process.ts <language> <policy> <token file> [<directory>]`
 */
import { systemClock } from "../../../api/core/clock.ts";
import { remoteAuditCommand } from "../../../scripts/cli/audit/remote.ts";
import { messagesIn } from "../../../scripts/cli/messages.ts";
import { processTerminal } from "../../../scripts/cli/terminal.ts";

const { stdin, stdout, stderr, argv } = process;
const [language, policy = "", tokenFile = "", directory] = argv.slice(2);
Object.defineProperty(stderr, "isTTY", { value: true });
const spoken = language === "zh" ? "zh" : "en";
const context = {
  ...{ terminal: processTerminal(stdout, stderr, {}), env: {}, stdin, clock: systemClock },
  ...({ language: spoken, m: messagesIn(spoken) } as const),
};
const given = { remote: "https://ledger.example", policy, tokenFile };
await remoteAuditCommand(context, directory ? { ...given, directory } : given, async (request) => {
  stdout.write(`${request.directory}\n`);
  return new Promise(() => setInterval(() => {}, 60_000));
});
