import jsonld from "jsonld";
import { describe, expect, it } from "vitest";
import { PREFIXES, PROFILES } from "../../../../api/consent/forms/dpv-context.ts";
import { readDpv } from "../../../../api/consent/forms/dpv-read.ts";
import {
  type JsonObject,
  writeDpvReceipt,
  writeDpvRecord,
} from "../../../../api/consent/forms/dpv-write.ts";
import { event, SUBJECT, statement } from "./statement.ts";

const NOW = Date.parse("2026-11-27T08:00:00.000Z");
const WITHDRAWN = event({
  id: "01936d5e-7c00-7000-8000-00000000000b",
  event: "withdrawn",
  occurredAt: "2026-05-01T00:00:00.000Z",
  actor: { role: "guardian", reference: "custody file 7" },
  choice: null,
  consentType: null,
  validUntil: null,
});
const history = statement({ events: [event(), WITHDRAWN] });

type Expanded = Readonly<Record<string, unknown>>;

/** By a processor of JSON-LD that may fetch nothing, and that drops nothing in silence. */
async function expand(document: JsonObject): Promise<Expanded> {
  const documentLoader = (url: string) => Promise.reject<never>(new Error(`asked for ${url}`));
  const [node] = await jsonld.expand(document, { documentLoader, safe: true });
  if (node === undefined) throw new Error("nothing came out");
  return node;
}

const dpv = (name: string): string => `${PREFIXES.dpv}${name}`;
const ids = (node: Expanded | undefined, property: string): unknown[] =>
  ((node?.[property] ?? []) as { readonly "@id"?: string }[]).map((each) => each["@id"]);
const inner = (node: Expanded, property: string): Expanded =>
  (node[property] as Expanded[] | undefined)?.[0] ?? {};

