/** Which texts the readable form of terms has, in each language. */
import type { Language } from "../../core/language.ts";

export interface TermsWords {
  /** `{version}` */
  readonly title: string;
  readonly labels: Readonly<
    Record<
      | "agreement"
      | "chain"
      | "contract"
      | "nonce"
      | "name"
      | "account"
      | "ledger"
      | "contact"
      | "from"
      | "until",
      string
    >
  >;
  readonly sections: Readonly<
    Record<
      | "controller"
      | "recipient"
      | "purposes"
      | "records"
      | "validity"
      | "retention"
      | "onward"
      | "duties"
      | "notes",
      string
    >
  >;
  /** Behind the sections' heads. */
  readonly purposesSay: string;
  readonly consentsSay: string;
  readonly recordsSay: string;
  readonly retentionSays: string;
  readonly onwardProhibited: string;
  readonly onwardTo: string;
  readonly dutiesSay: string;
  /** `{time}` */
  readonly deleteWithin: string;
  readonly acknowledgeWithin: string;
  readonly notesIn: Readonly<Record<Language, string>>;
  readonly kinds: Readonly<Record<string, string>>;
  /** `{count}`; of one, of more. */
  readonly hours: readonly [string, string];
  /** `name: value`. */
  readonly colon: string;
}
