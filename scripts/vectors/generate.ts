/**
 * Writes test/vectors/evidence: one case per file. The same bytes on every machine and in every run.
 *
 *   node scripts/vectors/generate.ts            writes
 *   node scripts/vectors/generate.ts --check    compares, and fails if a file differs
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allVectors } from "./all.ts";

const DIRECTORY = join(import.meta.dirname, "../../test/vectors/evidence");

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
  if (check) {
    for (const name of [...stale, ...differing]) process.stderr.write(`differs: ${name}\n`);
    process.exitCode = stale.length + differing.length === 0 ? 0 : 1;
    return;
  }
  for (const name of stale) rmSync(join(DIRECTORY, name));
  for (const name of differing) writeFileSync(join(DIRECTORY, name), wanted.get(name) as string);
  process.stdout.write(`${wanted.size} vectors, ${differing.length} written\n`);
}

main(process.argv.includes("--check"));
