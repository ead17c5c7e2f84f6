/** Which texts a pack has, in each language. */

export interface PackWords {
  readonly title: string;
  /** State of the document: everything proves itself, some does not yet, or something is wrong. */
  readonly states: Readonly<Record<"good" | "open" | "bad", string>>;
  /** `{files}`, `{people}` */
  readonly contents: string;
  /** `{count}` */
  readonly lacking: string;
  /** `{count}` */
  readonly gone: string;
  readonly labels: Readonly<
    Record<
      | "made"
      | "by"
      | "reason"
      | "period"
      | "people"
      | "purposes"
      | "kinds"
      | "ledger"
      | "chain"
      | "contract"
      | "ledgerId"
      | "index",
      string
    >
  >;
  readonly everybody: string;
  readonly every: string;
  /** `{from}`, `{until}` */
  readonly span: string;
  readonly sections: Readonly<Record<"contents" | "verdicts" | "records" | "check", string>>;
  readonly columns: Readonly<
    Record<"kind" | "files" | "people" | "proven" | "record" | "recordedAt" | "verdict", string>
  >;
  /** `{count}`, `{shown}` */
  readonly more: string;
  /** One plain sentence for each word that can stand in the index. */
  readonly verdicts: Readonly<Record<string, string>>;
  readonly check: readonly string[];
  readonly notProven: { readonly heading: string; readonly points: readonly string[] };
  readonly kinds: Readonly<Record<string, string>>;
  readonly list: string;
}
