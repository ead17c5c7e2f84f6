import type { OwnCode, Part } from "./not-taken.ts";
import type { Logged } from "./receive-message.ts";
import type { Unsigned } from "./receive-signature.ts";
import type { TermsProblem } from "./terms-problem.ts";

/** What `counterfoil partner` says. */
export interface PartnerTexts {
  readonly summary: string;
  readonly what: string;
  readonly words: string;
  readonly keyFile: string;
  readonly name: string;
  readonly tokenFile: string;
  readonly policy: string;
  readonly terms: Readonly<Record<TermsProblem, string>>;
  readonly termsFile: string;
  readonly rpc: string;
  readonly agreement: string;
  readonly purpose: string;
  readonly format: string;
  readonly mostBehind: string;
  readonly unreplayed: string;
  readonly whole: string;
  readonly secretFile: string;
  readonly host: string;
  readonly port: string;
  readonly json: string;
  readonly more: string;
  /** What of the command line does not go together. */
  readonly unknown: (what: string) => string;
  readonly notOf: (option: string, what: string) => string;
  readonly needs: Readonly<Record<"none" | "directory" | "directories", (what: string) => string>>;
  readonly needsOption: (option: string) => string;
  readonly needsName: string;
  readonly badName: string;
  readonly otherName: (file: string, own: string) => string;
  readonly badFormat: string;
  readonly badKey: (file: string) => string;
  readonly badSecret: (file: string) => string;
  readonly badCopy: (directory: string) => string;
  readonly noCopy: (directory: string) => string;
  readonly notANumber: (option: string, range: string) => string;
  readonly otherCopy: (option: string) => string;
  readonly otherLedger: string;
  readonly otherChain: (found: number, wanted: number) => string;
  readonly noPurpose: (purpose: string) => string;
  readonly notItsTerms: string;
  readonly inUse: (pid: number) => string;
  readonly cannotListen: (host: string, port: number) => string;
  readonly noChain: string;
  readonly tryWhole: string;
  /** Of what is done. */
  readonly keyMade: (file: string) => string;
  readonly progress: (records: string, refused: string) => string;
  readonly taken: (fresh: string, again: string) => string;
  readonly gone: (people: string, records: string) => string;
  readonly held: (people: string) => string;
  readonly unreplayedTold: (records: string) => string;
  readonly leftOut: (reasons: string) => string;
  readonly refused: (records: string) => string;
  readonly setAside: (directory: string) => string;
  readonly stopped: (why: string) => string;
  readonly written: (directory: string, files: string) => string;
  readonly pulledAnew: (records: string) => string;
  readonly stillDamaged: (records: string) => string;
  readonly noRecords: string;
  readonly allHold: (records: string) => string;
  /** Proofs alone; the files are not as they say. */
  readonly proofsHold: (records: string) => string;
  readonly someFail: (refused: string, records: string) => string;
  readonly bringAnew: string;
  /** Of which it cannot be told now. */
  readonly someOpen: (open: string, records: string) => string;
  readonly times: (count: string) => string;
  readonly differing: (files: string) => string;
  /** Why something is not taken. */
  readonly about: (part: string, why: string) => string;
  readonly parts: Readonly<Record<Part, string>>;
  readonly reasons: Readonly<Record<OwnCode, string>>;
  /** Of receiving. */
  readonly listening: (address: string) => string;
  readonly stoppedReceiving: string;
  readonly notReceived: Readonly<Record<Unsigned | "not_a_message", string>>;
  readonly notPulled: (why: string) => string;
  readonly logged: Readonly<Record<Logged, string>>;
}
