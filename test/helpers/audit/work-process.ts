/** Works in a kept work directory until it is interrupted. `node work-process.ts <directory>` */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { withKeptDirectory } from "../../../scripts/cli/audit/work.ts";
import { messagesIn } from "../../../scripts/cli/messages.ts";
import { processTerminal } from "../../../scripts/cli/terminal.ts";

const { stdout, stderr, env, argv } = process;
const context = { terminal: processTerminal(stdout, stderr, env), m: messagesIn("en") };
await withKeptDirectory(context, argv[2] ?? "", async (scratch, kept) => {
  writeFileSync(join(scratch, "moves.0"), "x");
  writeFileSync(join(kept, "state"), "x");
  stdout.write("working\n");
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});
