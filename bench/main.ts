/**
 * `npm run bench [-- name …]`: what the design promises, each figure beside its limit or peer in the same run. Prints tables and writes
 * bench/results/latest.json. No test: it asserts nothing about time.
 */
import { fileURLToPath } from "node:url";
import { benchEvidence } from "./evidence.ts";
import { benchIngest } from "./ingest.ts";
import { print, type Section, save } from "./work/table.ts";

const BENCHES: Readonly<Record<string, () => Promise<Section>>> = {
  ingest: () => benchIngest(4_000),
  evidence: () => benchEvidence([10_000, 100_000]),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark of that name. Known: ${Object.keys(BENCHES).join(", ")}\n`,
  );
  process.exit(2);
}
const sections: Section[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stdout.write(`\nRunning ${name} …\n`);
  const section = await bench();
  print(section);
  sections.push(section);
}
const file = await save(fileURLToPath(new URL("..", import.meta.url)), sections);
process.stdout.write(`\nWritten to ${file}\n`);