describe("a record", () => {
  it("is valid JSON-LD, and means what DPV means", async () => {
    const node = await expand(writeDpvRecord(history));
    expect(node["@type"]).toEqual([dpv("ConsentRecord")]);
    expect(ids(node, `${PREFIXES.dct}conformsTo`)).toEqual([PROFILES.recordGdpr]);
    const process = inner(node, dpv("hasProcess"));
    expect(ids(process, dpv("hasLegalBasis"))).toEqual([`${PREFIXES["eu-gdpr"]}A6-1-a`]);
    expect(ids(inner(process, dpv("hasPurpose")), `${PREFIXES.skos}broader`)).toEqual([
      dpv("DirectMarketing"),
    ]);
    const statuses = node[dpv("hasConsentStatus")] as Expanded[];
    expect(statuses.map((each) => each["@type"])).toEqual([
      [dpv("ConsentGiven"), dpv("ExplicitlyExpressedConsent")],
      [dpv("ConsentWithdrawn")],
    ]);
    expect(statuses[0]?.[dpv("isIndicatedAtTime")]).toEqual([
      { "@type": `${PREFIXES.xsd}dateTime`, "@value": "2026-03-01T09:30:15.750Z" },
    ]);
    expect(ids(statuses[0], dpv("isIndicatedBy"))).toEqual([dpv("DataSubject")]);
  });

  it("carries every field that the GDPR needs", async () => {
    const node = await expand(writeDpvRecord(history));
    const process = inner(node, dpv("hasProcess"));
    const missing = [
      ...[
        "hasDataSubject",
        "hasDataController",
        "hasJurisdiction",
        "hasApplicableLaw",
        "hasNotice",
      ],
      ...["hasProcess", "hasConsentControl", "hasRight", "hasEntity", "hasConsentStatus"],
    ].filter((name) => !(node[dpv(name)] as unknown[] | undefined)?.length);
    const missingInProcess = [
      ...["hasService", "hasPurpose", "hasLegalBasis", "hasPersonalData", "hasProcessing"],
      ...["hasDataSource", "hasStorageCondition", "hasProcessingCondition", "hasDataController"],
      "hasRecipient",
    ].filter((name) => !(process[dpv(name)] as unknown[] | undefined)?.length);
    expect([missing, missingInProcess]).toEqual([[], []]);
    const entities = node[dpv("hasEntity")] as Expanded[];
    expect(entities.map((each) => (each["@type"] as string[]).at(-1))).toEqual([
      dpv("DataController"),
      dpv("DataProcessor"),
      dpv("DataController"),
      dpv("DataProtectionAuthority"),
    ]);
    // Whoever receives data, and who decides, is described in it.
    const described = entities.map((each) => each["@id"]);
    expect(described).toEqual(
      expect.arrayContaining([
        ...ids(process, dpv("hasRecipient")),
        ...ids(node, dpv("hasDataController")),
      ]),
    );
    const texts = JSON.stringify(node);
    for (const value of ["P1Y", "dpo@northwind.example", "+353 1 555 0100", "Dublin", "随时在"]) {
      expect(texts).toContain(value);
    }
  });

  it("does not claim to conform to the GDPR's profile where something is lacking", () => {
    const { controller } = statement();
    const without = statement({ controller: { ...controller, authority: null } });
    expect(writeDpvRecord(without)["dct:conformsTo"]).toBe(PROFILES.record);
    expect(writeDpvReceipt(without, "2026-11-27T08:00:00.000Z")["dct:conformsTo"]).toBe(
      PROFILES.receipt,
    );
    expect(writeDpvRecord(statement({ notice: null, text: null }))["dct:conformsTo"]).toBe(
      PROFILES.record,
    );
  });

  it("is valid also where terms are not DPV's, and where as little is known as may be", async () => {
    const { controller, purpose } = statement();
    const bare = {
      ...{ ...controller, role: null, email: null, phone: null, url: null, authority: null },
      ...{ privacyRights: ["pipl:A15"], processingLocations: [], partyId: "Firm <1>" },
    };
    const node = await expand(
      writeDpvRecord({
        ...statement({ controller: bare, notice: null, text: null }),
        purpose: {
          ...purpose,
          lawfulBasis: "pipl:A13-1",
          recipients: [],
          personalDataHandling: [],
        },
      }),
    );
    const process = inner(node, dpv("hasProcess"));
    expect(ids(process, dpv("hasLegalBasis"))).toEqual(["pipl:A13-1"]);
    expect(ids(node, dpv("hasDataController"))).toEqual(["urn:counterfoil:party:Firm%20%3C1%3E"]);
    expect(node[dpv("hasApplicableLaw")]).toBeUndefined();
  });

  it("uses arrays, and repeats no member", () => {
    const text = JSON.stringify(writeDpvRecord(history));
    expect(readDpv(text, NOW).document).toBe(text);
  });

  it("comes back in as what it was", () => {
    for (const written of [
      writeDpvRecord(history),
      writeDpvReceipt(history, "2026-11-27T08:00:00.000Z"),
    ]) {
      const reading = readDpv(written, NOW);
      expect(reading).toMatchObject({ language: "zh-cn", jurisdiction: "IE" });
      expect(reading.purposes).toHaveLength(1);
      expect(reading.purposes[0]?.names).toEqual(
        expect.arrayContaining([
          "urn:counterfoil:purpose:newsletter",
          "newsletter",
          "dpv:DirectMarketing",
        ]),
      );
      expect(reading.purposes[0]?.events).toMatchObject([
        {
          step: "given",
          occurredAt: "2026-03-01T09:30:15.750Z",
          actor: { role: "subject" },
          choice: "我同意接收新闻邮件",
          consentType: "dpv:ExplicitlyExpressedConsent",
          validUntil: "2028-03-01T09:30:15.750Z",
        },
        {
          step: "withdrawn",
          occurredAt: "2026-05-01T00:00:00.000Z",
          actor: { role: "guardian", reference: "custody file 7" },
          choice: null,
          consentType: null,
          validUntil: null,
        },
      ]);
    }
  });

  it("tells of each event in its own words", () => {
    const kinds = [
      "requested",
      "given",
      "refused",
      "withdrawn",
      "renewed",
      "expired",
      "invalidated",
    ] as const;
    const told = kinds.map((kind) => {
      const record = writeDpvRecord(
        statement({ events: [event({ event: kind, consentType: null })] }),
      );
      const [status] = record["dpv:hasConsentStatus"] as { readonly "@type": string[] }[];
      return status?.["@type"][0];
    });
    expect(told).toEqual([
      "dpv:ConsentRequested",
      "dpv:ConsentGiven",
      "dpv:ConsentRefused",
      "dpv:ConsentWithdrawn",
      "dpv:RenewedConsentGiven",
      "dpv:ConsentExpired",
      "dpv:ConsentInvalidated",
    ]);
  });
});

describe("a receipt", () => {
  it("is valid JSON-LD that holds the record", async () => {
    const node = await expand(writeDpvReceipt(history, "2026-11-27T08:00:00.000Z"));
    expect(node["@type"]).toEqual([dpv("ConsentReceipt")]);
    expect(ids(node, `${PREFIXES.dct}conformsTo`)).toEqual([PROFILES.receiptGdpr]);
    expect(inner(node, dpv("hasRecordOfActivity"))["@type"]).toEqual([dpv("ConsentRecord")]);
    expect(JSON.stringify(node)).toContain(SUBJECT);
  });
});
