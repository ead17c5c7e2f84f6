/**
 * Erasures in the key store (DESIGN §4): the journal of each, what it closes for ever, which keys of erased people are kept and until when. A resolved write is durable.
 *
 * An erasure has begun when its row is durable, and then ends, whatever happens. What it names is closed from that moment on: no key, and no secret, of that name is made again
 * ({@link ErasureStore.beginErasure}).
 */
import type { RetentionClass } from "../../portal/verify/subject.ts";
import type { SealingKeyName } from "./key-name.ts";

/** In this order, one after the other. */
export const ERASURE_STATES = [
  "begun",
  "declared",
  "rows-gone",
  "keys-gone",
  "copies-gone",
  "done",
] as const;
export type ErasureState = (typeof ERASURE_STATES)[number];

/** What of one identifier goes. */
export interface ErasureScope {
  readonly subject: string;
  /** Sealing keys, each once. `expiry` is `open` or a year. */
  readonly keys: readonly Omit<SealingKeyName, "subject">[];
  /** Classes whose stream secret goes: with the last record of the class. No sealing key of such a class is made again, under any expiry. */
  readonly secrets: readonly RetentionClass[];
}

/** A sealing key of an erased person that stays. */
export interface KeptKey extends SealingKeyName {
  /** Kept until the end of this calendar year; `null`: no year ends it (class `access`: as long as any other stays). */
  readonly until: number | null;
  /** Code of the legal ground, as the rules of retention name it. */
  readonly ground: string;
}

/** The salted list of an erasure while it is carried out: sealed under a key of its own, which is wrapped under the root key. */
export interface WrappedList {
  readonly key: Uint8Array;
  readonly box: Uint8Array;
}

/** What a person's certificates are found and sealed by. */
export interface CertificateKey {
  /** SHA-256 of the code, behind its domain (FORMAT §20). */
  readonly id: Uint8Array;
  /** The public key of the code, wrapped; `null`: it went with the person's last class, and nothing more is sealed to it. */
  readonly wrapped: Uint8Array | null;
}

export interface NewErasure {
  /** UUID, lower case. */
  readonly id: string;
  /** As the record `erasure` tells it. */
  readonly cause: string;
  readonly scopes: readonly ErasureScope[];
  /** Of the same subjects. A key that an earlier erasure kept gets this word instead. */
  readonly kept: readonly KeptKey[];
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  /** `null` where the erasure comes out of the list of the erased: its journal was lost with an older key store. */
  readonly list: WrappedList | null;
  /** `null`: nobody has a code. One that is known already stays as it is; where its key had gone with somebody's last class, it is there again. */
  readonly certificate: CertificateKey | null;
}

export interface Erasure extends NewErasure {
  /** Counted from 1, in the order in which they began. */
  readonly number: number;
  readonly state: ErasureState;
  readonly doneAt: number | null;
  /** When it was recorded that no root key is left that had wrapped what was destroyed. */
  readonly completedAt: number | null;
  /**
   * Number of the root key that wrapped when the keys were destroyed: together with those before it, it opens every copy of what was destroyed that there may be, also one that this key store
   * did not have (it had been put back from before). `null` before {@link ErasureStore.destroyKeys}, and where no root key is known.
   */
  readonly root: number | null;
  /** What the list became, sealed to the certificate's key; `null` before, or without a certificate. */
  readonly sealedList: Uint8Array | null;
}

/** What is left of a stream secret: its SHA-256, which the identifier commits to (FORMAT §5.1). */
export interface SecretRemains {
  readonly subject: string;
  readonly retentionClass: RetentionClass;
  readonly hash: Uint8Array;
}

export interface Destruction {
  readonly sealedList: Uint8Array | null;
  /** Of every secret in scope that is there. */
  readonly remains: readonly SecretRemains[];
  /** The person's last class goes: the certificate's key goes, too. */
  readonly endCertificate: boolean;
}

