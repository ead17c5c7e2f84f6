/**
 * `npm test`: everything that must hold, in one command with one summary. Arguments go to vitest (`npm test -- test/api/core`) and
 * then only its tests run.
 */
import { makeFastDirectory } from "./fast-directory.ts";
import { type JobResult, runJob, summarize } from "./run.ts";

const chosen = process.argv.slice(2);
const VITEST = "vitest (units, processes, chain, browser)";
const SOLIDITY = "Solidity (unit, fuzz, invariants)";

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is removed here.
const withoutColours = (output: string): string => output.replace(/\u001b\[[0-9;]*m/g, "");

function counts(results: readonly JobResult[]): { passed: number; failed: number } {
  let passed = 0;
  let failed = 0;
  for (const { name, output } of results) {
    const plain = withoutColours(output);
    const line = name === VITEST ? /^\s*Tests\s.*$/m.exec(plain)?.[0] : plain;
    passed += Number(/(\d+) pass(?:ed|ing)/.exec(line ?? "")?.[1] ?? 0);
    failed += Number(/(\d+) fail(?:ed|ing)/.exec(line ?? "")?.[1] ?? 0);
  }
  return { passed, failed };
}

/** The files that took longest, as vitest tells of each. */
function slowest({ output }: JobResult): string {
  const files = [...withoutColours(output).matchAll(/^ \S (test\/\S+) \(.*\) (\d+)ms$/gm)]
    .map(([, file = "", ms]) => ({ file, seconds: Number(ms) / 1000 }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, 10);
  return files
    .map(({ file, seconds }) => `${seconds.toFixed(1).padStart(8)} s  ${file}\n`)
    .join("");
}

const directory = await makeFastDirectory();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void directory.remove().then(() => process.exit(1)));
}
const vitest = {
  name: VITEST,
  command: ["vitest", "run", ...chosen],
  env: { TMPDIR: directory.path },
  live: true,
};
const results: JobResult[] = [];
if (chosen.length === 0) {
  process.stdout.write("Checking format, lint and types …\n");
  results.push(await runJob({ name: "check", command: ["node", "scripts/check.ts"] }));
  const solidity = runJob({ name: SOLIDITY, command: ["hardhat", "test", "solidity"] });
  results.push(await runJob(vitest), await solidity);
} else results.push(await runJob(vitest));

await directory.remove();
const good = summarize(results, new Set([VITEST]));
const { passed, failed } = counts(results.slice(chosen.length === 0 ? 1 : 0));
if (chosen.length === 0) {
  const ran = results.find(({ name }) => name === VITEST);
  if (ran !== undefined) process.stdout.write(`\nThe slowest files:\n${slowest(ran)}`);
}
process.stdout.write(`\n${passed} passed, ${good ? failed : Math.max(failed, 1)} failed\n`);
process.exitCode = good && passed > 0 ? 0 : 1;
