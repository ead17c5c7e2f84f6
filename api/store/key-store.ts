/**
 * The key store (DESIGN §4): wrapped keys only, in a file of its own with a backup of its own, never beside the ledger's
 * database. A resolved write is durable; the record that needs a key is stored only afterwards.
 */
import type { RetentionClass } from "../../portal/verify/subject.ts";
import type { ErasureStore } from "./erasures.ts";
import type { SealingKeyName } from "./key-name.ts";
import type { RootKeyStore } from "./root-keys.ts";

export interface WrappedSealingKey extends SealingKeyName {
  readonly wrapped: Uint8Array;
}

/**
 * The stream secrets of one subject, each wrapped under the root key; where one was destroyed, what remains of it (`remainsOf` in erasures.ts). A subject whose secrets all were
 * is not there any more.
 */
export interface WrappedSecrets {
  readonly subject: string;
  readonly secrets: Readonly<Record<RetentionClass, Uint8Array>>;
}

/**
 * What was destroyed, or is about to be, is never made again: the methods that add refuse such a name with `subject_erased`. Nor is what
 * an older root key has wrapped (`RootMoved` in root-keys.ts). Then nothing is added.
 */
export interface KeyStore extends ErasureStore, RootKeyStore {
  /** Adds new subjects' stream secrets. A subject that is there already is left as it is. @throws Refusal `subject_erased` */
  addSecrets(rows: readonly WrappedSecrets[]): Promise<void>;
  /** In order; `null` for a subject without secrets. */
  secrets(subjects: readonly string[]): Promise<readonly (WrappedSecrets | null)[]>;
  /** Adds sealing keys; where one of that name exists, it stays. Answers, in order, what holds now. @throws Refusal `subject_erased`, also for one that exists and is about to go */
  addSealingKeys(rows: readonly WrappedSealingKey[]): Promise<readonly WrappedSealingKey[]>;
  /** In order; `null` where there is none. */
  sealingKeys(names: readonly SealingKeyName[]): Promise<readonly (WrappedSealingKey | null)[]>;
  /** A named wrapped secret of the ledger itself (HMAC keys): set once; answers what holds now. */
  addNamed(name: string, wrapped: Uint8Array): Promise<Uint8Array>;
  named(name: string): Promise<Uint8Array | null>;
  /** Empties what is beside the file, so that nothing of what was destroyed is left there. `false`: not yet, because somebody reads; to be tried again. */
  scrub(): Promise<boolean>;
  close(): Promise<void>;
}
