/** A process to be killed: carries out the succession of the installation in a directory, and says each step that it has reached. */
import { writeSync } from "node:fs";
import { readConfig } from "../../../api/core/config.ts";
import { openSuccession } from "../../../api/start/succession.ts";
import { requestOf, settingsOf } from "./installation.ts";

const [directory = "", rpcUrl = "", contract = "", last = ""] = process.argv.slice(2);
const config = readConfig(settingsOf(directory, rpcUrl, contract));
const opened = await openSuccession(
  requestOf(config, {
    async reached(step) {
      writeSync(1, `${step}\n`);
      // Nothing runs after it: the kill is what ends this process.
      if (step === last) await new Promise((resolve) => setTimeout(resolve, 60_000));
    },
  }),
);
await opened.carryOut();
await opened.close();
