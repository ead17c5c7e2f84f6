/** One record, opened: what is sealed in it, what commits to it, and whether the row says the same beside it. */
import { schemaHash } from "../../../portal/verify/record.ts";
import { parseTime } from "../../../portal/verify/time.ts";
import { hmacSha256 } from "../../core/hash.ts";
import { type KindRegistry, type RecordKind, streamName } from "../../core/kind.ts";
import { expiryOf } from "../../ledger/compose.ts";
import { contentMac, identityMac } from "../../ledger/identity.ts";
import { decrypt } from "../../vault/aead.ts";
import { disclosuresOf } from "../../vault/commitment.ts";
import type { Mac, MacPurpose } from "../../vault/macs.ts";
import { associatedData, SEED_BYTES } from "../../vault/sealed.ts";
import { fieldsOf, type RecordFields } from "./fields.ts";
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
    const fields = bytes.length > SEED_BYTES ? fieldsOf(bytes.toString("utf8", SEED_BYTES)) : null;
    if (fields === null) return "record_form";
    const { record, names, values } = fields;
    const disclosures = disclosuresOf(bytes.subarray(0, SEED_BYTES), names, values);
    const recordRoot = recordRootOf(disclosures);
    if (recordRoot === null) return "record_form";
    const kind = kinds.get(row.kind);
    if (kind === undefined) return "record_kind";
    const recordedAt = timeOf(record["@recordedAt"]);
    if (recordedAt === null) return "record_form";
    const stream = streamName(kind, row.id, row.version);
    const faults: RecordFault[] = [];
    if (!isSame(names, kind) || !isEnvelope(fields, row, kind, stream)) faults.push("record_form");
    if (kind.retentionClass !== row.retentionClass || row.expiry !== expiryOf(kind, recordedAt)) {
      faults.push("record_expiry");
    }
    const draft = draftOf(fields, row, kind);
    if (purposes.has("content") && !contentMac(mac, draft).equals(row.contentMac)) {
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
  names.length === own.length && names.every((name, i) => name === own[i]);

function isEnvelope(
  { record, names }: RecordFields,
  row: RecordRow,
  kind: RecordKind,
  stream: string,
): boolean {
  return (
    record["@id"] === row.id &&
    record["@version"] === row.version &&
    record["@kind"] === row.kind &&
    record["@subject"] === row.subject &&
    record["@stream"] === stream &&
    (record["@schema"] === kind.schemaHash || record["@schema"] === schemaHash(names))
  );
}

function timeOf(value: unknown): number | null {
  if (typeof value !== "string") return null;
  try {
    return parseTime(value);
  } catch {
    return null;
  }
}

/** A record as what a client sent, of which its HMACs are (api/ledger/identity.ts, idempotency.ts). */
export function draftOf({ record, names, values }: RecordFields, row: RecordRow, kind: RecordKind) {
  const canonical: Record<string, string> = {};
  for (const [i, name] of names.entries()) {
    if (!name.startsWith("@")) canonical[name] = values[i] as string;
  }
  const [source, occurredAt] = [String(record["@source"]), String(record["@occurredAt"])];
  return { kind, canonical, source, occurredAt, body: record, subject: row.subject };
}
