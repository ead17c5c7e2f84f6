import { describe, expect, it } from "vitest";
import { readDpv } from "../../../../api/consent/forms/dpv-read.ts";
import type { JsonValue } from "../../../../api/core/kind.ts";
import { published, refusalOf } from "./published.ts";

type Json = Record<string, JsonValue>;
const NOW = Date.parse("2026-11-27T08:00:00.000Z");
const PROFILE = "https://w3id.org/dpv/schema/dpv-27560#";

const read = (document: JsonValue) => readDpv(document, NOW);
const refusal = (document: JsonValue) => refusalOf(() => read(document));

const REPAIRED = published("consent_record_withdrawn.repaired.json");
const SUMMARY = published("consent_receipt_summary.as_published.json");

/** A record with these statuses of one purpose. */
function record(statuses: JsonValue, over: Json = {}): Json {
  return {
    "@id": "https://example.com/r1",
    "@type": "dpv:ConsentRecord",
    "dct:conformsTo": `${PROFILE}record`,
    "dpv:hasProcess": [{ "dpv:hasPurpose": "dpv:Marketing" }],
    "dpv:hasConsentStatus": statuses,
    ...over,
  };
}

const status = (type: string, time: string, over: Json = {}): Json => ({
  "@type": type,
  "dpv:isIndicatedAtTime": time,
  "dpv:isIndicatedBy": "dpv:DataSubject",
  ...over,
});

/** `given 2024-01-01T…` of each event. */
const told = (document: JsonValue) =>
  read(document).purposes.flatMap(({ events }) =>
    events.map(({ step, occurredAt }) => `${step} ${occurredAt}`),
  );

describe("the published examples", () => {
  it("the withdrawn record is no JSON as it was published, and is taken once it is", () => {
    expect(refusal(published("consent_record_withdrawn.as_published.json"))).toBe("not_json");
    const reading = read(REPAIRED);
    expect(reading).toMatchObject({
      format: "dpv-27560",
      number: "a6f58318-72e6-46a2-bfd7-f36d795e30cd",
      language: "en",
      jurisdiction: "IE",
      document: REPAIRED,
    });
    expect(reading.purposes.map(({ names }) => names)).toEqual([
      ["dpv:PaymentManagement"],
      ["dpv:IdentityVerification"],
    ]);
    for (const { events } of reading.purposes) {
      expect(events).toEqual([
        {
          step: "given",
          // A day alone: the consent counts from its end.
          occurredAt: "2024-01-01T23:59:59.999Z",
          actor: { role: "subject" },
          choice: "Interaction in App",
          consentType: "dpv:ExpressedConsent",
          validUntil: null,
        },
        expect.objectContaining({ step: "withdrawn", occurredAt: "2024-04-20T00:00:00.000Z" }),
      ]);
    }
  });

  it("the receipt conforms to no profile of the standard; with one it tells a consent and its end", () => {
    expect(refusal(SUMMARY)).toBe("unknown_profile at dct:conformsTo");
    const receipt = SUMMARY.replace("https://example.com/receipt-summary", `${PROFILE}receipt`);
    expect(told(receipt)).toEqual([
      "given 2024-01-01T23:59:59.999Z",
      "withdrawn 2024-03-01T00:00:00.000Z",
    ]);
    expect(read(receipt).purposes).toHaveLength(1);
  });

  /** Fragments, each about one field. What becomes of each of them is written down. */
  it("the fragments are refused with their reason, or taken", () => {
    const fragments = JSON.parse(published("field_snippets.json")) as {
      readonly n: number;
      readonly text: string;
      readonly valid_json: boolean;
    }[];
    const repeated = [13, 32];
    for (const { n, text, valid_json } of fragments) {
      const whole = text.replace(
        '"@type": "dpv:ConsentRecord"',
        `"@type": "dpv:ConsentRecord", "dct:conformsTo": "${PROFILE}record"`,
      );
      const result = refusal(n === 1 ? text : whole);
      const expected: Record<number, string> = {
        // Statuses without what a record needs of them.
        68: "missing_field at dpv:hasConsentStatus[0].dpv:isIndicatedAtTime",
        70: "missing_field at dpv:hasConsentStatus[0].dpv:isIndicatedBy",
        71: "missing_field at dpv:hasConsentStatus[0].dpv:isIndicatedBy",
        73: "missing_field at dpv:hasConsentStatus[0].dpv:isIndicatedBy",
        74: "missing_field at dpv:hasConsentStatus[0].dpv:isIndicatedBy",
        76: "missing_field at dpv:hasConsentStatus[0].dpv:isIndicatedAtTime",
        77: "missing_field at dpv:hasConsentStatus[0].dpv:isIndicatedAtTime",
        // Receipts: a profile that the guide names and the vocabulary does not define, or none.
        82: "unknown_profile at dct:conformsTo",
        83: "missing_field at dct:conformsTo",
        85: "missing_field at dct:conformsTo",
        86: "missing_field at dct:conformsTo",
      };
      const duplicate = repeated.includes(n);
      const wanted = expected[n] ?? (valid_json ? "taken" : "not_json");
      if (duplicate) expect(result, String(n)).toMatch(/^duplicate_member/);
      else expect(result, String(n)).toBe(wanted);
    }
  });
});

