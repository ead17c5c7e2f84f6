/** The ledger domain's one door: the only place that combines vault, log and store. Routes call nothing else. */
import { type Policy, receiptKeyFor } from "../../portal/verify/policy.ts";
import { firmSubject } from "../../portal/verify/subject.ts";
import type { Clock } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import type { JsonValue, KindRegistry } from "../core/kind.ts";
import { newRecordId, type Random } from "../core/random.ts";
import type { Period } from "../core/reach.ts";
import type { HashReader } from "../log/hash-reader.ts";
import type { NoteSigner } from "../log/keys.ts";
import type { StreamMap } from "../log/map/stream-map.ts";
import { signReceipt } from "../log/receipts.ts";
import type { PublishedPath } from "../log/tiles.ts";
import type { Store, StoredEntry, Unit, UnitOutcome } from "../store/store.ts";
import type { Vault } from "../vault/vault.ts";
import { type Reads, recordReads } from "./access.ts";
import { type AdministrationEvent, recordAdministration } from "./administration.ts";
import { type AppendOutcome, appendEvents, type EventUnit, recogniseEvents } from "./append.ts";
import { provenPath } from "./committed.ts";
import { type Correction, correctRecord, draftCorrection } from "./correct.ts";
import { cosignedNotes, type Witness } from "./cosigned.ts";
import { type Draft, parseDraft } from "./draft.ts";
import { type EntryView, viewEntryAt } from "./entry-view.ts";
import { type AbsentRequest, absentEvidence } from "./evidence/absent.ts";
import { checkHere, type EvidenceChecker } from "./evidence/checker.ts";
import type { EvidenceContext } from "./evidence/context.ts";
import { type ErasureRequest, erasureCertificate } from "./evidence/erasure.ts";
import { type HistoryRequest, historyEvidence } from "./evidence/history.ts";
import { type PinnedEvidence, type PinnedQuery, pinnedEvidence } from "./evidence/pinned.ts";
import type { RecordFile, RecordRequest } from "./evidence/record.ts";
import { signatureCheck, wholeCheck } from "./evidence/signed.ts";
import { tlogProof } from "./evidence/tlog-proof.ts";
import {
  type EvidenceRequest,
  type EvidenceTogether,
  evidenceFile,
  evidenceTogether,
} from "./evidence/together.ts";
import { ensureFirmRecord, type Predecessor } from "./firm.ts";
import { type IdempotencyKey, madeBefore } from "./idempotency.ts";
import type { WriteOutcome } from "./outcome.ts";
import {
  type Chain,
  type ChainQuery,
  chainOf,
  type PersonStreams,
  streamsOf,
} from "./person-streams.ts";
import {
  type IndexedPlace,
  newestVersions,
  type PlacesPage,
  placesIn,
  placesOf,
} from "./places.ts";
import { publishedCheckpoint, publishedTile } from "./published.ts";
import {
  listRecords,
  type Page,
  placeOf,
  type ReadRecord,
  type RecordPlace,
  type RecordsQuery,
  readEntry,
  readRecord,
  requireRow,
  type Whose,
  whoseRecord,
} from "./read.ts";
import { type KeptStanding, readStandings, standingsAfter } from "./read-standings.ts";
import { type RecordedPage, recordedIn, recordedOf } from "./recorded-in.ts";
import { reservedSubjects } from "./reserved.ts";
import type { StandingName } from "./standing.ts";
import { type StateAnswer, type StateRequest, stateAtTime } from "./state.ts";
import { firstEvent, type StreamEvent, type StreamEvents, streamEvents } from "./stream-events.ts";
import {
  ensureSubjects,
  findSubjects,
  type SubjectOutcome,
  type SubjectReference,
  subjectsOf,
} from "./subjects.ts";
import {
  type ReadsPage,
  readsOf,
  type TimelinePage,
  type TimelineRequest,
  timelineOf,
} from "./timeline.ts";
import { type WriteRequest, writeRecords } from "./write.ts";

export interface LedgerOptions {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  /** What `POST /v1/records` takes. */
  readonly kinds: KindRegistry;
  /** What domains above this one write; their streams are read here. */
  readonly domainKinds: KindRegistry;
  readonly read: HashReader;
  readonly map: StreamMap;
  /** Ours; with the auditors that the ledger asks for cosignatures. */
  readonly policy: Policy;
  /** Who is asked for cosignatures besides. */
  readonly witnesses: readonly Witness[];
  readonly origin: string;
  readonly receiptSigner: NoteSigner;
  readonly commit: (units: readonly Unit[]) => Promise<readonly UnitOutcome[]>;
  readonly promiseMilliseconds: number;
}

