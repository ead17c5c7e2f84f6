/**
 * Root keys as the key store knows them: which there were, which one wraps now, how far a roll has come. The keys themselves are never here. A wrapped form is
 * `01 ‖ id[8] ‖ box`, so that each says which root key opens it.
 */
import type { RetentionClass } from "../../portal/verify/subject.ts";
import type { SealingKeyName } from "./key-name.ts";

export interface RootKeyRow {
  /** Counted from 1; the newest wraps. */
  readonly number: number;
  /** 16 characters of hex. */
  readonly id: string;
  /** When it began to wrap, in milliseconds since 1970; of the first one, when it was first seen. */
  readonly begunAt: number;
  /** When nothing was wrapped under it any more. */
  readonly retiredAt: number | null;
  /** When its file was overwritten and removed. */
  readonly goneAt: number | null;
}

/** Where a wrapped form lies. The name under which it is bound follows from it (api/vault/labels.ts). */
export type FormPlace =
  | { readonly table: "secrets"; readonly subject: string; readonly retentionClass: RetentionClass }
  | ({ readonly table: "sealing" } & SealingKeyName)
  | { readonly table: "named"; readonly name: string }
  | { readonly table: "list"; readonly erasure: string }
  | { readonly table: "certificate"; readonly id: Uint8Array };

export interface WrappedForm {
  readonly place: FormPlace;
  readonly bytes: Uint8Array;
}

/** Where a walk over all forms has come to; its content is the store's. */
export interface FormCursor {
  readonly table: FormPlace["table"];
  readonly after: readonly (string | Uint8Array)[];
}

export interface FormPage {
  readonly forms: readonly WrappedForm[];
  /** `null`: there are no more. */
  readonly next: FormCursor | null;
}

export interface RootKeyStore {
  /**
   * From now on this root key wraps: what is wrapped under any other is not taken any more ({@link RootMoved}). One that is known stays as it is. As long as none is known, any
   * form is taken.
   */
  beginRoot(id: string, at: number): Promise<void>;
  /** By number. */
  roots(): Promise<readonly RootKeyRow[]>;
  /** All wrapped forms, a page of at most `limit` rows after the other; `null`: from the first. What is added meanwhile may be left out, and is under the newest root key. */
  forms(after: FormCursor | null, limit: number): Promise<FormPage>;
  /** Puts new forms where the old ones lie. Where another one lies by now, or none, nothing is written. */
  replaceForms(forms: readonly (WrappedForm & { readonly next: Uint8Array })[]): Promise<void>;
  /** Nothing is wrapped under any but the newest: notes when, and empties what is beside the file, so that no older form is left. `false`: it could not be emptied yet. */
  retireRoots(at: number): Promise<boolean>;
  /** The file of this one is gone. */
  rootGone(id: string, at: number): Promise<void>;
}

const VERSION = 0x01;
const ID_BYTES = 8;

/** Which root key has made a wrapped form; `null`: it is none. */
export const rootIdOf = (form: Uint8Array): string | null =>
  form[0] === VERSION && form.length > 1 + ID_BYTES
    ? Buffer.from(form.subarray(1, 1 + ID_BYTES)).toString("hex")
    : null;

/** What was to be added is wrapped under a root key that wraps no more. Wrapped again it is taken. */
export class RootMoved extends Error {
  constructor() {
    super("another root key wraps now");
    this.name = "RootMoved";
  }
}
