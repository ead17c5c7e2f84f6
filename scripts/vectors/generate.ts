/**
 * Writes the vectors, one case per file, and the worked example in docs/FORMAT.md. The same bytes on every machine and in every run.
 *
 *   node scripts/vectors/generate.ts            writes
 *   node scripts/vectors/generate.ts --check    compares, and fails if a file differs
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allAcknowledgementVectors } from "./acknowledgements/all.ts";
import { allVectors } from "./all.ts";
import { allCellVectors } from "./cells/all.ts";
import { allCompareVectors } from "./compare/all.ts";
import { allCredentialVectors } from "./credentials/all.ts";
import { allErasureVectors } from "./erasure/all.ts";
import { allErasureCodeVectors } from "./erasure-codes/all.ts";
import { withExample } from "./example/format.ts";
import { allExportVectors } from "./exports/all.ts";
import { allMessageVectors } from "./messages/all.ts";
import { allMisbehaviourVectors } from "./misbehaviour/all.ts";
import { allSampleVectors } from "./sample/all.ts";
import { allSharedRecordVectors } from "./shared-records/all.ts";
import { allSharingVectors } from "./sharing/all.ts";
import { allPolicyVectors } from "./terms-policy/all.ts";

const VECTORS = join(import.meta.dirname, "../../test/vectors");
const FORMAT = join(import.meta.dirname, "../../docs/FORMAT.md");

/** By directory below `VECTORS`. */
const SETS = {
  evidence: allVectors,
  misbehaviour: allMisbehaviourVectors,
  compare: allCompareVectors,
  "audit-sample": allSampleVectors,
  "sharing-terms": allSharingVectors,
  "terms-policy": allPolicyVectors,
  credentials: allCredentialVectors,
  "shared-records": allSharedRecordVectors,
  acknowledgements: allAcknowledgementVectors,
  messages: allMessageVectors,
  erasure: allErasureVectors,
  "erasure-codes": allErasureCodeVectors,
  exports: allExportVectors,
  cells: allCellVectors,
};

function stored(directory: string): Map<string, string> {
  mkdirSync(directory, { recursive: true });
  const names = readdirSync(directory).filter((name) => name.endsWith(".json"));
  return new Map(names.map((name) => [name, readFileSync(join(directory, name), "utf8")]));
}

/** What of a set is not as it should be, by name; written unless only compared. */
function settle(set: string, wanted: ReadonlyMap<string, string>, check: boolean): string[] {
  const directory = join(VECTORS, set);
  const there = stored(directory);
  const stale = [...there.keys()].filter((name) => !wanted.has(name));
  const differing = [...wanted.keys()].filter((name) => there.get(name) !== wanted.get(name));
  if (!check) {
    for (const name of stale) rmSync(join(directory, name));
    for (const name of differing) writeFileSync(join(directory, name), wanted.get(name) as string);
    process.stdout.write(`${set}: ${wanted.size} vectors, ${differing.length} written\n`);
  }
  return [...stale, ...differing].map((name) => `${set}/${name}`);
}

function main(check: boolean): void {
  const wrong = Object.entries(SETS).flatMap(([set, all]) => settle(set, all(), check));
  const format = readFileSync(FORMAT, "utf8");
  const text = withExample(format);
  if (format !== text) wrong.push("docs/FORMAT.md");
  if (!check) {
    if (format !== text) writeFileSync(FORMAT, text);
    return;
  }
  for (const name of wrong) process.stderr.write(`differs: ${name}\n`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

main(process.argv.includes("--check"));
