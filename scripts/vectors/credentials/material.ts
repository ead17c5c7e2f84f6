/** A credential of the vectors (docs/FORMAT.md §18), with a hook wherever one may be another. Made without the kernel's writer: it must be able to make what is not allowed, too. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { termsHash } from "../../../api/sharing/terms/hash.ts";
import type { Terms } from "../../../api/sharing/terms/model.ts";
import { policyOf } from "../../../api/sharing/terms/policy.ts";
import {
  base64UrlEncode,
  hexEncode,
  utf8Decode,
  utf8Encode,
} from "../../../portal/verify/bytes.ts";
import { disclosureDigest } from "../../../portal/verify/disclosure.ts";
import { canonicalJson, type JsonValue } from "../../../portal/verify/jcs.ts";
import { keyId } from "../../../portal/verify/note.ts";
import { evidence, fileOf, LEDGER_ID, policy, policyKey } from "../build.ts";
import { disclose, orderFields, rootOf } from "../record.ts";
import { logKey, ORIGIN, type SigningKey, signingKey } from "../world.ts";

export const issuerKey = signingKey(`${ORIGIN}/issuer`, "issuer key");
export const otherIssuer = signingKey(`${ORIGIN}/issuer`, "another issuer key");
export const NOW = "2026-12-24T10:00:00.000Z";

export const TERMS: Terms = {
  nonce: "AAECAwQFBgcICQoLDA0ODw",
  agreement: `0x${"a1".repeat(32)}`,
  version: 2,
  chainId: 11_155_111,
  contract: "0x5fbdb2315678afecb367f032d93f642f64180aa3",
  controller: {
    name: "Northwind Traders",
    account: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
    ledgerId: LEDGER_ID,
  },
  recipient: {
    name: "Fourth Coffee Ltd.",
    account: "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc",
    contact: "privacy@fourthcoffee.example",
  },
  purposes: [{ purposeId: "partner-offers", consents: ["partner-offers"] }],
  records: [{ kind: "order", fields: ["lines", "total"] }],
  validFrom: "2026-12-01T00:00:00.000Z",
  validUntil: "2027-12-01T00:00:00.000Z",
  retention: "P1Y",
  onward: "prohibited",
  duties: { deleteWithin: "PT24H", acknowledgeWithin: "PT72H" },
  notes: null,
};

export const SHOWN = ["@id", "@kind", "@schema", "@subject", "@version", "lines", "total"];
const texts = new Map(orderFields().map((field) => [field[0], disclose(field)]));
export const textOf = (name: string): string => texts.get(name) as string;
const digestOf = (text: string): string => base64UrlEncode(disclosureDigest(text));

export type Members = Record<string, JsonValue>;

const header = (): Members => ({
  alg: "Ed25519",
  kid: `${issuerKey.name}+${hexEncode(keyId(issuerKey.name, issuerKey.publicKey))}`,
  typ: "dc+sd-jwt",
});

export const OWN = "urn:counterfoil:credential:v1";
export const own = (change: Members = {}): Members => ({
  agreement: TERMS.agreement,
  index: 5,
  purpose: "partner-offers",
  recordRoot: base64UrlEncode(rootOf([...texts.values()])),
  termsHash: termsHash(TERMS).hex,
  version: 2,
  ...change,
});

export const claims = (): Members => ({
  _sd: [...texts.values()].map(digestOf),
  _sd_alg: "sha-256",
  exp: Date.parse(TERMS.validUntil) / 1000,
  iat: Date.parse(NOW) / 1000,
  iss: `urn:counterfoil:ledger:${LEDGER_ID.slice(2)}`,
  nbf: Date.parse(TERMS.validFrom) / 1000,
  [OWN]: own(),
  vct: "urn:counterfoil:record:order:v1",
});

export interface Recipe {
  readonly header?: Members;
  readonly claims?: Members;
  readonly key?: SigningKey;
  readonly shown?: readonly string[];
  readonly ending?: string;
  readonly write?: (members: Members) => string;
}

const part = (members: Members): string => base64UrlEncode(utf8Encode(canonicalJson(members)));

export function credential(recipe: Recipe = {}): string {
  const { key = issuerKey, shown = SHOWN.map(textOf), ending = "", write = part } = recipe;
  const signed = `${part({ ...header(), ...recipe.header })}.${write({ ...claims(), ...recipe.claims })}`;
  const signature = base64UrlEncode(ed25519.sign(utf8Encode(signed), key.secret));
  return `${[`${signed}.${signature}`, ...shown].join("~")}~${ending}`;
}

export interface Case {
  readonly credential?: string;
  readonly now?: string;
  readonly policy?: JsonValue;
  /** `null`: it is not brought along. */
  readonly evidence?: string | null;
  readonly terms?: string | null;
}

export const trusted = policy({ keys: [policyKey("log", logKey), policyKey("issuer", issuerKey)] });
export const file = utf8Decode(fileOf(evidence({ withhold: [] })));
export const agreed = (change: Partial<Terms> = {}) =>
  canonicalJson(policyOf({ ...TERMS, ...change }));
export const of = (recipe: Recipe, more: Case = {}): Case => ({
  credential: credential(recipe),
  ...more,
});
