/** What an audit says to people, in one language. The types make both catalogues complete. */
import type { FindingCause } from "../causes.ts";
import type { FindingKey, FindingKind, Place } from "../finding.ts";
import type { ChainState, Counted, NoteCode, NotProven, RemoteCause } from "../report.ts";
import type { StepName } from "../steps.ts";
import type { AdviceCode } from "./advice.ts";

/** `{row}` is the row by its name; other names are details of the finding. */
export type Causes = Readonly<Record<FindingCause | RemoteCause, string>>;

export interface Names {
  /** What a place is, beside its code. */
  readonly places: Readonly<Record<Place, string>>;
  /** What is counted besides rows. */
  readonly counted: Readonly<Record<Counted, string>>;
  readonly kinds: Readonly<Record<FindingKind, string>>;
  readonly steps: Readonly<Record<StepName, string>>;
  /** One row of a place, by its key. */
  readonly row: (place: Place, key: FindingKey) => string;
  /** Between the members of a list. */
  readonly comma: string;
  /** A sentence, whose first word may be a name that is small elsewhere. */
  readonly begin: (sentence: string) => string;
  /** Names of what keys are made of; one that is not here is shown as it is. */
  readonly keys: Readonly<Record<string, string>>;
}

export interface ReportTexts {
  readonly title: string;
  readonly modes: Readonly<Record<"full" | "quick" | "remote", string>>;
  /** The verdict in one word, and what it says. */
  readonly words: Readonly<Record<"clean" | "damaged" | "unasked", string>>;
  readonly clean: (rows: string, withChain: boolean) => string;
  readonly cleanSample: (records: string) => string;
  readonly cleanRemote: (withChain: boolean) => string;
  readonly damaged: (things: string, first: string, more: boolean) => string;
  readonly unasked: string;
  readonly headings: Readonly<
    Record<
      "ledger" | "findings" | "advice" | "map" | "checked" | "notes" | "notProven" | "resumed",
      string
    >
  >;
  readonly columns: Readonly<
    Record<
      | "number"
      | "place"
      | "key"
      | "kind"
      | "wrong"
      | "what"
      | "checked"
      | "of"
      | "damaged"
      | "part"
      | "readAt"
      | "size"
      | "taken",
      string
    >
  >;
  readonly facts: Readonly<
    Record<
      | "ledger"
      | "mode"
      | "chainId"
      | "contract"
      | "ledgerId"
      | "chain"
      | "snapshot"
      | "checkpoint"
      | "anchor"
      | "time"
      | "sample"
      | "together"
      | "drawn"
      | "drawnAgain"
      | "missed"
      | "url",
      string
    >
  >;
  readonly chain: Readonly<Record<ChainState, string>>;
  readonly entries: (count: string) => string;
  readonly snapshot: (size: string, takenAt: string) => string;
  readonly checkpoint: (size: string, root: string) => string;
  readonly anchor: (size: string, block: string) => string;
  readonly none: string;
  readonly took: (from: string, to: string, seconds: string) => string;
  readonly sample: (count: string, size: string, block: string) => string;
  readonly together: (checked: string) => string;
  readonly drawnFromBlock: (block: string, hash: string) => string;
  /** Against whom the first sample holds, and against whom it does not; on a chain of the operator's own, and elsewhere. */
  readonly choosable: (drawn: string) => string;
  readonly byBlock: (drawn: string) => string;
  /** Likewise the second one. */
  readonly byNonce: (nonce: string) => string;
  readonly missed: (percent: string) => string;
  readonly resumed: string;
  readonly more: (count: string) => string;
  /** Which findings a piece of advice is about, by their numbers. */
  readonly about: (numbers: string) => string;
  /** Of the strip of the log. */
  readonly strip: {
    readonly label: (size: string, damaged: string) => string;
    readonly span: (from: string, to: string) => string;
    readonly whole: string;
    readonly marks: (count: string) => string;
    readonly sealed: (size: string) => string;
    readonly anchored: (size: string) => string;
    readonly legend: Readonly<Record<"anchored" | "sealed" | "open" | "damaged", string>>;
  };
}

export interface Words {
  readonly causes: Causes;
  readonly names: Names;
  readonly advice: Readonly<Record<AdviceCode, string>>;
  readonly notes: Readonly<Record<NoteCode, string>>;
  readonly notProven: Readonly<Record<NotProven, string>>;
  readonly report: ReportTexts;
}
