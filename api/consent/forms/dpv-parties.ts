/** Parties and rights in the DPV form. */
import type { JsonValue } from "../../core/kind.ts";
import type { ConsentStatement, Controller, PurposeVersion } from "../model.ts";
import { postalAddress } from "./told.ts";

/** A name that is an IRI already is taken as it is. */
export function controllerId({ partyId }: Controller): string {
  return /^(https?|urn|did):[^\s<>"{}|\\^`]+$/.test(partyId)
    ? partyId
    : `urn:counterfoil:party:${encodeURIComponent(partyId)}`;
}

const PARTY_TYPES: Readonly<Record<string, string>> = {
  controller: "dpv:DataController",
  "joint-controller": "dpv:JointDataControllers",
  processor: "dpv:DataProcessor",
  representative: "dpv:Representative",
};

function controllerEntity(controller: Controller): JsonValue {
  const { email, phone, url, role, partyType } = controller;
  const address = Object.entries(postalAddress(controller)).map(([name, value]) => [
    `schema:${name}`,
    value,
  ]);
  return {
    "@id": controllerId(controller),
    "@type": ["dpv:Organisation", PARTY_TYPES[partyType] ?? "dpv:DataController"],
    "dpv:hasName": controller.name,
    "dpv:hasIdentifier": controller.partyId,
    "dct:description": role ?? partyType,
    "schema:contactPoint": [
      { "@type": ["schema:PostalAddress"], ...Object.fromEntries(address) },
      {
        "@type": ["schema:ContactPoint"],
        "schema:name": controller.contact,
        ...(email === null ? {} : { "schema:email": email }),
        ...(phone === null ? {} : { "schema:telephone": phone }),
      },
    ],
    ...(url === null ? {} : { "schema:url": url }),
  };
}

const RECIPIENT_TYPES: Readonly<Record<string, string>> = {
  processor: "dpv:DataProcessor",
  controller: "dpv:DataController",
  authority: "dpv:Authority",
};

function recipientEntities({ purposeId, recipients }: PurposeVersion): JsonValue[] {
  return recipients.map(({ name, contact, country, role }, i) => ({
    "@id": `urn:counterfoil:recipient:${purposeId}:${i + 1}`,
    "@type": ["dpv:Organisation", RECIPIENT_TYPES[role] ?? "dpv:Recipient"],
    "dpv:hasName": name,
    ...(contact === undefined ? {} : { "dpv:hasContact": contact }),
    ...(country === undefined ? {} : { "dpv:hasLocation": [`loc:${country}`] }),
  }));
}

export function entities({ controller, purpose }: ConsentStatement): JsonValue {
  const { authority } = controller;
  const supervisor = {
    "@type": ["dpv:DataProtectionAuthority"],
    "dpv:hasName": authority?.name ?? "",
    ...(authority?.url ? { "schema:url": authority.url } : {}),
  };
  return [
    controllerEntity(controller),
    ...recipientEntities(purpose),
    ...(authority === null ? [] : [supervisor]),
  ];
}

/** A right that is a term of a vocabulary is its type; else it is told by its title. */
export function rights({ privacyRights, url, policyUrl }: Controller): JsonValue {
  return privacyRights.map((right) => {
    const term = /^[a-z][a-z0-9-]*:[A-Za-z0-9_-]+$/.test(right);
    return {
      "@type": ["dpv:DataSubjectRight", ...(term ? [right] : [])],
      ...(term ? {} : { "dct:title": right }),
      "dpv:isExercisedAt": url ?? policyUrl,
    };
  });
}
