/** The evidence file (docs/FORMAT.md §11): its shape, and nothing about whether it holds. */
import {
  asContractAddress,
  asFieldDigest,
  asLeafIndex,
  asLedgerId,
  asNodeHash,
  type ContractAddress,
  type FieldDigest,
  type LeafIndex,
  type LedgerId,
  type NodeHash,
} from "./brands.ts";
import { base64Encode } from "./bytes.ts";
import { canonicalBytes, type JsonValue, parseCanonical } from "./jcs.ts";
import { checkNames, MAX_FIELDS } from "./record.ts";
import { at, bytes, constant, integer, list, members, text, wrongShape } from "./shape.ts";

export const EVIDENCE_FORMAT = "counterfoil/evidence/v1";
export const MAX_EVIDENCE_BYTES = 1_048_576;
/** A tree of 2^53−1 leaves is 53 high. */
const MAX_PROOF = 64;

export type EvidenceField = { readonly disclosure: string } | { readonly digest: FieldDigest };

export interface EvidenceRecord {
  /** The bytes of the entry, whose form the content layer checks. */
  readonly entry: Uint8Array;
  /** One per name, in the order of `names`. */
  readonly fields: readonly EvidenceField[];
  readonly inclusion: readonly NodeHash[];
  readonly index: LeafIndex;
  readonly names: readonly string[];
}

export interface EvidenceAnchor {
  /** Number of the block that holds the `Anchored` event of the checkpoint's size. */
  readonly block: number;
  readonly chainId: number;
  readonly contract: ContractAddress;
  readonly ledgerId: LedgerId;
}

export interface Evidence {
  readonly claim: "record";
  readonly record: EvidenceRecord;
  /** A signed note, verbatim. */
  readonly checkpoint: string;
  readonly anchor: EvidenceAnchor | null;
}

function parseField(value: JsonValue, where: string): EvidenceField {
  if (value !== null && typeof value === "object" && "disclosure" in value) {
    return { disclosure: text(members(value, ["disclosure"], where).disclosure, where) };
  }
  return { digest: asFieldDigest(bytes(members(value, ["digest"], where).digest, 32, where)) };
}

function parseRecord(value: JsonValue | undefined): EvidenceRecord {
  const record = members(value, ["entry", "fields", "inclusion", "index", "names"], "record");
  const names = list(record.names, MAX_FIELDS, "record.names").map((name) =>
    text(name, "record.names"),
  );
  at("record.names", () => checkNames(names));
  return {
    entry: bytes(record.entry, null, "record.entry"),
    fields: list(record.fields, MAX_FIELDS, "record.fields").map((field) =>
      parseField(field, "record.fields"),
    ),
    inclusion: list(record.inclusion, MAX_PROOF, "record.inclusion").map((hash) =>
      asNodeHash(bytes(hash, 32, "record.inclusion")),
    ),
    index: asLeafIndex(integer(record.index, 0, "record.index")),
    names,
  };
}

function parseAnchor(value: JsonValue | undefined): EvidenceAnchor | null {
  if (value === null) return null;
  const anchor = members(value, ["block", "chainId", "contract", "ledgerId"], "anchor");
  return {
    block: integer(anchor.block, 0, "anchor.block"),
    chainId: integer(anchor.chainId, 1, "anchor.chainId"),
    contract: at("anchor.contract", () => asContractAddress(text(anchor.contract, "anchor"))),
    ledgerId: at("anchor.ledgerId", () => asLedgerId(text(anchor.ledgerId, "anchor"))),
  };
}

export function parseEvidence(source: Uint8Array): Evidence {
  const file = parseCanonical(source, MAX_EVIDENCE_BYTES);
  if (file === null || typeof file !== "object" || Array.isArray(file)) throw wrongShape("file");
  // What the file says it is comes first: of a later version, other members are expected.
  constant((file as { format?: JsonValue }).format, EVIDENCE_FORMAT, "unknown_format");
  constant((file as { claim?: JsonValue }).claim, "record", "unknown_claim");
  const evidence = members(file, ["anchor", "checkpoint", "claim", "format", "record"], "file");
  return {
    claim: "record",
    record: parseRecord(evidence.record),
    checkpoint: text(evidence.checkpoint, "checkpoint"),
    anchor: parseAnchor(evidence.anchor),
  };
}

export function encodeEvidence(evidence: Evidence): Uint8Array {
  const { claim, record, checkpoint, anchor } = evidence;
  const source = canonicalBytes({
    anchor: anchor === null ? null : { ...anchor },
    checkpoint,
    claim,
    format: EVIDENCE_FORMAT,
    record: {
      entry: base64Encode(record.entry),
      fields: record.fields.map((field) =>
        "disclosure" in field
          ? { disclosure: field.disclosure }
          : { digest: base64Encode(field.digest) },
      ),
      inclusion: record.inclusion.map(base64Encode),
      index: record.index,
      names: record.names,
    },
  });
  parseEvidence(source);
  return source;
}
