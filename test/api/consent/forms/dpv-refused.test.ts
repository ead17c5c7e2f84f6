/** What the reader of DPV documents refuses, each with its reason and place. */
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../../api/core/kind.ts";
import { PROFILE, read, record, refusal, status } from "./dpv-documents.ts";

describe("a status that would be overlooked", () => {
  const given = status("dpv:ConsentGiven", "2024-01-01T00:00:00Z");
  const withdrawn = status("dpv:ConsentWithdrawn", "2024-02-01T00:00:00Z");
  const basis = { "@type": "dpv:Consent", "dpv:hasConsentStatus": [withdrawn] };
  const receipt = {
    "@type": "dpv:ConsentReceipt",
    "dct:conformsTo": `${PROFILE}receipt`,
    "dpv:hasRecordOfActivity": [record([given])],
  };
  it.each<readonly [JsonValue, string]>([
    [
      record([given], { "dpv:hasLegalBasis": [basis] }),
      "dpv:hasLegalBasis[0].dpv:hasConsentStatus",
    ],
    [record([given], { "dpv:hasNotice": basis }), "dpv:hasNotice.dpv:hasConsentStatus"],
    [
      record([{ ...given, "dpv:hasContext": basis }]),
      "dpv:hasConsentStatus[0].dpv:hasContext.dpv:hasConsentStatus",
    ],
    [
      record([given], { "dpv:hasRecordOfActivity": record([withdrawn]) }),
      "dpv:hasRecordOfActivity.dpv:hasConsentStatus",
    ],
    [{ ...receipt, "dpv:hasConsentStatus": withdrawn }, "dpv:hasConsentStatus"],
    [
      { ...receipt, "dpv:hasProcess": { "dpv:hasStatus": withdrawn } },
      "dpv:hasProcess.dpv:hasStatus",
    ],
  ])("is refused where it stands: %#", (document, place) => {
    expect(refusal(receipt)).toBe("taken");
    expect(refusal(document)).toBe(`unknown_field at ${place}`);
  });
});

