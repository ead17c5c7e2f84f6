/**
 * What partners are told, and what it follows from: a projection of the log (docs/ARCHITECTURE.md "How partners are told"), in a file of its own. It holds identifiers and times, nothing of what a record says.
 * All of it but how sending went, and tests, can be made again out of the log, with the same identifiers; so a file that is lost or restored older costs nothing but messages that are sent twice.
 *
 * Of one file there is one writer. What a method has resolved with is durable; times are milliseconds since 1970.
 */

export interface QueuedMessage {
  readonly number: number;
  /** As the partner knows it: `msg_` and 32 hex digits. */
  readonly id: string;
  readonly organization: string;
  /** Empty, and the version 0: it is a test, and about none. */
  readonly agreement: string;
  /** `null`: it is about no person. */
  readonly subject: string | null;
  readonly type: string;
  /** Exact text. */
  readonly body: string;
  readonly madeAt: number;
  readonly attempts: number;
}

export type NewMessage = Omit<QueuedMessage, "number" | "attempts"> & {
  readonly version: number;
  readonly deleteBy: number | null;
  readonly acknowledgeBy: number | null;
};

export interface Attempt {
  readonly at: number;
  readonly milliseconds: number;
  /** A status (`200`) or a word for what went wrong; nothing of the answer. */
  readonly outcome: string;
}

export interface MessageQueue {
  /**
   * Of each person of an organization, and where it is about nobody of each agreement, the oldest that waits, if it is due and the organization is one of these: of each organization those
   * that are due longest, by number.
   */
  due(
    organizations: readonly string[],
    now: number,
    limit: number,
  ): Promise<readonly QueuedMessage[]>;
  /** When the next is due; `null`: none waits. */
  nextDue(organizations: readonly string[]): Promise<number | null>;
  /** The outcome of an attempt and its row: delivered, or again at `nextAt`, or given up (`nextAt` null). One that was acknowledged meanwhile stays delivered. */
  attempted(
    number: number,
    attempt: Attempt & { readonly delivered: boolean; readonly nextAt: number | null },
  ): Promise<void>;
  /** Puts in a message; one of the same id is left as it is. */
  put(message: NewMessage): Promise<void>;
}

export const MESSAGE_STATES = ["waiting", "delivered", "given_up"] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export interface MessageRow extends NewMessage {
  readonly number: number;
  readonly state: MessageState;
  readonly attempts: number;
  /** `null`: it does not wait. */
  readonly nextAt: number | null;
  readonly deliveredAt: number | null;
  /** As the partner has stated by an acknowledgement; `…Came`: when the ledger got that. */
  readonly receivedAt: number | null;
  readonly receivedCame: number | null;
  readonly doneAt: number | null;
  readonly doneCame: number | null;
  /** That the partner is told this of the person is on record. */
  readonly recorded: boolean;
}

/** What something was given of somebody under: whom a message that ends it goes to. */
export interface GivenKey {
  readonly agreement: string;
  readonly purpose: string;
  readonly subject: string;
  /** Whose member or key got it. */
  readonly organization: string;
}

export interface GivenRow extends GivenKey {
  readonly number: number;
  /** Of the terms under which it was given last. */
  readonly version: number;
  /** Kinds of records that were given. */
  readonly kinds: readonly string[];
  readonly firstIndex: number;
  readonly lastIndex: number;
  /** False: the partner was told that it ended, or could not have it told. */
  readonly covered: boolean;
  /** Of what is covered: the partner was told to keep it, and not to use it. */
  readonly held: boolean;
  /** The next moment at which the answer may change without a record. */
  readonly dueAt: number | null;
}

/** A record that was given. */
export interface GivenRecord extends GivenKey {
  readonly record: string;
  /** The newest that was given. */
  readonly version: number;
  readonly covered: boolean;
  readonly held: boolean;
}

/** Of the terms that were in force last, what is decided by. */
export interface KnownTerms {
  readonly version: number;
  readonly uses: readonly { readonly purposeId: string; readonly consents: readonly string[] }[];
  readonly kinds: readonly string[];
  /** Milliseconds. */
  readonly deleteWithin: number;
  readonly acknowledgeWithin: number;
}

export interface AgreementRow {
  readonly agreement: string;
  readonly inForce: boolean;
  /** `null`: never were any. */
  readonly terms: KnownTerms | null;
  /** Whose it is; `null`: nobody's. */
  readonly organization: string | null;
  readonly dueAt: number | null;
}

/** All that was given under an agreement is to be decided anew, some rows at a time, before the log is followed further. */
export interface Sweep {
  readonly number: number;
  readonly agreement: string;
  /** Entry of the log that it follows from; `null`: time alone. */
  readonly cause: number | null;
  /** What was recorded below this index counts, as it was at `time`. */
  readonly below: number;
  readonly time: number;
  /** Nobody is told: the partner was told before that all had ended. */
  readonly silent: boolean;
  /** Number of the row that was decided last. */
  readonly after: number;
}

/** Where the log was followed up to. */
export interface Followed {
  /** Index of the next entry. */
  readonly next: number;
  /** Leaf hash of the entry before, hex: whoever finds another there follows another log. `null`: there is none. */
  readonly leafHash: string | null;
  /** What was decided last was so at this time: of what was recorded together the times may not ascend. */
  readonly time: number;
}

