/** `npm run check`: format, lint and types, in seconds. */
import { runJob, summarize } from "./run.ts";

const SOLIDITY = ["contracts/**/*.sol", "test/contracts/**/*.sol"];

/** Several checkers in one tsc work out the same types again, each for itself: twice the work of one, and the jobs share the cores anyway. */
const results = await Promise.all(
  [
    { name: "biome (format and lint)", command: ["biome", "check", "--error-on-warnings", "."] },
    { name: "types", command: ["tsc", "-p", ".", "--singleThreaded"] },
    {
      name: "types of portal/verify (neither Node nor DOM)",
      command: ["tsc", "-p", "portal/verify"],
    },
    { name: "types of portal/embed (DOM)", command: ["tsc", "-p", "portal/embed"] },
    { name: "types of portal/pages (DOM)", command: ["tsc", "-p", "portal/pages"] },
    {
      name: "types of portal/src (React)",
      command: ["tsc", "-p", "portal/src", "--singleThreaded"],
    },
    {
      name: "solhint",
      command: ["solhint", "--noPoster", "--max-warnings", "0", "contracts/**/*.sol"],
    },
    { name: "prettier (Solidity)", command: ["prettier", "--check", ...SOLIDITY] },
  ].map(runJob),
);
process.exitCode = summarize(results) ? 0 : 1;
