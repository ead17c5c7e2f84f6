/**
 * `npm run bench [-- name …]`: what the design promises, each figure beside its limit or peer in the same run. `npm run bench -- cdnow FILE`
 * imports a CDNOW file, `npm run bench -- growth SIZE` goes up to another size than a million, `npm run bench -- audit STREAMS [DIRECTORY]` audits as
 * many streams of one record each, and keeps them in the directory for the next time, `npm run bench -- auditor STREAMS` follows a log of as many.
 * Prints tables and writes bench/results/latest.json. No test: it asserts nothing about time.
 */
import { fileURLToPath } from "node:url";
import { benchAccess } from "./access.ts";
import { benchAudit } from "./audit.ts";
import { benchAuditor } from "./auditor.ts";
import { benchCdnow } from "./cdnow.ts";
import { benchDecide } from "./decide.ts";
import { benchDeliver } from "./deliver.ts";
import { benchEvidence } from "./evidence.ts";
import { benchExport } from "./export.ts";
import { benchGas } from "./gas.ts";
import { benchGrowth } from "./growth.ts";
import { benchIngest } from "./ingest.ts";
import { benchPortal } from "./portal.ts";
import { benchRoll } from "./roll.ts";
import { benchSingle } from "./single.ts";
import { benchWithMap } from "./with-map.ts";
import { print, type Section, save } from "./work/table.ts";

const BENCHES: Readonly<Record<string, () => Promise<Section>>> = {
  ingest: () => benchIngest(1_000),
  map: () => benchWithMap(),
  single: () => benchSingle(),
  evidence: () => benchEvidence([10_000, 100_000]),
  growth: () => benchGrowth([10_000, 100_000, 1_000_000]),
  gas: () => benchGas(),
  audit: () => benchAudit({ records: 100_000, streams: 1_000 }, null),
  auditor: () => benchAuditor(100_000),
  access: () => benchAccess(),
  decide: () => benchDecide(100_000),
  deliver: () => benchDeliver(10_000),
  export: () => benchExport([100, 1_000]),
  portal: () => benchPortal(),
  roll: () => benchRoll(100_000),
};

/** 10^4, 10^5, … up to this one. */
function decadesTo(most: number): number[] {
  const sizes: number[] = [];
  for (let size = 10_000; size <= most; size *= 10) sizes.push(size);
  return sizes;
}

const asked = process.argv.slice(2);
const [only, parameter, directory] = asked.length > 1 ? asked : [];
const streams =
  only === "audit" && /^[1-9]\d{2,6}$/.test(parameter as string) ? Number(parameter) : null;
const single = asked.length === 2;
const chosen =
  single && only === "cdnow"
    ? { cdnow: () => benchCdnow(parameter as string) }
    : single && only === "growth" && /^10{4,8}$/.test(parameter as string)
      ? { growth: () => benchGrowth(decadesTo(Number(parameter))) }
      : streams !== null && asked.length <= 3
        ? { audit: () => benchAudit({ records: streams, streams }, directory ?? null) }
        : single && only === "auditor" && /^[1-9]\d{3,7}$/.test(parameter as string)
          ? { auditor: () => benchAuditor(Number(parameter)) }
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
