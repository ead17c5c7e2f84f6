import type { FindingCode } from "../../../api/auditor/finding.ts";
import type { WaitingReason } from "../../../api/auditor/waiting.ts";

/** What `counterfoil auditor` says. */
export interface AuditorTexts {
  readonly summary: string;
  readonly ledger: string;
  readonly policy: string;
  readonly directory: string;
  readonly tokenFile: string;
  readonly rpc: string;
  readonly name: string;
  readonly host: string;
  readonly port: string;
  readonly once: string;
  readonly interval: string;
  readonly grace: string;
  readonly witnessFor: string;
  readonly more: string;
  /** At the start: what a firm's policy and settings list. */
  readonly keys: string;
  readonly noChain: string;
  readonly serving: (url: string) => string;
  readonly progress: (done: string, of: string, rate: string) => string;
  readonly cosigned: (sizes: string) => string;
  readonly upToDate: (size: string) => string;
  readonly anchored: (size: string) => string;
  /** The node does not list its logs. */
  readonly someAnchors: string;
  readonly waits: (why: string) => string;
  readonly waiting: Readonly<Record<WaitingReason, string>>;
  /** Loud. `file` holds all that shows it. */
  readonly refusing: (why: string, file: string) => string;
  readonly proof: (file: string) => string;
  readonly noProof: string;
  /** What to do about it. */
  readonly lift: (file: string) => string;
  readonly findings: Readonly<Record<FindingCode, string>>;
  /** The state here is not what was taken into it. */
  readonly damaged: (directory: string) => string;
  readonly stopped: string;
  readonly fault: string;
  readonly notANumber: (option: string, allowed: string) => string;
  readonly badKeys: (file: string, line: number) => string;
}
