/** Events of a consent as statuses of the DPV form. */
import type { JsonValue } from "../../core/kind.ts";
import type { ConsentEvent } from "../kinds/consent.ts";
import type { ConsentRecord, ConsentStatement } from "../model.ts";

const STATUSES: Readonly<Record<ConsentEvent, string>> = {
  requested: "dpv:ConsentRequested",
  given: "dpv:ConsentGiven",
  refused: "dpv:ConsentRefused",
  withdrawn: "dpv:ConsentWithdrawn",
  renewed: "dpv:RenewedConsentGiven",
  expired: "dpv:ConsentExpired",
  invalidated: "dpv:ConsentInvalidated",
};

function actor({ role, reference }: ConsentRecord["actor"]): JsonValue {
  const why = reference === undefined ? {} : { "dpv:hasJustification": reference };
  switch (role) {
    case "subject":
      return "dpv:DataSubject";
    case "guardian":
      return { "@type": ["dpv:GuardianOfDataSubject"], ...why };
    case "agent":
      return { "@type": ["dpv:Representative"], ...why };
    default:
      return "dpv:DataController";
  }
}

export const noticeIri = (id: string, version: number): string =>
  `urn:counterfoil:notice:${id}:${version}`;

/** Of what begins a consent; a consent without an end holds until it is withdrawn. */
function duration({ event, validUntil }: ConsentRecord): { readonly [member: string]: JsonValue } {
  if (event !== "given" && event !== "renewed") return {};
  const end =
    validUntil === null
      ? { "@type": ["dpv:UntilEventDuration"], "rdf:value": "withdrawal of the consent" }
      : { "@type": ["dpv:UntilTimeDuration"], "rdf:value": validUntil };
  return { "dpv:hasDuration": [end] };
}

function status(told: ConsentRecord): JsonValue {
  const { noticeId, noticeVersion, choice, consentType } = told;
  return {
    "@type": [STATUSES[told.event], ...(consentType === null ? [] : [consentType])],
    "dct:identifier": told.id,
    "dpv:isIndicatedAtTime": told.occurredAt,
    "dpv:isIndicatedBy": [actor(told.actor)],
    ...(choice === null ? {} : { "dpv:hasIndicationMethod": choice }),
    ...duration(told),
    ...(noticeId === null || noticeVersion === null
      ? {}
      : { "dpv:hasNotice": [noticeIri(noticeId, noticeVersion)] }),
  };
}

/** Oldest first. */
export const statuses = ({ events }: ConsentStatement): JsonValue => events.map(status);
