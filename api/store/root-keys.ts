/**
 * Root keys as the key store knows them: which there were, which one wraps now, how far a roll has come. The keys themselves are never here. A wrapped form is
 * `01 ‖ id[8] ‖ box`, so that each row says which root key opens it.
 */

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

export interface RollProgress {
  /** Wrapped forms that lie under the newest root key, of all. */
  readonly done: number;
  readonly of: number;
}

export interface RootKeyStore {
  /**
   * From now on this root key wraps: what is wrapped under any other is not taken any more ({@link RootMoved}). One that is known stays as it is. The first one: all forms must be
   * its, which is not looked at.
   */
  beginRoot(id: string, at: number): Promise<void>;
  /** By number. */
  roots(): Promise<readonly RootKeyRow[]>;
  /** At most `limit` forms that are not under the newest root key, from wherever it is cheapest; empty: there is none. */
  staleForms(limit: number): Promise<readonly StaleForm[]>;
  /** Puts new forms where old ones still lie. One that is another by now, or is gone, is left as it is. */
  replaceForms(forms: readonly (StaleForm & { readonly next: Uint8Array })[]): Promise<void>;
  rollProgress(): Promise<RollProgress>;
  /** All root keys but the newest wrap nothing: notes when. `false`: something is still under another one, and nothing was written. */
  retireRoots(at: number): Promise<boolean>;
  /** The file of this one is gone. */
  rootGone(id: string, at: number): Promise<void>;
}

/** One wrapped form, and where it lies. */
export interface StaleForm {
  readonly place: FormPlace;
  readonly bytes: Uint8Array;
}

/** The name under which a form was wrapped follows from it (api/vault/labels.ts). */
export type FormPlace =
  | { readonly table: "secrets"; readonly subject: string; readonly retentionClass: string }
  | {
      readonly table: "sealing";
      readonly subject: string;
      readonly retentionClass: string;
      readonly expiry: string;
    }
  | { readonly table: "named"; readonly name: string }
  | { readonly table: "list"; readonly erasure: string }
  | { readonly table: "certificate"; readonly id: Uint8Array };