describe("what is refused", () => {
  const given = status("dpv:ConsentGiven", "2024-01-01T00:00:00Z");
  const at = "dpv:hasConsentStatus[0]";
  it.each<readonly [string, JsonValue, string]>([
    ["no profile", { "@type": "dpv:ConsentRecord" }, "missing_field at dct:conformsTo"],
    [
      "a receipt's profile",
      record([given], { "dct:conformsTo": `${PROFILE}receipt` }),
      "unknown_profile at dct:conformsTo",
    ],
    [
      "the guide's other IRI",
      record([given], { "dct:conformsTo": "https://w3id.org/dpv/schema/dpv-27560-GDPR" }),
      "unknown_profile at dct:conformsTo",
    ],
    ["another thing", record([given], { "@type": "dpv:Process" }), "other_type at @type"],
    [
      "a purpose that is none",
      record([given], { "dpv:hasPurpose": "dpv:Marketting" }),
      "unknown_term at dpv:hasPurpose[0]",
    ],
    [
      "a basis that is none",
      record([given], { "dpv:hasLegalBasis": "dpv:Konsent" }),
      "unknown_term at dpv:hasLegalBasis",
    ],
    [
      "data that are none",
      record([given], { "dpv:hasPersonalData": "dpv:Data7" }),
      "unknown_term at dpv:hasPersonalData",
    ],
    [
      "a status that is none",
      record(status("dpv:ConsentTerminated", "2024-01-01")),
      `unknown_term at ${at}`,
    ],
    [
      "no decision",
      record(status("dpv:ConsentRequestDeferred", "2024-01-01")),
      `unknown_status at ${at}`,
    ],
    [
      "two at once",
      record({ ...given, "@type": ["dpv:ConsentGiven", "dpv:ConsentWithdrawn"] }),
      `unknown_status at ${at}`,
    ],
    [
      "no day",
      record(status("dpv:ConsentGiven", "2024-02-30")),
      `bad_time at ${at}.dpv:isIndicatedAtTime`,
    ],
    [
      "no hour",
      record(status("dpv:ConsentGiven", "2024-02-28T24:00:00Z")),
      `bad_time at ${at}.dpv:isIndicatedAtTime`,
    ],
    [
      "seconds since 1970",
      record({ ...given, "dpv:isIndicatedAtTime": 1_704_067_200 }),
      `bad_time at ${at}.dpv:isIndicatedAtTime`,
    ],
    [
      "nobody",
      record({ ...given, "dpv:isIndicatedBy": [] }),
      `missing_field at ${at}.dpv:isIndicatedBy`,
    ],
    [
      "somebody",
      record({ ...given, "dpv:isIndicatedBy": "ex:Mallory" }),
      `unknown_actor at ${at}.dpv:isIndicatedBy`,
    ],
    [
      "once only",
      record({
        ...given,
        "dpv:hasDuration": { "@type": "dpv:FixedOccurrencesDuration", "rdf:value": "1" },
      }),
      `counted_consent at ${at}.dpv:hasDuration`,
    ],
    [
      "for a while",
      record({ ...given, "dpv:hasDuration": "a while" }),
      `bad_duration at ${at}.dpv:hasDuration`,
    ],
    [
      "hours",
      record({ ...given, "dpv:hasDuration": "PT6H" }),
      `bad_duration at ${at}.dpv:hasDuration`,
    ],
    [
      "a status under its whole name",
      record([given], { "https://w3id.org/dpv#hasConsentStatus": "dpv:ConsentWithdrawn" }),
      "unknown_field at ?",
    ],
    [
      "a status under a broader name",
      record([given], { "dpv:hasStatus": "dpv:ConsentWithdrawn" }),
      "unknown_field at dpv:hasStatus",
    ],
    ["a graph", record([given], { "@graph": [] }), "unknown_field at @graph"],
    [
      "a context elsewhere",
      record([given], { "@context": "https://example.com/context" }),
      "unknown_context at @context",
    ],
    [
      "an alias",
      record([given], { "@context": { status: "dpv:hasConsentStatus" } }),
      "unknown_context at @context",
    ],
    [
      "an alias for all",
      record([given], { "@context": { "@vocab": "https://w3id.org/dpv#" } }),
      "unknown_context at @context",
    ],
    [
      "a prefix turned round",
      record([given], { "@context": { dpv: "https://example.com/#" } }),
      "unknown_context at @context",
    ],
    [
      "a term turned round",
      record([given], { "@context": { "dpv:hasNotice": { "@id": "dpv:hasConsentStatus" } } }),
      "unknown_context at @context",
    ],
    [
      "a prefix of DPV's by another name",
      record([given], { "@context": { d: "https://w3id.org/dpv#" } }),
      "unknown_context at @context",
    ],
    [
      "a part of a prefix of DPV's",
      record([given], {
        "@context": { x: "https://w3id.org/" },
        "x:dpv#hasConsentStatus": "dpv:ConsentWithdrawn",
      }),
      "unknown_context at @context",
    ],
    [
      "a receipt that holds nothing",
      { "@type": "dpv:ConsentReceipt", "dct:conformsTo": `${PROFILE}receipt` },
      "missing_field at dpv:hasRecordOfActivity",
    ],
    [
      "a receipt that only names",
      {
        "@type": "dpv:ConsentReceipt",
        "dct:conformsTo": `${PROFILE}receipt`,
        "dpv:hasRecordOfActivity": ["r1"],
      },
      "other_type at dpv:hasRecordOfActivity[0]",
    ],
    ["a fraction", record([given], { "schema:price": 1.5 }), "unsafe_number"],
  ])("%s", (_, document, expected) => {
    expect(refusal(document)).toBe(expected);
  });

  it("but a text is kept as it is, whatever numbers it holds", () => {
    const text = JSON.stringify(record([given], { "schema:price": 1.5 }));
    expect(read(text).document).toBe(text);
  });

  it("and contexts that give no name another meaning are taken", () => {
    const context = {
      dpv: "https://w3id.org/dpv#",
      ex: "https://example.com/#",
      "dpv:hasPurpose": { "@type": "@id" },
    };
    expect(refusal(record([given], { "@context": context }))).toBe("taken");
  });
});
