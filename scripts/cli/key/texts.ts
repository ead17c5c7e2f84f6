/** What `counterfoil key` says. */
export interface KeyTexts {
  readonly summary: string;
  readonly what: string;
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly scope: string;
  readonly organization: string;
  readonly days: string;
  readonly out: string;
  readonly json: string;
  readonly more: string;
  /** What of the command line does not go together. */
  readonly unknown: (what: string) => string;
  readonly whichKey: string;
  readonly noKey: string;
  readonly ofCreate: (option: string) => string;
  readonly there: (file: string) => string;
  readonly noLedger: (directory: string) => string;
  readonly badOption: (option: string, why: string) => string;
  readonly made: (id: string, until: string) => string;
  /** Where what opens is: in a file, or on standard output. */
  readonly inFile: (file: string) => string;
  readonly once: string;
  readonly recorded: string;
  readonly revoked: (id: string) => string;
  readonly none: string;
  readonly head: Readonly<Record<"id" | "state" | "role" | "name" | "scopes", string>>;
  readonly until: (time: string) => string;
  readonly expired: (time: string) => string;
  readonly revokedAt: (time: string) => string;
}
