/** What a proof of misbehaviour is made of (docs/FORMAT.md §14.1): the least that a key has signed, and what follows from it. */
import { asLeafIndex, asNodeHash, asTreeSize, type NodeHash, type TreeSize } from "./brands.ts";
import { base64Encode } from "./bytes.ts";
import {
  type EvidenceContent,
  type EvidenceEntry,
  readContent,
  readInclusion,
  writeContent,
  writeEntry,
} from "./evidence-parts.ts";
import {
  type EvidenceStream,
  readMap,
  readStream,
  writeMap,
  writeStream,
} from "./evidence-stream.ts";
import type { JsonObject, JsonValue } from "./jcs.ts";
import type { MapProof } from "./map.ts";
import { bytes, integer, locate, members, text, wrongShape } from "./shape.ts";
import type { SubtreeId } from "./subtree.ts";

/** A signed checkpoint, and nothing of its tree. */
export interface CheckpointStatement {
  readonly form: "checkpoint";
  /** The note (§7), with the log key's line. */
  readonly checkpoint: string;
}

/** A checkpoint, and a complete subtree that is in its tree. */
export interface NodeStatement {
  readonly form: "node";
  readonly checkpoint: string;
  readonly node: SubtreeId & { readonly hash: NodeHash; readonly path: readonly NodeHash[] };
}

/** A checkpoint, and an entry that is in its tree. */
export interface EntryStatement extends EvidenceEntry {
  readonly form: "entry";
  readonly checkpoint: string;
}

/** A state entry that is in the tree of a checkpoint, and what its map has for a key. */
export interface MapStatement extends EvidenceEntry {
  readonly form: "map";
  readonly checkpoint: string;
  readonly map: MapProof & { readonly key: Uint8Array };
}

/** A record entry that is in the tree of a checkpoint, and its record as far as it is disclosed. */
export interface RecordStatement extends EvidenceEntry {
  readonly form: "record";
  readonly checkpoint: string;
  readonly record: EvidenceContent;
}

/** A receipt (§8): a promise of an index to a leaf hash. */
export interface ReceiptStatement {
  readonly form: "receipt";
  readonly receipt: string;
}

/** A receipt, and the entry that it was given for. */
export interface PromisedStatement {
  readonly form: "promised";
  readonly entry: Uint8Array;
  readonly receipt: string;
}

/** A receipt, the entry that it was given for, and its record as far as it is disclosed. */
export interface PromisedRecordStatement {
  readonly form: "promised_record";
  readonly entry: Uint8Array;
  readonly receipt: string;
  readonly record: EvidenceContent;
}

/** Nobody signs this: an identifier commits to the secret. */
export interface StreamStatement {
  readonly form: "stream";
  readonly stream: EvidenceStream;
}

/** Nor this: the chain has a root for this size. */
export interface AnchorStatement {
  readonly form: "anchor";
  readonly anchor: { readonly size: TreeSize };
}

export type Statement =
  | CheckpointStatement
  | NodeStatement
  | EntryStatement
  | MapStatement
  | RecordStatement
  | ReceiptStatement
  | PromisedStatement
  | PromisedRecordStatement
  | StreamStatement
  | AnchorStatement;
export type StatementForm = Statement["form"];

/** A statement's form is told by its members, which are exactly these. */
const MEMBERS: Readonly<Record<StatementForm, readonly string[]>> = {
  checkpoint: ["checkpoint"],
  node: ["checkpoint", "node"],
  entry: ["checkpoint", "entry", "inclusion", "index"],
  map: ["checkpoint", "entry", "inclusion", "index", "map"],
  record: ["checkpoint", "entry", "inclusion", "index", "record"],
  receipt: ["receipt"],
  promised: ["entry", "receipt"],
  promised_record: ["entry", "receipt", "record"],
  stream: ["stream"],
  anchor: ["anchor"],
};
export const STATEMENT_FORMS = Object.keys(MEMBERS) as readonly StatementForm[];

