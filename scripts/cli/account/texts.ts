/** What `counterfoil account` says. */
export interface AccountTexts {
  readonly summary: string;
  readonly what: string;
  readonly who: string;
  readonly json: string;
  readonly more: string;
  /** What of the command line does not go together. */
  readonly unknown: (what: string) => string;
  readonly whose: string;
  readonly noAccount: string;
  readonly noLedger: (directory: string) => string;
  readonly reset: (id: string) => string;
  readonly recorded: string;
  readonly invited: string;
  readonly none: string;
  readonly head: Readonly<Record<"id" | "role" | "email" | "secondFactor", string>>;
  readonly yes: string;
  readonly no: string;
}
