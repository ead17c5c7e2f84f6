/**
 * The DPV form of ISO/IEC TS 27560: a record, or a receipt that holds it. Where the controller has stated all that the GDPR wants, the document says so by its
 * profile; else it conforms to the plain one. It brings its context along and is valid JSON-LD.
 */
import type { JsonValue } from "../../core/kind.ts";
import type { ConsentStatement, PurposeVersion, Translation } from "../model.ts";
import { CONTEXT, PROFILES } from "./dpv-context.ts";
import { controllerId, entities, rights } from "./dpv-parties.ts";
import { noticeIri, statuses } from "./dpv-write-status.ts";
import { inLanguage, languageTold, toldOf } from "./told.ts";

export type JsonObject = { readonly [member: string]: JsonValue };

const inAll = (texts: readonly Translation[]): JsonValue =>
  texts.map(({ language, text }) => ({ "@language": language, "@value": text }));

/** All that the GDPR makes mandatory is there: basis, recipients and locations, rights, authority. */
function isForGdpr({ controller, notice }: ConsentStatement): boolean {
  return (
    controller.authority !== null &&
    controller.privacyRights.length > 0 &&
    controller.processingLocations.length > 0 &&
    notice !== null
  );
}

function personalData({ dataCategories, lawfulBasis }: PurposeVersion): JsonValue {
  const special = /^eu-gdpr:A9-/.test(lawfulBasis);
  return dataCategories.map(({ term, sensitive, optional }) => ({
    "@type": [
      "dpv:PersonalData",
      ...(sensitive ? ["dpv:SensitivePersonalData"] : []),
      ...(sensitive && special ? ["dpv:SpecialCategoryPersonalData"] : []),
    ],
    "skos:broader": [term],
    "dpv:hasNecessity": optional ? "dpv:Optional" : "dpv:Required",
  }));
}

const locations = (places: readonly string[]): string[] => places.map((place) => `loc:${place}`);

function process(statement: ConsentStatement): JsonObject {
  const { controller, purpose } = statement;
  const { channel } = toldOf(statement);
  return {
    "@type": ["dpv:Process"],
    "dpv:hasService": [{ "@type": ["dpv:Service"], "dct:title": purpose.service }],
    "dpv:hasPurpose": [
      {
        "@id": `urn:counterfoil:purpose:${purpose.purposeId}`,
        "@type": ["dpv:Purpose"],
        "dct:identifier": purpose.purposeId,
        "dct:hasVersion": String(purpose.purposeVersion),
        "dct:title": inAll(purpose.titles),
        "dct:description": inAll(purpose.descriptions),
        "skos:broader": [purpose.purposeType],
      },
    ],
    "dpv:hasLegalBasis": [purpose.lawfulBasis],
    "dpv:hasPersonalData": personalData(purpose),
    "dpv:hasProcessing": [...purpose.personalDataHandling],
    "dpv:hasDataSource": [
      {
        "@type": ["dpv:DataSubjectDataSource"],
        "dpv:hasProcessing": ["dpv:Collect"],
        ...(channel === null ? {} : { "dct:description": channel }),
      },
    ],
    "dpv:hasStorageCondition": [
      {
        "@type": ["dpv:StorageLocation"],
        "dpv:hasLocation": locations(controller.storageLocations),
      },
      {
        "@type": ["dpv:StorageDuration"],
        "dct:description": "counted from the end of the consent",
        "dpv:hasDuration": [{ "@type": ["dpv:TemporalDuration"], "rdf:value": purpose.retention }],
      },
    ],
    "dpv:hasProcessingCondition": [
      {
        "@type": ["dpv:ProcessingLocation"],
        "dpv:hasLocation": locations(controller.processingLocations),
      },
    ],
    "dpv:hasDataController": [controllerId(controller)],
    "dpv:hasRecipient": purpose.recipients.map(
      (_, i) => `urn:counterfoil:recipient:${purpose.purposeId}:${i + 1}`,
    ),
  };
}

function notice({ notice, text, controller }: ConsentStatement): JsonObject {
  if (notice === null) return {};
  const title = text?.title ?? notice.texts[0]?.title ?? notice.noticeId;
  return {
    "dpv:hasNotice": [
      {
        "@id": noticeIri(notice.noticeId, notice.noticeVersion),
        "@type": ["dpv:ConsentNotice"],
        "dct:identifier": notice.noticeId,
        "dct:hasVersion": String(notice.noticeVersion),
        "dct:title": title,
        "dct:issued": notice.inForceFrom,
        // RFC 6920: the text that was shown, by its SHA-256.
        ...(text === null
          ? {}
          : { "dct:language": text.language, "dct:source": `ni:///sha-256;${text.hash}` }),
        "schema:url": controller.policyUrl,
      },
    ],
  };
}

function record(statement: ConsentStatement, gdpr: boolean): JsonObject {
  const { controller, purpose, subject } = statement;
  const told = toldOf(statement);
  const language = languageTold(statement);
  const person = `urn:counterfoil:subject:${subject}`;
  return {
    "@id": `urn:uuid:${told.id}`,
    "@type": ["dpv:ConsentRecord"],
    "dct:identifier": told.id,
    "dct:conformsTo": gdpr ? PROFILES.recordGdpr : PROFILES.record,
    "dct:language": language,
    "dpv:hasDataSubject": [
      { "@id": person, "@type": ["dpv:DataSubject"], "dct:identifier": subject },
    ],
    "dpv:hasDataController": [controllerId(controller)],
    "dpv:hasJurisdiction": [`loc:${told.jurisdiction ?? controller.jurisdiction}`],
    ...(/^eu-gdpr:/.test(purpose.lawfulBasis) || gdpr
      ? { "dpv:hasApplicableLaw": ["eu-gdpr:GDPR"] }
      : {}),
    ...notice(statement),
    "dpv:hasProcess": [process(statement)],
    "dpv:hasConsentControl": [
      {
        "@type": ["dpv:ProvideConsent", "dpv:WithdrawConsent", "dpv:ReaffirmConsent"],
        "dct:description": inLanguage(controller.withdrawalMethod, language),
        "dpv:isExercisedAt": controller.url ?? controller.policyUrl,
      },
    ],
    "dpv:hasRight": rights(controller),
    "dpv:hasEntity": entities(statement),
    "dpv:hasConsentStatus": statuses(statement),
  };
}

/** All that was recorded of this consent up to the event that the statement is about. */
export function writeDpvRecord(statement: ConsentStatement): JsonObject {
  return { "@context": CONTEXT, ...record(statement, isForGdpr(statement)) };
}

/** @param created when the receipt is made, RFC 3339 (FORMAT §1) */
export function writeDpvReceipt(statement: ConsentStatement, created: string): JsonObject {
  const gdpr = isForGdpr(statement);
  const { id } = toldOf(statement);
  return {
    "@context": CONTEXT,
    "@id": `urn:uuid:${id}#receipt`,
    "@type": ["dpv:ConsentReceipt"],
    "dct:identifier": `${id}#receipt`,
    "dct:conformsTo": gdpr ? PROFILES.receiptGdpr : PROFILES.receipt,
    "dct:created": created,
    "dct:publisher": controllerId(statement.controller),
    "schema:recipient": "dpv:DataSubject",
    "dpv:hasRecordOfActivity": [record(statement, gdpr)],
  };
}
