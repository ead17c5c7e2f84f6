/** An auditor who catches up with a log that is there already, against the same primitives bare; each in a process of its own, in turn. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Followed } from "./work/follow.ts";
import { publish } from "./work/published.ts";
import { percentile, type Section } from "./work/table.ts";

const ROUNDS = 3;
const FOLLOW = fileURLToPath(new URL("./work/follow.ts", import.meta.url));

/** @param streams as many records, each of which opens a stream of its own */
export async function benchAuditor(streams: number): Promise<Section> {
  const directory = await mkdtemp(join(tmpdir(), "counterfoil-published-"));
  try {
    const { size } = await publish(directory, streams);
    const took: Record<"auditor" | "bare", Followed[]> = { auditor: [], bare: [] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const who of ["bare", "auditor"] as const) took[who].push(await follow(who, directory));
    }
    const bare = took.bare.map(({ wall }) => wall);
    const row = (what: string, all: readonly Followed[]) => ({
      what,
      "entries/s": Math.round((1_000 * size) / median(all.map(({ wall }) => wall))),
      "speed ÷ bare": median(all.map(({ wall }, i) => (bare[i] as number) / wall)),
      "CPU µs/entry": (1_000 * median(all.map(({ cpu }) => cpu))) / size,
      "memory at 1/10": all[0]?.memory.length === 1 ? "–" : megabytes(all, 0),
      "at 5/10": all[0]?.memory.length === 1 ? "–" : megabytes(all, 4),
      "at the end": megabytes(all, -1),
    });
    return {
      title: `An auditor catches up with ${size.toLocaleString("en")} entries of ${streams.toLocaleString("en")} streams, the map on disk`,
      note: "Bare: the same files read, leaf hashes, tree nodes and authenticators, the same rows written with their keys and indexes over connections of the same settings; in a second thread the map's hashes, and its pages written, read and deleted. Nothing looked up or checked. Target: at least half its speed, 0.5; memory that does not grow. Megabytes, the most so far.",
      rows: [row("bare", took.bare), row("auditor", took.auditor)],
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}

const median = (figures: readonly number[]): number =>
  percentile(
    [...figures].sort((a, b) => a - b),
    0.5,
  );

const megabytes = (all: readonly Followed[], at: number): number =>
  Math.round(median(all.map(({ memory }) => memory.at(at) ?? 0)) / 2 ** 20);

function follow(who: string, directory: string): Promise<Followed> {
  const child = spawn(process.execPath, [FOLLOW, who, directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("close", (code) => {
      if (code === 0) resolve(JSON.parse(out));
      else reject(new Error(`${who} ended with ${code}`));
    });
  });
}
