/** Audits and their reports, kept in a directory of their own: files of their owner alone, of each person the newest. */
import { chmod, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { formatTime } from "../../core/clock.ts";
import { writeDurably } from "../../core/files.ts";
import type { Language } from "../../core/language.ts";
import { parseReport, reportJson } from "../json.ts";
import type { AuditReport } from "../report.ts";
import { type Run, run as shape } from "./run.ts";

/** Of one person, with a report each: of some kilobytes; one of a ledger that is damaged all over has as many findings as rows. */
export const MOST_RUNS = 30;
/** Of one person, without: they push no report out. */
export const MOST_WITHOUT_REPORT = 10;

const NAME = /^([0-9a-f-]{36})(\.report)?\.json$/;
/** A report as it was rendered; made again where it is not there. */
const PAGE = /^[0-9a-f-]{36}\.report\.(en|zh)\.html$/;
const LANGUAGES: readonly Language[] = ["en", "zh"];
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
  /** The report as `render` makes a page of it: once for each language and one after the other, for it may be long. */
  page(id: string, language: Language, render: RenderPage): Promise<string | null>;
  /** A new directory for what does not fit into memory. Whoever asks removes it. */
  workDirectory(): Promise<string>;
}

/** Of a report's canonical text. */
export type RenderPage = (report: Uint8Array, language: Language) => Promise<string>;

export interface KeptRunsOptions {
  readonly directory: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Is told of what cannot be read, or cannot be kept and is not needed. */
  readonly onBug: (error: unknown) => void;
}

/** Those that ran when the server ended were interrupted. */
export async function openKeptRuns(options: KeptRunsOptions): Promise<KeptRuns> {
  const { directory, now, onBug } = options;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const runs = new Map<string, Run>();
  const runFile = (id: string): string => join(directory, `${id}.json`);
  const reportFile = (id: string): string => join(directory, `${id}.report.json`);
  const pageFile = (id: string, language: Language): string =>
    join(directory, `${id}.report.${language}.html`);
  await rm(join(directory, WORK), { recursive: true, force: true });
  for (const name of await readdir(directory)) {
    // Another version of this program may render them in another way.
    if (PAGE.test(name)) await rm(join(directory, name), { force: true });
    const [, id, isReport] = NAME.exec(name) ?? [];
    if (id === undefined || isReport !== undefined) continue;
    const found = await read(runFile(id));
    if (found?.id === id) runs.set(id, found);
    else onBug(new Error(`no audit that can be read: ${name}`));
  }
  const rendering = new Map<string, Promise<string | null>>();
  let turn: Promise<void> = Promise.resolve();
  let newest: { readonly id: string; readonly report: AuditReport } | null = null;

  async function put(one: Run): Promise<void> {
    try {
      await writeDurably(runFile(one.id), `${JSON.stringify(one)}\n`);
    } finally {
      // Also where the disk takes nothing: else what has ended would run for ever.
      runs.set(one.id, one);
    }
    for (const { id } of tooMany(one.by.id)) {
      runs.delete(id);
      await rm(reportFile(id), { force: true });
      for (const language of LANGUAGES) await rm(pageFile(id, language), { force: true });
      await rm(runFile(id), { force: true });
    }
  }
  /** Nobody's audits push out what others had run, and none without a report one that has it. */
  function tooMany(by: string): readonly Run[] {
    const over = all().filter((one) => one.by.id === by && one.state !== "running");
    const [reported, others] = [over.filter(hasReport), over.filter((one) => !hasReport(one))];
    return [...reported.slice(MOST_RUNS), ...others.slice(MOST_WITHOUT_REPORT)];
  }
  /** Ids are UUIDs of version 7: they rise with time. */
  const all = (): Run[] => [...runs.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  const reportBytes = (id: string): Promise<Uint8Array | null> =>
    runs.has(id) ? unlessMissing(readFile(reportFile(id))) : Promise.resolve(null);

  async function report(id: string): Promise<AuditReport | null> {
    if (newest?.id === id) return newest.report;
    const bytes = await reportBytes(id);
    if (bytes === null) return null;
    const report = parseReport(textOf(bytes));
    newest = { id, report };
    return report;
  }

  async function page(id: string, language: Language, render: RenderPage): Promise<string | null> {
    if (!runs.has(id)) return null;
    const kept = await unlessMissing(readFile(pageFile(id, language), "utf8"));
    if (kept !== null) return kept;
    const bytes = await reportBytes(id);
    if (bytes === null) return null;
    const made = await render(textOf(bytes), language);
    if (runs.has(id)) await writeDurably(pageFile(id, language), made).catch(onBug);
    return made;
  }

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
    report,
    page(id, language, render) {
      const name = pageFile(id, language);
      // Who asks meanwhile gets the same.
      const begun = rendering.get(name);
      if (begun !== undefined) return begun;
      const found = turn.then(() => page(id, language, render));
      rendering.set(name, found);
      const over = (): void => void rendering.delete(name);
      turn = found.then(over, over);
      return found;
    },
    async workDirectory() {
      const path = join(directory, WORK);
      await rm(path, { recursive: true, force: true });
      await mkdir(path, { mode: 0o700 });
      return path;
    },
  };
}

/** Behind the canonical text stands the end of a line. */
const textOf = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, -1);

const hasReport = ({ state }: Run): boolean => state === "done";

/** `null`: there is no such file. That one cannot be read is another thing. */
async function unlessMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** `null`: nothing that this program has written. */
async function read(file: string): Promise<Run | null> {
  try {
    return shape.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return null;
  }
}
