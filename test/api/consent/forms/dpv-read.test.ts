import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../../api/core/kind.ts";
import { PROFILE, read, record, refusal, status } from "./dpv-documents.ts";
import { published } from "./published.ts";

const REPAIRED = published("consent_record_withdrawn.repaired.json");
const SUMMARY = published("consent_receipt_summary.as_published.json");

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
          // A day alone: the consent counts from its beginning, the withdrawal from its end.
          occurredAt: "2024-01-01T00:00:00.000Z",
          toldAt: "2024-01-01T00:00:00.000Z",
          actor: { role: "subject" },
          choice: "Interaction in App",
          consentType: "dpv:ExpressedConsent",
          validUntil: null,
        },
        expect.objectContaining({ step: "withdrawn", occurredAt: "2024-04-20T23:59:59.999Z" }),
      ]);
    }
  });

  it("the receipt conforms to no profile of the standard; with one it tells a consent and its end", () => {
    expect(refusal(SUMMARY)).toBe("unknown_profile at dct:conformsTo");
    const receipt = SUMMARY.replace("https://example.com/receipt-summary", `${PROFILE}receipt`);
    expect(told(receipt)).toEqual([
      "given 2024-01-01T00:00:00.000Z",
      "withdrawn 2024-03-01T23:59:59.999Z",
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

  it("of a day alone: what ends a consent happened at its end, all else at its beginning", () => {
    const given = status("dpv:ConsentGiven", "2024-01-01");
    const refused = status("dpv:ConsentRefused", "2024-01-01");
    const morning = "given 2024-01-01T00:00:00.000Z";
    // In whatever order they stand there.
    for (const sameDay of [
      [given, refused],
      [refused, given],
    ]) {
      expect(told(record(sameDay))).toEqual([morning, "refused 2024-01-01T23:59:59.999Z"]);
    }
    const hour = [given, status("dpv:ConsentWithdrawn", "2024-01-01T10:00:00Z")];
    expect(told(record(hour))).toEqual([morning, "withdrawn 2024-01-01T10:00:00.000Z"]);
    // Today is not over yet.
    expect(told(record(status("dpv:ConsentRefused", "2026-11-27")))).toEqual([
      "refused 2026-11-27T08:00:00.000Z",
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
    // What was withdrawn before ended then.
    const withdrawn = status("dpv:ConsentWithdrawn", "2024-06-01T00:00:00Z");
    expect(told(record([given, withdrawn, expired]))).toEqual([
      "given 2024-01-01T00:00:00.000Z",
      "withdrawn 2024-06-01T00:00:00.000Z",
    ]);
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

  it("above a process end what it has of its own, and what is said twice counts once", () => {
    const given = status("dpv:ConsentGiven", "2024-01-01T00:00:00Z");
    const withdrawn = status("dpv:ConsentWithdrawn", "2024-02-01T00:00:00Z");
    const process = { "dpv:hasPurpose": "dpv:Marketing", "dpv:hasConsentStatus": given };
    expect(told(record([given, withdrawn], { "dpv:hasProcess": [process] }))).toEqual([
      "given 2024-01-01T00:00:00.000Z",
      "withdrawn 2024-02-01T00:00:00.000Z",
    ]);
    // A later yes to all is none to what was refused by itself.
    const own = { ...process, "dpv:hasConsentStatus": withdrawn };
    const later = status("dpv:RenewedConsentGiven", "2024-03-01T00:00:00Z");
    const expired = status("dpv:ConsentExpired", "2024-04-01T00:00:00Z");
    expect(told(record([given, later, expired], { "dpv:hasProcess": [own] }))).toEqual([
      "given 2024-01-01T00:00:00.000Z",
      "withdrawn 2024-02-01T00:00:00.000Z",
    ]);
  });

  it("are of all whom the document names, wherever it does", () => {
    const document = record([], {
      "dpv:hasDataSubject": [{ "@id": "0760c9ba", "dpv:hasName": "Ann" }, "ex:Bob"],
      "dpv:hasDataController": "ex:Acme",
      "dpv:hasProcess": { "dpv:hasPurpose": "dpv:Marketing", "dpv:hasDataSubject": "ex:Eve" },
    });
    const { principals, controllers } = read(document);
    expect(principals).toEqual([
      ["0760c9ba", "Ann", "ex:Bob", "ex:Bob"],
      ["ex:Eve", "ex:Eve"],
    ]);
    expect(controllers).toEqual([["ex:Acme", "ex:Acme"]]);
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
      [["ex:Research"], true, ["given", "refused"]],
      [["dpv:LegalCompliance"], false, []],
    ]);
  });
});
