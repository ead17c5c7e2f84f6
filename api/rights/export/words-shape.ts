/** Which texts an export has, in each language: the type makes the catalogues complete. */
import type { Form } from "./bundle/form.ts";

export interface ExportWords {
  readonly titles: Readonly<Record<Form, string>>;
  readonly states: Readonly<Record<"good" | "open", string>>;
  /** `{events}`, `{time}` */
  readonly contents: string;
  readonly forms: Readonly<Record<Form, string>>;
  /** Each only where its number is not 0. `{count}` */
  readonly others: string;
  readonly gone: string;
  readonly damaged: string;
  readonly unproven: string;
  readonly later: string;
  readonly labels: Readonly<
    Record<
      | "identifiers"
      | "sealed"
      | "size"
      | "ledger"
      | "chain"
      | "contract"
      | "ledgerId"
      | "sources"
      | "data",
      string
    >
  >;
  readonly sections: Readonly<
    Record<"purposes" | "contents" | "recipients" | "problems" | "check", string>
  >;
  readonly columns: Readonly<
    Record<
      | "kind"
      | "events"
      | "retention"
      | "who"
      | "organization"
      | "agreement"
      | "count"
      | "last"
      | "when"
      | "record"
      | "stream"
      | "problem",
      string
    >
  >;
  readonly noRecipients: string;
  /** `{shown}`, `{count}`, `{file}` */
  readonly more: string;
  /** `{years}` */
  readonly keptYears: string;
  readonly keptOpen: string;
  readonly problems: Readonly<Record<"unproven" | "erased" | "damaged" | "later" | "gone", string>>;
  /** `{file}` is filled in by the README: the name of the ZIP. */
  readonly check: readonly string[];
  readonly proves: { readonly heading: string; readonly points: readonly string[] };
  readonly notProven: { readonly heading: string; readonly points: readonly string[] };
  readonly kinds: Readonly<Record<string, string>>;
  readonly roles: Readonly<Record<string, string>>;
  /** Names of fields; one that is not here stands as it is. */
  readonly fields: Readonly<Record<string, string>>;
  readonly colon: string;
  readonly separator: string;
  /** README.txt: `{origin}`, `{time}`, `{check}`, `{proves}`, `{notProven}` */
  readonly readme: string;
}
