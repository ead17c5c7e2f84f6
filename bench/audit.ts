import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Audited, withAudited } from "./work/audited.ts";
import type { BareWork } from "./work/bare-audit.ts";
import { percentile, type Section } from "./work/table.ts";

const ROUNDS = 3;
const BATCH = 5_000;

interface Ran {
  readonly wall: number;
  readonly cpu: number;
  readonly findings: number;
  /** Peak, megabytes. */
  readonly memory: number;
}

/**
 * A full audit of a ledger of so many records in so many streams, in turn with the same primitives bare.
 *
 * @param keepIn see {@link withAudited}
 */
export async function benchAudit(
  size: { readonly records: number; readonly streams: number },
  keepIn: string | null,
): Promise<Section> {
  return withAudited({ ...size, batch: BATCH }, keepIn, async (audited) => {
    const rounds: { readonly audit: Ran; readonly bare: Ran }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({ audit: await audit(audited), bare: await bare(audited) });
    }
    const of = (figure: (round: (typeof rounds)[number]) => number): number =>
      percentile(
        rounds.map(figure).sort((a, b) => a - b),
        0.5,
      );
    const row = (what: string, which: "audit" | "bare") => ({
      what,
      seconds: of((round) => round[which].wall) / 1_000,
      "records/s": Math.round((1_000 * size.records) / of((round) => round[which].wall)),
      "speed ÷ bare": of((round) => round.bare.wall / round[which].wall),
      "CPU µs/record": (1_000 * of((round) => round[which].cpu)) / size.records,
      "CPU: bare ÷ it": of((round) => round.bare.cpu / round[which].cpu),
      "memory MB": Math.max(...rounds.map((round) => round[which].memory)),
    });
    return {
      title: `Full audit: ${size.records.toLocaleString("en")} records in ${size.streams.toLocaleString("en")} streams, without a chain, ${ROUNDS} rounds, medians`,
      note: "Target: at least 0.5 of the same primitives bare (the same rows read, decrypted, hashed), both in processes of their own; memory does not grow with the ledger.",
      rows: [row("counterfoil audit", "audit"), row("bare primitives, two threads", "bare")],
    };
  });
}

async function audit({ environment }: Audited): Promise<Ran> {
  const ran = await child("audit-process.ts", [], environment);
  if (ran.findings > 0) throw new Error(`${ran.findings} findings in a sound ledger`);
  return ran;
}

function bare({ environment, shape, mapHashes }: Audited): Promise<Ran> {
  const { COUNTERFOIL_DATA = "", COUNTERFOIL_KEYS = "", COUNTERFOIL_COPY = "" } = environment;
  const folders = { data: COUNTERFOIL_DATA, keys: COUNTERFOIL_KEYS, copy: COUNTERFOIL_COPY };
  const work: BareWork = { folders, shape, mapHashes };
  return child("bare-audit.ts", [JSON.stringify(work)], {});
}

async function child(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ran> {
  const file = fileURLToPath(new URL(`./work/${name}`, import.meta.url));
  const env = { PATH: process.env.PATH, ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], { env });
  return JSON.parse(stdout) as Ran;
}
