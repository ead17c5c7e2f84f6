/** The content of a record, steps 2 to 4 of docs/FORMAT.md §11.1: fields, schema, envelope, record root. */
import type { FieldDigest, LeafHash } from "./brands.ts";
import { equalBytes } from "./bytes.ts";
import { decodeDisclosure, disclosureDigest } from "./disclosure.ts";
import { decodeEntry, type RecordEntry } from "./entry.ts";
import { FormatError } from "./errors.ts";
import type { EvidenceContent, EvidenceField } from "./evidence-parts.ts";
import { canonicalBytes, type JsonValue } from "./jcs.ts";
import { leafHash } from "./merkle.ts";
import {
  checkEnvelopeField,
  isStreamOfKind,
  MAX_RECORD_BYTES,
  recordRoot,
  schemaHash,
} from "./record.ts";
import { locate } from "./shape.ts";

/** A list, not an object: `constructor` is a field name like any other. */
export interface DisclosedField {
  readonly name: string;
  readonly value: JsonValue;
}

export interface Content {
  readonly kind: string;
  readonly disclosed: readonly DisclosedField[];
  readonly withheld: readonly string[];
  readonly entry: RecordEntry;
  readonly leafHash: LeafHash;
}

/** What is disclosed under this name; undefined: withheld, or not in the name list. */
export function shown({ disclosed }: Content, name: string): JsonValue | undefined {
  return disclosed.find((field) => field.name === name)?.value;
}

/** Of the bytes of a record's entry, and of what is shown of the record. */
export function checkContent({ names, fields }: EvidenceContent, entryBytes: Uint8Array): Content {
  if (fields.length !== names.length) throw new FormatError("field_count");
  const disclosed: DisclosedField[] = [];
  const withheld: string[] = [];
  const digests: FieldDigest[] = [];
  fields.forEach((field, i) => {
    const name = names[i] as string;
    const position = i + 1;
    if ("digest" in field) {
      withheld.push(name);
      digests.push(field.digest);
      return;
    }
    const place = { where: "record.fields", position };
    const disclosure = locate(place, () => decodeDisclosure(field.disclosure));
    if (disclosure.name !== name) throw new FormatError("disclosure_misplaced", place);
    disclosed.push({ name, value: disclosure.value });
    digests.push(disclosureDigest(field.disclosure));
  });
  const kind = checkEnvelope(names, disclosed);
  checkSize(fields, disclosed);
  const entry = locate({ where: "record.entry" }, () => decodeEntry(entryBytes));
  if (!equalBytes(recordRoot(digests), entry.recordRoot)) {
    throw new FormatError("record_root_mismatch");
  }
  return { kind, disclosed, withheld, entry, leafHash: leafHash(entryBytes) };
}

/** Step 3. Returns the record's kind. */
function checkEnvelope(names: readonly string[], disclosed: readonly DisclosedField[]): string {
  const value = (name: string) => disclosed.find((field) => field.name === name)?.value;
  const [kind, schema, stream] = [value("@kind"), value("@schema"), value("@stream")];
  if (kind === undefined) throw new FormatError("kind_withheld");
  if (schema === undefined) throw new FormatError("schema_withheld");
  if (schema !== schemaHash(names)) throw new FormatError("schema_mismatch");
  for (const field of disclosed) checkEnvelopeField(field.name, field.value);
  if (stream !== undefined && !isStreamOfKind(stream as string, kind as string)) {
    throw new FormatError("stream_not_of_kind");
  }
  return kind as string;
}

/** The bound of §2, looked at closely only where it is near: writing every record again would be slow. */
function checkSize(fields: readonly EvidenceField[], disclosed: readonly DisclosedField[]): void {
  const written = fields.reduce(
    (sum, field) => sum + ("disclosure" in field ? field.disclosure.length : 0),
    0,
  );
  // A disclosure holds its field's name and value as the record writes them, and more: it is longer than the field.
  if (written <= MAX_RECORD_BYTES) return;
  const known = Object.fromEntries(disclosed.map(({ name, value }) => [name, value]));
  if (canonicalBytes(known).length > MAX_RECORD_BYTES) {
    throw new FormatError("record_too_large", { limit: MAX_RECORD_BYTES });
  }
}