/** A closed name. `expiry` `null`: the stream secret of the class, and with it every key of the class. */
export interface ClosedName {
  readonly subject: string;
  readonly retentionClass: RetentionClass;
  readonly expiry: string | null;
}

export interface ErasureQuery {
  /** `unfinished`: not `done`. `uncompleted`: keys are gone, `completedAt` is not set. */
  readonly which: "all" | "unfinished" | "uncompleted";
  /** Only of larger numbers; 0: from the first. */
  readonly after: number;
  readonly limit: number;
}

export interface ErasureStore {
  /**
   * Journals an erasure and closes what it names. `there`: one of this id was begun before, and stays as it is. `overlapping`: another one has closed one of these names, and nothing
   * was written.
   */
  beginErasure(erasure: NewErasure): Promise<"begun" | "there" | "overlapping">;
  /** From one state to the next. `false`: it is not in that state, and nothing was written. `at` is when it was done, for state `done`. Into `keys-gone` only {@link destroyKeys} leads. */
  moveErasure(id: string, from: ErasureState, to: ErasureState, at: number): Promise<boolean>;
  /**
   * In one transaction: the sealing keys and stream secrets in scope are gone, of each secret what remains is left while another class of the subject stays, the list becomes its
   * sealed form, the state `rows-gone` becomes `keys-gone`. `false`: it is in another state, and nothing was written.
   */
  destroyKeys(id: string, destruction: Destruction): Promise<boolean>;
  /** Notes that its completion is recorded. Said again, the first time stays. */
  completeErasure(id: string, at: number): Promise<void>;
  /** The sealed list of this erasure goes, for ever. */
  dropSealedList(id: string): Promise<void>;
  erasure(id: string): Promise<Erasure | null>;
  /** By number, ascending. */
  erasures(query: ErasureQuery): Promise<readonly Erasure[]>;
  /** How many were ever begun. */
  erasureCount(): Promise<number>;
  /** All erasures whose certificates this id finds, by number. */
  certified(certificate: Uint8Array): Promise<readonly Erasure[]>;
  /** What is closed of these subjects; those of whom nothing is are left out. */
  closedNames(subjects: readonly string[]): Promise<ReadonlyMap<string, readonly ClosedName[]>>;
  /** Kept keys, by subject, class and expiry, behind `after`; those that another erasure has closed meanwhile are left out. `until`: only of years up to this one. */
  keptKeys(query: {
    readonly until: number | null;
    readonly after: SealingKeyName | null;
    readonly limit: number;
  }): Promise<readonly KeptKey[]>;
  /** Kept keys of these subjects, likewise. */
  keptOf(subjects: readonly string[]): Promise<readonly KeptKey[]>;
  /**
   * Of the sealing keys behind `after`, by subject, class and expiry, `limit` are looked at: the names of those that are statutory, of years before `below`, of whomever. `next`: where the next page
   * begins; `null`: these were the last.
   */
  expiredKeys(query: {
    readonly below: number;
    readonly after: SealingKeyName | null;
    readonly limit: number;
  }): Promise<{ readonly keys: readonly SealingKeyName[]; readonly next: SealingKeyName | null }>;
  /** Names of all sealing keys that these subjects have, by subject, class and expiry. */
  sealingKeysOf(subjects: readonly string[]): Promise<readonly SealingKeyName[]>;
}

const REMAINS = 0x00;
const HASH_BYTES = 32;

/** How what remains of a destroyed secret lies where its wrapped form lay, which begins with another byte. */
export function remainsForm(hash: Uint8Array): Uint8Array {
  if (hash.length !== HASH_BYTES) throw new RangeError("a hash has 32 bytes");
  return Uint8Array.of(REMAINS, ...hash);
}

/** The hash of a secret that was destroyed; `null` for a wrapped form. */
export const remainsOf = (form: Uint8Array): Uint8Array | null =>
  form.length === 1 + HASH_BYTES && form[0] === REMAINS ? form.slice(1) : null;