/** Somebody was given something. */
export interface Giving extends GivenKey {
  readonly index: number;
  readonly version: number;
  /** UTC, `2026-11-27`. */
  readonly day: string;
  readonly request: string;
  readonly records: readonly {
    readonly id: string;
    readonly kind: string;
    readonly version: number;
  }[];
  /** How it stands; `null`: as before, or where it is the first, for good. */
  readonly stands: Pick<GivenRow, "covered" | "held" | "dueAt"> | null;
}

/** What an acknowledgement says of a message. */
export interface Acknowledged {
  readonly id: string;
  readonly what: "received" | "done";
  /** As the partner states. */
  readonly at: number;
  /** When the ledger got it. */
  readonly came: number;
}

/** All that one step of the follower concludes: kept together, or not at all. */
export interface Step {
  readonly followed?: Followed;
  readonly givings?: readonly Giving[];
  readonly decided?: readonly Pick<GivenRow, "number" | "covered" | "held" | "dueAt">[];
  readonly agreement?: AgreementRow;
  readonly sweeps?: readonly Omit<Sweep, "number" | "after">[];
  /** How far a sweep has come; `after` null: it is over. */
  readonly swept?: { readonly number: number; readonly after: number | null };
  readonly messages?: readonly NewMessage[];
  /** As {@link PartnerStore.eraseSubjects}, behind all else of the step. */
  readonly erased?: readonly string[];
  readonly acknowledged?: Acknowledged;
  /** Entries that could not be read. */
  readonly unread?: number;
}

export interface MessagesQuery {
  readonly agreement: string;
  /** `null`: of all. */
  readonly organization: string | null;
  readonly state: MessageState | null;
  /** Numbers below this; `null`: from the newest on. */
  readonly below: number | null;
  readonly limit: number;
}

export interface UsageDay {
  readonly day: string;
  readonly requests: number;
  readonly records: number;
  readonly people: number;
}

export interface Usage {
  /** The newest first. */
  readonly days: readonly UsageDay[];
  /** Over all days; `people`: each once. */
  readonly total: Omit<UsageDay, "day">;
}

export interface MessageCounts {
  readonly waiting: number;
  readonly givenUp: number;
  /** Not acknowledged as received, or as done, by now, though the time that the terms give is over. */
  readonly overdue: number;
}

export interface PartnerStore extends MessageQueue {
  /** `null`: nothing was followed yet. */
  followed(): Promise<Followed | null>;
  /** Whose log this follows; sets it where nothing says so yet. False: another's. */
  belongsTo(ledgerId: string): Promise<boolean>;
  conclude(step: Step): Promise<void>;
  /** Everything that is made out of the log is to be made again. Messages stay, for they come under the same ids; `all`: they go, too. */
  beginAgain(all: boolean): Promise<void>;

  agreements(): Promise<readonly AgreementRow[]>;
  /** Whether something was ever given to anybody. */
  anyGiven(): Promise<boolean>;
  givenOf(subjects: readonly string[]): Promise<readonly GivenRow[]>;
  givenUnder(agreement: string, after: number, limit: number): Promise<readonly GivenRow[]>;
  organizationsOf(agreement: string): Promise<readonly string[]>;
  /** Whether something of a person was given under an agreement, for this purpose and to this organization. */
  wasGiven(what: GivenKey): Promise<boolean>;
  recordGiven(record: string): Promise<readonly GivenRecord[]>;
  firstSweep(): Promise<Sweep | null>;
  /** Rows that are due at the earliest moment at which any is, if that has come by a time. */
  dueRows(by: number, limit: number): Promise<readonly GivenRow[]>;
  /** When the next row or agreement is due. */
  nextRowDue(): Promise<number | null>;

  message(id: string): Promise<MessageRow | null>;
  messages(query: MessagesQuery): Promise<readonly MessageRow[]>;
  attemptsOf(number: number): Promise<readonly Attempt[]>;
  /** That these messages are told is on record. */
  recorded(numbers: readonly number[]): Promise<void>;
  /** One that waits is not due before then. */
  keepBack(number: number, until: number): Promise<void>;
  /** One that was delivered or given up waits again, and whatever waits is due at `now`. False: there is none. */
  replay(number: number, now: number): Promise<boolean>;
  acknowledge(acknowledged: Acknowledged): Promise<void>;
  /** @param organization to whom it was given; `null`: to all, a person counted once a day for each */
  usage(agreement: string, organization: string | null, days: number): Promise<Usage>;
  /** @param organization `null`: of all */
  counts(agreement: string, organization: string | null, now: number): Promise<MessageCounts>;
  /** `MessageCounts.overdue` of all agreements. */
  overdue(now: number): Promise<number>;
  /** Entries that could not be read when they were followed. */
  unread(): Promise<number>;
  /**
   * Forgets what was given of these people. Messages about them stay as long as a partner is still to be told, or to acknowledge: {@link pruneErased}. Sums of days stay, which
   * are of nobody.
   */
  eraseSubjects(subjects: readonly string[]): Promise<void>;
  /**
   * Deletes messages about people who are erased, of which nothing is waited for at `now`: delivered and acknowledged as far as the terms want it, or given up 90 days after it was made, or
   * not acknowledged a year after it was due. Answers how many there were.
   */
  pruneErased(now: number): Promise<number>;
  /** As of the ledger's store (row-erasure.ts). */
  scrub(): Promise<boolean>;
  close(): void;
}
