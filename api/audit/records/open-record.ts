/** One record, opened: what is sealed in it, what commits to it, and whether the row says the same beside it. */
import { schemaHash } from "../../../portal/verify/record.ts";
import { parseTime } from "../../../portal/verify/time.ts";
import { hmacSha256 } from "../../core/hash.ts";
import { type KindRegistry, type RecordKind, streamName } from "../../core/kind.ts";
import { expiryOf } from "../../ledger/compose.ts";
import { contentMacOf, identityMac } from "../../ledger/identity.ts";
import { decrypt } from "../../vault/aead.ts";
import { disclosuresOf } from "../../vault/commitment.ts";
import type { Mac, MacPurpose } from "../../vault/macs.ts";
import { associatedData, SEED_BYTES } from "../../vault/sealed.ts";
import { fieldsOf, type RecordFields, says, spelling, textOfField } from "./fields.ts";
import type { RecordRow } from "./record-row.ts";
import { recordRootOf } from "./root.ts";

/** What is wrong with a record, though it could be opened. */
export type RecordFault =
  | "record_form"
  | "record_kind"
  | "record_expiry"
  | "record_content_mac"
  | "record_place";

export interface OpenedRecord {
  readonly recordRoot: Buffer;
  /** `null`: the subject's secret is not there. */
  readonly streamKey: Buffer | null;
  /** The number that its entry must have in its stream; `null`: any. */
  readonly seq: number | null;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  /** HMAC of what it is outside known by; `null`: by nothing, or the key is gone. */
  readonly identity: Buffer | null;
  readonly faults: readonly RecordFault[];
  readonly fields: RecordFields;
  readonly kind: RecordKind;
}

export interface OpenerOptions {
  /** The origin that records are sealed under. */
  readonly label: string;
  readonly kinds: KindRegistry;
  readonly mac: Mac;
  /** Purposes whose keys are there; of others nothing is checked. */
  readonly purposes: ReadonlySet<MacPurpose>;
}

export interface RecordKeys {
  readonly sealing: Buffer;
  readonly secret: Buffer | null;
}

/**
 * - `record_sealed`: the box is not what was sealed under this row's names.
 * - `record_form`: it is, and no record of FORMAT §2 is in it.
 * - `record_kind`: a kind that this version does not know.
 */
export type Opened = OpenedRecord | "record_sealed" | "record_form" | "record_kind";

export type RecordOpener = (row: RecordRow, keys: RecordKeys) => Opened;

export function recordOpener({ label, kinds, mac, purposes }: OpenerOptions): RecordOpener {
  return (row, keys) => {
    const bytes = decrypt(keys.sealing, row.sealed, associatedData(label, row));
    if (bytes === null) return "record_sealed";
    const kind = kinds.get(row.kind);
    const text = bytes.length > SEED_BYTES ? bytes.toString("utf8", SEED_BYTES) : "";
    const fields = fieldsOf(text, kind?.names ?? []);
    if (fields === null) return "record_form";
    const { names, values } = fields;
    const disclosures = disclosuresOf(bytes.subarray(0, SEED_BYTES), names, values);
    const recordRoot = recordRootOf(disclosures);
    if (recordRoot === null) return "record_form";
    if (kind === undefined) return "record_kind";
    const recordedAt = timeOf(textOfField(fields, "@recordedAt"));
    if (recordedAt === null) return "record_form";
    const rest = kind.streamField === null ? null : textOfField(fields, kind.streamField);
    const stream = streamName(kind, row.id, row.version, rest);
    const faults: RecordFault[] = [];
    if (!isSame(names, kind) || !isEnvelope(fields, row, kind, stream)) faults.push("record_form");
    if (kind.retentionClass !== row.retentionClass || row.expiry !== expiryOf(kind, recordedAt)) {
      faults.push("record_expiry");
    }
    const draft = draftOf(fields, row, kind);
    const hasContent = purposes.has("content");
    if (hasContent && !contentMacOf(mac, draft, draft.content).equals(row.contentMac)) {
      faults.push("record_content_mac");
    }
    return {
      ...{ recordRoot, recordedAt, faults, fields, kind },
      streamKey: keys.secret && hmacSha256(keys.secret, stream),
      seq: seqOf(kind, row.version),
      identity: purposes.has("identity") ? identityMac(mac, draft) : null,
    };
  };
}

/** FORMAT §5.1. */
function seqOf({ layout }: RecordKind, version: number): number | null {
  if (layout === "single") return version;
  return layout === "many" && version > 1 ? version - 1 : null;
}

const isSame = (names: readonly string[], { names: own }: RecordKind): boolean =>
  names === own || (names.length === own.length && names.every((name, i) => name === own[i]));

/** What the row says of the record, as the record itself must spell it. */
function isEnvelope(
  fields: RecordFields,
  row: RecordRow,
  kind: RecordKind,
  stream: string,
): boolean {
  return (
    says(fields, "@id", row.id) &&
    says(fields, "@version", row.version) &&
    says(fields, "@kind", row.kind) &&
    says(fields, "@subject", row.subject) &&
    says(fields, "@stream", stream) &&
    (says(fields, "@schema", kind.schemaHash) || says(fields, "@schema", schemaHash(fields.names)))
  );
}

function timeOf(text: string | null): number | null {
  if (text === null) return null;
  try {
    return parseTime(text);
  } catch {
    return null;
  }
}

/** A record as what a client sent, of which its HMACs are (api/ledger/identity.ts, idempotency.ts). `content` is its `contentText`. */
export function draftOf(fields: RecordFields, { subject }: RecordRow, kind: RecordKind) {
  const { names, values } = fields;
  let content = "";
  for (let i = 0; i < names.length; i++) {
    if (names[i]?.startsWith("@")) continue;
    content += `${content === "" ? "" : ","}${values[i]}`;
  }
  const externalNumber = textOfField(fields, "externalNumber");
  return {
    ...{ kind, subject },
    source: saidOf(fields, "@source"),
    occurredAt: saidOf(fields, "@occurredAt"),
    body: { externalNumber },
    content: `[${content}]`,
  };
}

/** What is no text is spelled as it is: then nothing that is made of it fits. */
const saidOf = (fields: RecordFields, name: string): string =>
  textOfField(fields, name) ?? String(spelling(fields, name));
