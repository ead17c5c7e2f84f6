/** That a person's consent is in force now, with what shows it to somebody who has no access to this ledger. */

import { utf8Decode } from "../../../portal/verify/bytes.ts";
import { streamOf } from "../../consent/history.ts";
import { MERGE_STREAM } from "../../consent/identifiers.ts";
import { type ConsentEvent, isConsenting } from "../../consent/kinds/consent.ts";
import type { ConsentRecord } from "../../consent/model.ts";
import { type Clock, formatTime } from "../../core/clock.ts";
import { isRefusal, type Refusal } from "../../core/errors.ts";
import type { JsonValue } from "../../core/kind.ts";
import { OF_STREAM } from "../../ledger/evidence/fields.ts";
import type { EvidenceTogether } from "../../ledger/evidence/together.ts";
import type { DeliveryContext } from "./context.ts";
import type { LeftOut } from "./decide.ts";
import { unreadable } from "./unreadable.ts";

/** Of the event of a consent a partner is shown what decides, and nothing of how it came about. */
const FIELDS = ["@occurredAt", "event", "purposeId", "purposeVersion", "validUntil"];

export interface ConsentProof {
  /** `@id` of the event that made the consent, and the identifier that it is of: that of the record itself. */
  readonly id: string;
  readonly subject: string;
  readonly stream: string;
  /** All that it discloses, of each event. */
  readonly fields: readonly string[];
  /** An evidence file: of the claim *current*; *history* where something that changes nothing was recorded later. */
  readonly evidence: string;
}

type Made = Pick<ConsentRecord, "id" | "subject">;
type Recorded = Readonly<Record<string, JsonValue>>;

const isOver = (clock: Clock, { validUntil }: Recorded): boolean =>
  typeof validUntil === "string" && validUntil <= formatTime(clock.now());

const isConsent = ({ event }: Recorded): boolean => isConsenting(event as ConsentEvent);

/**
 * The newest event of somebody's only identifier, where it is a consent that nothing later or at the same time could undo: of most people, and found without looking at all that the firm has stated.
 * Whoever asks has found the person to consent (decide-many.ts).
 */
async function onlyOne(
  { ledger, clock }: DeliveryContext,
  subject: string,
  stream: string,
): Promise<Made | null> {
  const [merges, { events }] = await Promise.all([
    ledger.firstEvent(subject, MERGE_STREAM),
    ledger.events(subject, stream),
  ]);
  const last = events.at(-1)?.record ?? null;
  if (merges !== null || last === null || !isConsent(last) || isOver(clock, last)) return null;
  const isLatest = events
    .slice(0, -1)
    .every(({ record }) => record !== null && record["@occurredAt"]! < last["@occurredAt"]!);
  return isLatest ? { id: String(last["@id"]), subject } : null;
}

/** The same of many, where it is the only event that was ever recorded: whose is not among them is asked about alone. */
export type LoneConsents = (subject: string, purposeId: string) => Made | null;

export async function loneConsents(
  { clock }: DeliveryContext,
  together: EvidenceTogether,
  subjects: readonly string[],
  purposes: readonly string[],
): Promise<LoneConsents> {
  const streams = [MERGE_STREAM, ...purposes.map(streamOf)];
  const names = subjects.flatMap((subject) => streams.map((stream) => ({ subject, stream })));
  const found = (await together.loneEvents(names)).values();
  const made = new Map<string, Made>();
  for (const subject of subjects) {
    const isAlone = found.next().value === null;
    for (const purposeId of purposes) {
      const event = found.next().value ?? null;
      if (!isAlone || event === null || event === "unread") continue;
      if (!isConsent(event.record) || isOver(clock, event.record)) continue;
      made.set(`${subject} ${purposeId}`, { id: event.id, subject });
    }
  }
  return (subject, purposeId) => made.get(`${subject} ${purposeId}`) ?? null;
}

export interface Proving {
  readonly together: EvidenceTogether;
  readonly lone: LoneConsents;
}

export async function consentProof(
  context: DeliveryContext,
  { together, lone }: Proving,
  subject: string,
  purposeId: string,
): Promise<ConsentProof | LeftOut> {
  const { consents, ledger } = context;
  try {
    const stream = streamOf(purposeId);
    let event = lone(subject, purposeId) ?? (await onlyOne(context, subject, stream));
    if (event === null) {
      const { allowed, reason, own } = await consents.carried({ subject, purposeId, at: null });
      if (!allowed) return `consent_${reason}` as LeftOut;
      if (own === null) return "consent_elsewhere";
      event = own;
    }
    const common = { fields: FIELDS, checkpoint: "final" } as const;
    const head = { id: event.id, subject, stream };
    try {
      const { text, fields } = await together.file({
        ...{ ...common, claim: "current", id: event.id, version: null },
      });
      return { ...head, fields: [...(fields ?? [])].sort(), evidence: text };
    } catch (error) {
      if (!isNewerThere(error)) throw error;
      const request = { claim: "history", withhold: [], from: null, at: null } as const;
      const bytes = await ledger.streamEvidence({
        ...{ ...common, ...request, subject, stream },
      });
      return { ...head, fields: [...FIELDS, ...OF_STREAM].sort(), evidence: utf8Decode(bytes) };
    }
  } catch (error) {
    return unreadable(error);
  }
}

const isNewerThere = (error: unknown): error is Refusal => isRefusal(error, "not_newest");
