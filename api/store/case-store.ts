/** Requests of people as the log tells of them, in short: what an overview, a list and a reminder need. All of it but the reminders, and who was told what, follows from the log, and is made again where the file is lost. */

/** As api/rights/cases/case.ts has it; `erased`: of somebody who was erased, with nothing left that says whose it was. */
export interface CaseRow {
  readonly id: string;
  readonly subject: string | null;
  readonly type: string;
  readonly state: string;
  readonly jurisdiction: string;
  /** Times are milliseconds since 1970. */
  readonly receivedAt: number;
  readonly dueAt: number | null;
  readonly lastAt: number;
  readonly closedAt: number | null;
  readonly identified: boolean;
  readonly extended: boolean;
  /** Its answer came when its time was over; of somebody who was erased: its last step. */
  readonly late: boolean;
  readonly decision: string | null;
  readonly category: string | null;
  readonly outcome: string | null;
  /** Who of the firm had it in hand last: `Principal.id`. */
  readonly handler: string | null;
  /** In which its person asked; `null`: nobody has said. */
  readonly language: string | null;
  /** The newest step that its person is written to about: the id of its record. `null`: there is none. */
  readonly news: string | null;
  /** When that was recorded. */
  readonly newsAt: number | null;
}

/** A row with its number: in the order in which requests came into the log, from 1. */
export interface NumberedCase extends CaseRow {
  readonly number: number;
}

/** What of the log is followed. */
export interface CasesFollowed {
  /** Index of the next entry to look at. */
  readonly next: number;
  /** Of the entry before it, hex; `null`: there is none. */
  readonly leafHash: string | null;
}

/** One step along the log, kept together. */
export interface CaseStep {
  readonly rows?: readonly CaseRow[];
  /** Entries that could not be read, besides those before. */
  readonly unread?: number;
  readonly followed: CasesFollowed;
}

export type ReminderKind = "soon" | "tomorrow" | "overdue";

/** Whom is reminded of what. */
export interface ReminderMark {
  /** Its id. */
  readonly request: string;
  readonly dueAt: number;
  readonly kind: ReminderKind;
  readonly person: string;
}

/** Which rows; whatever is left out does not limit. `dueBefore`, `dueFrom`: by a deadline that there is. */
export interface CaseQuery {
  readonly states?: readonly string[];
  readonly type?: string;
  readonly handler?: string;
  readonly dueBefore?: number;
  readonly dueFrom?: number;
  /** Numbers below it; the newest first. */
  readonly below?: number;
  readonly limit: number;
}

/** Of rows that agree in all but their number. */
export interface CaseCount {
  readonly type: string;
  readonly state: string;
  readonly decision: string | null;
  readonly category: string | null;
  readonly outcome: string | null;
  readonly count: number;
}

export interface CasesDue {
  readonly overdue: number;
  readonly toCarryOut: number;
  readonly stuck: number;
}

/** Every write is one transaction, durable when it resolves. */
export interface CaseStore {
  /** `null`: nothing was followed yet. */
  followed(): Promise<CasesFollowed | null>;
  /** Whose log the file is of, from the first time that it is asked. */
  belongsTo(ledgerId: string): Promise<boolean>;
  /** Puts rows in, or in place of those of the same id; of one that is `erased` nothing is changed any more. */
  conclude(step: CaseStep): Promise<void>;
  /** Everything that follows from the log is forgotten. @param all also whose log it was, and who was reminded, or told, of what */
  beginAgain(all: boolean): Promise<void>;
  /** Entries that could not be read. */
  unread(): Promise<number>;
  get(id: string): Promise<NumberedCase | null>;
  /** Of somebody, the oldest first. */
  of(subject: string): Promise<readonly NumberedCase[]>;
  list(query: CaseQuery): Promise<readonly NumberedCase[]>;
  /** Those that are `granted`, the oldest first, with a number above. */
  granted(after: number, limit: number): Promise<readonly NumberedCase[]>;
  counts(): Promise<readonly CaseCount[]>;
  /** How many were answered late. */
  late(): Promise<number>;
  /** How many have a deadline at or before this time, and how many were granted and are not carried out; `stuck`: of these, those that were granted at or before `granted`. */
  due(before: number, granted?: number): Promise<CasesDue>;
  /** With a deadline at or before this time, the most urgent first. */
  dueBefore(time: number, limit: number): Promise<readonly NumberedCase[]>;
  /** Those of these marks that are not set yet; they are set by this. @param at now */
  mark(marks: readonly ReminderMark[], at: number): Promise<readonly ReminderMark[]>;
  unmark(marks: readonly ReminderMark[]): Promise<void>;
  /** With news recorded at or after this time, of which nobody was told yet, the oldest first. */
  news(since: number, limit: number): Promise<readonly NumberedCase[]>;
  /** Those of these steps that are not told of yet; by this they are. @param at now */
  tell(steps: readonly string[], at: number): Promise<readonly string[]>;
  untell(steps: readonly string[]): Promise<void>;
  /** Takes away whose they were; idempotent. @returns how many rows had it */
  eraseSubjects(subjects: readonly string[]): Promise<number>;
  /** Empties the write-ahead log. False: somebody still reads it; to be tried again. */
  scrub(): Promise<boolean>;
  close(): void;
}
