/** Vectors of the terms of sharing (docs/FORMAT.md §17): policies in canonical form with their hashes, and policies that are refused. */

import { termsHash } from "../../../api/sharing/terms/hash.ts";
import type { Terms } from "../../../api/sharing/terms/model.ts";
import { policyOf } from "../../../api/sharing/terms/policy.ts";
import { canonicalJson, type JsonValue } from "../../../portal/verify/jcs.ts";

const BASE: Terms = {
  agreement: `0x${"a1".repeat(32)}`,
  version: 1,
  nonce: "AAECAwQFBgcICQoLDA0ODw",
  chainId: 31_337,
  contract: "0x5fbdb2315678afecb367f032d93f642f64180aa3",
  controller: {
    name: "Northwind Traders",
    account: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
    ledgerId: `0x${"2c".repeat(32)}`,
  },
  recipient: {
    name: "Fourth Coffee Ltd.",
    account: "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc",
    contact: "privacy@fourthcoffee.example",
  },
  purposes: [{ purposeId: "partner-offers", consents: ["newsletter", "partner-offers"] }],
  records: [{ kind: "customer", fields: ["emails", "familyName", "givenName"] }],
  validFrom: "2026-12-01T00:00:00.000Z",
  validUntil: "2027-12-01T00:00:00.000Z",
  retention: "P1Y",
  onward: "prohibited",
  duties: { deleteWithin: "PT24H", acknowledgeWithin: "PT72H" },
  notes: null,
};

/** By name, each with what is particular about it. */
const TERMS: Readonly<Record<string, readonly [what: string, change: Partial<Terms>]>> = {
  plain: ["what the others change one thing of", {}],
  "second-version": ["another version of the same agreement", { version: 2 }],
  "another-chain": ["the same contract on another chain", { chainId: 1 }],
  "two-purposes": [
    "two purposes, each with its consents",
    {
      purposes: [
        { purposeId: "partner-offers", consents: ["newsletter", "partner-offers"] },
        { purposeId: "surveys", consents: ["surveys"] },
      ],
    },
  ],
  "three-kinds": [
    "fields of three kinds",
    {
      records: [
        { kind: "customer", fields: ["emails", "name"] },
        { kind: "order", fields: ["lines", "total"] },
        { kind: "payment", fields: ["amount"] },
      ],
    },
  ],
  "handing-on": [
    "handing on to two, whose names are beyond ASCII",
    { onward: { to: ["Mailing House 𝔐", "邮寄公司"] } },
  ],
  "with-notes": ["notes in both languages", { notes: { en: 'A "note"', zh: "备注" } }],
  "with-one-note": ["a note in one language", { notes: { zh: "备注" } }],
  "longest-lengths": [
    "ten years, 30 days, and a period of 3,660 days",
    {
      ...{ retention: "P9Y11M30D", validUntil: "2036-12-08T00:00:00.000Z" },
      duties: { deleteWithin: "PT720H", acknowledgeWithin: "P30D" },
    },
  ],
  "shortest-lengths": [
    "a day, an hour, and a period of one second",
    {
      ...{ retention: "P1D", validUntil: "2026-12-01T00:00:01.000Z" },
      duties: { deleteWithin: "PT1H", acknowledgeWithin: "PT1H" },
    },
  ],
};

type Change = (policy: Record<string, JsonValue>) => JsonValue;
type Rule = Record<string, JsonValue>;
const rules = (policy: Record<string, JsonValue>, member: string): Rule[] =>
  structuredClone(policy[member]) as Rule[];
const base = (change: Partial<Terms> = {}) =>
  structuredClone(policyOf({ ...BASE, ...change })) as Record<string, JsonValue>;

