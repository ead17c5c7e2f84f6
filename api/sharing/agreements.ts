/** Agreements as their streams tell them: each step, and what the versions of the terms are in by now. */
import { Refusal } from "../core/errors.ts";
import type { JsonValue } from "../core/kind.ts";
import type { StreamEvents } from "../ledger/stream-events.ts";
import type { StreamHead } from "../store/store.ts";
import type { AgreementEvent } from "./kinds/agreement.ts";
import type { Terms } from "./terms/model.ts";
import { termsOf } from "./terms/read-policy.ts";

/** What changes the state of a version. */
type StateEvent = Exclude<AgreementEvent, "tied" | "acknowledged">;

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
} as const satisfies Readonly<Record<StateEvent, string>>;
export type VersionState = (typeof STATES)[StateEvent] | "replaced";
export const VERSION_STATES = [...new Set<VersionState>([...Object.values(STATES), "replaced"])];

/** What a party has signed besides the terms, and its signature. */
export interface StepSignature {
  readonly by: "controller" | "recipient";
  readonly account: string;
  readonly value: string;
  readonly digest: string;
  readonly proposal: number;
  readonly deadline: string;
}

/** What the chain did. `time`: of the block. */
export interface StepTransaction {
  readonly chainId: number;
  readonly contract: string;
  readonly hash: string;
  readonly block: number;
  readonly time: string;
}

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
  readonly signature: StepSignature | null;
  readonly transaction: StepTransaction | null;
  readonly note: string | null;
  /** Of `tied`. */
  readonly organization: string | null;
}

export interface AgreementVersion {
  readonly version: number;
  readonly state: VersionState;
  /** Those that its last step is about. */
  readonly terms: Terms;
  /** All that were drafted, by their hash in base64url. */
  readonly drafts: ReadonlyMap<string, Terms>;
}

export interface Agreement {
  readonly agreementId: string;
  readonly head: StreamHead | null;
  /** Oldest first; those whose record is gone are left out. */
  readonly steps: readonly AgreementStep[];
  /** Ascending. */
  readonly versions: readonly AgreementVersion[];
  /** Whose members and keys act for the recipient, by the newest step that says so; `null`: nobody's. */
  readonly organization: string | null;
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
  signature: (record.signature ?? null) as StepSignature | null,
  transaction: (record.transaction ?? null) as StepTransaction | null,
  note: record.note === null ? null : String(record.note),
  organization: (record.recipientOrganization as string | null | undefined) ?? null,
});

/** @throws Refusal `damaged`: what was recorded as terms are none */
export function readAgreement({ head, events }: StreamEvents, agreementId: string): Agreement {
  const steps: AgreementStep[] = [];
  const drafted = new Map<number, Map<string, Terms>>();
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
    const drafts = drafted.get(step.version) ?? new Map<string, Terms>();
    drafted.set(step.version, drafts.set(step.termsHash, read.terms));
  }
  const isEnded = steps.some(({ event }) => event === "terminated");
  const versions = [...drafted].map(([version, drafts]): AgreementVersion => {
    const own = steps.flatMap((step) =>
      step.version === version && step.event !== "tied" && step.event !== "acknowledged"
        ? [{ ...step, event: step.event }]
        : [],
    );
    const last = own.at(-1)!;
    // Somebody may have signed an earlier draft elsewhere: that is the one then.
    const terms = drafts.get(last.termsHash) ?? ([...drafts.values()].at(-1) as Terms);
    const state = STATES[last.event];
    // What ends is the agreement, with all its versions.
    const falls = isEnded && state !== "expired" && state !== "withdrawn";
    return { version, terms, drafts, state: falls ? "terminated" : state };
  });
  const organization = steps.findLast(({ event }) => event === "tied")?.organization ?? null;
  return { agreementId, head, steps, versions, organization, lost };
}

/** What is known of an agreement whose stream cannot be read: that it is there. */
export const damagedAgreement = (agreementId: string, index: number): Agreement => ({
  ...{ agreementId, head: null, steps: [], versions: [], organization: null, lost: index },
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
