import { describe, expect, it } from "vitest";
import { readKantara } from "../../../../api/consent/forms/kantara-read.ts";
import { writeKantara } from "../../../../api/consent/forms/kantara-write.ts";
import type { JsonValue } from "../../../../api/core/kind.ts";
import { published, refusalOf } from "./published.ts";
import { event, SUBJECT, statement } from "./statement.ts";

const EXAMPLE = published("kantara-consent-receipt-v1_1-example.json");
type Json = Record<string, JsonValue>;
const example = (): Json => JSON.parse(EXAMPLE) as Json;

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
}
const SCHEMA = JSON.parse(published("kantara-consent-receipt-v1_1-schema.json")) as Schema;

/** Paths of all members that stand in a document, and of all that the schema or the example knows. */
function members(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => members(each, `${path}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    const here = `${path}.${name}`;
    return [here, ...members(each, here)];
  });
}

function allowed(schema: Schema, path = ""): string[] {
  const inner = [schema, ...(schema.oneOf ?? [])].flatMap(({ properties }) =>
    Object.entries(properties ?? {}).flatMap(([name, each]) => [
      `${path}.${name}`,
      ...allowed(each, `${path}.${name}`),
    ]),
  );
  return schema.items === undefined ? inner : [...inner, ...allowed(schema.items, `${path}[]`)];
}

function required(schema: Schema, value: unknown, path = ""): string[] {
  if (Array.isArray(value)) {
    return schema.items === undefined
      ? []
      : value.flatMap((each) => required(schema.items ?? {}, each, `${path}[]`));
  }
  if (typeof value !== "object" || value === null) return [];
  const node = value as Record<string, unknown>;
  const missing = (schema.required ?? []).filter((name) => node[name] === undefined);
  return [
    ...missing.map((name) => `${path}.${name}`),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, each]) =>
      required(each, node[name], `${path}.${name}`),
    ),
  ];
}

describe("the published receipt", () => {
  it("says when consent was given, to what, and how", () => {
    const reading = readKantara(EXAMPLE);
    expect(reading).toMatchObject({
      format: "kantara-1.1",
      number: "c1befd3e-b7e5-4ea6-8688-e9a565aade21",
      language: "en",
      jurisdiction: "DW",
    });
    const named = (title: string) => [title, `Digital Subscription and News Alerts: ${title}`];
    expect(reading.purposes.map(({ names, byConsent }) => [names, byConsent])).toEqual([
      [named("To provide contracted services"), true],
      [named("To personalize service experience"), true],
      [named("To market services"), true],
      // Its consent type is N/A.
      [named("Complying with legal obligations"), false],
    ]);
    expect(reading.purposes[2]?.events).toEqual([
      {
        step: "given",
        occurredAt: "2017-11-13T17:00:00.000Z",
        toldAt: "2017-11-13T17:00:00.000Z",
        actor: { role: "subject" },
        choice: "Web Subscription Form with opt-in for marketing",
        consentType: "dpv:ExplicitlyExpressedConsent",
        validUntil: null,
      },
    ]);
    expect(reading.purposes[3]?.events).toEqual([]);
  });

  it("is kept to the letter as text, and by its value as an object", () => {
    expect(readKantara(EXAMPLE).document).toBe(EXAMPLE);
    expect(readKantara(example()).document).toEqual(example());
    expect(readKantara(example()).purposes).toEqual(readKantara(EXAMPLE).purposes);
  });
});

describe("what is no receipt of this version", () => {
  const with_ = (over: Json): Json => ({ ...example(), ...over });
  const without = (name: string): Json =>
    Object.fromEntries(Object.entries(example()).filter(([each]) => each !== name));
  const inner = (over: Json): Json => {
    const receipt = example();
    const [service] = receipt.services as [Json];
    const [purpose] = service.purposes as [Json];
    return { ...receipt, services: [{ ...service, purposes: [{ ...purpose, ...over }] }] };
  };
  const AT = "services[0].purposes[0]";
  const cases: readonly (readonly [string, JsonValue, string])[] = [
    [
      "milliseconds",
      with_({ consentTimestamp: 1_510_592_400_000 }),
      "milliseconds at consentTimestamp",
    ],
    ["a fraction", with_({ consentTimestamp: 1_510_592_400.5 }), "unsafe_number"],
    [
      "a fraction in text",
      EXAMPLE.replace("1510592400", "1510592400.5"),
      "wrong_type at consentTimestamp",
    ],
    ["a time as text", with_({ consentTimestamp: "1510592400" }), "wrong_type at consentTimestamp"],
    ["before 1970", with_({ consentTimestamp: -1 }), "wrong_type at consentTimestamp"],
    ["another version", with_({ version: "KI-CR-v1.0.0" }), "wrong_version at version"],
    ["another spelling of it", with_({ version: "ki-cr-v1.1.0" }), "wrong_version at version"],
    ["no version", without("version"), "missing_field at version"],
    ["no consentReceiptID", without("consentReceiptID"), "missing_field at consentReceiptID"],
    ["a state of its own", with_({ state: "REVOKED" }), "unknown_field at state"],
    ["a member no format has", with_({ "what is this?": 1 }), "unknown_field at ?"],
    ["a lone surrogate", with_({ piiPrincipalId: "\ud800" }), "bad_unicode"],
    ["one as an escape", EXAMPLE.replace("Bowden", "\\ud800"), "bad_unicode"],
    ["a name that would get lost", JSON.parse('{"__proto__": 1}') as Json, "unknown_field"],
    ["one in text", EXAMPLE.replace('"streetAddress"', '"__proto__"'), "unknown_field"],
    ["minus zero", with_({ consentTimestamp: -0 }), "unsafe_number"],
    ["an array", [example()], "not_an_object"],
    ["another consent type", inner({ consentType: 7 }), `wrong_type at ${AT}.consentType`],
    [
      "no third party's name",
      inner({ thirdPartyDisclosure: true, thirdPartyName: 1 }),
      `wrong_type at ${AT}.thirdPartyName`,
    ],
    ["no termination", inner({ termination: null }), `wrong_type at ${AT}.termination`],
    ["a comment", `// ours\n${EXAMPLE}`, "not_json"],
    ["something behind it", `${EXAMPLE}x`, "not_json"],
    [
      "a repeated member",
      EXAMPLE.replace('"language"', '"version": "KI-CR-v1.1.0", "language"'),
      "duplicate_member at version",
    ],
    ["too much", with_({ policyUrl: "x".repeat(33_000) }), "too_large"],
  ];
  it.each(cases)("%s", (_, document, refusal) => {
    expect(refusalOf(() => readKantara(document))).toBe(refusal);
  });

  it("a disclosure to somebody without a name", () => {
    const receipt = example();
    const [service] = receipt.services as [Json];
    const [first] = service.purposes as [Json];
    const { thirdPartyName: _, ...purpose } = first;
    const document = { ...receipt, services: [{ ...service, purposes: [purpose] }] };
    expect(refusalOf(() => readKantara(document))).toBe(`missing_field at ${AT}.thirdPartyName`);
  });

  it("every field that the schema requires is missed", () => {
    for (const name of SCHEMA.required ?? []) {
      expect(refusalOf(() => readKantara(without(name)))).toBe(`missing_field at ${name}`);
    }
  });
});

