/** What a TC string says of the purposes of TCF, as events. It tells a state, not what led to it: whether that changes anything here, the ledger sees. */
import { type PurposeRestriction, RestrictionType } from "@iabtechlabtcf/core";
import { formatTime } from "../../../portal/verify/time.ts";
import type { JsonValue } from "../../core/kind.ts";
import {
  type ForeignPurpose,
  type ForeignReading,
  languageOf,
  placeOf,
  refuse,
} from "./foreign.ts";
import { dayOrTime, endOf } from "./span.ts";
import { type DecodedTcf, decodeTcf } from "./tcf-decode.ts";

const FORMAT = "tcf-2";

/** Whose consent is read out of it. */
export type TcfReading =
  /** Of the person to this vendor, by its number in the global vendor list. */
  | { readonly vendor: number }
  /** Of the person to the publisher's own purposes. */
  | { readonly publisher: true };

/** Purposes that a string has room for. TCF 2.3 has the first eleven; what has no bit set is not consented to. */
const PURPOSES = 11;

/** Whether a restriction of the publisher keeps the vendor from asking for consent to this purpose. */
function isRestricted({ model }: DecodedTcf, vendor: number, purpose: number): boolean {
  return model.publisherRestrictions
    .getRestrictions(vendor)
    .some(
      ({ purposeId, restrictionType }: PurposeRestriction) =>
        purposeId === purpose && restrictionType !== RestrictionType.REQUIRE_CONSENT,
    );
}

type Told = "given" | "refused" | null;

/** `null`: the string says nothing of consent to this purpose. */
function toldOf(decoded: DecodedTcf, reading: TcfReading, purpose: number): Told {
  const { model } = decoded;
  if ("publisher" in reading) return model.publisherConsents.has(purpose) ? "given" : "refused";
  // Purpose 1 was not put to the person at all (`purposeOneTreatment`).
  if (purpose === 1 && model.purposeOneTreatment) return null;
  if (isRestricted(decoded, reading.vendor, purpose)) return null;
  const given = model.purposeConsents.has(purpose) && model.vendorConsents.has(reading.vendor);
  return given ? "given" : "refused";
}

/**
 * Strings of TCF 2.3 know the day alone: of that day the refusal counts (dpv-status.ts).
 *
 * @param document the string
 * @param now milliseconds since 1970
 * @throws Refusal `foreign_form`
 */
export function readTcf(document: JsonValue, reading: TcfReading, now: number): ForeignReading {
  const decoded = decodeTcf(document);
  const { model } = decoded;
  if ("publisher" in reading) {
    if (!decoded.hasPublisherSegment) return refuse(FORMAT, "no_publisher_segment");
  } else if (!model.vendorsDisclosed.has(reading.vendor)) {
    return refuse(FORMAT, "vendor_not_disclosed");
  }
  const span = dayOrTime(model.lastUpdated?.getTime() ?? refuse(FORMAT, "malformed"));
  const toldAt = formatTime(span.first);
  const purposes = Array.from({ length: PURPOSES }, (_, i): ForeignPurpose => {
    const step = toldOf(decoded, reading, i + 1);
    const event = {
      occurredAt: step === "refused" ? formatTime(endOf(span, now)) : toldAt,
      toldAt,
      actor: { role: "subject" },
      choice: null,
      consentType: null,
      validUntil: null,
    } as const;
    return {
      names: [String(i + 1)],
      byConsent: step !== null,
      events: step === null ? [] : [{ ...event, step }],
    };
  });
  const country = model.publisherCountryCode;
  return {
    format: FORMAT,
    document: decoded.string,
    number: null,
    principals: [],
    controllers: [],
    language: languageOf(model.consentLanguage.toLowerCase()),
    // AA: unknown, says the specification.
    jurisdiction: country === "AA" ? null : placeOf(country),
    purposes,
  };
}
