/** What the registers say on paper and in tables. */
import type { CLOCK_STATES } from "./breach-state.ts";

export interface RegisterWords {
  readonly processing: {
    readonly title: string;
    readonly state: string;
    readonly sentences: readonly string[];
    readonly noController: string;
    readonly retired: string;
    readonly partners: string;
    readonly partnerColumns: readonly string[];
    readonly abroad: string;
    readonly none: string;
    readonly assessment: string;
    readonly noAssessment: string;
    readonly needed: string;
    readonly notNeeded: string;
    readonly assessed: string;
    readonly retention: string;
    readonly retentionColumns: readonly string[];
    readonly classes: Readonly<Record<string, string>>;
    readonly go: string;
    /** `{years}` */
    readonly keep: string;
    readonly measures: string;
    /** GDPR 30(1)(g): of whatever is kept in this ledger. */
    readonly measureList: readonly string[];
    readonly columns: readonly string[];
  };
  readonly triggers: Readonly<Record<string, string>>;
  readonly conclusions: Readonly<Record<string, string>>;
  readonly breaches: {
    readonly title: string;
    /** `{count}` */
    readonly state: string;
    readonly sentences: readonly string[];
    readonly breach: string;
    readonly clock: Readonly<Record<(typeof CLOCK_STATES)[number], string>>;
    readonly events: Readonly<Record<string, string>>;
    readonly fields: Readonly<Record<string, string>>;
    readonly values: Readonly<Record<string, string>>;
    readonly steps: string;
    readonly stepColumns: readonly string[];
    readonly lost: string;
    readonly columns: readonly string[];
  };
  readonly sheet: {
    readonly title: string;
    readonly sentences: readonly string[];
    readonly labels: Readonly<
      Record<
        | "purpose"
        | "version"
        | "assessedBy"
        | "triggers"
        | "necessity"
        | "safeguards"
        | "reviewOn"
        | "note"
        | "time",
        string
      >
    >;
    readonly risks: string;
    readonly riskColumns: readonly string[];
    readonly levels: Readonly<Record<string, string>>;
    readonly outdated: string;
  };
}
