/**
 * `npm run bench [-- name …]`: what the design promises, each figure beside its limit or peer in the same run. `npm run bench -- cdnow FILE`
 * imports a CDNOW file. Prints tables and writes bench/results/latest.json. No test: it asserts nothing about time.
 */
import { fileURLToPath } from "node:url";
import { benchCdnow } from "./cdnow.ts";
import { benchEvidence } from "./evidence.ts";
import { benchGas } from "./gas.ts";
import { benchIngest } from "./ingest.ts";
import { benchSingle } from "./single.ts";
import { print, type Section, save } from "./work/table.ts";

const BENCHES: Readonly<Record<string, () => Promise<Section>>> = {
  ingest: () => benchIngest(1_000),
  single: () => benchSingle(),
  evidence: () => benchEvidence([10_000, 100_000]),
  gas: () => benchGas(),
};

const asked = process.argv.slice(2);
const chosen =
  asked[0] === "cdnow" && asked[1] !== undefined && asked.length === 2
    ? { cdnow: () => benchCdnow(asked[1] as string) }
    : BENCHES;
const unknown = chosen === BENCHES ? asked.filter((name) => !Object.hasOwn(BENCHES, name)) : [];
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark of that name. Known: ${Object.keys(BENCHES).join(", ")}, cdnow FILE\n`,
  );
  process.exit(2);
}
const sections: Section[] = [];
for (const [name, bench] of Object.entries(chosen)) {
  if (chosen === BENCHES && asked.length > 0 && !asked.includes(name)) continue;
  process.stdout.write(`\nRunning ${name} …\n`);
  const section = await bench();
  print(section);
  sections.push(section);
}
const file = await save(fileURLToPath(new URL("..", import.meta.url)), sections);
process.stdout.write(`\nWritten to ${file}\n`);
