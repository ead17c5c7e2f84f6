/** What `counterfoil recover` says. */
export interface RecoverTexts {
  readonly summary: string;
  readonly dryRun: string;
  readonly more: string;
  readonly progress: (done: string, of: string) => string;
  readonly names: Readonly<
    Record<"before" | "after" | "copied" | "checkpoints" | "signedBefore" | "signedAfter", string>
  >;
  /** Each is said only where its number is not 0. */
  readonly records: (count: string) => string;
  readonly unsigned: (count: string) => string;
  readonly signerMoved: string;
  /** `last`: the last of them. */
  readonly mayBecomeVoid: (count: string, last: string) => string;
  readonly missing: (count: string) => string;
  /** Behind the numbers; the reason is told as an error. */
  readonly startRefuses: string;
  readonly nothing: string;
  readonly done: string;
  readonly dry: string;
}
