import type { Discrepancy, Standing, StateKind } from "../../../portal/verify/as-of.ts";

/** Where only the ledger's own clock speaks, and it is shown. */
export type ClockStanding = "by_clock_before" | "by_clock_after";

/** What `counterfoil state` says. */
export interface StateTexts {
  readonly summary: string;
  readonly subject: string;
  readonly stream: string;
  readonly at: string;
  readonly json: string;
  readonly more: string;
  readonly title: (stream: string, time: string) => string;
  readonly names: Readonly<
    Record<
      | "subject"
      | "state"
      | "madeBy"
      | "endedBy"
      | "before"
      | "after"
      | "id"
      | "version"
      | "occurred"
      | "recorded",
      string
    >
  >;
  readonly states: Readonly<Record<StateKind, string>>;
  readonly event: (seq: number, index: number, record: string) => string;
  readonly version: (id: string, version: number) => string;
  readonly gone: string;
  readonly ended: (event: string, time: string) => string;
  readonly endsItself: (time: string) => string;
  readonly notEnded: string;
  readonly anchor: (block: number, time: string, size: number) => string;
  readonly noAnchor: Readonly<Record<"before" | "after", string>>;
  /** Headings over the record that made the state, and over one that was in force though its stream begins later. */
  readonly made: string;
  readonly firstVersion: (stream: string) => string;
  readonly proof: string;
  readonly numbers: (ranges: string) => string;
  readonly standings: Readonly<Record<Standing | ClockStanding, string>>;
  readonly incomparable: string;
  readonly contradictions: string;
  readonly discrepancies: Readonly<Record<Discrepancy, string>>;
  /** Whose word all this is, and how to get it proven. */
  readonly word: (time: string) => string;
  readonly nothing: string;
}
