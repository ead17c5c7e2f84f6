/** Whether the evidence of a consent shows that a person's consent to a purpose was in force when a credential was issued (docs/FORMAT.md §18.1, step 9). Without the chain. */
import { stateAt } from "./as-of.ts";
import { type Checked, checkEvidence } from "./check.ts";
import { type Content, shown } from "./content.ts";
import { FormatError } from "./errors.ts";
import type { JsonValue } from "./jcs.ts";
import type { Policy } from "./policy.ts";
import { formatTime, isTime } from "./time.ts";

/**
 * So many seconds before `iat` the map that the evidence rests on may have been computed. A ledger seals at least once in a day, also where nothing was
 * recorded; then what it sealed has to be anchored, and final.
 */
const MAX_CONSENT_AGE_SECONDS = 172_800;

export interface ConsentQuestion {
  readonly policy: Policy;
  /** `@subject` of the record. */
  readonly subject: string;
  readonly purposeId: string;
  /** `iat` of the credential, seconds since 1970. */
  readonly issuedAt: number;
}

/** A consent that was in force. */
export interface VerifiedConsent {
  readonly purposeId: string;
  /** The version of the purpose that was consented to. Whether it covers the one in force is the issuer's word. */
  readonly purposeVersion: number;
  readonly claim: "current" | "history";
  /** Index of the entry of the event that made it. */
  readonly index: number;
  readonly event: "given" | "renewed";
  /** RFC 3339. */
  readonly occurredAt: string;
  /** RFC 3339; `null`: it has no end of its own. */
  readonly validUntil: string | null;
  /** The ledger's clock when it computed the map, RFC 3339: what was recorded later is not spoken of. */
  readonly asOf: string;
}

/** An event as the evidence shows it. */
interface Event {
  readonly seq: number;
  readonly index: number;
  /** `null`: wholly withheld. */
  readonly content: Content | null;
}

/** Undefined: withheld. A field that the name list does not have is `null`. */
const fieldOf = (content: Content | null, name: string): JsonValue | undefined =>
  content === null || content.withheld.includes(name) ? undefined : (shown(content, name) ?? null);

function checkedOf(source: Uint8Array, policy: Policy) {
  const { checked } = checkEvidence(source, policy);
  const evidence = checked?.evidence;
  if (checked?.stream == null || evidence === undefined) throw new FormatError("consent_evidence");
  // What goes on from an event that the reader is taken to know shows nothing of it.
  const isWhole = evidence.claim === "history" && evidence.from === null;
  if (evidence.claim !== "current" && !isWhole) throw new FormatError("consent_evidence");
  return { ...checked, evidence, stream: checked.stream };
}

function eventsOf({ evidence, content, stream }: Checked): readonly Event[] {
  if (stream?.events)
    return stream.events.map(({ entry, index, content: one }) => ({
      ...{ seq: entry.seq, index, content: one },
    }));
  if (content === null || !("record" in evidence)) return [];
  return [{ seq: content.entry.seq, index: evidence.record.index, content }];
}

/** The event that made the state at a time. @throws FormatError if it is not one that consents */
function madeAt(events: readonly Event[], time: string): Event {
  const told = events.map(({ seq, index, content }) => {
    const occurredAt = fieldOf(content, "@occurredAt");
    return {
      ...{ seq, index, recordedAt: undefined },
      occurredAt: typeof occurredAt === "string" ? occurredAt : undefined,
      event: fieldOf(content, "event"),
      validUntil: fieldOf(content, "validUntil"),
    };
  });
  const state = stateAt({ kind: "consent", time, events: told });
  if (state.kind === "unknown") throw new FormatError("consent_withheld");
  if (state.kind === "expired") throw new FormatError("consent_over");
  const made = events.find(({ seq }) => seq === state.madeBy);
  if (made === undefined) throw new FormatError("consent_not_given");
  return made;
}

/** @throws FormatError `consent_…` */
export function checkConsent(source: Uint8Array, question: ConsentQuestion): VerifiedConsent {
  const { policy, subject, purposeId, issuedAt } = question;
  const checked = checkedOf(source, policy);
  const { bound, state } = checked.stream;
  if (bound.subject !== subject) throw new FormatError("consent_other_person");
  if (bound.name !== `consent/${purposeId}`) throw new FormatError("consent_other_purpose");
  const { index, content } = madeAt(eventsOf(checked), formatTime(issuedAt * 1000));
  const [event, purpose, version, occurredAt, validUntil] = [
    ...["event", "purposeId", "purposeVersion", "@occurredAt", "validUntil"],
  ].map((name) => fieldOf(content, name));
  if (event !== "given" && event !== "renewed") throw new FormatError("consent_not_given");
  // An end that cannot be read may have come.
  if (validUntil !== null && !(typeof validUntil === "string" && isTime(validUntil)))
    throw new FormatError("consent_over");
  if (purpose === undefined || version === undefined) throw new FormatError("consent_withheld");
  if (purpose !== purposeId || !Number.isSafeInteger(version) || Number(version) < 1)
    throw new FormatError("consent_other_purpose");
  if (state.time < (issuedAt - MAX_CONSENT_AGE_SECONDS) * 1000)
    throw new FormatError("consent_old", { limit: MAX_CONSENT_AGE_SECONDS });
  return {
    ...{ purposeId, purposeVersion: Number(version), index, event },
    claim: checked.evidence.claim === "history" ? "history" : "current",
    occurredAt: String(occurredAt),
    validUntil,
    asOf: formatTime(state.time),
  };
}
