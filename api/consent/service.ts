/** The consent domain's one door: notices, purposes, what people chose, and what was so at a time. It writes through the ledger, after its own rules. */
import type { Clock } from "../core/clock.ts";
import type { Refusal } from "../core/errors.ts";
import type { EventDraft } from "../ledger/append.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import type { Ledger } from "../ledger/service.ts";
import type { ConsentContext, EventOutcome } from "./context.ts";
import { recordController } from "./controller.ts";
import { type Decision, type DecisionQuestion, decideMany } from "./decide/decide-many.ts";
import {
  countEverybody,
  type EverybodyCounts,
  type EverybodyPage,
  type EverybodyQuery,
  everybody,
} from "./decide/everybody.ts";
import { type CountQuery, sharedCounts } from "./decide/shared-counts.ts";
import { expireConsent } from "./expire.ts";
import { historyOf } from "./history.ts";
import { identifiersOf, type Reached, reachedOf } from "./identifiers.ts";
import { type Input, present } from "./input.ts";
import { mergeIdentifiers } from "./merge.ts";
import type { ConsentHistory, ConsentStatement, Registry } from "./model.ts";
import { publishNotice } from "./publish-notice.ts";
import { definePurpose, retirePurpose } from "./purposes.ts";
import { type KeyedRequest, recordEvents } from "./record.ts";
import { createRegistry } from "./registry.ts";
import { type ConsentRequest, type Imported, parseConsent } from "./request.ts";
import {
  prepareRestriction,
  type RestrictionActor,
  recordRestriction,
} from "./restriction/record.ts";
import { type RestrictionState, restrictionOf } from "./restriction/state.ts";
import { type StoppedPeople, stoppedAmong } from "./restriction/stopped-among.ts";
import { recordSignal } from "./signal.ts";
import { type JoinedSubjects, joinedSubjects } from "./standings/joined-subjects.ts";
import {
  type CarriedConsent,
  type ConsentAnswer,
  carriedOf,
  type StateQuestion,
  stateOf,
  statesOf,
} from "./state-of.ts";
import { statementOf } from "./statement.ts";
import type { VersionOutcome } from "./versions.ts";

export interface ConsentsOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Left out: nobody looks through the standings, and whoever is asked about may be joined. */
  readonly joined?: JoinedSubjects;
}

/**
 * All inputs are JSON objects as a client sends them, with the fields of their kind (kinds/*.ts) and of the envelope; what may be left out says the method. `@occurredAt` is now
 * and `@source` is the ledger itself where they are left out. What is recorded is durable when the promise resolves.
 */
export interface Consents {
  readonly registry: Registry;

  /** Fields of `controller`. @throws Refusal `invalid_record`, `consent_refused` */
  recordController(input: Input, key?: IdempotencyKey | null): Promise<EventOutcome>;
  /**
   * A version of a notice: `noticeId`, `inForceFrom` (now if left out) and `texts` of `language`, `title`, `text` and `mediaType`. Its number is the ledger's. Texts that the notice
   * has already are not recorded twice. The version is the first event of the unit.
   *
   * @throws Refusal `invalid_record`, `consent_refused`, `too_large`
   */
  publishNotice(input: Input, key?: IdempotencyKey | null): Promise<VersionOutcome>;
  /** A version of a purpose: the fields of `purpose` but `event` and `purposeVersion`; `inForceFrom` (now) and, of the first version, `material` may be left out. @throws Refusal `invalid_record`, `consent_refused` */
  definePurpose(input: Input, key?: IdempotencyKey | null): Promise<VersionOutcome>;
  /** From a time on (`inForceFrom`; now if left out) a purpose takes withdrawals only. @throws Refusal `invalid_record`, `consent_refused` */
  retirePurpose(
    purposeId: string,
    input: Input,
    key?: IdempotencyKey | null,
  ): Promise<EventOutcome>;

  /**
   * One event of a consent: the fields of `consent`, of which the ledger fills in `purposeVersion` (the one in force), `noticeHash`, and, from the purpose's default, `validUntil`; and
   * who acted: of withdrawals and refusals the person, of requests the firm. A withdrawal needs `@subject`, `event` and `purposeId`, and nothing else.
   *
   * @param imported the document that it was taken from; no client's to say
   * @throws Refusal `invalid_record`, `consent_refused` (`in_the_future`)
   */
  parse(input: Input, imported?: Imported | null): ConsentRequest;
  /**
   * Judges each by what was so at its own time, and records it. In order; each with an outcome of its own.
   *
   * @returns a `Refusal`: `consent_refused`, `unknown_subject`, `reserved_subject`, `event_conflict`, `idempotency_conflict`, `too_large`, `busy`, `damaged`
   */
  record(requests: readonly KeyedRequest[]): Promise<(EventOutcome | Refusal)[]>;
  /**
   * Records that consents of this person are over by themselves: an event `expired` at the end of each that has ended by now, and for which there is none yet. Does nothing where
   * there is nothing to record, as often as it is called. Answers how many events it recorded. The state counts without it.
   *
   * @throws Refusal `not_found` (`subject`), `damaged`, `busy`
   */
  expire(subject: string, purposeId: string): Promise<number>;

  /**
   * Two identifiers turned out to be of one person, or not to be: `@subject`, `other`, `event`, `reference`. Recorded in the streams `merge` of both.
   *
   * @throws Refusal `invalid_record`, `consent_refused`, `unknown_subject`
   */
  merge(input: Input, key?: IdempotencyKey | null): Promise<EventOutcome>;
  /** All identifiers of the person, this one first: those that are joined now, also through others. @throws Refusal `not_found` (`subject`), `damaged` */
  identifiersOf(subject: string): Promise<readonly string[]>;
  /** As far as somebody reaches who is limited to some (identifiers.ts). @throws Refusal likewise */
  reachedOf(subject: string, mayName: (subject: string) => boolean): Promise<Reached>;

