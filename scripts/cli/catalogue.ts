import type { Standing } from "../../portal/verify/as-of.ts";
import type { Claim } from "../../portal/verify/evidence.ts";
import type { LayerState, VerdictWord } from "../../portal/verify/verdict.ts";
import type { MappingProblemCode } from "../import/mapping/problem.ts";
import type { ProblemParams, RowProblemCode, SkipReason } from "../import/model.ts";
import type { FileProblemCode } from "../import/read/problem.ts";
import type { Tally } from "../import/tally.ts";
import type { AccountTexts } from "./account/texts.ts";
import type { AgreementTexts } from "./agreement/texts.ts";
import type { AuditTexts } from "./audit/texts.ts";
import type { AuditorTexts } from "./auditor/texts.ts";
import type { CompareTexts } from "./compare/texts.ts";
import type { ConsentTexts } from "./consent/texts.ts";
import type { ExportTexts } from "./export/texts.ts";
import type { KeyTexts } from "./key/texts.ts";
import type { KeysTexts } from "./keys/texts.ts";
import type { OtherFile } from "./other-file.ts";
import type { PartnerTexts } from "./partner/texts.ts";
import type { ReceiptTexts } from "./receipt/texts.ts";
import type { RecoverTexts } from "./recover/texts.ts";
import type { ClockStanding, StateTexts } from "./state/texts.ts";
import type { SucceedTexts } from "./succeed/texts.ts";

type Counted = Exclude<keyof Tally, "skipped" | "checked">;

/** Everything the command line says, in one language. The type makes every catalogue complete. */
export interface Messages {
  readonly help: HelpTexts;
  readonly usage: UsageTexts;
  readonly errors: ErrorTexts;
  readonly verify: VerifyTexts;
  readonly status: StatusTexts;
  readonly import: ImportTexts;
  readonly receipt: ReceiptTexts;
  readonly compare: CompareTexts;
  readonly misbehaviour: MisbehaviourTexts;
  readonly certificate: CertificateTexts;
  readonly shared: SharedTexts;
  readonly recover: RecoverTexts;
  readonly audit: AuditTexts;
  readonly auditor: AuditorTexts;
  readonly state: StateTexts;
  readonly consent: ConsentTexts;
  readonly succeed: SucceedTexts;
  readonly key: KeyTexts;
  readonly keys: KeysTexts;
  readonly account: AccountTexts;
  readonly agreement: AgreementTexts;
  readonly partner: PartnerTexts;
  readonly export: ExportTexts;
}

/** Of proofs of misbehaviour: headings. */
export interface MisbehaviourTexts {
  readonly statements: string;
  readonly finding: string;
}

/** Of records that were shared with a partner. */
export interface SharedTexts {
  readonly words: Readonly<Record<VerdictWord, string>>;
  readonly given: string;
  readonly kind: string;
  readonly subject: string;
  readonly agreement: string;
  readonly purpose: string;
  readonly consents: string;
  /** @param until `null`: it has no end of its own */
  readonly consent: (since: string, until: string | null) => string;
  readonly caveats: readonly string[];
  /** What is needed besides the file. */
  readonly needs: string;
}

/** Of certificates of erasure: headings. */
export interface CertificateTexts {
  readonly declared: string;
  readonly kept: string;
  readonly outcomes: string;
  readonly streams: string;
}

export interface HelpTexts {
  readonly titles: Readonly<
    Record<"Usage:" | "Arguments:" | "Options:" | "Commands:" | "Global Options:", string>
  >;
  readonly program: string;
  readonly help: string;
  readonly version: string;
  readonly lang: string;
  readonly server: string;
  readonly tokenFile: string;
  readonly reason: string;
  readonly verify: Readonly<
    Record<"summary" | "file" | "policy" | "terms" | "rpc" | "json" | "exit", string>
  >;
  readonly evidence: Readonly<
    Record<
      | "summary"
      | "id"
      | "out"
      | "claim"
      | "fields"
      | "checkpoint"
      | "subject"
      | "stream"
      | "from"
      | "at"
      | "withhold"
      | "more",
      string
    >
  >;
  readonly status: Readonly<Record<"summary" | "json" | "exit", string>>;
  readonly import: Readonly<
    Record<"summary" | "what" | "paths" | "mapping" | "dryRun" | "more", string>
  >;
}

/** By commander's code; the name is the option, argument or command at fault. */
export interface UsageTexts {
  readonly unknownOption: (name: string) => string;
  readonly unknownCommand: (name: string) => string;
  readonly missingArgument: (name: string) => string;
  readonly missingOption: (name: string) => string;
  readonly optionMissingArgument: (name: string) => string;
  readonly excessArguments: string;
  readonly invalidArgument: (name: string) => string;
  readonly other: string;
  readonly seeHelp: string;
}

