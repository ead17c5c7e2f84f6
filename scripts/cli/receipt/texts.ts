import type { FileFault } from "./file.ts";
import type { JudgementCode } from "./judge.ts";
import type { UpgradeFailure } from "./upgrade.ts";
import type { ReceiptWord } from "./words.ts";

/** What the sentences speak of, as texts. */
export interface Told {
  readonly index: string;
  readonly deadline: string;
  /** Entries that the first covering anchor holds; empty where there is none. */
  readonly size: string;
  /** The block of that anchor, in words; empty where there is none. */
  readonly by: string;
  /** The newest final block, in words; empty where there is none. */
  readonly final: string;
  /** Where tiles were looked for. */
  readonly log: string;
}

/** What `counterfoil receipt` says. */
export interface ReceiptTexts {
  readonly summary: string;
  readonly file: string;
  readonly log: string;
  readonly out: string;
  readonly json: string;
  readonly more: string;
  readonly title: string;
  readonly anchorTitle: string;
  readonly names: Readonly<
    Record<
      "ledger" | "index" | "leafHash" | "taken" | "deadline" | "size" | "block" | "final" | "there",
      string
    >
  >;
  readonly words: Readonly<Record<ReceiptWord, string>>;
  /** In a sentence. */
  readonly block: (number: string, time: string) => string;
  readonly someBlock: (time: string) => string;
  /** In a table. */
  readonly notAfter: (time: string) => string;
  readonly places: Readonly<Record<"promised" | "void" | "other" | "unknown", string>>;
  readonly sentences: Readonly<Record<JudgementCode, (told: Told) => string>>;
  readonly lateThere: string;
  readonly lateUnseen: string;
  readonly development: string;
  readonly unpinned: (policyFile: string) => string;
  readonly invalid: (why: string) => string;
  readonly faults: Readonly<Record<FileFault, string>>;
  readonly written: Readonly<
    Record<"record" | "tlog-proof", (file: string, size: string) => string>
  >;
  readonly notWritten: string;
  readonly failures: Readonly<
    Record<UpgradeFailure["failure"], (log: string, word: string) => string>
  >;
}
