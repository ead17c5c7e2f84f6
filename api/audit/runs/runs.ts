/** Audits that people have the server run, one at a time, in a process of its own (api/start/audit-child.ts). */
import { rm } from "node:fs/promises";
import { type Clock, formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { Language } from "../../core/language.ts";
import type { Principal } from "../../core/principal.ts";
import { newRecordId, type Random } from "../../core/random.ts";
import { auditExitCode } from "../conclude.ts";
import { htmlReportApart } from "../render/html/apart.ts";
import type { AuditReport } from "../report.ts";
import { type KeptRuns, openKeptRuns } from "./kept-runs.ts";
import { RUN_FORMAT, type Run, type RunFailure, type RunMode, type RunProgress } from "./run.ts";

/** What comes of an audit that nobody cancels. */
export type AuditEnd =
  | { readonly report: AuditReport }
  | { readonly failure: Exclude<RunFailure, "interrupted"> };

/** One that runs. */
export interface AuditJob {
  /** Settles when nothing of it is left, also where it was cancelled. A rejection is a bug. */
  readonly end: Promise<AuditEnd>;
  /** Ends it. */
  cancel(): Promise<void>;
}

export type StartAudit = (request: {
  readonly mode: RunMode;
  /** For what does not fit into memory. */
  readonly directory: string;
  readonly onProgress: (progress: RunProgress) => void;
}) => AuditJob;

type Who = Pick<Principal, "id" | "role">;

export interface AuditRunsOptions {
  readonly directory: string;
  readonly start: StartAudit;
  readonly clock: Clock;
  readonly random: Random;
  /** It has come to its end: to be recorded, with who had it run. */
  readonly onReport: (report: AuditReport, by: Who) => Promise<void>;
  readonly onBug: (error: unknown) => void;
}

export interface AuditRuns {
  /** The newest first; all that are kept. */
  all(): readonly Run[];
  /** @throws Refusal `not_found` (`audit`) */
  get(id: string): Run;
  /** How far it is; `null`: it does not run. */
  progress(id: string): RunProgress | null;
  /** @throws Refusal `audit_running`, `too_many_requests`, `shutting_down` */
  begin(mode: RunMode, by: Who): Promise<Run>;
  /** Of one that does not run any more nothing is changed. @throws Refusal `not_found` (`audit`) */
  cancel(id: string): Promise<Run>;
  /** @throws Refusal `not_found` (`audit`, `report`) */
  report(id: string): Promise<AuditReport>;
  /** The file that `counterfoil audit --json` writes; its hash is on record. @throws Refusal as {@link report} */
  reportBytes(id: string): Promise<Uint8Array>;
  /** As one page that needs nothing else. @throws Refusal as {@link report} */
  reportPage(id: string, language: Language): Promise<string>;
  /** Ends what runs: the server ends. */
  close(): Promise<void>;
}

interface Running {
  readonly run: Run;
  readonly job: AuditJob;
  progress(): RunProgress;
  /** What is to be said of it instead of what comes of it. */
  stopped: Pick<Run, "state" | "failure"> | null;
  /** Resolves when it is kept how it ended. */
  over: Promise<void>;
}

/** So many may one person begin within {@link BEGINS_MS}: each takes a processor, and one that is cancelled at once is soon followed by another. */
export const MOST_BEGINS = 10;
const BEGINS_MS = 10 * 60 * 1_000;

const NO_PROGRESS: RunProgress = { step: "tables", share: 0, parts: [] };

const toneOf = (report: AuditReport): NonNullable<Run["tone"]> =>
  (({ 0: "clean", 20: "unasked", 30: "damaged" }) as const)[auditExitCode(report)];

export async function openAuditRuns(options: AuditRunsOptions): Promise<AuditRuns> {
  const { clock, random, onReport, onBug } = options;
  const kept: KeptRuns = await openKeptRuns({
    ...{ directory: options.directory, now: clock.now(), onBug },
  });
  let running: Running | null = null;
  /** Who comes while one is only about to begin is one too many likewise. */
  let beginning: Promise<Run> | null = null;
  let closed = false;

  function get(id: string): Run {
    const found = kept.get(id);
    if (found === null) throw new Refusal("not_found", { what: "audit" });
    return found;
  }

  /** The one that runs: whoever sees that it is over may begin another at once. */
  const current = (): Running | null =>
    running !== null && kept.get(running.run.id)?.state === "running" ? running : null;

  async function outcome({ by, id }: Run, end: AuditEnd): Promise<Partial<Run>> {
    if ("failure" in end) return { state: "failed", failure: end.failure };
    const { report } = end;
    await kept.putReport(id, report);
    // What it found stands though it could not be recorded that it was run.
    await onReport(report, by as Who).catch(onBug);
    const found = { tone: toneOf(report), findings: report.findings.length };
    return { state: "done", ...found, size: report.snapshot.size };
  }

  async function follow(own: Running, directory: string): Promise<void> {
    const { run, job } = own;
    const failed = (error: unknown): AuditEnd => {
      if (own.stopped === null) onBug(error);
      return { failure: "fault" };
    };
    const end = await job.end.catch(failed);
    const became = own.stopped ?? (await outcome(run, end).catch((e) => outcome(run, failed(e))));
    await rm(directory, { recursive: true, force: true }).catch(onBug);
    await kept.put({ ...run, ...became, finishedAt: formatTime(clock.now()) }).catch(onBug);
  }

  async function stop(one: Running, state: Pick<Run, "state" | "failure">): Promise<void> {
    one.stopped ??= state;
    await one.job.cancel();
    await one.over;
  }

  /** Those that are kept tell it, so a new start of the server gives nobody more. @throws Refusal `too_many_requests` */
  function assertNotTooMany(who: string): void {
    const since = clock.now() - BEGINS_MS;
    const begun = kept
      .all()
      .filter(({ by }) => by.id === who)
      .map(({ startedAt }) => Date.parse(startedAt))
      .filter((at) => at > since);
    const first = begun[MOST_BEGINS - 1];
    if (first === undefined) return;
    const seconds = Math.max(1, Math.ceil((first - since) / 1_000));
    throw new Refusal("too_many_requests", { seconds });
  }

  function assertOpen(): void {
    if (closed) throw new Refusal("shutting_down", {});
  }

  async function start(run: Run): Promise<void> {
    const directory = await kept.workDirectory();
    let told = NO_PROGRESS;
    const onProgress = (progress: RunProgress): void => {
      told = progress;
    };
    // The server may have ended meanwhile: nobody would end the child.
    assertOpen();
    const job = options.start({ mode: run.mode, directory, onProgress });
    const own: Running = {
      ...{ run, job, stopped: null, over: Promise.resolve() },
      progress: () => told,
    };
    running = own;
    own.over = follow(own, directory);
  }

  async function begin(mode: RunMode, { id: who, role }: Who): Promise<Run> {
    const begun: Run = {
      ...{ format: RUN_FORMAT, id: newRecordId(clock, random), mode, by: { id: who, role } },
      ...{ state: "running", startedAt: formatTime(clock.now()), finishedAt: null },
      ...{ failure: null, tone: null, findings: null, size: null },
    };
    try {
      // A server that is killed from now on says at its next start that it was interrupted.
      await kept.put(begun);
      await start(begun);
      return begun;
    } catch (error) {
      const failure = closed ? "interrupted" : "fault";
      const finishedAt = formatTime(clock.now());
      await kept.put({ ...begun, state: "failed", failure, finishedAt }).catch(onBug);
      throw error;
    }
  }

  return {
    all: kept.all,
    get,
    progress(id) {
      const one = current();
      return one?.run.id === id ? one.progress() : null;
    },
    async begin(mode, by) {
      assertOpen();
      if (beginning !== null || current() !== null) throw new Refusal("audit_running", {});
      assertNotTooMany(by.id);
      beginning = begin(mode, by);
      try {
        return await beginning;
      } finally {
        beginning = null;
      }
    },
    async cancel(id) {
      get(id);
      const one = current();
      if (one?.run.id === id) await stop(one, { state: "cancelled", failure: null });
      return get(id);
    },
    async report(id) {
      get(id);
      const report = await kept.report(id);
      if (report === null) throw new Refusal("not_found", { what: "report" });
      return report;
    },
    async reportBytes(id) {
      get(id);
      const bytes = await kept.reportBytes(id);
      if (bytes === null) throw new Refusal("not_found", { what: "report" });
      return bytes;
    },
    async reportPage(id, language) {
      get(id);
      const page = await kept.page(id, language, htmlReportApart);
      if (page === null) throw new Refusal("not_found", { what: "report" });
      return page;
    },
    async close() {
      closed = true;
      // What it comes to is told to whoever began it.
      await beginning?.catch(() => {});
      const one = current();
      if (one !== null) await stop(one, { state: "failed", failure: "interrupted" });
    },
  };
}