  /**
   * A signal that a person's software sent, and what follows from it, in one unit: each purpose in force that names it is withdrawn or refused, whichever changes something.
   *
   * @param subject `null`: nobody knows whose it is, so it is refused
   * @param chosen the purpose that the person chooses about in the same breath: it is left as it is, and so is what was given since the signal first came, in spite of it
   * @throws Refusal `invalid_record`, `consent_refused`
   */
  signal(
    subject: string | null,
    input: Input,
    key?: IdempotencyKey | null,
    chosen?: string | null,
  ): Promise<EventOutcome>;

  /** Restricts processing, records an objection, or ends either. See restriction/record.ts */
  restrict(
    who: { readonly subject: string; readonly actor: RestrictionActor },
    input: Input,
    key?: IdempotencyKey | null,
  ): Promise<EventOutcome>;
  /** The events of that, for whoever records them together with something else. */
  prepareRestriction(
    who: { readonly subject: string; readonly actor: RestrictionActor },
    input: Input,
  ): Promise<readonly EventDraft[]>;
  /** How restriction and objections of a person stand. @throws Refusal `not_found` (`subject`), `damaged`, `stream_too_long`, `invalid_parameter` */
  restriction(
    subject: string,
    at: string | null,
    mayName?: (subject: string) => boolean,
  ): Promise<RestrictionState>;
  /** Whose data may not be used for a purpose because of them, whatever it rests on; see restriction/stopped-among.ts */
  stoppedAmong(
    subjects: readonly string[],
    purposeId: string,
    at: string | null,
  ): Promise<StoppedPeople>;

  /** @throws Refusal `not_found` (`subject`), `damaged`, `stream_too_long` */
  history(subject: string, purposeId: string): Promise<ConsentHistory>;
  /** Whether a person had consented, over all their identifiers. @throws Refusal `not_found` (`subject`), `consent_refused` (`unknown_purpose`), `invalid_parameter` (a time that has not come), `damaged` */
  stateOf(question: StateQuestion): Promise<ConsentAnswer>;
  /** The same of every purpose there is. */
  statesOf(question: Omit<StateQuestion, "purposeId">): Promise<readonly ConsentAnswer[]>;
  /** Whether there is consent, and which event of this very identifier it rests on. @throws Refusal as {@link stateOf} */
  carried(question: StateQuestion): Promise<CarriedConsent>;
  /** Whether many people have, in order, as {@link stateOf} has it; without what shows it. See decide/decide-many.ts */
  decideMany(
    questions: readonly DecisionQuestion[],
    at: string | null,
  ): Promise<(Decision | Refusal)[]>;
  /** How everybody stands to a purpose, who was ever asked or chose; a page of it. See decide/everybody.ts */
  everybody(query: EverybodyQuery): Promise<EverybodyPage>;
  /** How many stand how. Whoever asks the same meanwhile, or some seconds later, gets the same answer. */
  countEverybody(query: CountQuery): Promise<EverybodyCounts>;
  /** All that is to be told of one event of a consent. @throws Refusal `not_found` (`record`: there is none, or it is no event of a consent), `consent_refused` (`no_controller`, `unknown_purpose`), `damaged` */
  statement(recordId: string): Promise<ConsentStatement>;
}

export function createConsents(options: ConsentsOptions): Consents {
  const { ledger, clock, joined = joinedSubjects() } = options;
  const registry = createRegistry(ledger);
  const context: ConsentContext = { ledger, clock, registry, joined };
  return {
    registry,
    recordController: (input, key = null) => recordController(context, present(input), key),
    publishNotice: (input, key = null) => publishNotice(context, present(input), key),
    definePurpose: (input, key = null) => definePurpose(context, present(input), key),
    retirePurpose: (purposeId, input, key = null) =>
      retirePurpose(context, purposeId, present(input), key),
    parse: (input, imported = null) => parseConsent(present(input), clock, imported),
    record: (requests) => recordEvents(context, requests),
    expire: (subject, purposeId) => expireConsent(context, subject, purposeId),
    merge: (input, key = null) => mergeIdentifiers(context, present(input), key),
    identifiersOf: (subject) => identifiersOf(context, subject),
    reachedOf: (subject, mayName) => reachedOf(context, subject, mayName),
    signal: (subject, input, key = null, chosen = null) =>
      recordSignal(context, { subject, chosen }, present(input), key),
    restrict: (who, input, key = null) => recordRestriction(context, who, present(input), key),
    prepareRestriction: (who, input) => prepareRestriction(context, who, present(input)),
    restriction: (subject, at, mayName) => restrictionOf(context, subject, at, mayName),
    stoppedAmong: (subjects, purposeId, at) => stoppedAmong(context, subjects, purposeId, at),
    history: (subject, purposeId) => historyOf(context, subject, purposeId),
    stateOf: (question) => stateOf(context, question),
    carried: (question) => carriedOf(context, question),
    decideMany: (questions, at) => decideMany(context, questions, at),
    everybody: (query) => everybody(context, query),
    countEverybody: sharedCounts(clock, (query) => countEverybody(context, query)),
    statesOf: (question) => statesOf(context, question),
    statement: (recordId) => statementOf(context, recordId),
  };
}
