import type { TreeRelation } from "../../../portal/verify/compared.ts";
import type { FileForm } from "../../../portal/verify/statements.ts";

/** The word that a comparison ends with. */
const COMPARE_WORDS = ["DIVERGED", "INVALID", "CANNOT_TELL", "UNPINNED", "NOTHING_FOUND"] as const;
export type CompareWord = (typeof COMPARE_WORDS)[number];

/** What `counterfoil compare` says. */
export interface CompareTexts {
  readonly summary: string;
  readonly files: string;
  readonly log: string;
  readonly rpc: string;
  readonly out: string;
  readonly json: string;
  readonly more: string;
  /** What each word but DIVERGED, which has the finding, means. */
  readonly words: Readonly<Record<CompareWord, string>>;
  readonly titles: Readonly<Record<"files" | "compared" | "proof" | "caveats" | "sources", string>>;
  readonly forms: Readonly<Record<FileForm, string>>;
  readonly unknownForm: string;
  /** Of a file's checkpoints. */
  readonly sizes: (sizes: string) => string;
  readonly receipts: (indexes: string) => string;
  readonly refused: (why: string) => string;
  readonly fault: (why: string) => string;
  readonly relations: Readonly<
    Record<TreeRelation, (a: number, b: number, places: number) => string>
  >;
  readonly streams: (count: number) => string;
  readonly receiptsSeen: (count: number) => string;
  readonly notCompared: string;
  readonly logUsed: (size: number) => string;
  readonly logBegins: (smaller: number, larger: number) => string;
  /** Why the log that was named was of no use. */
  readonly logUnusable: string;
  readonly tilesUnusable: (smaller: number, larger: number) => string;
  readonly chainAgrees: (size: number) => string;
  readonly chainHasNone: (size: number) => string;
  readonly chainUnusable: string;
  /** Why the chain that was named tells nothing of these files. */
  readonly chainNotAsked: string;
  readonly headUnusable: string;
  readonly written: (file: string) => string;
  readonly unwritten: string;
  readonly unpinned: (file: string) => string;
}
