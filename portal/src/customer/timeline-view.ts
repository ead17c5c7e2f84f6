/** What one entry of a timeline says. Pure. */

import { type StepWord, stepWord } from "../rights/case-view.ts";
import { oneOf, RIGHTS, type Right } from "../rights/terms.ts";
import type { LedgerRecord } from "./data.ts";
import { type ReaderRole, readView } from "./read-view.ts";

export const FILTERS = ["all", "consents", "records", "requests", "reads"] as const;
export type Filter = (typeof FILTERS)[number];

/** Kinds, as they are asked for; `null`: all. */
export const KINDS_OF: Readonly<Record<Filter, string | null>> = {
  all: null,
  consents: "consent,signal,merge,acknowledgement,restriction",
  records: "customer,order,payment",
  requests: "request,hold",
  reads: "access",
};

const CONSENT_EVENTS = [
  "requested",
  "given",
  "refused",
  "withdrawn",
  "renewed",
  "expired",
  "invalidated",
] as const;
type ConsentEvent = (typeof CONSENT_EVENTS)[number];

const RESTRICTION_EVENTS = ["restricted", "lifted", "objected", "objection-ended"] as const;

/** A sentence of the catalogue (`event_…`), and what it speaks of. */
export type Sentence =
  | { readonly word: `consent_${ConsentEvent}`; readonly purposeId: string }
  | { readonly word: "signal" | "merge_joined" | "merge_separated" }
  | { readonly word: "ack_received" | "ack_deleted" | "ack_corrected" }
  | { readonly word: "customer" | "customer_first"; readonly n: number }
  | { readonly word: "order" | "order_first"; readonly n: number; readonly number: string }
  | { readonly word: "payment" | "payment_first"; readonly n: number; readonly type: string }
  | {
      readonly word: "access" | "access_refused";
      readonly role: ReaderRole;
      readonly organization: string | null;
    }
  | {
      readonly word: `restriction_${(typeof RESTRICTION_EVENTS)[number]}`;
      readonly purposeId: string;
    }
  | { readonly word: "request"; readonly right: Right; readonly step: StepWord }
  | { readonly word: "other"; readonly kind: string };

export interface TimelineEntry {
  readonly key: string;
  /** In the log. */
  readonly index: number;
  readonly kind: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly sentence: Sentence;
  /** Path of the evidence that this version is in the ledger. */
  readonly evidence: string;
}

function sentenceOf(found: LedgerRecord): Sentence {
  const { record, version: n } = found;
  const kind = String(record["@kind"]);
  const first = n === 1 ? "_first" : "";
  const text = (name: string): string => String(record[name] ?? "");
  if (kind === "consent") {
    const event = CONSENT_EVENTS.find((one) => one === record.event);
    if (event !== undefined) return { word: `consent_${event}`, purposeId: text("purposeId") };
  }
  if (kind === "restriction") {
    const event = RESTRICTION_EVENTS.find((one) => one === record.event);
    if (event !== undefined) return { word: `restriction_${event}`, purposeId: text("purposeId") };
  }
  if (kind === "request") {
    const right = oneOf(RIGHTS, record.requestType);
    const step = stepWord(record.event, record.decision, record.regarding);
    if (right !== null && step !== null) return { word: "request", right, step };
  }
  if (kind === "signal") return { word: "signal" };
  if (kind === "merge")
    return { word: record.event === "joined" ? "merge_joined" : "merge_separated" };
  if (kind === "acknowledgement") {
    if (record.what !== "done") return { word: "ack_received" };
    return { word: record.messageType === "record.corrected" ? "ack_corrected" : "ack_deleted" };
  }
  if (kind === "customer") return { word: `customer${first}` as "customer", n };
  if (kind === "order")
    return { word: `order${first}` as "order", n, number: text("externalNumber") };
  if (kind === "payment") return { word: `payment${first}` as "payment", n, type: text("type") };
  if (kind === "access") {
    const { role, organization, refused } = readView(found);
    return { word: refused ? "access_refused" : "access", role, organization };
  }
  return { word: "other", kind };
}

export function timelineEntry(found: LedgerRecord): TimelineEntry {
  const { id, version, index, record } = found;
  return {
    index,
    key: `${id} ${version}`,
    kind: String(record["@kind"]),
    occurredAt: String(record["@occurredAt"]),
    recordedAt: String(record["@recordedAt"]),
    sentence: sentenceOf(found),
    evidence: `/v1/records/${id}/evidence?version=${version}`,
  };
}

/** Whether it happened so long before it was recorded that both are worth telling. */
export const isLate = ({ occurredAt, recordedAt }: TimelineEntry): boolean =>
  Date.parse(recordedAt) - Date.parse(occurredAt) > 86_400_000;

/** Whether a day begins with this entry, of entries newest first. */
export const beginsDay = (
  entries: readonly TimelineEntry[],
  at: number,
  dayOf: (time: string) => string,
): boolean => at === 0 || dayOf(entries[at - 1]!.recordedAt) !== dayOf(entries[at]!.recordedAt);
