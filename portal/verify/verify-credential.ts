/** Whether a credential holds (docs/FORMAT.md §18.1): with a policy alone, and better with the evidence and the terms that came with it. Needs neither firm nor chain. */
import { base64UrlEncode, equalBytes, hexEncode } from "./bytes.ts";
import { checkEvidence } from "./check.ts";
import type { DisclosedField } from "./content.ts";
import { type Credential, credentialText, parseCredential, signedBytes } from "./credential.ts";
import { decodeDisclosure, disclosureDigest } from "./disclosure.ts";
import { verifyEd25519 } from "./ed25519.ts";
import { FormatError } from "./errors.ts";
import { sha256 } from "./hash.ts";
import type { JsonValue } from "./jcs.ts";
import { keyId, parseVkey, type VerifierKey } from "./note.ts";
import type { Policy } from "./policy.ts";
import { parseSharingTerms } from "./read-sharing-terms.ts";
import { checkEnvelopeField, recordRoot } from "./record.ts";
import { locate } from "./shape.ts";
import type { SharingTerms } from "./sharing-terms.ts";
import { parseTime } from "./time.ts";

/** Of the envelope a credential shows what says which record of whom it is, and nothing else. */
export const CREDENTIAL_ENVELOPE: readonly string[] = [
  ...["@id", "@kind", "@schema", "@subject", "@version"],
];
/** So many seconds the issuer's clock may be ahead of the reader's. */
const MAX_CLOCK_AHEAD_SECONDS = 300;

export interface CredentialOptions {
  /** What the reader trusts. */
  readonly policy: Policy;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Of the claim *record*, or *current*, about this record. Left out: that the record is in the ledger is the issuer's word. */
  readonly evidence?: Uint8Array;
  /** The policy of the terms (§17) in canonical form. Left out: which fields were agreed is not looked at. */
  readonly terms?: Uint8Array;
}

/** What a credential that holds says. */
export interface VerifiedCredential
  extends Omit<Credential, "signature" | "signed" | "disclosures" | "digests"> {
  /** In the order of the kind's list. */
  readonly disclosed: readonly DisclosedField[];
  /** How many fields the record has besides. */
  readonly withheld: number;
}

/** `kid` of a key. */
export const issuerKeyName = ({ name, publicKey }: Pick<VerifierKey, "name" | "publicKey">) =>
  `${name}+${hexEncode(keyId(name, publicKey))}`;

/** @throws FormatError whatever is wrong first */
export function verifyCredential(
  source: Uint8Array | string,
  { policy, now, evidence, terms }: CredentialOptions,
): VerifiedCredential {
  const credential = parseCredential(credentialText(source));
  checkSignature(credential, policy);
  const disclosed = checkDisclosures(credential);
  checkTimes(credential, Math.floor(now / 1000));
  if (terms !== undefined) checkTerms(credential, disclosed, parseSharingTerms(terms), terms);
  if (evidence !== undefined) checkShown(credential, evidence, policy);
  const { signature: _, signed: __, disclosures: ___, digests, ...claims } = credential;
  return { ...claims, disclosed, withheld: digests.length - disclosed.length };
}

function checkTimes({ issuedAt, validFrom, validUntil }: Credential, now: number): void {
  if (now < validFrom) throw new FormatError("credential_not_yet");
  if (now >= validUntil) throw new FormatError("credential_over");
  if (issuedAt > now + MAX_CLOCK_AHEAD_SECONDS)
    throw new FormatError("credential_ahead", { limit: MAX_CLOCK_AHEAD_SECONDS });
  if (issuedAt < validFrom || issuedAt >= validUntil)
    throw new FormatError("credential_outside_period");
}

function checkSignature(credential: Credential, policy: Policy): void {
  if (credential.ledgerId !== policy.ledgerId) throw new FormatError("credential_other_ledger");
  const key = policy.keys
    // Whatever its index: a successor's issuer vouches for what the ledger before it took, too.
    .filter(({ role }) => role === "issuer")
    .map(({ vkey }) => parseVkey(vkey))
    .find((one) => issuerKeyName(one) === credential.keyName);
  if (key === undefined) throw new FormatError("credential_unknown_issuer");
  if (!verifyEd25519(key.publicKey, signedBytes(credential), credential.signature))
    throw new FormatError("signature_fails");
}

