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
  readonly missing: (count: string) => string;
  readonly nothing: string;
  readonly done: string;
  readonly dry: string;
}
