/** Audits and their reports, kept in a directory of their own: files of their owner alone, the newest {@link MOST_RUNS}. */
import { chmod, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { formatTime } from "../../core/clock.ts";
import { writeDurably } from "../../core/files.ts";
import { parseReport, reportJson } from "../json.ts";
import type { AuditReport } from "../report.ts";
import { type Run, run as shape } from "./run.ts";

/** Each with a report of some kilobytes; one of a ledger that is damaged all over has as many findings as rows. */
export const MOST_RUNS = 50;

const NAME = /^([0-9a-f-]{36})(\.report)?\.json$/;
/** What an audit works with lies beside. */
const WORK = "work";

export interface KeptRuns {
  /** The newest first. */
  all(): readonly Run[];
  get(id: string): Run | null;
  /** Durable when it resolves. */
  put(run: Run): Promise<void>;
  /** With its run, what the audit said: the bytes that `counterfoil audit --json` writes. */
  putReport(id: string, report: AuditReport): Promise<void>;
  /** Those bytes; `null`: there are none. */
  reportBytes(id: string): Promise<Uint8Array | null>;
  report(id: string): Promise<AuditReport | null>;
  /** A new directory for what does not fit into memory. Whoever asks removes it. */
  workDirectory(): Promise<string>;
}

/** Those that ran when the server ended were interrupted. @param now in milliseconds since 1970 */
export async function openKeptRuns(directory: string, now: number): Promise<KeptRuns> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const runs = new Map<string, Run>();
  const runFile = (id: string): string => join(directory, `${id}.json`);
  const reportFile = (id: string): string => join(directory, `${id}.report.json`);
  await rm(join(directory, WORK), { recursive: true, force: true });
  for (const name of await readdir(directory)) {
    const [, id, isReport] = NAME.exec(name) ?? [];
    if (id === undefined || isReport !== undefined) continue;
    const found = await read(runFile(id));
    if (found?.id === id) runs.set(id, found);
  }
  let newest: { readonly id: string; readonly report: AuditReport } | null = null;

  async function put(one: Run): Promise<void> {
    try {
      await writeDurably(runFile(one.id), `${JSON.stringify(one)}\n`);
    } finally {
      // Also where the disk takes nothing: else what has ended would run for ever.
      runs.set(one.id, one);
    }
    for (const { id } of all().slice(MOST_RUNS)) {
      runs.delete(id);
      await rm(reportFile(id), { force: true });
      await rm(runFile(id), { force: true });
    }
  }
  /** Ids are UUIDs of version 7: they rise with time. */
  const all = (): Run[] => [...runs.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  const reportBytes = (id: string): Promise<Uint8Array | null> =>
    runs.has(id) ? readFile(reportFile(id)).catch(() => null) : Promise.resolve(null);

  const finishedAt = formatTime(now);
  for (const one of all()) {
    if (one.state === "running")
      await put({ ...one, state: "failed", failure: "interrupted", finishedAt });
  }
  return {
    all,
    get: (id) => runs.get(id) ?? null,
    put,
    async putReport(id, report) {
      await writeDurably(reportFile(id), `${reportJson(report)}\n`);
      newest = { id, report };
    },
    reportBytes,
    async report(id) {
      if (newest?.id === id) return newest.report;
      const bytes = await reportBytes(id);
      if (bytes === null) return null;
      // Behind the canonical text stands the end of a line.
      const report = parseReport(bytes.subarray(0, -1));
      newest = { id, report };
      return report;
    },
    async workDirectory() {
      const path = join(directory, WORK);
      await rm(path, { recursive: true, force: true });
      await mkdir(path, { mode: 0o700 });
      return path;
    },
  };
}

/** `null`: nothing that this program has written. */
async function read(file: string): Promise<Run | null> {
  try {
    return shape.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return null;
  }
}
