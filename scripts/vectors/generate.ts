/**
 * Writes test/vectors/evidence, one case per file, and the worked example at the end of docs/FORMAT.md. The same bytes on every machine and in every run.
 *
 *   node scripts/vectors/generate.ts            writes
 *   node scripts/vectors/generate.ts --check    compares, and fails if a file differs
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allVectors } from "./all.ts";
import { withExample } from "./example/format.ts";

const DIRECTORY = join(import.meta.dirname, "../../test/vectors/evidence");
const FORMAT = join(import.meta.dirname, "../../docs/FORMAT.md");

function stored(): Map<string, string> {
  mkdirSync(DIRECTORY, { recursive: true });
  const names = readdirSync(DIRECTORY).filter((name) => name.endsWith(".json"));
  return new Map(names.map((name) => [name, readFileSync(join(DIRECTORY, name), "utf8")]));
}

function main(check: boolean): void {
  const wanted = allVectors();
  const there = stored();
  const stale = [...there.keys()].filter((name) => !wanted.has(name));
  const differing = [...wanted.keys()].filter((name) => there.get(name) !== wanted.get(name));
  const format = readFileSync(FORMAT, "utf8");
  const text = withExample(format);
  if (check) {
    const wrong = [...stale, ...differing, ...(format === text ? [] : ["docs/FORMAT.md"])];
    for (const name of wrong) process.stderr.write(`differs: ${name}\n`);
    process.exitCode = wrong.length === 0 ? 0 : 1;
    return;
  }
  if (format !== text) writeFileSync(FORMAT, text);
  for (const name of stale) rmSync(join(DIRECTORY, name));
  for (const name of differing) writeFileSync(join(DIRECTORY, name), wanted.get(name) as string);
  process.stdout.write(`${wanted.size} vectors, ${differing.length} written\n`);
}

main(process.argv.includes("--check"));
