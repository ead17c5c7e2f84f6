/** The evidence files of the demonstration: one of each claim and kind, and of consents one of each answer. */
import { Refusal } from "../core/errors.ts";
import type { Ledger } from "../ledger/service.ts";

export interface Shown {
  /** Of its file, without the ending. */
  readonly name: string;
  /** Of Northwind. */
  readonly customer: string;
  make(ledger: Ledger, subject: string): Promise<Uint8Array>;
}

const checkpoint = "final";

/** That a customer's newest record of a kind is in the ledger, or even the newest version. */
const newest =
  (kind: string, claim: "record" | "current"): Shown["make"] =>
  async (ledger, subject) => {
    const { records } = await ledger.list({ subject, kind, cursor: null, limit: 1 });
    const [record] = records;
    if (record === undefined) throw new Refusal("not_found", { what: "record" });
    const { id, version } = record;
    return ledger.evidence({ id, version, fields: null, checkpoint, claim });
  };

const history =
  (stream: string, at: string | null = null): Shown["make"] =>
  (ledger, subject) => {
    const whole = { fields: null, withhold: [], from: null, at };
    return ledger.streamEvidence({ claim: "history", subject, stream, checkpoint, ...whole });
  };

const absent =
  (stream: string): Shown["make"] =>
  (ledger, subject) =>
    ledger.streamEvidence({ claim: "absent", subject, stream, checkpoint });

const NEWSLETTER = "consent/northwind-newsletter";
/** A day on which the consent that is told of was there, and not yet withdrawn. */
const BEFORE_WITHDRAWAL = "2024-04-30T12:00:00.000Z";

/** The claims about streams come last: the last file tells whether they rest on an auditor. */
export const SHOWN: readonly Shown[] = [
  { name: "customer", customer: "ALFKI", make: newest("customer", "record") },
  { name: "order", customer: "VINET", make: newest("order", "record") },
  { name: "payment", customer: "HANAR", make: newest("payment", "record") },
  { name: "current", customer: "ALFKI", make: newest("customer", "current") },
  { name: "history", customer: "VINET", make: history("order") },
  { name: "absent", customer: "ALFKI", make: absent("consent/northwind-offers") },
  { name: "consent-never-asked", customer: "ALFKI", make: absent(NEWSLETTER) },
  { name: "consent-given", customer: "ANATR", make: history(NEWSLETTER) },
  { name: "consent-withdrawn", customer: "ANTON", make: history(NEWSLETTER, BEFORE_WITHDRAWAL) },
];
