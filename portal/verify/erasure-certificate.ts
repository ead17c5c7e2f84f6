/** The certificate of erasure (docs/FORMAT.md §20.2): its shape, and nothing about whether it holds. */
import { asLeafIndex, asSubjectId, asTreeSize, type SubjectId } from "./brands.ts";
import { base64Encode } from "./bytes.ts";
import type { ErasureList } from "./erasure-list.ts";
import { MAX_ERASURE_ENTRIES, readErasureList, writeErasureList } from "./erasure-list-form.ts";
import { FormatError } from "./errors.ts";
import {
  type EvidenceAnchor,
  type EvidenceContent,
  type EvidenceEntry,
  type EvidenceRecord,
  readAnchor,
  readContent,
  readInclusion,
  writeAnchor,
  writeContent,
  writeEntry,
} from "./evidence-parts.ts";
import {
  type EvidenceBound,
  type EvidenceMap,
  type EvidenceState,
  readMap,
  readState,
  writeMap,
  writeState,
} from "./evidence-stream.ts";
import { canonicalBytes, type JsonObject, type JsonValue, parseCanonical } from "./jcs.ts";
import { isStreamName } from "./record.ts";
import { at, bytes, constant, integer, list, locate, members, text, wrongShape } from "./shape.ts";

export const CERTIFICATE_FORMAT = "counterfoil/erasure-certificate/v1";
export const MAX_CERTIFICATE_BYTES = 67_108_864;
const MAX_OUTCOMES = 10_000;

/** An entry of the list as it is in the log; its index is in the list. */
export type CertificateEntry = Omit<EvidenceEntry, "index">;

/** A stream of the person's that the certificate tells of. */
export interface CertificateStream {
  readonly subject: SubjectId;
  readonly name: string;
  /** What the map has for it: that the last entry told is the newest, or, where none is told, that there is no such stream. Null: not shown. */
  readonly map: EvidenceMap | null;
  /** The entry behind the last one told, which came when the list had been made: also so nothing is left out. Null: not shown. */
  readonly next: EvidenceEntry | null;
}

/** A record of the firm's stream `erasure-outcome/<erasureId>`. */
export interface CertificateOutcome extends EvidenceEntry {
  readonly record: EvidenceContent;
  /** Of what a partner acknowledged: the message's body; null: not shown, or it is another event. */
  readonly message: Uint8Array | null;
}

export interface ErasureCertificate {
  /** A signed note, verbatim: all is as of this checkpoint. */
  readonly checkpoint: string;
  readonly anchor: EvidenceAnchor | null;
  readonly state: EvidenceState;
  readonly list: ErasureList;
  /** One of each entry of the list, in its order. */
  readonly entries: readonly CertificateEntry[];
  /** Strictly ascending by identifier, then by name. */
  readonly streams: readonly CertificateStream[];
  /** The record of kind `erasure`. */
  readonly declaration: EvidenceRecord;
  /** An anchor of which the declaration was part already; null: none is named but the checkpoint's own. */
  readonly since: EvidenceBound | null;
  /** All records of what became of it, oldest first. */
  readonly outcomes: readonly CertificateOutcome[];
  /** Of the outcomes' stream. */
  readonly map: EvidenceMap;
}

const MEMBERS = [
  ...["anchor", "checkpoint", "declaration", "entries", "format", "list", "map", "outcomes"],
  ...["since", "state", "streams"],
];

const each = <T>(
  value: JsonValue | undefined,
  most: number,
  where: string,
  read: (one: JsonValue) => T,
): readonly T[] =>
  list(value, most, where).map((one, i) => locate({ position: i + 1 }, () => read(one)));

function readEntry(value: JsonValue): CertificateEntry {
  const read = members(value, ["entry", "inclusion"], "entries");
  return {
    entry: bytes(read.entry, null, "entries.entry"),
    inclusion: readInclusion(read.inclusion, "entries.inclusion"),
  };
}

function readPlaced(read: JsonObject, where: string): EvidenceEntry {
  return {
    entry: bytes(read.entry, null, `${where}.entry`),
    inclusion: readInclusion(read.inclusion, `${where}.inclusion`),
    index: asLeafIndex(integer(read.index, 0, `${where}.index`)),
  };
}

