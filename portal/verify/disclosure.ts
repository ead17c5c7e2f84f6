/** Disclosures as in SD-JWT, RFC 9901 §4.2 (docs/FORMAT.md §3). */
import { asFieldDigest, type FieldDigest } from "./brands.ts";
import { base64UrlDecode, base64UrlEncode, utf8Encode } from "./bytes.ts";
import { FormatError } from "./errors.ts";
import { sha256 } from "./hash.ts";
import { canonicalBytes, type JsonValue, parseCanonical } from "./jcs.ts";
import { checkName, checkValue, MAX_RECORD_BYTES } from "./record.ts";

export const SALT_LENGTH = 16;
/** A value at the record's bound, beside salt, name and punctuation. */
const MAX_DISCLOSURE_BYTES = MAX_RECORD_BYTES + 128;

export interface Disclosure {
  readonly salt: Uint8Array;
  readonly name: string;
  readonly value: JsonValue;
}

export function encodeDisclosure(salt: Uint8Array, name: string, value: JsonValue): string {
  if (salt.length !== SALT_LENGTH) throw new FormatError("salt_form");
  checkName(name);
  checkValue(value);
  const bytes = canonicalBytes([base64UrlEncode(salt), name, value]);
  if (bytes.length > MAX_DISCLOSURE_BYTES) {
    throw new FormatError("too_large", { limit: MAX_DISCLOSURE_BYTES });
  }
  return base64UrlEncode(bytes);
}

export function decodeDisclosure(disclosure: string): Disclosure {
  if (disclosure.length > Math.ceil((MAX_DISCLOSURE_BYTES * 4) / 3)) {
    throw new FormatError("too_large", { limit: MAX_DISCLOSURE_BYTES });
  }
  const parsed = parseCanonical(base64UrlDecode(disclosure), MAX_DISCLOSURE_BYTES);
  if (!Array.isArray(parsed) || parsed.length !== 3) throw new FormatError("disclosure_form");
  const [saltText, name, value] = parsed as readonly JsonValue[];
  if (typeof saltText !== "string" || typeof name !== "string" || value === undefined) {
    throw new FormatError("disclosure_form");
  }
  if (saltText.length !== 22) throw new FormatError("salt_form");
  const salt = base64UrlDecode(saltText);
  checkName(name);
  checkValue(value);
  return { salt, name, value };
}

/** Of the text, as it is written: it says nothing about whether the text is a disclosure. */
export function disclosureDigest(disclosure: string): FieldDigest {
  return asFieldDigest(sha256(utf8Encode(disclosure)));
}