export interface ErrorTexts {
  readonly prefix: string;
  readonly notAUrl: (text: string) => string;
  readonly passwordInUrl: string;
  readonly notAllowed: (path: string) => string;
  readonly noToken: (file: string) => string;
  readonly badToken: (file: string) => string;
  readonly unreadable: (file: string) => string;
  readonly unwritable: (file: string) => string;
  /** The result was to go over something that is read for it. */
  readonly overInput: (file: string) => string;
  readonly badPolicy: (file: string, why: string) => string;
  readonly unreachable: (url: string) => string;
  readonly unauthorized: (url: string) => string;
  readonly refused: (status: number, message: string) => string;
  readonly badAnswer: (url: string) => string;
  readonly badId: (id: string) => string;
  readonly badSubject: (subject: string) => string;
  /** What was given beside a record's @id, or without one. */
  readonly ofStreams: (option: string) => string;
  readonly ofRecords: (option: string) => string;
  readonly notOfAbsence: (option: string) => string;
  readonly aboutWhat: string;
  readonly whichClaim: string;
  readonly fault: (what: string) => string;
}

export interface VerifyTexts {
  /** Of files that are no evidence, and what to do with them. */
  readonly otherFiles: Readonly<Record<OtherFile, (file: string) => string>>;
  readonly states: Readonly<Record<LayerState, string>>;
  readonly record: string;
  readonly index: string;
  readonly disclosed: string;
  readonly withheld: string;
  readonly nothing: string;
  readonly checkpoint: string;
  readonly origin: string;
  readonly size: string;
  readonly root: string;
  readonly anchor: string;
  readonly chain: string;
  readonly contract: string;
  readonly ledger: string;
  readonly block: string;
  readonly blockNotFound: string;
  readonly time: string;
  readonly transaction: string;
  readonly caveats: string;
  readonly ignored: string;
  readonly noPolicy: (file: string) => string;
  readonly verdict: string;
  readonly stream: StreamTexts;
}

/** Of claims about streams. */
export interface StreamTexts {
  readonly claim: string;
  /** What is claimed, whatever the verdict says of it. */
  readonly claims: Readonly<Record<Claim, string>>;
  /** What is claimed of a stream that holds a record's later versions only; `kind`: the stream of its version 1. */
  readonly laterClaims: Readonly<Record<"history" | "absent", (kind: string) => string>>;
  /** A history that goes on behind the event of this number. */
  readonly continued: (seq: number) => string;
  readonly title: string;
  readonly name: string;
  readonly subject: string;
  readonly class: string;
  readonly behind: string;
  readonly known: (seq: number, leafHash: string) => string;
  readonly covers: string;
  readonly coverage: (mapSize: number, size: number, gap: number) => string;
  readonly computed: string;
  readonly clock: (time: string) => string;
  readonly events: string;
  readonly noEvents: string;
  readonly columns: Readonly<Record<"seq" | "index" | "when" | "standing" | "shown", string>>;
  /** Where that is which the table leaves out. */
  readonly rest: string;
  readonly hidden: string;
  readonly wholly: string;
  readonly without: (names: string) => string;
  readonly at: (time: string) => string;
  readonly standings: Readonly<Record<Standing | ClockStanding, string>>;
}

export interface StatusTexts {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
  readonly server: string;
  /** An empty list. */
  readonly none: string;
  readonly units: Readonly<Record<"days" | "hours" | "minutes" | "seconds", string>>;
}

export interface ImportTexts {
  readonly unknownPreset: (name: string) => string;
  readonly needsFile: string;
  readonly oneFile: string;
  readonly mappingProblem: (
    file: string,
    member: string,
    code: MappingProblemCode,
    allowed: string,
  ) => string;
  readonly fileProblem: Readonly<Record<FileProblemCode, (column: string) => string>>;
  readonly rowProblem: Readonly<Record<RowProblemCode, (params: ProblemParams) => string>>;
  readonly line: (line: number) => string;
  readonly column: (column: string) => string;
  readonly field: (field: string) => string;
  readonly more: (count: number) => string;
  readonly progress: (settled: string, refused: string, rate: string, share: string) => string;
  readonly bar: Readonly<Record<"records" | "refused" | "perSecond", string>>;
  readonly counts: Readonly<Record<Counted, string>>;
  readonly wouldSend: string;
  readonly skipped: Readonly<Record<SkipReason, string>>;
  readonly took: (seconds: string, rate: string) => string;
  readonly brokeOff: string;
  readonly serverAway: (url: string) => string;
  readonly dryRun: string;
}
