import type { NoSample } from "../../../api/audit/quick/pick-anchor.ts";
import type { FoundState } from "../../../api/audit/resume/journal.ts";
import type { SourceFailureCode } from "../../../api/auditor/source.ts";

/** What `counterfoil audit` says besides its report. */
export interface AuditTexts {
  readonly summary: string;
  readonly offline: string;
  readonly rpc: string;
  readonly policy: string;
  readonly json: string;
  readonly html: string;
  readonly work: string;
  readonly noRecord: string;
  readonly more: string;
  /** `left`: how long it still takes; empty while nobody can say. */
  readonly progress: (percent: string, step: string, left: string) => string;
  readonly left: (time: string) => string;
  readonly time: Readonly<Record<"seconds" | "minutes" | "hours", (count: number) => string>>;
  readonly interrupted: string;
  /** With a work directory, from which the next one goes on. */
  readonly interruptedKept: (directory: string) => string;
  /** A work directory in which others could do something. */
  readonly notPrivate: (directory: string) => string;
  /** Why nothing is taken over of what an interrupted audit has left. */
  readonly unused: Readonly<Record<Exclude<FoundState, "taken">, string>>;
  readonly notNoted: string;
  readonly written: (file: string) => string;
  readonly sameFile: string;
  readonly insideLedger: (file: string) => string;
  /** Something else lies there. */
  readonly noReport: (file: string) => string;
  /** A database that cannot be opened at all; `code` is SQLite's. */
  readonly unopened: (code: string) => string;
  readonly quick: QuickAuditTexts;
  /** Of the audit of somebody who has only what a ledger serves. */
  readonly remote: RemoteAuditTexts;
}

/** Of a sample. */
export interface QuickAuditTexts {
  readonly quick: string;
  readonly more: string;
  readonly notACount: (text: string, most: string) => string;
  readonly notTogether: (option: string) => string;
  /** Why nothing could be drawn, and what to do. */
  readonly noSample: Readonly<Record<Exclude<NoSample["why"], "not_final">, string>>;
  readonly notFinal: (awaited: string, final: string) => string;
}

export interface RemoteAuditTexts {
  readonly remote: string;
  readonly tokenFile: string;
  readonly directory: string;
  readonly more: string;
  readonly needsPolicy: string;
  readonly needsToken: string;
  readonly onlyRemote: (option: string) => string;
  readonly interrupted: string;
  /** With a directory, in which what was taken stays. */
  readonly interruptedKept: (directory: string) => string;
  readonly untold: (why: string) => string;
  /** Why the log could not be had, by what was asked for of it. */
  readonly log: Readonly<Record<SourceFailureCode, (path: string) => string>>;
  /** All that shows what was found. */
  readonly kept: (file: string) => string;
}
