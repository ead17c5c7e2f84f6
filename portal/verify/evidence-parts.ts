/** What the evidence files of all claims have in common (docs/FORMAT.md §11), read and written. */
import {
  asContractAddress,
  asFieldDigest,
  asLedgerId,
  asNodeHash,
  type ContractAddress,
  type FieldDigest,
  type LeafIndex,
  type LedgerId,
  type NodeHash,
} from "./brands.ts";
import { base64Encode } from "./bytes.ts";
import type { JsonValue } from "./jcs.ts";
import { checkNames, MAX_FIELDS } from "./record.ts";
import { at, bytes, integer, list, members, text } from "./shape.ts";

/** A tree of 2^53−1 leaves is 53 high. */
const MAX_PROOF = 64;

export type EvidenceField = { readonly disclosure: string } | { readonly digest: FieldDigest };

/** A record as far as it is shown. */
export interface EvidenceContent {
  /** One per name, in the order of `names`. */
  readonly fields: readonly EvidenceField[];
  readonly names: readonly string[];
}

/** An entry, and that it is in the log. */
export interface EvidenceEntry {
  /** The bytes of the entry, whose form the content layer checks. */
  readonly entry: Uint8Array;
  readonly inclusion: readonly NodeHash[];
  readonly index: LeafIndex;
}

export interface EvidenceRecord extends EvidenceContent, EvidenceEntry {}

export interface EvidenceAnchor {
  /** Number of the block that holds the `Anchored` event of the checkpoint's size. */
  readonly block: number;
  readonly chainId: number;
  readonly contract: ContractAddress;
  readonly ledgerId: LedgerId;
}

function readField(value: JsonValue, where: string): EvidenceField {
  if (value !== null && typeof value === "object" && "disclosure" in value) {
    return { disclosure: text(members(value, ["disclosure"], where).disclosure, where) };
  }
  return { digest: asFieldDigest(bytes(members(value, ["digest"], where).digest, 32, where)) };
}

/** `fields` and `names`, the two members of a record that say what is in it. */
export function readContent(
  { fields, names }: { readonly [member: string]: JsonValue },
  where: string,
): EvidenceContent {
  const nameList = list(names, MAX_FIELDS, `${where}.names`).map((name) =>
    text(name, `${where}.names`),
  );
  at(`${where}.names`, () => checkNames(nameList));
  return {
    fields: list(fields, MAX_FIELDS, `${where}.fields`).map((field) =>
      readField(field, `${where}.fields`),
    ),
    names: nameList,
  };
}

export function readInclusion(value: JsonValue | undefined, where: string): readonly NodeHash[] {
  return list(value, MAX_PROOF, where).map((hash) => asNodeHash(bytes(hash, 32, where)));
}

export function readAnchor(value: JsonValue | undefined): EvidenceAnchor | null {
  if (value === null) return null;
  const anchor = members(value, ["block", "chainId", "contract", "ledgerId"], "anchor");
  return {
    block: integer(anchor.block, 0, "anchor.block"),
    chainId: integer(anchor.chainId, 1, "anchor.chainId"),
    contract: at("anchor.contract", () => asContractAddress(text(anchor.contract, "anchor"))),
    ledgerId: at("anchor.ledgerId", () => asLedgerId(text(anchor.ledgerId, "anchor"))),
  };
}

export function writeContent({ fields, names }: EvidenceContent) {
  return {
    fields: fields.map((field) =>
      "disclosure" in field
        ? { disclosure: field.disclosure }
        : { digest: base64Encode(field.digest) },
    ),
    names,
  };
}

export function writeEntry({ entry, inclusion, index }: EvidenceEntry) {
  return { entry: base64Encode(entry), inclusion: inclusion.map(base64Encode), index };
}

export function writeAnchor(anchor: EvidenceAnchor | null): JsonValue {
  if (anchor === null) return null;
  const { block, chainId, contract, ledgerId } = anchor;
  return { block, chainId, contract, ledgerId };
}
