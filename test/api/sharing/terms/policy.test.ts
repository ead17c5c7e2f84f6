/** What a policy means to who reads JSON-LD: ODRL's words are ODRL's, ours are ours, and nothing is dropped in silence. */
import jsonld from "jsonld";
import { describe, expect, it } from "vitest";
import { type Policy, policyOf } from "../../../../api/sharing/terms/policy.ts";
import { TERMS, termsWith } from "./examples.ts";

const ODRL = "http://www.w3.org/ns/odrl/2/";
const OURS = "urn:counterfoil:sharing-terms:v1:";
const URL = "http://www.w3.org/ns/odrl.jsonld";

const WORDS = [
  ...["Agreement", "AssetCollection", "Party", "distribute", "grantUse", "transfer"],
  ...["delete", "inform", "use", "prohibit"],
  ...["eq", "gteq", "isAllOf", "isAnyOf", "isNoneOf", "lt", "lteq", "rightOperand"],
  ...["dateTime", "elapsedTime", "event", "purpose", "recipient"],
];
const LINKS = [
  ...["profile", "target", "source", "assignee", "assigner", "informedParty"],
  ...["permission", "prohibition", "obligation", "constraint", "refinement"],
];
const CHOICES = ["action", "conflict", "leftOperand", "operator"];

/** Of the context at that address the words that the policy uses, as it has them. */
const CONTEXT = {
  odrl: ODRL,
  uid: "@id",
  type: "@type",
  ...Object.fromEntries(WORDS.map((word) => [word, `odrl:${word}`])),
  ...Object.fromEntries(LINKS.map((word) => [word, { "@type": "@id", "@id": `odrl:${word}` }])),
  ...Object.fromEntries(
    CHOICES.map((word) => [word, { "@type": "@vocab", "@id": `odrl:${word}` }]),
  ),
};

type Node = Readonly<Record<string, unknown>>;

async function expand(policy: Policy): Promise<Node> {
  const documentLoader = async (url: string) => {
    if (url !== URL) throw new Error(`asked for ${url}`);
    return { contextUrl: null, documentUrl: url, document: { "@context": CONTEXT } };
  };
  const [node] = await jsonld.expand(policy, { documentLoader, safe: true });
  if (node === undefined) throw new Error("nothing came out");
  return node;
}

const of = (node: Node, property: string): Node[] => (node[`${ODRL}${property}`] ?? []) as Node[];
const idOf = (node: Node | undefined, property: string) => of(node ?? {}, property)[0]?.["@id"];

/** `leftOperand operator` of each constraint. */
const constraints = (rule: Node | undefined, property = "constraint"): string[] =>
  of(rule ?? {}, property).map((one) => `${idOf(one, "leftOperand")} ${idOf(one, "operator")}`);

const odrl = (word: string): string => `${ODRL}${word}`;

describe("a policy in JSON-LD", () => {
  it("is an agreement of ODRL between two accounts, about collections of records", async () => {
    const node = await expand(policyOf(TERMS));
    expect(node["@id"]).toBe(`urn:counterfoil:agreement:${"a1".repeat(32)}:2`);
    expect(node["@type"]).toEqual([odrl("Agreement")]);
    expect(idOf(node, "profile")).toBe(OURS.slice(0, -1));
    expect(node[`${OURS}nonce`]).toEqual([{ "@value": TERMS.nonce }]);
    expect(idOf(node, "assigner")).toBe(`eip155:31337:${TERMS.controller.account}`);
    expect(idOf(node, "assignee")).toBe(`eip155:31337:${TERMS.recipient.account}`);
    expect(of(node, "target").map((asset) => constraints(asset, "refinement"))).toEqual(
      TERMS.records.map(() => [`${OURS}kind ${odrl("eq")}`, `${OURS}field ${odrl("isAnyOf")}`]),
    );
    expect(node[`${OURS}note`]).toEqual([
      { "@language": "en", "@value": TERMS.notes?.en },
      { "@language": "zh", "@value": TERMS.notes?.zh },
    ]);
  });

  it("permits each use by its constraints, and has the duties in ODRL's words", async () => {
    const node = await expand(policyOf(TERMS));
    const permissions = of(node, "permission");
    expect(permissions.map((rule) => idOf(rule, "action"))).toEqual(
      ["use", "use", "distribute", "grantUse"].map(odrl),
    );
    expect(constraints(permissions[0])).toEqual([
      `${odrl("purpose")} ${odrl("eq")}`,
      `${OURS}consent ${odrl("isAllOf")}`,
      `${odrl("dateTime")} ${odrl("gteq")}`,
      `${odrl("dateTime")} ${odrl("lt")}`,
    ]);
    const [purpose, consents, from] = of(permissions[0]!, "constraint");
    expect(idOf(purpose, "rightOperand")).toBe("urn:counterfoil:purpose:newsletter");
    expect(of(consents!, "rightOperand").map((one) => one["@id"])).toEqual(
      ["newsletter", "partner-offers"].map((one) => `urn:counterfoil:purpose:${one}`),
    );
    expect(of(from!, "rightOperand")).toEqual([
      { "@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@value": TERMS.validFrom },
    ]);
    const obligations = of(node, "obligation");
    expect(obligations.map((rule) => idOf(rule, "action"))).toEqual(
      ["delete", "delete", "inform"].map(odrl),
    );
    for (const duty of obligations)
      expect(constraints(duty)[1]).toBe(`${odrl("elapsedTime")} ${odrl("lteq")}`);
    const [event] = of(obligations[1]!, "constraint");
    expect(of(event!, "rightOperand").map((one) => one["@id"])).toEqual(
      ["withdrawal", "correction", "erasure", "end"].map((one) => `${OURS}${one}`),
    );
    expect(idOf(obligations[2], "informedParty")).toBe(idOf(node, "assigner"));
  });

  it("says that what is prohibited is not permitted by what includes it: else it would be void", async () => {
    // What the vocabulary has `use` include; of what stands in a permission and in a prohibition the strategy decides.
    expect(idOf(await expand(policyOf(TERMS)), "conflict")).toBe(odrl("prohibit"));
    const strict = await expand(policyOf(termsWith({ onward: "prohibited" })));
    expect(idOf(strict, "conflict")).toBe(odrl("prohibit"));
  });

  it.each([
    ["everybody, where handing on is prohibited", { onward: "prohibited" as const }, []],
    ["all but those who are named", {}, [`${odrl("recipient")} ${odrl("isNoneOf")}`]],
  ])("prohibits handing on to %s", async (_, change, wanted) => {
    const node = await expand(policyOf(termsWith(change)));
    const prohibitions = of(node, "prohibition").map((rule) => [
      idOf(rule, "action"),
      constraints(rule),
    ]);
    expect(prohibitions).toEqual([
      [odrl("distribute"), wanted],
      [odrl("grantUse"), wanted],
      // To nobody, whoever is named.
      [odrl("transfer"), []],
    ]);
  });
});
