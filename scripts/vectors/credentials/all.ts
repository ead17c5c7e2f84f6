/** Vectors of credentials (docs/FORMAT.md §18): one that holds, and what is refused of others. Made without the kernel's writer: they must hold what is not allowed, too. */
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
import { disclose, orderFields, rawDisclosure, rootOf } from "../record.ts";
import { logKey, ORIGIN, type SigningKey, seed, signingKey } from "../world.ts";

const issuerKey = signingKey(`${ORIGIN}/issuer`, "issuer key");
const otherIssuer = signingKey(`${ORIGIN}/issuer`, "another issuer key");
const NOW = "2026-12-24T10:00:00.000Z";

const TERMS: Terms = {
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

const SHOWN = ["@id", "@kind", "@schema", "@subject", "@version", "lines", "total"];
const texts = new Map(orderFields().map((field) => [field[0], disclose(field)]));
const textOf = (name: string): string => texts.get(name) as string;
const digestOf = (text: string): string => base64UrlEncode(disclosureDigest(text));

type Members = Record<string, JsonValue>;

const header = (): Members => ({
  alg: "Ed25519",
  kid: `${issuerKey.name}+${hexEncode(keyId(issuerKey.name, issuerKey.publicKey))}`,
  typ: "dc+sd-jwt",
});

const OWN = "urn:counterfoil:credential:v1";
const own = (change: Members = {}): Members => ({
  agreement: TERMS.agreement,
  index: 5,
  purpose: "partner-offers",
  recordRoot: base64UrlEncode(rootOf([...texts.values()])),
  termsHash: termsHash(TERMS).hex,
  version: 2,
  ...change,
});

const claims = (): Members => ({
  _sd: [...texts.values()].map(digestOf),
  _sd_alg: "sha-256",
  exp: Date.parse(TERMS.validUntil) / 1000,
  iat: Date.parse(NOW) / 1000,
  iss: `urn:counterfoil:ledger:${LEDGER_ID.slice(2)}`,
  nbf: Date.parse(TERMS.validFrom) / 1000,
  [OWN]: own(),
  vct: "urn:counterfoil:record:order:v1",
});

interface Recipe {
  readonly header?: Members;
  readonly claims?: Members;
  readonly key?: SigningKey;
  readonly shown?: readonly string[];
  readonly ending?: string;
  readonly write?: (members: Members) => string;
}

const part = (members: Members): string => base64UrlEncode(utf8Encode(canonicalJson(members)));

function credential(recipe: Recipe = {}): string {
  const { key = issuerKey, shown = SHOWN.map(textOf), ending = "", write = part } = recipe;
  const signed = `${part({ ...header(), ...recipe.header })}.${write({ ...claims(), ...recipe.claims })}`;
  const signature = base64UrlEncode(ed25519.sign(utf8Encode(signed), key.secret));
  return `${[`${signed}.${signature}`, ...shown].join("~")}~${ending}`;
}

interface Case {
  readonly credential?: string;
  readonly now?: string;
  readonly policy?: JsonValue;
  /** `null`: it is not brought along. */
  readonly evidence?: string | null;
  readonly terms?: string | null;
}

const trusted = policy({ keys: [policyKey("log", logKey), policyKey("issuer", issuerKey)] });
const file = utf8Decode(fileOf(evidence({ withhold: [] })));
const agreed = (change: Partial<Terms> = {}) => canonicalJson(policyOf({ ...TERMS, ...change }));
const foreign = rawDisclosure([base64UrlEncode(seed("salt foreign").slice(0, 16)), "note", "x"]);
const swapped = (): JsonValue => {
  const [first, second, ...rest] = claims()._sd as string[];
  return [second as string, first as string, ...rest];
};
const twice = (): JsonValue => {
  const all = claims()._sd as string[];
  return [...all.slice(0, -1), all[0] as string];
};
const of = (recipe: Recipe, more: Case = {}): Case => ({ credential: credential(recipe), ...more });

/** By name: the code that it is refused with (`null`: it holds), and what is particular about it. */
const CASES: Readonly<Record<string, readonly [code: string | null, what: string, one: Case]>> = {
  holds: [null, "what the others change one thing of", {}],
  alone: [null, "neither evidence nor terms are brought along", { evidence: null, terms: null }],
  "without-evidence": [null, "terms alone are brought along", { evidence: null }],
  "envelope-alone": [
    null,
    "none of the agreed fields is shown",
    of({ shown: SHOWN.slice(0, 5).map(textOf) }),
  ],
  "two-issuers": [
    null,
    "the policy has another issuer besides",
    {
      policy: policy({
        keys: [
          policyKey("log", logKey),
          policyKey("issuer", otherIssuer),
          policyKey("issuer", issuerKey, 9),
        ],
      }),
    },
  ],
  "last-second": [null, "the last millisecond of the terms", { now: "2027-11-30T23:59:59.999Z" }],
  "disclosures-in-another-order": [
    null,
    "disclosures come in whatever order",
    of({ shown: [...SHOWN].reverse().map(textOf) }),
  ],
  "no-tilde": [
    "credential_form",
    "a bare JWT",
    { credential: credential().split("~")[0] as string },
  ],
  "key-binding": [
    "credential_form",
    "a key binding that nobody asked for",
    of({ ending: "e30.e30.AA" }),
  ],
  "two-parts": ["credential_form", "a JWT without a signature", { credential: "e30.e30~" }],
  "other-type": ["credential_type", "the type of before", of({ header: { typ: "vc+sd-jwt" } })],
  "no-algorithm": ["credential_algorithm", "the algorithm none", of({ header: { alg: "none" } })],
  eddsa: [
    "credential_algorithm",
    "another name of the same algorithm",
    of({ header: { alg: "EdDSA" } }),
  ],
  "other-digests": ["credential_algorithm", "another hash", of({ claims: { _sd_alg: "sha-512" } })],
  "header-member": [
    "wrong_shape",
    "a member of the header that is not known",
    of({ header: { jku: "https://x.example" } }),
  ],
  "claim-in-plain": ["wrong_shape", "a claim beside the digests", of({ claims: { name: "x" } })],
  "other-vct": [
    "wrong_shape",
    "another type of credential",
    of({ claims: { vct: "https://x.example/order" } }),
  ],
  "not-canonical": [
    "not_canonical",
    "claims in another order of members",
    of({
      write: (members) =>
        base64UrlEncode(
          utf8Encode(JSON.stringify(Object.fromEntries(Object.entries(members).reverse()))),
        ),
    }),
  ],
  "other-ledger": [
    "credential_other_ledger",
    "of another ledger",
    of({ claims: { iss: `urn:counterfoil:ledger:${"2d".repeat(32)}` } }),
  ],
  "no-issuer": [
    "credential_unknown_issuer",
    "the policy has no issuer",
    { policy: policy({ keys: [policyKey("log", logKey)] }) },
  ],
  "log-key": [
    "credential_unknown_issuer",
    "signed by the log key, which the policy has in another role",
    of({
      header: { kid: `${logKey.name}+${hexEncode(keyId(logKey.name, logKey.publicKey))}` },
      key: logKey,
    }),
  ],
  "other-signature": [
    "signature_fails",
    "signed by another key under this one's name",
    of({ key: otherIssuer }),
  ],
  "digest-twice": [
    "credential_digest_doubled",
    "one digest twice",
    of({ claims: { _sd: twice() } }),
  ],
  "root-of-others": [
    "record_root_mismatch",
    "digests in another order than the root's",
    of({ claims: { _sd: swapped() } }),
  ],
  unreferenced: [
    "disclosure_unreferenced",
    "a disclosure that no digest is of",
    of({ shown: [...SHOWN.map(textOf), foreign] }),
  ],
  "shown-twice": [
    "disclosure_doubled",
    "one disclosure twice",
    of({ shown: [...SHOWN, "total"].map(textOf) }),
  ],
  "no-kind": [
    "kind_withheld",
    "the kind is not shown",
    of({ shown: SHOWN.filter((name) => name !== "@kind").map(textOf) }),
  ],
  "no-schema": [
    "schema_withheld",
    "the schema is not shown",
    of({ shown: SHOWN.filter((name) => name !== "@schema").map(textOf) }),
  ],
  "other-kind": [
    "credential_other_kind",
    "of a kind that it is not",
    of({ claims: { vct: "urn:counterfoil:record:payment:v1" } }),
  ],
  early: ["credential_not_yet", "before the terms begin", { now: "2026-11-30T23:59:59.999Z" }],
  late: ["credential_over", "when the terms end", { now: "2027-12-01T00:00:00.000Z" }],
  "other-terms": [
    "credential_other_terms",
    "terms of another version",
    { terms: agreed({ version: 3 }) },
  ],
  "other-period": [
    "credential_other_terms",
    "longer than the terms",
    of({ claims: { exp: 1_900_000_000 } }),
  ],
  "other-purpose": [
    "credential_purpose",
    "for a purpose that the terms do not name",
    of({ claims: { [OWN]: own({ purpose: "surveys" }) } }),
  ],
  "beyond-terms": [
    "credential_beyond_terms",
    "a field more than was agreed",
    of({ shown: [...SHOWN, "billTo"].map(textOf) }),
  ],
  "no-terms-at-all": [
    "unknown_format",
    "a policy of another profile",
    { terms: canonicalJson({ profile: "x" }) },
  ],
  "damaged-evidence": [
    "credential_evidence",
    "evidence with one byte changed",
    { evidence: file.replace('"index":5', '"index":6') },
  ],
  "other-index": [
    "credential_other_record",
    "evidence of another entry",
    of({ claims: { [OWN]: own({ index: 6 }) } }),
  ],
};

export function allCredentialVectors(): Map<string, string> {
  return new Map(
    Object.entries(CASES).map(([name, [code, description, one]]) => {
      const { credential: made = credential(), now = NOW, policy: pinned = trusted } = one;
      const { evidence: shown = file, terms = agreed() } = one;
      const vector = {
        ...{ description, credential: made, policy: pinned, now, evidence: shown, terms },
        expect: code,
      };
      return [`${name}.json`, `${JSON.stringify(vector, null, 2)}\n`];
    }),
  );
}