function readStream(value: JsonValue): CertificateStream {
  const read = members(value, ["map", "name", "next", "subject"], "streams");
  const name = text(read.name, "streams.name");
  if (!isStreamName(name)) throw new FormatError("bad_identifier", { where: "streams.name" });
  if (read.map !== null && read.next !== null) throw wrongShape("streams");
  const next =
    read.next === null
      ? null
      : readPlaced(
          members(read.next, ["entry", "inclusion", "index"], "streams.next"),
          "streams.next",
        );
  const subject = at("streams.subject", () => asSubjectId(text(read.subject, "streams.subject")));
  return { subject, name, map: read.map === null ? null : readMap(read.map), next };
}

function readOutcome(value: JsonValue): CertificateOutcome {
  const names = ["entry", "inclusion", "index", "message", "record"];
  const read = members(value, names, "outcomes");
  const record = members(read.record, ["fields", "names"], "outcomes.record");
  return {
    ...readPlaced(read, "outcomes"),
    message: read.message === null ? null : bytes(read.message, null, "outcomes.message"),
    record: readContent(record, "outcomes.record"),
  };
}

function readDeclaration(value: JsonValue | undefined): EvidenceRecord {
  const names = ["entry", "fields", "inclusion", "index", "names"];
  const read = members(value, names, "declaration");
  return { ...readContent(read, "declaration"), ...readPlaced(read, "declaration") };
}

function readSince(value: JsonValue | undefined): EvidenceBound | null {
  if (value === null) return null;
  const { block, size } = members(value, ["block", "size"], "since");
  return {
    block: integer(block, 0, "since.block"),
    size: asTreeSize(integer(size, 1, "since.size")),
  };
}

/** By identifier, then by name. */
export const streamOrder = (a: CertificateStream, b: CertificateStream): number =>
  compare(a.subject, b.subject) || compare(a.name, b.name);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function checkOrder(streams: readonly CertificateStream[]): void {
  streams.forEach((stream, i) => {
    const before = streams[i - 1];
    if (before !== undefined && streamOrder(before, stream) >= 0)
      throw new FormatError("erasure_order", { where: "streams", position: i + 1 });
  });
}

/** @throws FormatError whatever is wrong first */
export function parseCertificate(source: Uint8Array): ErasureCertificate {
  const value = parseCanonical(source, MAX_CERTIFICATE_BYTES);
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw wrongShape("file");
  // What the file says it is comes first: of a later version, other members are expected.
  constant((value as JsonObject).format, CERTIFICATE_FORMAT, "unknown_format");
  const file = members(value, MEMBERS, "file");
  const read = {
    list: readErasureList(file.list),
    entries: each(file.entries, MAX_ERASURE_ENTRIES, "entries", readEntry),
    streams: each(file.streams, MAX_ERASURE_ENTRIES, "streams", readStream),
    declaration: readDeclaration(file.declaration),
    outcomes: each(file.outcomes, MAX_OUTCOMES, "outcomes", readOutcome),
    map: readMap(file.map),
    state: readState(file.state),
    since: readSince(file.since),
    checkpoint: text(file.checkpoint, "checkpoint"),
    anchor: readAnchor(file.anchor),
  };
  if (read.entries.length !== read.list.entries.length) throw wrongShape("entries");
  checkOrder(read.streams);
  return read;
}

/** The text of the file, whose shape nobody has looked at. */
function certificateJson(certificate: ErasureCertificate): JsonObject {
  const { entries, streams, declaration, outcomes, since } = certificate;
  return {
    anchor: writeAnchor(certificate.anchor),
    checkpoint: certificate.checkpoint,
    declaration: { ...writeContent(declaration), ...writeEntry(declaration) },
    entries: entries.map(({ entry, inclusion }) => ({
      entry: base64Encode(entry),
      inclusion: inclusion.map(base64Encode),
    })),
    format: CERTIFICATE_FORMAT,
    list: writeErasureList(certificate.list),
    map: writeMap(certificate.map),
    outcomes: outcomes.map((outcome) => ({
      ...writeEntry(outcome),
      message: outcome.message && base64Encode(outcome.message),
      record: writeContent(outcome.record),
    })),
    since: since && { block: since.block, size: since.size },
    state: writeState(certificate.state),
    streams: streams.map(({ map, name, next, subject }) => ({
      map: map && writeMap(map),
      name,
      next: next && writeEntry(next),
      subject,
    })),
  };
}

/** The bytes of the file. Refuses what `parseCertificate` would. */
export function encodeCertificate(certificate: ErasureCertificate): Uint8Array {
  const source = canonicalBytes(certificateJson(certificate));
  parseCertificate(source);
  return source;
}