/** RFC 9901 §7.1: each disclosure has its digest, and none comes twice. */
function checkDisclosures({ digests, disclosures, kind, ...claims }: Credential): DisclosedField[] {
  if (!equalBytes(recordRoot(digests), claims.recordRoot))
    throw new FormatError("record_root_mismatch");
  const places = new Map(digests.map((digest, i) => [base64UrlEncode(digest), i]));
  const found = new Map<number, DisclosedField>();
  for (const [i, text] of disclosures.entries()) {
    const at = { where: "disclosures", position: i + 1 };
    const { name, value } = locate(at, () => decodeDisclosure(text));
    const place = places.get(base64UrlEncode(disclosureDigest(text)));
    if (place === undefined) throw new FormatError("disclosure_unreferenced", at);
    if (found.has(place)) throw new FormatError("disclosure_doubled", at);
    found.set(place, { name, value });
  }
  const inOrder = [...found].sort(([a], [b]) => a - b).map(([, field]) => field);
  for (const [i, { name, value }] of inOrder.entries()) {
    const before = inOrder[i - 1];
    if (before !== undefined && before.name >= name) throw new FormatError("disclosure_misplaced");
    checkEnvelopeField(name, value);
  }
  const said = shownAs(inOrder, "@kind");
  if (said === undefined) throw new FormatError("kind_withheld");
  if (shownAs(inOrder, "@schema") === undefined) throw new FormatError("schema_withheld");
  if (said !== kind) throw new FormatError("credential_other_kind");
  if (inOrder.some(({ name }) => name.startsWith("@") && !CREDENTIAL_ENVELOPE.includes(name)))
    throw new FormatError("credential_envelope");
  return inOrder;
}

const shownAs = (fields: readonly DisclosedField[], wanted: string): JsonValue | undefined =>
  fields.find(({ name }) => name === wanted)?.value;

const seconds = (time: string): number => parseTime(time) / 1000;

function checkTerms(
  { terms, kind, ledgerId, validFrom, validUntil }: Credential,
  disclosed: readonly DisclosedField[],
  agreed: SharingTerms,
  source: Uint8Array,
): void {
  if (agreed.controller.ledgerId !== ledgerId) throw new FormatError("credential_terms_ledger");
  const isSame =
    terms.termsHash === `0x${hexEncode(sha256(source))}` &&
    terms.agreement === agreed.agreement &&
    terms.version === agreed.version &&
    validFrom === seconds(agreed.validFrom) &&
    validUntil === seconds(agreed.validUntil);
  if (!isSame) throw new FormatError("credential_other_terms");
  if (!agreed.purposes.some(({ purposeId }) => purposeId === terms.purpose))
    throw new FormatError("credential_purpose");
  // Of a kind that the terms do not name nothing may be shown, its existence neither.
  const shared = agreed.records.find((one) => one.kind === kind);
  const isNamed = ({ name }: DisclosedField): boolean =>
    CREDENTIAL_ENVELOPE.includes(name) || shared?.fields.includes(name) === true;
  if (shared === undefined || !disclosed.every(isNamed))
    throw new FormatError("credential_beyond_terms");
}

/** The evidence is of the same record: same entry, same digests in the same places, and nothing disclosed under another name. */
function checkShown(credential: Credential, source: Uint8Array, policy: Policy): void {
  const { checked } = checkEvidence(source, policy);
  if (checked === null) throw new FormatError("credential_evidence");
  const { evidence, content } = checked;
  if (!("record" in evidence) || content === null) throw new FormatError("credential_evidence");
  const { record } = evidence;
  const isSame =
    record.index === credential.index &&
    equalBytes(content.entry.recordRoot, credential.recordRoot) &&
    record.names.length === credential.digests.length;
  if (!isSame) throw new FormatError("credential_other_record");
  const places = new Map(
    credential.digests.map((digest, i) => [base64UrlEncode(digest), record.names[i]]),
  );
  for (const text of credential.disclosures) {
    const { name } = decodeDisclosure(text);
    if (places.get(base64UrlEncode(disclosureDigest(text))) !== name)
      throw new FormatError("disclosure_misplaced");
  }
}