export interface Ledger {
  /** What a verifier who trusts this ledger pins. */
  readonly policy: Policy;
  readonly witnesses: readonly Witness[];
  /** The firm's record, entry 0: see firm.ts. To be called at the start, before anything is written. */
  ensureFirmRecord(predecessor?: Predecessor | null): Promise<void>;
  parse(input: Readonly<Record<string, unknown>>): Draft;
  ensureSubjects(
    references: readonly (SubjectReference | null)[],
    keys?: readonly (IdempotencyKey | null)[],
  ): Promise<SubjectOutcome[]>;
  /** Those that are known under these references; a `Refusal` (`not_found`) for the others. */
  findSubjects(
    references: readonly (SubjectReference | null)[],
  ): Promise<(SubjectOutcome | Refusal)[]>;
  write(requests: readonly WriteRequest[]): Promise<(WriteOutcome | Refusal)[]>;
  /** Fields of a record that a client wrote are others, in a version of its own; see correct.ts */
  correct(correction: Correction): Promise<WriteOutcome>;
  /** Whose record that would be a version of; nothing is written. @throws Refusal as {@link correct} */
  mayCorrect(correction: Correction): Promise<RecordPlace>;
  /** Records events, after their domain has judged them. Of the firm only what is the firm's, and of others nothing that is. @throws never; see append.ts */
  append(units: readonly EventUnit[]): Promise<(AppendOutcome | Refusal)[]>;
  /** Who is about to be shown what of whom; durable when it resolves, and to be waited for before anything of it is handed out. @throws Refusal; see access.ts */
  recordReads(reads: Reads): Promise<void>;
  /** Something was done to the ledger as an installation, now or `at`; durable when it resolves, with its `@id`. @throws Refusal; see administration.ts */
  recordAdministration(
    event: AdministrationEvent,
    at?: number,
    idempotency?: IdempotencyKey,
  ): Promise<string>;
  /** What became of such units before, `null` for one that is new; nothing is written. See append.ts */
  recognise(units: readonly EventUnit[]): Promise<(AppendOutcome | Refusal | null)[]>;
  /** The record that a request with this Idempotency-Key made, or `null`; see idempotency.ts. */
  madeBefore(key: IdempotencyKey): Promise<Readonly<Record<string, JsonValue>> | null>;
  /** An `@id` for an event that another of its unit names. */
  newId(): string;
  /** The ledger itself as a subject: notices, purposes, controller. */
  readonly firm: string;
  /** The same of the ledgers that this one has succeeded, the oldest first, and its own. Of one whose records were given up nothing may be there. */
  firms(): Promise<readonly string[]>;
  /** All that is in a stream, oldest first. @throws Refusal `not_found` (`subject`), `invalid_parameter`, `damaged`, `stream_too_long`, `client_left` */
  events(subject: string, stream: string, signal?: AbortSignal): Promise<StreamEvents>;
  /** The first of them; `null`: there is no such stream. @throws Refusal `not_found` (`subject`), `invalid_parameter`, `damaged` */
  firstEvent(subject: string, stream: string): Promise<StreamEvent | null>;
  /** What is kept of these streams to decide by, in order; see read-standings.ts. */
  standings(names: readonly StandingName[]): Promise<readonly KeptStanding[]>;
  /** All of them, page by page; see read-standings.ts. */
  standingsAfter(after: number, limit: number): ReturnType<typeof standingsAfter>;
  /** Of each of these subjects of whom anything is erased, the classes that are over for good; see row-erasure.ts. */
  closed: Store["closed"];
  /** Which of these subjects there are. */
  knownSubjects(subjects: readonly string[]): Promise<ReadonlySet<string>>;
  /** The subjects of these references, in order; `null` where there is none. None is made. */
  subjectsOf(references: readonly SubjectReference[]): Promise<readonly (string | null)[]>;
  record(id: string, version: number | null): Promise<ReadRecord>;
  /** What it took in a period, by places alone; see recorded-in.ts. @throws Refusal `damaged` */
  recordedIn(period: Period, first?: number): AsyncGenerator<RecordedPage>;
  /** The same of some people, by their own rows. @throws Refusal `damaged` */
  recordedOf(period: Period, subjects: readonly string[]): AsyncGenerator<RecordedPage>;
  /** Whose a record is, and when the ledger took it, for who may not know more. @throws Refusal `not_found`, `damaged` */
  whose(id: string, version: number | null): Promise<Whose>;
  list(query: RecordsQuery): Promise<Page>;
  /** All that there is about somebody, the newest first; see timeline.ts. */
  timeline(request: TimelineRequest): Promise<TimelinePage>;
  /** Who has read what of somebody, the newest first. */
  reads(request: Omit<TimelineRequest, "kinds">): Promise<ReadsPage>;
  evidence(request: EvidenceRequest): Promise<Uint8Array>;
  /** The same, and what of whom it shows. */
  evidenceFile(request: EvidenceRequest): Promise<RecordFile>;
  /** Files of many records at one moment; see evidence/together.ts. @param checker who checks them; at once when left out */
  evidenceTogether(checker?: EvidenceChecker): EvidenceTogether;
  /** Files about whole streams, all as of one checkpoint; see evidence/pinned.ts. @throws Refusal `not_sealed`, `not_found` (`subject`), `damaged`, `busy` */
  pinnedEvidence(query: PinnedQuery, checker?: EvidenceChecker): Promise<PinnedEvidence>;
  /** Which version that is, of what kind, and whose. @throws Refusal `not_found`, `damaged` */
  place(id: string, version: number | null): Promise<RecordPlace>;
  /** The same of the record behind an entry of the log, by its row alone; `null`: there is none. */
  placeAt(index: number): Promise<RecordPlace | null>;
  /** The same of a piece of the log, and of the newest versions of somebody's records; see places.ts */
  placesIn(from: number, below: number): Promise<PlacesPage>;
  placesOf(query: Parameters<typeof placesOf>[1]): Promise<readonly IndexedPlace[]>;
  /** The number of the newest version of each of these records that there are; likewise. */
  newestVersions(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** A file about a stream of a subject. */
  streamEvidence(request: HistoryRequest | AbsentRequest): Promise<Uint8Array>;
  /** The certificate of an erasure, by the list that its declaration has the root of; see evidence/erasure.ts. */
  erasureCertificate(request: Omit<ErasureRequest, "firm">): Promise<Uint8Array>;
  /** What was so in a stream of a subject at a time. */
  stateAt(request: StateRequest): Promise<StateAnswer>;
  /** @throws Refusal `not_found` (`entry`), `damaged` */
  entryAt(index: number): Promise<EntryView>;
  /** The streams of somebody. @throws Refusal `not_found` (`subject`), `damaged` */
  streamsOf(subject: string): Promise<PersonStreams>;
  /** A page of one of them, the newest entry first. @throws Refusal `invalid_parameter`, `not_found` (`subject`, `stream`) */
  chainOf(query: ChainQuery): Promise<Chain>;
  /** A record's entry as a C2SP tlog-proof. */
  tlogProof(request: Omit<RecordRequest, "fields">): Promise<string>;
  /** The signed promise for one version of a record; the same at every call. @throws Refusal `not_found` (`receipt`) for one that a predecessor took */
  receipt(id: string, version: number | null): Promise<string>;
  receiptOf(entry: StoredEntry): string;
  /** The newest signed checkpoint with all cosignatures of it, or `null` before the first batch. */
  checkpoint(): Promise<string | null>;
  /** The signed checkpoint of exactly this size, as the log key signed it, or `null` if this ledger has none. @throws Refusal `damaged` */
  checkpointOf(size: number): Promise<string | null>;
  /** A tile or entry bundle that the newest checkpoint covers, or `null`. */
  tile(path: PublishedPath): Promise<Uint8Array | null>;
}

export function createLedger(options: LedgerOptions): Ledger {
  const { store, receiptSigner, origin } = options;
  const receiptOf = ({ index, leafHash, recordedAt, dueAt }: StoredEntry): string =>
    signReceipt(receiptSigner, { origin, index, leafHash, recordedAt, dueAt });
  const reserved = reservedSubjects(options);
  const firm = firmSubject(options.policy.ledgerId);
  const notes = cosignedNotes(options);
  const assertSigned = signatureCheck(options.policy);
  const assertWhole = wholeCheck(options.policy);
  const proofs: EvidenceContext = {
    ...{ ...options, assertSigned, assertWhole, notes, later: null },
    path: (stored, checkpoint) => provenPath(options, stored, checkpoint),
  };
  // Its own memory: who walks through all sizes must not push out what the files of the moment rest on.
  const assertPublished = signatureCheck(options.policy);
  /** Of the firm only what is the firm's, and of others nothing that is. */
  async function amongFree<T>(
    units: readonly EventUnit[],
    handle: (units: readonly EventUnit[]) => Promise<readonly T[]>,
  ): Promise<(T | Refusal)[]> {
    const own = await reserved();
    const isFree = ({ events }: EventUnit): boolean =>
      events.every(({ draft: { subject, kind } }) =>
        kind.about === "firm" ? subject === firm : !own.has(subject),
      );
    const outcomes = (await handle(units.filter(isFree))).values();
    return units.map((unit) =>
      isFree(unit) ? (outcomes.next().value as T) : new Refusal("reserved_subject", {}),
    );
  }
  const append: Ledger["append"] = (units) =>
    amongFree(units, (free) => appendEvents(options, free));
  return {
    policy: options.policy,
    witnesses: options.witnesses,
    ensureFirmRecord: (predecessor) => ensureFirmRecord(options, predecessor),
    parse: (input) => parseDraft(input, options.kinds),
    ensureSubjects: (references, keys) => ensureSubjects(options, references, keys),
    findSubjects: (references) => findSubjects(options, references),
    write: async (requests) => {
      const own = await reserved();
      const isFree = ({ draft }: WriteRequest): boolean => !own.has(draft.subject);
      const outcomes = (await writeRecords(options, requests.filter(isFree))).values();
      return requests.map((request) =>
        isFree(request) ? outcomes.next().value! : new Refusal("reserved_subject", {}),
      );
    },
    correct: (correction) => correctRecord(options, correction),
    async mayCorrect(correction) {
      const { draft, newest } = await draftCorrection(options, correction);
      const { id, version } = newest;
      return { id, version, kind: draft.kind.kind, subject: draft.subject };
    },
    firm,
    firms: async () => [...(await reserved())].reverse(),
    append,
    recordAdministration: (event, at, idempotency) =>
      recordAdministration({ append, firm, clock: options.clock }, event, at, idempotency),
    recordReads: (reads) => recordReads({ append, reserved, clock: options.clock }, reads),
    recognise: (units) => amongFree(units, (free) => recogniseEvents(options, free)),
    madeBefore: (key) => madeBefore(options, key),
    newId: () => newRecordId(options.clock, options.random),
    events: (subject, stream, signal) => streamEvents(options, subject, stream, signal),
    firstEvent: (subject, stream) => firstEvent(options, subject, stream),
    standings: (names) => readStandings(options, names),
    standingsAfter: (after, limit) => standingsAfter(options, after, limit),
    closed: (subjects) => store.closed(subjects),
    knownSubjects: (subjects) => store.knownSubjects(subjects),
    subjectsOf: (references) => subjectsOf(options, references),
    record: (id, version) => readRecord(options, id, version),
    recordedIn: (period, first) => recordedIn(options, period, first),
    recordedOf: (period, subjects) => recordedOf(options, period, subjects),
    whose: (id, version) => whoseRecord(options, id, version),
    list: (query) => listRecords(options, query),
    timeline: (request) => timelineOf(options, request),
    reads: (request) => readsOf(options, request),
    evidence: async (request) => (await evidenceFile(proofs, request)).bytes,
    evidenceFile: async (request) => evidenceFile(proofs, request),
    evidenceTogether: (checker = checkHere) => evidenceTogether(proofs, checker),
    pinnedEvidence: (query, checker = checkHere) => pinnedEvidence(proofs, query, checker),
    place: async (id, version) => placeOf(await requireRow(options, id, version)),
    newestVersions: (ids) => newestVersions(options, ids),
    async placeAt(index) {
      const [row = null] = await store.recordsAt([index]);
      return row && placeOf(row);
    },
    placesIn: (from, below) => placesIn(options, from, below),
    placesOf: (query) => placesOf(options, query),
    streamEvidence: async (request) =>
      request.claim === "absent"
        ? absentEvidence(proofs, request)
        : historyEvidence(proofs, request),
    erasureCertificate: (request) => erasureCertificate(proofs, { ...request, firm }),
    stateAt: (request) => stateAtTime(options, request),
    entryAt: (index) => viewEntryAt(store, index),
    streamsOf: (subject) => streamsOf(options, subject),
    chainOf: (query) => chainOf(options, query),
    tlogProof: (request) => tlogProof(proofs, request),
    async receipt(id, version) {
      const entry = await readEntry(options, id, version);
      // What a predecessor promised, this ledger can neither keep nor break.
      if (receiptKeyFor(options.policy, entry.index) === null)
        throw new Refusal("not_found", { what: "receipt" });
      return receiptOf(entry);
    },
    receiptOf,
    async checkpoint() {
      const newest = await store.newestCheckpoint();
      return newest === null ? null : notes.witnessed(newest);
    },
    checkpointOf: (size) => publishedCheckpoint(options, assertPublished, size),
    tile: (path) => publishedTile(options, path),
  };
}
