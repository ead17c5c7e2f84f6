/** Agreements as their streams tell them: each step, and what the versions of the terms are in by now. */
import { Refusal } from "../core/errors.ts";
import type { JsonValue } from "../core/kind.ts";
import type { StreamEvents } from "../ledger/stream-events.ts";
import type { StreamHead } from "../store/store.ts";
import type { AgreementEvent } from "./kinds/agreement.ts";
import type { Terms } from "./terms/model.ts";
import { termsOf } from "./terms/read-policy.ts";

/** By what happened to a version last. */
const STATES = {
  drafted: "draft",
  changed: "draft",
  "withdrawn-draft": "withdrawn",
  proposed: "proposed",
  "signed-controller": "signed",
  "signed-recipient": "signed",
  activated: "active",
  expired: "expired",
  terminated: "terminated",
} as const satisfies Readonly<Record<AgreementEvent, string>>;
export type VersionState = (typeof STATES)[AgreementEvent] | "replaced";
export const VERSION_STATES = [...new Set<VersionState>([...Object.values(STATES), "replaced"])];

export interface AgreementStep {
  /** `@id` of its record, and where its entry is. */
  readonly id: string;
  readonly index: number;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly event: AgreementEvent;
  readonly version: number;
  readonly actor: { readonly id: string; readonly role: string };
  /** Base64url, as the record has it. */
  readonly termsHash: string;
  readonly signature: JsonValue;
  readonly transaction: JsonValue;
  readonly note: string | null;
}

export interface AgreementVersion {
  readonly version: number;
  readonly state: VersionState;
  /** As they were drafted last. */
  readonly terms: Terms;
}

export interface Agreement {
  readonly agreementId: string;
  readonly head: StreamHead | null;
  /** Oldest first; those whose record is gone are left out. */
  readonly steps: readonly AgreementStep[];
  /** Ascending. */
  readonly versions: readonly AgreementVersion[];
  /** Index of the last step whose record is gone: what the agreement is in is not known then. `null`: none is. */
  readonly lost: number | null;
}

type Fields = Readonly<Record<string, JsonValue>>;

const stepOf = (record: Fields, index: number): AgreementStep => ({
  ...{ id: String(record["@id"]), index },
  ...{ occurredAt: String(record["@occurredAt"]), recordedAt: String(record["@recordedAt"]) },
  event: record.event as AgreementEvent,
  version: Number(record.agreementVersion),
  actor: record.actor as unknown as AgreementStep["actor"],
  termsHash: String(record.termsHash),
  signature: record.signature ?? null,
  transaction: record.transaction ?? null,
  note: record.note === null ? null : String(record.note),
});

/** @throws Refusal `damaged`: what was recorded as terms are none */
export function readAgreement({ head, events }: StreamEvents, agreementId: string): Agreement {
  const steps: AgreementStep[] = [];
  const drafted = new Map<number, Terms>();
  let lost: number | null = null;
  for (const { record, index } of events) {
    if (record === null) {
      lost = index;
      continue;
    }
    const step = stepOf(record, index);
    steps.push(step);
    if (record.policy === null) continue;
    const read = termsOf(record.policy);
    if (!read.ok) throw new Refusal("damaged", { what: "record", index });
    drafted.set(step.version, read.terms);
  }
  const isEnded = steps.some(({ event }) => event === "terminated");
  const versions = [...drafted].map(([version, terms]): AgreementVersion => {
    const last = steps.findLast((step) => step.version === version) as AgreementStep;
    const state = STATES[last.event];
    // What ends is the agreement, with all its versions.
    const falls = isEnded && state !== "expired" && state !== "withdrawn";
    return { version, terms, state: falls ? "terminated" : state };
  });
  return { agreementId, head, steps, versions, lost };
}

/** What is known of an agreement whose stream cannot be read: that it is there. */
export const damagedAgreement = (agreementId: string, index: number): Agreement => ({
  ...{ agreementId, head: null, steps: [], versions: [], lost: index },
});

/** What a version is in at a time: one is in force only until the next one's time comes, which then stays in its place (FORMAT §16). */
export function stateAt({ versions }: Agreement, number: number, time: string): VersionState {
  const found = versions.find(({ version }) => version === number);
  if (found === undefined) throw new Error(`no version ${number}`);
  const isReplaced = versions.some(
    ({ version, state, terms }) =>
      version > number && (state === "active" || state === "expired") && terms.validFrom <= time,
  );
  return found.state === "active" && isReplaced ? "replaced" : found.state;
}
