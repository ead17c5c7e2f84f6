/** A record as a credential (FORMAT §18), made of the evidence that goes with it: so both hold the same digests. */

import type { LedgerId } from "../../../portal/verify/brands.ts";
import { asFieldDigest, asHex32 } from "../../../portal/verify/brands.ts";
import { credentialInput, formatCredential } from "../../../portal/verify/credential.ts";
import { decodeEntry } from "../../../portal/verify/entry.ts";
import type { EvidenceRecord } from "../../../portal/verify/evidence.ts";
import { parseTime } from "../../../portal/verify/time.ts";
import { sha256 } from "../../core/hash.ts";
import type { Issuer } from "../../log/issuer.ts";
import type { Terms } from "../terms/model.ts";

/** Of the envelope a partner gets what the evidence needs, and what tells which record of whom this is. */
export const DELIVERED_ENVELOPE: readonly string[] = [
  ...["@id", "@kind", "@schema", "@subject", "@version"],
];

export interface CredentialRequest {
  readonly issuer: Issuer;
  readonly ledgerId: LedgerId;
  readonly kind: string;
  readonly purposeId: string;
  readonly terms: Terms;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** `H(JCS(policy))` of the terms, in hex. */
  readonly termsHash: string;
  /** As the evidence beside it has it. */
  readonly record: EvidenceRecord;
}

const known = new WeakMap<Terms, { readonly validFrom: number; readonly validUntil: number }>();

/** The same for all records of a page. */
function secondsOf(terms: Terms) {
  const { validFrom, validUntil } = terms;
  const seconds = known.get(terms) ?? {
    ...{ validFrom: parseTime(validFrom) / 1000, validUntil: parseTime(validUntil) / 1000 },
  };
  known.set(terms, seconds);
  return seconds;
}

export function credentialOf(request: CredentialRequest): string {
  const { issuer, ledgerId, kind, purposeId, terms, now } = request;
  const { fields, entry, index } = request.record;
  const digests = fields.map((field) =>
    "digest" in field ? field.digest : asFieldDigest(new Uint8Array(sha256(field.disclosure))),
  );
  const { recordRoot } = decodeEntry(entry);
  const signed = credentialInput(issuer.keyName, {
    ...{ kind, ledgerId, index, recordRoot, digests },
    issuedAt: Math.floor(now / 1000),
    ...secondsOf(terms),
    terms: {
      agreement: asHex32(terms.agreement),
      version: terms.version,
      termsHash: asHex32(request.termsHash),
      purpose: purposeId,
    },
  });
  const disclosures = fields.flatMap((field) => ("disclosure" in field ? [field.disclosure] : []));
  return formatCredential(signed, issuer.sign(signed), disclosures);
}
