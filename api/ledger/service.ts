/** The ledger domain's one door: the only place that combines vault, log and store. Routes call nothing else. */
import type { Policy } from "../../portal/verify/policy.ts";
import type { Clock } from "../core/clock.ts";
import type { Refusal } from "../core/errors.ts";
import type { KindRegistry } from "../core/kind.ts";
import type { Random } from "../core/random.ts";
import type { HashReader } from "../log/hash-reader.ts";
import type { NoteSigner } from "../log/keys.ts";
import { signReceipt } from "../log/receipts.ts";
import type { Store, StoredEntry, Unit, UnitOutcome } from "../store/store.ts";
import type { Vault } from "../vault/vault.ts";
import { type Draft, parseDraft } from "./draft.ts";
import { type EvidenceRequest, recordEvidence } from "./evidence.ts";
import type { IdempotencyKey } from "./idempotency.ts";
import type { WriteOutcome } from "./outcome.ts";
import { listRecords, type Page, type ReadRecord, readEntry, readRecord } from "./read.ts";
import { ensureSubjects, type SubjectOutcome, type SubjectReference } from "./subjects.ts";
import { type WriteRequest, writeRecords } from "./write.ts";

export interface LedgerOptions {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  readonly kinds: KindRegistry;
  readonly read: HashReader;
  readonly policy: Policy;
  readonly origin: string;
  readonly receiptSigner: NoteSigner;
  readonly commit: (units: readonly Unit[]) => Promise<readonly UnitOutcome[]>;
  readonly promiseMilliseconds: number;
}

export interface Ledger {
  parse(input: Readonly<Record<string, unknown>>): Draft;
  ensureSubjects(
    references: readonly (SubjectReference | null)[],
    keys?: readonly (IdempotencyKey | null)[],
  ): Promise<SubjectOutcome[]>;
  write(requests: readonly WriteRequest[]): Promise<(WriteOutcome | Refusal)[]>;
  record(id: string, version: number | null): Promise<ReadRecord>;
  list(query: {
    subject: string;
    kind: string | null;
    cursor: string | null;
    limit: number;
  }): Promise<Page>;
  evidence(request: EvidenceRequest): Promise<Uint8Array>;
  /** The signed promise for one version of a record; the same at every call. */
  receipt(id: string, version: number | null): Promise<string>;
  receiptOf(entry: StoredEntry): string;
  /** The newest signed checkpoint, or `null` before the first batch. */
  checkpoint(): Promise<string | null>;
}

export function createLedger(options: LedgerOptions): Ledger {
  const { store, receiptSigner, origin } = options;
  const receiptOf = ({ index, leafHash, recordedAt, dueAt }: StoredEntry): string =>
    signReceipt(receiptSigner, { origin, index, leafHash, recordedAt, dueAt });
  return {
    parse: (input) => parseDraft(input, options.kinds),
    ensureSubjects: (references, keys) => ensureSubjects(options, references, keys),
    write: (requests) => writeRecords(options, requests),
    record: (id, version) => readRecord(options, id, version),
    list: (query) => listRecords(options, query),
    evidence: (request) => recordEvidence(options, request),
    receipt: async (id, version) => receiptOf(await readEntry(options, id, version)),
    receiptOf,
    checkpoint: async () => (await store.newestCheckpoint())?.note ?? null,
  };
}