describe("statuses", () => {
  it("are told in the order in which they happened, whatever the document's", () => {
    const statuses = [
      status("dpv:ConsentWithdrawn", "2024-05-01T10:00:00Z"),
      status("dpv:RenewedConsentGiven", "2024-04-01T12:00:00+02:00"),
      status("dpv:ConsentRequested", "2024-02-01T09:00:00.5Z"),
      status("dpv:ConsentGiven", "2024-03-01T10:00:00"),
    ];
    expect(told(record(statuses))).toEqual([
      "requested 2024-02-01T09:00:00.500Z",
      "given 2024-03-01T10:00:00.000Z",
      "renewed 2024-04-01T10:00:00.000Z",
      "withdrawn 2024-05-01T10:00:00.000Z",
    ]);
  });

  it("of a day alone count for as little as the order allows", () => {
    const given = status("dpv:ConsentGiven", "2024-01-01");
    const sameDay = [given, status("dpv:ConsentWithdrawn", "2024-01-01")];
    expect(told(record(sameDay))).toEqual([
      "given 2024-01-01T00:00:00.000Z",
      "withdrawn 2024-01-01T00:00:00.000Z",
    ]);
    const hour = [given, status("dpv:ConsentWithdrawn", "2024-01-01T10:00:00Z")];
    expect(told(record(hour))).toEqual([
      "given 2024-01-01T10:00:00.000Z",
      "withdrawn 2024-01-01T10:00:00.000Z",
    ]);
    // Today is not over yet.
    expect(told(record(status("dpv:ConsentGiven", "2026-11-27")))).toEqual([
      "given 2026-11-27T08:00:00.000Z",
    ]);
  });

  it("an expiry is kept as the end of what was given", () => {
    const given = status("dpv:ConsentGiven", "2024-01-01T00:00:00Z");
    const expired = status("dpv:ConsentExpired", "2025-01-01T00:00:00Z");
    const [purpose] = read(record([given, expired])).purposes;
    expect(purpose?.events).toMatchObject([
      { step: "given", validUntil: "2025-01-01T00:00:00.000Z" },
    ]);
    expect(refusal(record([expired]))).toBe("expired_without_giving");
  });

  it.each<readonly [JsonValue, string | null]>([
    ["P6M", "2024-09-01T10:00:00.000Z"],
    [{ "@type": "dpv:TemporalDuration", "rdf:value": "P1Y" }, "2025-03-01T10:00:00.000Z"],
    [
      { "@type": ["dpv:UntilTimeDuration", "xsd:date"], "rdf:value": "2024-12-31" },
      "2024-12-31T23:59:59.999Z",
    ],
    [["P1Y", "P1W"], "2024-03-08T10:00:00.000Z"],
    [{ "@type": "dpv:UntilEventDuration", "rdf:value": "Closure of User Account" }, null],
    ["dpv:EndlessDuration", null],
  ])("last %j", (duration, validUntil) => {
    const given = status("dpv:ConsentGiven", "2024-03-01T10:00:00Z", {
      "dpv:hasDuration": duration,
    });
    expect(read(record(given)).purposes[0]?.events[0]?.validUntil).toBe(validUntil);
  });

  it("say who acted", () => {
    const by = (value: JsonValue, type = "dpv:ConsentGiven") =>
      read(
        record(status(type, "2024-03-01T10:00:00Z", { "dpv:isIndicatedBy": value }), {
          "dpv:hasDataSubject": { "@id": "0760c9ba", "@type": "dpv:DataSubject" },
          "dpv:hasDataController": "ex:Acme",
        }),
      ).purposes[0]?.events[0]?.actor;
    expect(by("0760c9ba")).toEqual({ role: "subject" });
    const parent = { "@type": "dpv:ParentOfDataSubject", "dpv:hasJustification": "custody file 7" };
    expect(by(["dpv:DataSubject", parent])).toEqual({
      role: "guardian",
      reference: "custody file 7",
    });
    expect(by("ex:Acme", "dpv:ConsentRequested")).toEqual({ role: "controller" });
    expect(by({ "@type": "dpv:Representative", "dct:identifier": "POA 3" })).toEqual({
      role: "agent",
      reference: "POA 3",
    });
  });

  it("stand at the process, or above it", () => {
    const document = record([status("dpv:ConsentGiven", "2024-01-01T00:00:00Z")], {
      "dpv:hasProcess": [
        {
          "dpv:hasPurpose": [
            { "@type": "dpv:Purpose", "skos:broader": "dpv:Marketing", "dct:title": "News" },
          ],
        },
        {
          "dpv:hasPurpose": "ex:Research",
          "dpv:hasConsentStatus": status("dpv:ConsentRefused", "2024-02-01T00:00:00Z"),
        },
        { "dpv:hasPurpose": "dpv:LegalCompliance", "dpv:hasLegalBasis": "dpv:LegalObligation" },
      ],
    });
    const told = read(document).purposes.map(({ names, byConsent, events }) => [
      names,
      byConsent,
      events.map(({ step }) => step),
    ]);
    expect(told).toEqual([
      [["News", "dpv:Marketing"], true, ["given"]],
      [["ex:Research"], true, ["refused"]],
      [["dpv:LegalCompliance"], false, []],
    ]);
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
