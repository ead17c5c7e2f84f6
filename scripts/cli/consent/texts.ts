import type { z } from "zod";
import type { ConsentEvent } from "../../../api/consent/kinds/consent.ts";
import type { ConsentState } from "../../../api/consent/transitions.ts";
import type { Reason } from "../../../api/consent/verdict.ts";
import type { channel } from "../../../api/ledger/kinds/fields.ts";

/** What `counterfoil consent` says. */
export interface ConsentTexts {
  readonly summary: string;
  readonly who: string;
  readonly purpose: string;
  readonly source: string;
  readonly number: string;
  readonly at: string;
  readonly json: string;
  readonly more: string;
  /** What of the command line does not go together. */
  readonly nobody: string;
  readonly twice: string;
  readonly half: string;
  readonly badTime: (time: string) => string;
  readonly badPurpose: (purpose: string) => string;
  readonly title: (subject: string, time: string) => string;
  readonly noPurposes: string;
  readonly allowed: string;
  readonly notAllowed: string;
  readonly reasons: Readonly<Record<Reason, string>>;
  /** Heading over what it rests on: of one purpose, under each identifier. */
  readonly rests: string;
  readonly names: Readonly<
    Record<
      | "subject"
      | "state"
      | "act"
      | "recorded"
      | "shown"
      | "given"
      | "note"
      | "ended"
      | "until"
      | "evidence",
      string
    >
  >;
  readonly states: Readonly<Record<ConsentState, string>>;
  readonly events: Readonly<Record<ConsentEvent, string>>;
  /** Of `actor.role` and `channel`, in the words of receipts. One that is not among them is told as it is. */
  readonly roles: Readonly<
    Record<"subject" | "guardian" | "agent" | "controller" | "system", string>
  >;
  readonly channels: Readonly<Record<z.infer<typeof channel>, string>>;
  /** Which one it was; `null`: its record is gone. */
  readonly signal: (which: string | null) => string;
  /** Between what is told on one line. */
  readonly separator: string;
  readonly act: (event: string, time: string, record: string) => string;
  readonly notice: (
    id: string,
    version: number,
    language: string,
    purposeVersion: number,
  ) => string;
  readonly noNotice: (purposeVersion: number) => string;
  readonly evidence: string;
  /** Of an identifier: what its event rests on was stated only behind it. */
  readonly statedAfter: string;
  /** Whose word all this is, and how to get it proven; commands follow. */
  readonly wordOfOne: string;
  readonly wordOfAll: string;
}