function formOf(value: JsonObject): StatementForm {
  const own = Object.keys(value).sort().join();
  const form = STATEMENT_FORMS.find((one) => MEMBERS[one].join() === own);
  if (form === undefined) throw wrongShape("");
  return form;
}

function readNode(value: JsonValue | undefined): NodeStatement["node"] {
  const node = members(value, ["hash", "index", "level", "path"], "");
  return {
    hash: asNodeHash(bytes(node.hash, 32, "")),
    index: integer(node.index, 0, ""),
    level: integer(node.level, 0, ""),
    path: readInclusion(node.path, ""),
  };
}

function readMapOf(value: JsonValue | undefined): MapStatement["map"] {
  const { key, siblings, terminal } = members(value, ["key", "siblings", "terminal"], "");
  return { key: bytes(key, 32, ""), ...readMap({ siblings, terminal } as JsonObject) };
}

function readRecordOf(value: JsonValue | undefined): EvidenceContent {
  return readContent(members(value, ["fields", "names"], ""), "");
}

const readEntryOf = (value: JsonObject): EvidenceEntry => ({
  entry: bytes(value.entry, null, ""),
  inclusion: readInclusion(value.inclusion, ""),
  index: asLeafIndex(integer(value.index, 0, "")),
});

function read(value: JsonObject): Statement {
  const form = formOf(value);
  const checkpoint = () => text(value.checkpoint, "");
  const promise = () => ({ entry: bytes(value.entry, null, ""), receipt: text(value.receipt, "") });
  switch (form) {
    case "checkpoint":
      return { form, checkpoint: checkpoint() };
    case "node":
      return { form, checkpoint: checkpoint(), node: readNode(value.node) };
    case "entry":
      return { form, checkpoint: checkpoint(), ...readEntryOf(value) };
    case "map":
      return { form, checkpoint: checkpoint(), ...readEntryOf(value), map: readMapOf(value.map) };
    case "record": {
      const record = readRecordOf(value.record);
      return { form, checkpoint: checkpoint(), ...readEntryOf(value), record };
    }
    case "receipt":
      return { form, receipt: text(value.receipt, "") };
    case "promised":
      return { form, ...promise() };
    case "promised_record":
      return { form, ...promise(), record: readRecordOf(value.record) };
    case "stream":
      return { form, stream: readStream(value.stream) };
    case "anchor": {
      const { size } = members(value.anchor, ["size"], "");
      return { form, anchor: { size: asTreeSize(integer(size, 1, "")) } };
    }
  }
}

/** @param where the member of the file that it is in, which is named if it is wrong */
export function readStatement(value: JsonValue | undefined, where: string): Statement {
  return locate({ where }, () => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) throw wrongShape("");
    return read(value as JsonObject);
  });
}

/** The members of a statement; `form` is none: it follows from them. */
export function writeStatement(statement: Statement): JsonValue {
  switch (statement.form) {
    case "checkpoint":
      return { checkpoint: statement.checkpoint };
    case "node": {
      const { hash, index, level, path } = statement.node;
      const node = { hash: base64Encode(hash), index, level, path: path.map(base64Encode) };
      return { checkpoint: statement.checkpoint, node };
    }
    case "entry":
      return { checkpoint: statement.checkpoint, ...writeEntry(statement) };
    case "map": {
      const map = { key: base64Encode(statement.map.key), ...writeMap(statement.map) };
      return { checkpoint: statement.checkpoint, ...writeEntry(statement), map };
    }
    case "record": {
      const record = writeContent(statement.record);
      return { checkpoint: statement.checkpoint, ...writeEntry(statement), record };
    }
    case "receipt":
      return { receipt: statement.receipt };
    case "promised":
      return { entry: base64Encode(statement.entry), receipt: statement.receipt };
    case "promised_record": {
      const { entry, receipt } = statement;
      return { entry: base64Encode(entry), receipt, record: writeContent(statement.record) };
    }
    case "stream":
      return { stream: writeStream(statement.stream) };
    case "anchor":
      return { anchor: { size: statement.anchor.size } };
  }
}
