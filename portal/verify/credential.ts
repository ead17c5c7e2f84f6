/** Records as credentials (docs/FORMAT.md §18): SD-JWT VCs (RFC 9901) that hold the digests of a record's root, and nothing that hides what the ledger has. */
import {
  asFieldDigest,
  asHex32,
  asLeafIndex,
  asLedgerId,
  asRecordRoot,
  type FieldDigest,
  type Hex32,
  type LeafIndex,
  type LedgerId,
  type RecordRoot,
} from "./brands.ts";
import { base64UrlDecode, base64UrlEncode, utf8Decode, utf8Encode } from "./bytes.ts";
import { FormatError } from "./errors.ts";
import { canonicalBytes, type JsonValue, parseCanonical } from "./jcs.ts";
import { isKind, MAX_FIELDS } from "./record.ts";
import { at, constant, integer, list, members, text, wrongShape } from "./shape.ts";

const CREDENTIAL_TYPE = "dc+sd-jwt";
const CREDENTIAL_ALGORITHM = "Ed25519";
/** Name of the member that holds what is the ledger's own: no field of a record can bear it. */
const CREDENTIAL_MEMBER = "urn:counterfoil:credential:v1";
/** A record's disclosures at their bounds, the digests, and what is signed beside them. */
export const MAX_CREDENTIAL_BYTES = 262_144;
const MAX_PART_BYTES = 32_768;
const VCT = /^urn:counterfoil:record:([a-z][a-z0-9-]{0,31}):v1$/;

/** Under which terms it was given (§17), and for which use of them. */
export interface CredentialTerms {
  readonly agreement: Hex32;
  readonly version: number;
  /** `H(JCS(policy))` */
  readonly termsHash: Hex32;
  readonly purpose: string;
}

/** What is signed. Times are seconds since 1970. */
export interface CredentialClaims {
  readonly kind: string;
  readonly ledgerId: LedgerId;
  readonly index: LeafIndex;
  readonly recordRoot: RecordRoot;
  /** Of all fields, in the order of the kind's name list. */
  readonly digests: readonly FieldDigest[];
  readonly issuedAt: number;
  readonly validFrom: number;
  /** Exclusive. */
  readonly validUntil: number;
  readonly terms: CredentialTerms;
}

export interface Credential extends CredentialClaims {
  /** `<name>+<key id>` of the key that is said to have signed. */
  readonly keyName: string;
  readonly signature: Uint8Array;
  /** What is signed: header and claims as they stand, ASCII. */
  readonly signed: string;
  readonly disclosures: readonly string[];
}

const part = (value: JsonValue): string => base64UrlEncode(canonicalBytes(value));

/** What the issuer signs: `<header>.<claims>`. */
export function credentialInput(keyName: string, claims: CredentialClaims): string {
  const { kind, ledgerId, index, recordRoot, digests, terms } = claims;
  const header = { alg: CREDENTIAL_ALGORITHM, kid: keyName, typ: CREDENTIAL_TYPE };
  const payload = {
    _sd: digests.map(base64UrlEncode),
    _sd_alg: "sha-256",
    exp: claims.validUntil,
    iat: claims.issuedAt,
    iss: `urn:counterfoil:ledger:${ledgerId.slice(2)}`,
    nbf: claims.validFrom,
    [CREDENTIAL_MEMBER]: {
      agreement: terms.agreement,
      index,
      purpose: terms.purpose,
      recordRoot: base64UrlEncode(recordRoot),
      termsHash: terms.termsHash,
      version: terms.version,
    },
    vct: `urn:counterfoil:record:${kind}:v1`,
  };
  return `${part(header)}.${part(payload)}`;
}

/** The whole credential, without a key binding. */
export function formatCredential(
  signed: string,
  signature: Uint8Array,
  disclosures: readonly string[],
): string {
  return `${[`${signed}.${base64UrlEncode(signature)}`, ...disclosures].join("~")}~`;
}

