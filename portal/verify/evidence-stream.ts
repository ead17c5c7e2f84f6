/** What the evidence files of stream claims have besides (docs/FORMAT.md §11.3), read and written. */
import {
  asLeafHash,
  asLeafIndex,
  asMapHash,
  asSecretHash,
  asStreamSecret,
  asStreamSeq,
  asSubjectId,
  asTreeSize,
  type LeafHash,
  type NodeHash,
  type SecretHash,
  type StreamSecret,
  type StreamSeq,
  type SubjectId,
  type TreeSize,
} from "./brands.ts";
import { base64Encode } from "./bytes.ts";
import { FormatError } from "./errors.ts";
import {
  type EvidenceContent,
  type EvidenceEntry,
  readContent,
  readInclusion,
  writeContent,
  writeEntry,
} from "./evidence-parts.ts";
import type { JsonValue } from "./jcs.ts";
import { MAX_MAP_DEPTH, type MapProof } from "./map.ts";
import { isStreamName } from "./record.ts";
import { at, bytes, integer, list, locate, members, text, wrongShape } from "./shape.ts";
import { RETENTION_CLASSES, type RetentionClass } from "./subject.ts";
import { parseTime } from "./time.ts";

const MAX_EVENTS = 10_000;

/** The last entry under the checkpoint: a state entry. Its index is the checkpoint's size − 1. */
export interface EvidenceState {
  readonly entry: Uint8Array;
  readonly inclusion: readonly NodeHash[];
}

/** Which stream it is, so that anybody can compute its key. */
export interface EvidenceStream {
  readonly class: RetentionClass;
  /** H(S) of the three other classes, in the order of RETENTION_CLASSES. */
  readonly hashes: readonly SecretHash[];
  readonly name: string;
  /** The class's secret of the subject. */
  readonly secret: StreamSecret;
  readonly subject: SubjectId;
}

/** The map proof for the stream's key (§6.1). */
export type EvidenceMap = MapProof;

export interface EvidenceEvent extends EvidenceEntry {
  /** Null: wholly withheld. */
  readonly record: EvidenceContent | null;
}

/** The event behind which a history goes on: the reader knows it already. */
export interface EvidenceFrom {
  readonly leafHash: LeafHash;
  readonly seq: StreamSeq;
}

/** An anchor, by the block that holds its event. */
export interface EvidenceBound {
  readonly block: number;
  readonly size: TreeSize;
}

/** The time that is asked about, and the anchors on its two sides. */
export interface EvidenceAt {
  /** The first anchor behind `time`: without one, a checkpoint says nothing about that time. */
  readonly after: EvidenceBound;
  /** The last anchor at or before `time`; null: there is none. */
  readonly before: EvidenceBound | null;
  /** RFC 3339, as §1 has it. */
  readonly time: string;
}

export function readState(value: JsonValue | undefined): EvidenceState {
  const state = members(value, ["entry", "inclusion"], "state");
  return {
    entry: bytes(state.entry, null, "state.entry"),
    inclusion: readInclusion(state.inclusion, "state.inclusion"),
  };
}

export function readStream(value: JsonValue | undefined): EvidenceStream {
  const stream = members(value, ["class", "hashes", "name", "secret", "subject"], "stream");
  const retentionClass = RETENTION_CLASSES.find((one) => one === stream.class);
  if (retentionClass === undefined) throw wrongShape("stream.class");
  const hashes = list(stream.hashes, 3, "stream.hashes");
  if (hashes.length !== 3) throw wrongShape("stream.hashes");
  const name = text(stream.name, "stream.name");
  if (!isStreamName(name)) throw new FormatError("bad_identifier", { where: "stream.name" });
  return {
    class: retentionClass,
    hashes: hashes.map((hash) => asSecretHash(bytes(hash, 32, "stream.hashes"))),
    name,
    secret: asStreamSecret(bytes(stream.secret, 32, "stream.secret")),
    subject: at("stream.subject", () => asSubjectId(text(stream.subject, "stream.subject"))),
  };
}

