/**
 * Terms as a policy of ODRL 2.2 (https://www.w3.org/TR/odrl-model/, https://www.w3.org/TR/odrl-vocab/) in JSON-LD. Where ODRL has a word it is used; what it has none for
 * stands below `urn:counterfoil:sharing-terms:v1:`. The form is docs/FORMAT.md §17: it is hashed and signed, so it does not change.
 */
import type { JsonObject, JsonValue } from "./jcs.ts";
import type { SharingTerms } from "./sharing-terms.ts";

export const SHARING_PROFILE = "urn:counterfoil:sharing-terms:v1";

const CONTEXT: JsonValue = [
  "http://www.w3.org/ns/odrl.jsonld",
  {
    st: `${SHARING_PROFILE}:`,
    vcard: "http://www.w3.org/2006/vcard/ns#",
    xsd: "http://www.w3.org/2001/XMLSchema#",
  },
];

const constraint = (leftOperand: string, operator: string, rightOperand: JsonValue): JsonValue => ({
  leftOperand,
  operator,
  rightOperand,
});

const named = (iri: string): JsonValue => ({ "@id": iri });
const purpose = (purposeId: string): JsonValue => named(`urn:counterfoil:purpose:${purposeId}`);
const dateTime = (time: string): JsonValue => ({ "@type": "xsd:dateTime", "@value": time });
const duration = (length: string): JsonValue => ({ "@type": "xsd:duration", "@value": length });

/** CAIP-10: an account on its chain. */
const onChain = ({ chainId }: SharingTerms, address: string): string =>
  `eip155:${chainId}:${address}`;

const within = (length: string): JsonValue => constraint("elapsedTime", "lteq", duration(length));

/** Of any of these the partner is told, and then something is to be done. */
const AFTER: JsonValue = constraint(
  "event",
  "isAnyOf",
  ["st:withdrawal", "st:correction", "st:erasure", "st:end"].map(named),
);

/** To give the data to others, and to let others use it: ODRL's `use` would include both. */
const HANDING_ON = ["distribute", "grantUse"] as const;

/** The records and fields; in ODRL's compact form they are the target of every rule of the policy, as the parties are its parties. */
const target = ({ controller, records }: SharingTerms): JsonValue =>
  records.map(({ kind, fields }) => ({
    "@type": "AssetCollection",
    source: `urn:counterfoil:ledger:${controller.ledgerId.slice(2)}`,
    refinement: [constraint("st:kind", "eq", kind), constraint("st:field", "isAnyOf", [...fields])],
  }));

function permission(terms: SharingTerms): JsonValue {
  const { purposes, validFrom, validUntil, onward } = terms;
  const inTime = [
    constraint("dateTime", "gteq", dateTime(validFrom)),
    constraint("dateTime", "lt", dateTime(validUntil)),
  ];
  const uses = purposes.map(({ purposeId, consents }) => ({
    action: "use",
    constraint: [
      constraint("purpose", "eq", purpose(purposeId)),
      constraint("st:consent", "isAllOf", consents.map(purpose)),
      ...inTime,
    ],
  }));
  if (onward === "prohibited") return uses;
  const handing = HANDING_ON.map((action) => ({
    action,
    constraint: [constraint("recipient", "isAnyOf", [...onward.to]), ...inTime],
  }));
  return [...uses, ...handing];
}

/** Nobody becomes the data's owner, whoever else may get it. */
const prohibition = ({ onward }: SharingTerms): JsonValue => [
  ...HANDING_ON.map((action) =>
    onward === "prohibited"
      ? { action }
      : { action, constraint: [constraint("recipient", "isNoneOf", [...onward.to])] },
  ),
  { action: "transfer" },
];

function obligation(terms: SharingTerms): JsonValue {
  const { duties, retention, controller } = terms;
  return [
    {
      action: "delete",
      constraint: [constraint("event", "eq", named("st:delivery")), within(retention)],
    },
    { action: "delete", constraint: [AFTER, within(duties.deleteWithin)] },
    {
      action: "inform",
      informedParty: onChain(terms, controller.account),
      constraint: [AFTER, within(duties.acknowledgeWithin)],
    },
  ];
}

const note = ({ notes }: SharingTerms): JsonValue =>
  (["en", "zh"] as const).flatMap((language) => {
    const text = notes?.[language];
    return text === undefined ? [] : [{ "@language": language, "@value": text }];
  });

/** The policy that says what the terms say, all of it and nothing else. */
export function sharingPolicyOf(terms: SharingTerms): JsonObject {
  const { agreement, version, nonce, contract, controller, recipient } = terms;
  return {
    "@context": CONTEXT,
    "@type": "Agreement",
    uid: `urn:counterfoil:agreement:${agreement.slice(2)}:${version}`,
    profile: SHARING_PROFILE,
    // Without it the strategy is `invalid`: `use` includes `distribute`, so the whole policy would be void (ODRL Information Model 2.2, §2.10).
    conflict: "prohibit",
    "st:nonce": nonce,
    "st:contract": onChain(terms, contract),
    "st:note": note(terms),
    assigner: {
      "@type": "Party",
      uid: onChain(terms, controller.account),
      "vcard:fn": controller.name,
      "st:ledger": controller.ledgerId,
    },
    assignee: {
      "@type": "Party",
      uid: onChain(terms, recipient.account),
      "vcard:fn": recipient.name,
      "st:contact": recipient.contact,
    },
    target: target(terms),
    permission: permission(terms),
    prohibition: prohibition(terms),
    obligation: obligation(terms),
  };
}
