/** What `counterfoil succeed` says. */
export interface SucceedTexts {
  readonly summary: string;
  readonly origin: string;
  readonly size: string;
  readonly ownerKeyFile: string;
  readonly anchorerKeyFile: string;
  readonly newAnchorer: string;
  readonly dryRun: string;
  readonly yes: string;
  readonly more: string;
  readonly needsOrigin: string;
  readonly names: Readonly<
    Record<
      | "from"
      | "fromId"
      | "to"
      | "toId"
      | "entries"
      | "sealed"
      | "signed"
      | "chain"
      | "size"
      | "owner"
      | "anchorer",
      string
    >
  >;
  readonly unknown: string;
  readonly madeAnew: string;
  /** Up to which entry both agree; 0: on nothing. */
  readonly goesOn: (size: string) => string;
  readonly beginsAnew: string;
  readonly nothingBeyond: string;
  readonly abandoned: (sizes: string, greatest: string) => string;
  readonly abandonedUnlisted: (greatest: string) => string;
  readonly lostEntries: (first: string, last: string) => string;
  readonly signedLost: (count: string) => string;
  readonly kept: (count: string) => string;
  readonly forEver: string;
  readonly dry: string;
  readonly ask: string;
  readonly notDone: string;
  readonly noFunds: string;
  readonly working: string;
  readonly resuming: string;
  readonly ended: string;
  readonly done: (origin: string) => string;
  readonly todo: string;
  readonly setOrigin: (origin: string) => string;
  readonly setAnchorer: (address: string) => string;
  readonly publish: (file: string) => string;
  readonly tell: string;
  readonly keepKeys: (directory: string) => string;
  readonly again: (origin: string) => string;
}