export function readMap(value: JsonValue | undefined): EvidenceMap {
  const map = members(value, ["siblings", "terminal"], "map");
  const siblings = list(map.siblings, MAX_MAP_DEPTH, "map.siblings").map((hash) =>
    asMapHash(bytes(hash, 32, "map.siblings")),
  );
  if (map.terminal === null) return { siblings, terminal: null };
  const terminal = members(map.terminal, ["key", "value"], "map.terminal");
  return {
    siblings,
    terminal: {
      key: bytes(terminal.key, 32, "map.terminal"),
      value: bytes(terminal.value, 32, "map.terminal"),
    },
  };
}

function readEvent(value: JsonValue): EvidenceEvent {
  const event = members(value, ["entry", "inclusion", "index", "record"], "events");
  const { record } = event;
  return {
    entry: bytes(event.entry, null, "events.entry"),
    inclusion: readInclusion(event.inclusion, "events.inclusion"),
    index: asLeafIndex(integer(event.index, 0, "events.index")),
    record:
      record === null
        ? null
        : readContent(members(record, ["fields", "names"], "events.record"), "events.record"),
  };
}

export function readEvents(value: JsonValue | undefined): readonly EvidenceEvent[] {
  return list(value, MAX_EVENTS, "events").map((event, i) =>
    // Which field of which event: the field's own position gives way.
    locate({ position: i + 1 }, () => readEvent(event)),
  );
}

export function readFrom(value: JsonValue | undefined): EvidenceFrom | null {
  if (value === null) return null;
  const from = members(value, ["leafHash", "seq"], "from");
  return {
    leafHash: asLeafHash(bytes(from.leafHash, 32, "from.leafHash")),
    seq: asStreamSeq(integer(from.seq, 1, "from.seq")),
  };
}

function readBound(value: JsonValue | undefined, where: string): EvidenceBound {
  const bound = members(value, ["block", "size"], where);
  return {
    block: integer(bound.block, 0, `${where}.block`),
    size: asTreeSize(integer(bound.size, 1, `${where}.size`)),
  };
}

export function readAt(value: JsonValue | undefined): EvidenceAt | null {
  if (value === null) return null;
  const asked = members(value, ["after", "before", "time"], "at");
  const time = text(asked.time, "at.time");
  at("at.time", () => parseTime(time));
  return {
    after: readBound(asked.after, "at.after"),
    before: asked.before === null ? null : readBound(asked.before, "at.before"),
    time,
  };
}

export function writeState({ entry, inclusion }: EvidenceState) {
  return { entry: base64Encode(entry), inclusion: inclusion.map(base64Encode) };
}

export function writeStream({ class: kept, hashes, name, secret, subject }: EvidenceStream) {
  return {
    class: kept,
    hashes: hashes.map(base64Encode),
    name,
    secret: base64Encode(secret),
    subject,
  };
}

export function writeMap({ siblings, terminal }: EvidenceMap) {
  return {
    siblings: siblings.map(base64Encode),
    terminal:
      terminal === null
        ? null
        : { key: base64Encode(terminal.key), value: base64Encode(terminal.value) },
  };
}

export function writeEvents(events: readonly EvidenceEvent[]) {
  return events.map((event) => ({
    ...writeEntry(event),
    record: event.record === null ? null : writeContent(event.record),
  }));
}

export function writeFrom(from: EvidenceFrom | null): JsonValue {
  return from === null ? null : { leafHash: base64Encode(from.leafHash), seq: from.seq };
}

export function writeAt(asked: EvidenceAt | null): JsonValue {
  if (asked === null) return null;
  const bound = ({ block, size }: EvidenceBound): JsonValue => ({ block, size });
  const { after, before, time } = asked;
  return { after: bound(after), before: before && bound(before), time };
}