function readHeader(encoded: string): string {
  const header = members(
    parseCanonical(base64UrlDecode(encoded), MAX_PART_BYTES),
    ["alg", "kid", "typ"],
    "header",
  );
  constant(header.typ, CREDENTIAL_TYPE, "credential_type");
  constant(header.alg, CREDENTIAL_ALGORITHM, "credential_algorithm");
  return text(header.kid, "header.kid");
}

const bytes32 = (value: JsonValue | undefined, where: string): Uint8Array => {
  const decoded = at(where, () => base64UrlDecode(text(value, where)));
  if (decoded.length !== 32) throw wrongShape(where);
  return decoded;
};

const PAYLOAD = [
  ...["_sd", "_sd_alg", "exp", "iat", "iss", "nbf", CREDENTIAL_MEMBER, "vct"],
] as const;

function readClaims(encoded: string): CredentialClaims {
  const claims = members(
    parseCanonical(base64UrlDecode(encoded), MAX_PART_BYTES),
    [...PAYLOAD],
    "claims",
  );
  constant(claims._sd_alg, "sha-256", "credential_algorithm");
  const digests = list(claims._sd, MAX_FIELDS, "_sd").map((one) =>
    asFieldDigest(bytes32(one, "_sd")),
  );
  if (new Set(digests.map(base64UrlEncode)).size < digests.length)
    throw new FormatError("credential_digest_doubled");
  const [, kind] = VCT.exec(text(claims.vct, "vct")) ?? [];
  if (kind === undefined || !isKind(kind)) throw wrongShape("vct");
  const iss = text(claims.iss, "iss");
  if (!/^urn:counterfoil:ledger:[0-9a-f]{64}$/.test(iss)) throw wrongShape("iss");
  const own = members(
    claims[CREDENTIAL_MEMBER],
    ["agreement", "index", "purpose", "recordRoot", "termsHash", "version"],
    "terms",
  );
  return {
    ...{ kind, digests, ledgerId: asLedgerId(`0x${iss.slice(-64)}`) },
    index: asLeafIndex(integer(own.index, 0, "terms.index")),
    recordRoot: asRecordRoot(bytes32(own.recordRoot, "terms.recordRoot")),
    issuedAt: integer(claims.iat, 0, "iat"),
    validFrom: integer(claims.nbf, 0, "nbf"),
    validUntil: integer(claims.exp, 1, "exp"),
    terms: {
      agreement: at("terms.agreement", () => asHex32(text(own.agreement, "terms.agreement"))),
      version: integer(own.version, 1, "terms.version"),
      termsHash: at("terms.termsHash", () => asHex32(text(own.termsHash, "terms.termsHash"))),
      purpose: text(own.purpose, "terms.purpose"),
    },
  };
}

/** Its form, and nothing about whether it holds. */
export function parseCredential(source: string): Credential {
  if (source.length > MAX_CREDENTIAL_BYTES)
    throw new FormatError("too_large", { limit: MAX_CREDENTIAL_BYTES });
  const [jwt, ...rest] = source.split("~");
  // What stands behind the last tilde would be a key binding, which nothing here asks for.
  if (jwt === undefined || rest.pop() !== "") throw new FormatError("credential_form");
  const parts = jwt.split(".");
  const [header, claims, signature] = parts;
  if (parts.length !== 3 || !header || !claims || !signature)
    throw new FormatError("credential_form");
  if (rest.length > MAX_FIELDS) throw new FormatError("too_large", { limit: MAX_FIELDS });
  return {
    ...readClaims(claims),
    keyName: readHeader(header),
    signed: `${header}.${claims}`,
    signature: base64UrlDecode(signature),
    disclosures: rest,
  };
}

/** Text of a file as it came. @throws FormatError `bad_utf8` */
export const credentialText = (source: Uint8Array | string): string =>
  typeof source === "string" ? source : utf8Decode(source);

/** The bytes of what is signed. */
export const signedBytes = ({ signed }: Pick<Credential, "signed">): Uint8Array =>
  utf8Encode(signed);