/** What is refused: each a canonical text, and terms that could be meant. */
const REFUSED: Readonly<Record<string, readonly [what: string, change: Change]>> = {
  "surplus-member": ["a member more", (policy) => ({ ...policy, "odrl:inheritFrom": "x" })],
  "permissions-first": [
    "another strategy for conflicts",
    (policy) => ({ ...policy, conflict: "perm" }),
  ],
  "no-strategy": ["no strategy for conflicts", ({ conflict: _, ...policy }) => policy],
  "no-nonce": ["no nonce", ({ "st:nonce": _, ...policy }) => policy],
  "short-nonce": ["a nonce of 15 bytes", () => base({ nonce: "AAECAwQFBgcICQoLDA0O" })],
  "nonce-in-another-spelling": [
    "a nonce whose last bits are no part of it",
    () => base({ nonce: "AAECAwQFBgcICQoLDA0ODx" }),
  ],
  "may-be-transferred": [
    "a prohibition less",
    (policy) => ({ ...policy, prohibition: rules(policy, "prohibition").slice(0, 2) }),
  ],
  "ends-as-it-begins": [
    "a period of nothing",
    () => base({ validUntil: "2026-12-01T00:00:00.000Z" }),
  ],
  "period-too-long": [
    "a period of 3,660 days and a second",
    () => base({ validUntil: "2036-12-08T00:00:01.000Z" }),
  ],
  "one-account": [
    "one account for both parties",
    () => base({ recipient: { ...BASE.recipient, account: BASE.controller.account } }),
  ],
  "kept-too-long": ["ten years and a day", () => base({ retention: "P120M1D" })],
  "deleted-too-late": [
    "deletion within 30 days and an hour",
    () => base({ duties: { deleteWithin: "PT721H", acknowledgeWithin: "PT72H" } }),
  ],
  "words-with-padding": [
    "a name in which two spaces follow one another",
    () => base({ recipient: { ...BASE.recipient, name: "Fourth  Coffee" } }),
  ],
  "words-with-a-wide-space": [
    "a name with U+3000",
    () => base({ recipient: { ...BASE.recipient, name: "Fourth\u3000Coffee" } }),
  ],
  "words-that-begin-with-a-mark": [
    "a name that begins with U+0308",
    () => base({ recipient: { ...BASE.recipient, name: "\u0308Fourth" } }),
  ],
  "no-prohibition": ["a member less", ({ prohibition: _, ...policy }) => policy],
  "another-context": [
    "a context that gives the words another meaning",
    (policy) => ({ ...policy, "@context": "https://terms.example/odrl.jsonld" }),
  ],
  "an-offer": ["a policy of another type", (policy) => ({ ...policy, "@type": "Offer" })],
  "no-consent": [
    "a permission without consent",
    (policy) => {
      const [rule] = rules(policy, "permission");
      const constraint = (rule!.constraint as JsonValue[]).filter((_, i) => i !== 1);
      return { ...policy, permission: [{ ...rule, constraint }] };
    },
  ],
  "consents-twice": [
    "a consent that is named twice",
    () => base({ purposes: [{ purposeId: "surveys", consents: ["surveys", "surveys"] }] }),
  ],
  "consents-turned": [
    "consents that do not ascend",
    () => base({ purposes: [{ purposeId: "surveys", consents: ["surveys", "newsletter"] }] }),
  ],
  "permission-to-sell": [
    "one permission more, of another action",
    (policy) => ({
      ...policy,
      permission: [...rules(policy, "permission"), { action: "sell" }],
    }),
  ],
  "two-periods": [
    "two permissions of which one ends later",
    (policy) => {
      const two = rules(
        base({
          purposes: ["a", "b"].map((purposeId) => ({ purposeId, consents: [purposeId] })),
          validUntil: "2028-12-01T00:00:00.000Z",
        }),
        "permission",
      );
      const [first] = rules(policy, "permission");
      return { ...policy, permission: [first!, two[1]!] };
    },
  ],
  "account-in-capitals": [
    "an account in the spelling of ERC-55",
    () => base({ contract: "0x5FbDB2315678afecb367f032d93F642f64180aa3" }),
  ],
  "fraction-of-a-second": [
    "a time between two seconds",
    () => base({ validFrom: "2026-12-01T00:00:00.001Z" }),
  ],
  "duration-in-weeks": ["a duration in weeks", () => base({ retention: "P52W" })],
  "note-with-a-line-break": [
    "a note that could look like another line of the text",
    () => base({ notes: { en: "Nothing.\nHanding on: to everybody" } }),
  ],
  "name-that-turns": [
    "a name that turns the direction of writing",
    () => base({ recipient: { ...BASE.recipient, name: "Fourth \u202eeeffoC" } }),
  ],
};

const file = (name: string, vector: object) =>
  [`${name}.json`, `${JSON.stringify(vector, null, 2)}\n`] as const;

export function allPolicyVectors(): Map<string, string> {
  const taken = Object.entries(TERMS).map(([name, [description, change]]) => {
    const terms = { ...BASE, ...change };
    const policy = canonicalJson(policyOf(terms));
    const { hex, text } = termsHash(terms);
    return file(name, { description, policy, terms, termsHash: hex, base64url: text });
  });
  const refused = Object.entries(REFUSED).map(([name, [description, change]]) =>
    file(`refused-${name}`, { description, policy: canonicalJson(change(base())), terms: null }),
  );
  return new Map([...taken, ...refused]);
}
