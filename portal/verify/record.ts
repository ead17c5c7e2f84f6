/** Records: names, name lists, the envelope, values, the record root (docs/FORMAT.md §2, §4). */
import {
  asRecordId,
  asRecordRoot,
  asSubjectId,
  type FieldDigest,
  type RecordRoot,
} from "./brands.ts";
import { base64UrlEncode, concat, isWellFormed, u16 } from "./bytes.ts";
import { FormatError } from "./errors.ts";
import { sha256 } from "./hash.ts";
import { canonicalBytes, type JsonObject, type JsonValue, MAX_DEPTH } from "./jcs.ts";
import { rootOfHashes } from "./merkle.ts";
import { isTime } from "./time.ts";

export const MAX_FIELDS = 128;
export const MAX_RECORD_BYTES = 65_536;
const RECORD_ROOT = Uint8Array.of(0x04);

/** SD-JWT VC keeps these for itself. */
export const FORBIDDEN_NAMES: ReadonlySet<string> = new Set([
  "iss",
  "sub",
  "aud",
  "iat",
  "nbf",
  "exp",
  "jti",
  "cnf",
  "vct",
  "status",
]);

export const ENVELOPE_NAMES = [
  "@id",
  "@kind",
  "@occurredAt",
  "@recordedAt",
  "@schema",
  "@source",
  "@stream",
  "@subject",
  "@version",
] as const;
export type EnvelopeName = (typeof ENVELOPE_NAMES)[number];

export function isFieldName(name: string): boolean {
  return /^@?[a-z][A-Za-z0-9]{0,62}$/.test(name);
}

export function checkName(name: string, position?: number): void {
  const details = position === undefined ? {} : { position };
  if (!isFieldName(name)) throw new FormatError("name_form", details);
  if (FORBIDDEN_NAMES.has(name)) throw new FormatError("name_forbidden", details);
}

/** A name list: 1 to 128 allowed names, strictly ascending, the envelope's nine among them. */
export function checkNames(names: readonly string[]): void {
  if (names.length < 1 || names.length > MAX_FIELDS) {
    throw new FormatError("name_count", { limit: MAX_FIELDS });
  }
  names.forEach((name, i) => {
    checkName(name, i + 1);
    const before = names[i - 1];
    if (before !== undefined && before >= name) {
      throw new FormatError("name_order", { position: i + 1 });
    }
  });
  for (const name of ENVELOPE_NAMES) {
    if (!names.includes(name)) throw new FormatError("envelope_missing", { where: name });
  }
}

/** What `@schema` holds. */
export function schemaHash(names: readonly string[]): string {
  return base64UrlEncode(sha256(canonicalBytes(names)));
}

/** `depth` counts the containers that may still be opened. A field's value sits in one already. */
export function checkValue(value: unknown, depth: number = MAX_DEPTH - 1): void {
  if (value === null || typeof value === "boolean") return;
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new FormatError("bad_number");
    return;
  }
  if (typeof value === "string") {
    if (!isWellFormed(value)) throw new FormatError("bad_string");
    return;
  }
  if (typeof value !== "object") throw new FormatError("bad_value");
  if (depth === 0) throw new FormatError("too_deep", { limit: MAX_DEPTH });
  const members = Array.isArray(value) ? value : Object.values(value);
  if (!Array.isArray(value)) for (const name of Object.keys(value)) checkValue(name);
  for (const member of members) checkValue(member, depth - 1);
}

const KIND = /^[a-z][a-z0-9-]{0,31}$/;
const SOURCE = /^[A-Za-z0-9._:/-]{1,64}$/;
const STREAM = /^[a-z][a-z0-9-]{0,31}(\/[A-Za-z0-9._:/-]{1,200})?$/;

export function isKind(text: string): boolean {
  return KIND.test(text);
}

export function isStreamName(text: string): boolean {
  return STREAM.test(text);
}

export function isStreamOfKind(stream: string, kind: string): boolean {
  return isStreamName(stream) && (stream === kind || stream.startsWith(`${kind}/`));
}

function accepts(as: (text: string) => unknown, text: string): boolean {
  try {
    as(text);
    return true;
  } catch {
    return false;
  }
}

function envelopeValueHolds(name: EnvelopeName, value: JsonValue): boolean {
  if (name === "@version") return Number.isSafeInteger(value) && Number(value) >= 1;
  if (typeof value !== "string") return false;
  switch (name) {
    case "@id":
      return accepts(asRecordId, value);
    case "@kind":
      return isKind(value);
    case "@occurredAt":
    case "@recordedAt":
      return isTime(value);
    case "@schema":
    case "@subject":
      return accepts(asSubjectId, value);
    case "@source":
      return SOURCE.test(value);
    case "@stream":
      return isStreamName(value);
  }
}

/** The form of one envelope field. Names outside the envelope pass. */
export function checkEnvelopeField(name: string, value: JsonValue): void {
  const known = ENVELOPE_NAMES.find((one) => one === name);
  if (known !== undefined && !envelopeValueHolds(known, value)) {
    throw new FormatError("envelope_form", { where: known });
  }
}

/** All that §2 says about a whole record of the kind version with these names. */
export function checkRecord(names: readonly string[], record: JsonObject): void {
  checkNames(names);
  const own = Object.keys(record);
  if (own.length !== names.length || !names.every((name) => Object.hasOwn(record, name))) {
    throw new FormatError("record_fields");
  }
  for (const name of names) {
    const value = record[name] as JsonValue;
    checkValue(value);
    checkEnvelopeField(name, value);
  }
  if (record["@schema"] !== schemaHash(names)) throw new FormatError("schema_mismatch");
  if (!isStreamOfKind(record["@stream"] as string, record["@kind"] as string)) {
    throw new FormatError("stream_not_of_kind");
  }
  if (canonicalBytes(record).length > MAX_RECORD_BYTES) {
    throw new FormatError("record_too_large", { limit: MAX_RECORD_BYTES });
  }
}

/** From the digests of all fields, in the order of the name list. */
export function recordRoot(digests: readonly FieldDigest[]): RecordRoot {
  if (digests.length < 1 || digests.length > MAX_FIELDS) {
    throw new FormatError("name_count", { limit: MAX_FIELDS });
  }
  return asRecordRoot(sha256(concat(RECORD_ROOT, u16(digests.length), rootOfHashes(digests))));
}
