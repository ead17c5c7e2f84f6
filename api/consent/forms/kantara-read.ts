import type { JsonValue } from "../../core/kind.ts";
import { EXPLICIT } from "../explicit.ts";
import {
  type ForeignPurpose,
  type ForeignReading,
  languageOf,
  openDocument,
  placeOf,
  refuse,
  shaped,
} from "./foreign.ts";
import { KANTARA_VERSION, type KantaraPurpose, kantaraReceipt } from "./kantara-shape.ts";

const FORMAT = "kantara-1.1";

/** The year 5138 in seconds, and 1973 in milliseconds: what is not below it was not given in seconds. */
const NO_SECONDS = 100_000_000_000;

/** Two services may have a purpose of the same words; with the service before it, it is one. */
function namesOf({ purpose, purposeCategory }: KantaraPurpose, service: string): string[] {
  const names = purpose === undefined ? purposeCategory : [purpose];
  return [...names, ...names.map((name) => `${service}: ${name}`)];
}

/**
 * A receipt says that consent was given, once, to all of its purposes; so each of them comes out with one event.
 *
 * @param document text, or the object that it was parsed to
 * @throws Refusal `foreign_form`
 */
export function readKantara(document: JsonValue): ForeignReading {
  const { value, kept } = openDocument(FORMAT, document);
  // Before all else: another version has other fields, and its issuer needs to hear of that first.
  if (value.version === undefined) return refuse(FORMAT, "missing_field", "version");
  if (value.version !== KANTARA_VERSION) return refuse(FORMAT, "wrong_version", "version");
  const seconds = value.consentTimestamp;
  if (typeof seconds === "number" && seconds >= NO_SECONDS) {
    return refuse(FORMAT, "milliseconds", "consentTimestamp");
  }
  const receipt = shaped(FORMAT, kantaraReceipt, value);
  const purposes = receipt.services.flatMap(({ service, purposes }, i) =>
    purposes.map((purpose, j): ForeignPurpose => {
      if (purpose.thirdPartyDisclosure && purpose.thirdPartyName === undefined) {
        return refuse(FORMAT, "missing_field", `services[${i}].purposes[${j}].thirdPartyName`);
      }
      const byConsent = purpose.consentType !== "N/A";
      const occurredAt = new Date(receipt.consentTimestamp * 1000).toISOString();
      const event = {
        step: "given",
        occurredAt,
        toldAt: occurredAt,
        actor: { role: "subject" },
        choice: receipt.collectionMethod,
        consentType: purpose.consentType === "EXPLICIT" ? EXPLICIT : null,
        validUntil: null,
      } as const;
      return { names: namesOf(purpose, service), byConsent, events: byConsent ? [event] : [] };
    }),
  );
  return {
    format: FORMAT,
    document: kept,
    number: receipt.consentReceiptID,
    principals: [[receipt.piiPrincipalId]],
    controllers: [receipt.piiControllers.map(({ piiController }) => piiController)],
    language: languageOf(receipt.language),
    jurisdiction: placeOf(receipt.jurisdiction),
    purposes,
  };
}
