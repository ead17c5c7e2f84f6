import type { FaultCode } from "../../../api/rights/export/bundle/fault.ts";
import type { Form } from "../../../api/rights/export/bundle/form.ts";
import type { VerdictWord } from "../../../portal/verify/verdict.ts";

/** What `counterfoil export` says. */
export interface ExportTexts {
  readonly summary: string;
  readonly what: string;
  readonly file: string;
  readonly more: string;
  readonly unknown: (what: string) => string;
  readonly which: string;
  readonly facts: string;
  readonly names: Readonly<
    Record<
      | "form"
      | "identifiers"
      | "size"
      | "files"
      | "histories"
      | "absent"
      | "purposes"
      | "events"
      | "gone"
      | "unproven",
      string
    >
  >;
  readonly forms: Readonly<Record<Form, string>>;
  readonly kinds: string;
  /** Above fields and numbers of entries. */
  readonly withheld: string;
  readonly evidence: string;
  readonly wrong: string;
  readonly faults: Readonly<Record<FaultCode, string>>;
  readonly unprovenStreams: string;
  /** How many more there are than were listed. */
  readonly others: (count: string) => string;
  readonly caveats: string;
  readonly notProven: readonly string[];
  readonly words: Readonly<Record<VerdictWord, string>>;
}
