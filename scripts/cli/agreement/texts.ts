import type { AgreementEvent } from "../../../api/anchor/sharing/events.ts";
import type { SignedType } from "../../../api/anchor/sharing-terms.ts";

/** Names of rows, whatever they are about. */
export type AgreementName =
  | "agreement"
  | "chain"
  | "contract"
  | "version"
  | "proposal"
  | "controller"
  | "recipient"
  | "ledgerId"
  | "termsHash"
  | "validFrom"
  | "validUntil"
  | "deadline"
  | "party"
  | "digest"
  | "by"
  | "agreedAt"
  | "proposer"
  | "terminatedAt"
  | "next"
  | "transaction"
  | "cost"
  | "block";

/** What `counterfoil agreement` says. */
export interface AgreementTexts {
  readonly summary: string;
  readonly what: string;
  readonly words: string;
  readonly keyFile: string;
  readonly forAccount: string;
  readonly relayKeyFile: string;
  readonly contract: string;
  readonly salt: string;
  readonly at: string;
  readonly newest: string;
  readonly rpc: string;
  readonly out: string;
  readonly terms: string;
  readonly maxFee: string;
  readonly maxGas: string;
  readonly yes: string;
  readonly json: string;
  readonly more: string;
  /** What of the command line does not go together. */
  readonly unknown: (what: string) => string;
  readonly notOf: (option: string, what: string) => string;
  readonly needs: Readonly<Record<"file" | "files" | "id" | "none", (what: string) => string>>;
  readonly needsOption: (option: string, what: string) => string;
  readonly needsRelay: string;
  readonly badAccount: (option: string) => string;
  readonly badWord: (option: string) => string;
  readonly badTime: (option: string) => string;
  readonly there: (file: string) => string;
  readonly unreadable: (file: string, why: string) => string;
  readonly ofFile: (file: string, why: string) => string;
  readonly otherContracts: string;
  /** Of policies. `fields`: places in the document, one behind the other. */
  readonly notPolicy: (file: string, fields: string) => string;
  readonly notValues: (file: string, fields: string) => string;
  readonly termsOfNone: string;
  readonly differs: (name: string, signed: string, said: string) => string;
  readonly otherPolicy: (differences: string) => string;
  /** Of signing. */
  readonly confirm: string;
  readonly notSigned: string;
  /** Of paying. */
  readonly badFee: string;
  readonly badGas: string;
  readonly willCost: (coin: string, gas: string) => string;
  readonly unwritableKey: (file: string) => string;
  /** Of the chain. */
  readonly unreachable: string;
  readonly nodeRefuses: (why: string) => string;
  readonly noFunds: string;
  readonly names: Readonly<Record<AgreementName, string>>;
  /** What is signed, in a sentence; and what follows from it. */
  readonly signs: Readonly<Record<SignedType, string>>;
  readonly follows: Readonly<Record<SignedType, (deadline: string) => string>>;
  readonly keyMade: (file: string) => string;
  readonly written: (file: string) => string;
  readonly done: Readonly<
    Record<"propose" | "accept" | "conclude" | "withdraw" | "terminate" | "nothing", string>
  >;
  readonly deployed: (contract: string) => string;
  readonly readAt: (block: string, time: string) => string;
  readonly readAtFinal: (block: string, time: string) => string;
  readonly inForce: (version: string, time: string) => string;
  readonly noneInForce: (time: string) => string;
  readonly ended: string;
  readonly versionTitle: (version: string) => string;
  readonly pendingTitle: string;
  readonly nothingPending: string;
  readonly historyTitle: string;
  readonly historyUnlisted: string;
  readonly nextNumbers: (version: string, proposal: string) => string;
  readonly events: Readonly<Record<AgreementEvent["event"], string>>;
}
