/** What `counterfoil keys` says. */
export interface KeysTexts {
  readonly summary: string;
  readonly what: string;
  readonly file: string;
  readonly recipient: string;
  readonly passphraseFile: string;
  readonly identityFile: string;
  readonly out: string;
  readonly json: string;
  readonly more: string;
  /** What of the command line does not go together. */
  readonly unknown: (what: string) => string;
  readonly notFor: (option: string, what: string) => string;
  readonly surplus: string;
  readonly whom: string;
  readonly whichFile: string;
  readonly how: string;
  readonly noOut: string;
  readonly there: (file: string) => string;
  readonly noRecipient: (recipient: string) => string;
  readonly emptyPassphrase: (file: string) => string;
  readonly noLedger: (directory: string) => string;
  readonly rolling: string;
  readonly progress: (share: string) => string;
  readonly asked: string;
  readonly rolled: (id: string) => string;
  readonly head: Readonly<Record<"root" | "since" | "keys" | "state", string>>;
  readonly state: Readonly<Record<"wraps" | "rolling" | "gone", string>>;
  readonly goneSince: (time: string) => string;
  readonly erasures: (all: string, unfinished: string, uncompleted: string) => string;
  readonly notRolled: string;
  readonly copies: string;
  readonly noCopies: string;
  readonly copyHead: Readonly<Record<"made" | "root" | "for" | "file" | "state", string>>;
  readonly copyFor: Readonly<Record<"recipients" | "passphrase", string>>;
  readonly copyHolds: string;
  readonly destroyCopy: string;
  readonly made: (file: string, root: string) => string;
  readonly recorded: string;
  readonly keepApart: string;
  readonly notOpened: string;
  readonly opensAll: (root: string, count: string) => string;
  readonly opensSome: (root: string, opens: string, of: string) => string;
}
