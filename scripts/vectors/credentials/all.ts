/** Vectors of credentials (docs/FORMAT.md §18). */
import { base64UrlEncode, hexEncode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { canonicalJson, type JsonValue } from "../../../portal/verify/jcs.ts";
import { keyId } from "../../../portal/verify/note.ts";
import { policy, policyKey } from "../build.ts";
import { rawDisclosure } from "../record.ts";
import { logKey, seed } from "../world.ts";
import {
  agreed,
  type Case,
  claims,
  credential,
  file,
  issuerKey,
  NOW,
  OWN,
  of,
  otherIssuer,
  own,
  SHOWN,
  TERMS,
  textOf,
  trusted,
} from "./material.ts";
import { TERMS_CASES } from "./terms.ts";

const foreign = rawDisclosure([base64UrlEncode(seed("salt foreign").slice(0, 16)), "note", "x"]);
const swapped = (): JsonValue => {
  const [first, second, ...rest] = claims()._sd as string[];
  return [second as string, first as string, ...rest];
};
const twice = (): JsonValue => {
  const all = claims()._sd as string[];
  return [...all.slice(0, -1), all[0] as string];
};
const issued = (ahead: number): Case => of({ claims: { iat: Date.parse(NOW) / 1000 + ahead } });

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
  "envelope-beyond": [
    "credential_envelope",
    "the source of the record is shown",
    of({ shown: [...SHOWN, "@source"].map(textOf) }),
  ],
  "issued-a-little-ahead": [null, "issued 300 seconds ahead of the clock", issued(300)],
  "issued-ahead": ["credential_ahead", "issued 301 seconds ahead of the clock", issued(301)],
  "issued-before-the-terms": [
    "credential_outside_period",
    "issued a second before the terms began",
    of({ claims: { iat: Date.parse(TERMS.validFrom) / 1000 - 1 } }),
  ],
  "issued-behind-the-terms": [
    "credential_outside_period",
    "issued when the terms ended, by a clock that is ahead",
    of(
      { claims: { iat: Date.parse(TERMS.validUntil) / 1000 } },
      { now: "2027-11-30T23:59:59.000Z" },
    ),
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
  ...TERMS_CASES,
  "other-index": [
    "credential_other_record",
    "evidence of another entry",
    of({ claims: { [OWN]: own({ index: 6 }) } }),
  ],
};

/** Vectors of credentials: one that holds, and what is refused of others. */
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