describe("a receipt that is written", () => {
  const receipt = writeKantara(statement());

  it("has exactly the published field names, and all that are required", () => {
    const known = new Set([...allowed(SCHEMA), ...members(example())]);
    const ours = members(receipt).filter((path) => !path.startsWith(".piiControllers[].address."));
    expect(ours.filter((path) => !known.has(path))).toEqual([]);
    expect(required(SCHEMA, receipt)).toEqual([]);
    expect(new Set(ours).size).toBeGreaterThan(25);
  });

  it("tells of the consent", () => {
    expect(receipt).toMatchObject({
      version: "KI-CR-v1.1.0",
      consentTimestamp: Math.floor(Date.parse("2026-03-01T09:30:15.000Z") / 1000),
      consentReceiptID: event().id,
      language: "zh-CN",
      piiPrincipalId: SUBJECT,
      jurisdiction: "IE",
      collectionMethod: "web: 我同意接收新闻邮件",
      sensitive: true,
      spiCat: ["pd:Health"],
    });
    expect(receipt.services[0]?.purposes[0]).toMatchObject({
      purpose: "新闻邮件",
      consentType: "EXPLICIT",
      thirdPartyDisclosure: true,
      thirdPartyName: "Mailer Ltd; Acme",
    });
  });

  it("comes back in as the same consent, to the second", () => {
    const [purpose] = readKantara(receipt as unknown as JsonValue).purposes;
    expect(purpose).toMatchObject({
      names: ["新闻邮件", "Online shop: 新闻邮件"],
      byConsent: true,
    });
    expect(purpose?.events[0]).toMatchObject({
      step: "given",
      occurredAt: "2026-03-01T09:30:15.000Z",
      consentType: "dpv:ExplicitlyExpressedConsent",
    });
  });

  it("claims no more than was recorded", () => {
    const plain = statement({ events: [event({ consentType: null })] });
    expect(writeKantara(plain).services[0]?.purposes[0]?.consentType).toBe("eu-gdpr:A6-1-a");
    const withdrawn = statement({ events: [event(), event({ event: "withdrawn" })] });
    expect(refusalOf(() => writeKantara(withdrawn))).toBe("only_given");
    const { controller } = statement();
    const unknown = statement({ controller: { ...controller, email: null } });
    expect(refusalOf(() => writeKantara(unknown))).toBe("controller_incomplete at email");
  });
});
