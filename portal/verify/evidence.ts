/** The evidence file (docs/FORMAT.md §11): its shape, and nothing about whether it holds. */
import { asLeafIndex } from "./brands.ts";
import { utf8Encode } from "./bytes.ts";
import { FormatError } from "./errors.ts";
import {
  type EvidenceAnchor,
  type EvidenceRecord,
  readAnchor,
  readContent,
  readInclusion,
  writeAnchor,
  writeContent,
  writeEntry,
} from "./evidence-parts.ts";
import {
  type EvidenceAt,
  type EvidenceEvent,
  type EvidenceFrom,
  type EvidenceMap,
  type EvidenceState,
  type EvidenceStream,
  readAt,
  readEvents,
  readFrom,
  readMap,
  readState,
  readStream,
  writeAt,
  writeEvents,
  writeFrom,
  writeMap,
  writeState,
  writeStream,
} from "./evidence-stream.ts";
import { canonicalJson, type JsonObject, type JsonValue, parseCanonical } from "./jcs.ts";
import { bytes, constant, integer, members, text, wrongShape } from "./shape.ts";

export type {
  EvidenceAnchor,
  EvidenceContent,
  EvidenceEntry,
  EvidenceField,
  EvidenceRecord,
} from "./evidence-parts.ts";
export type {
  EvidenceAt,
  EvidenceBound,
  EvidenceEvent,
  EvidenceFrom,
  EvidenceMap,
  EvidenceState,
  EvidenceStream,
} from "./evidence-stream.ts";

export const EVIDENCE_FORMAT = "counterfoil/evidence/v1";
export const MAX_EVIDENCE_BYTES = 1_048_576;

export const CLAIMS = ["record", "current", "history", "absent"] as const;
export type Claim = (typeof CLAIMS)[number];

interface Common {
  /** A signed note, verbatim. */
  readonly checkpoint: string;
  readonly anchor: EvidenceAnchor | null;
}

interface OfStream extends Common {
  readonly map: EvidenceMap;
  readonly state: EvidenceState;
  readonly stream: EvidenceStream;
}

/** This record is in the ledger (§11.1). */
export interface RecordEvidence extends Common {
  readonly claim: "record";
  readonly record: EvidenceRecord;
}

/** This record is the newest of its stream. */
export interface CurrentEvidence extends OfStream {
  readonly claim: "current";
  readonly record: EvidenceRecord;
}

/** These are all records of the stream, or all behind `from`; none is missing. */
export interface HistoryEvidence extends OfStream {
  readonly claim: "history";
  /** Null where `from` is not. */
  readonly at: EvidenceAt | null;
  /** Oldest first. At least one unless `from` is given. */
  readonly events: readonly EvidenceEvent[];
  readonly from: EvidenceFrom | null;
}

/** There is no such stream. */
export interface AbsentEvidence extends OfStream {
  readonly claim: "absent";
}

/** A claim about a stream as of a checkpoint (§11.3). */
export type StreamEvidence = CurrentEvidence | HistoryEvidence | AbsentEvidence;
export type Evidence = RecordEvidence | StreamEvidence;

const COMMON = ["anchor", "checkpoint", "claim", "format"];
const OF_STREAM = [...COMMON, "map", "state", "stream"];
const MEMBERS: Readonly<Record<Claim, string[]>> = {
  record: [...COMMON, "record"].sort(),
  current: [...OF_STREAM, "record"].sort(),
  history: [...OF_STREAM, "at", "events", "from"].sort(),
  absent: [...OF_STREAM].sort(),
};

function readRecord(value: JsonValue | undefined): EvidenceRecord {
  const record = members(value, ["entry", "fields", "inclusion", "index", "names"], "record");
  return {
    ...readContent(record, "record"),
    entry: bytes(record.entry, null, "record.entry"),
    inclusion: readInclusion(record.inclusion, "record.inclusion"),
    index: asLeafIndex(integer(record.index, 0, "record.index")),
  };
}

function readHistory(file: JsonObject) {
  const [events, from, at] = [readEvents(file.events), readFrom(file.from), readAt(file.at)];
  if (events.length === 0 && from === null) throw new FormatError("no_events");
  if (at !== null && from !== null) throw new FormatError("at_with_from");
  return { events, from, at };
}

export function parseEvidence(source: Uint8Array): Evidence {
  const value = parseCanonical(source, MAX_EVIDENCE_BYTES);
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw wrongShape("file");
  // What the file says it is comes first: of a later version, other members are expected.
  const said = value as JsonObject;
  constant(said.format, EVIDENCE_FORMAT, "unknown_format");
  const claim = CLAIMS.find((one) => one === said.claim);
  if (claim === undefined) throw new FormatError("unknown_claim");
  const file = members(value, MEMBERS[claim], "file");
  const record = claim === "record" || claim === "current" ? readRecord(file.record) : null;
  const common = {
    checkpoint: text(file.checkpoint, "checkpoint"),
    anchor: readAnchor(file.anchor),
  };
  if (claim === "record") return { claim, record: record as EvidenceRecord, ...common };
  const stream = {
    map: readMap(file.map),
    state: readState(file.state),
    stream: readStream(file.stream),
    ...common,
  };
  if (claim === "current") return { claim, record: record as EvidenceRecord, ...stream };
  return claim === "absent" ? { claim, ...stream } : { claim, ...readHistory(file), ...stream };
}

function writeMembers(evidence: Evidence): JsonObject {
  if (evidence.claim === "record") return { record: writeRecord(evidence.record) };
  const stream = {
    map: writeMap(evidence.map),
    state: writeState(evidence.state),
    stream: writeStream(evidence.stream),
  };
  switch (evidence.claim) {
    case "current":
      return { ...stream, record: writeRecord(evidence.record) };
    case "absent":
      return stream;
    case "history":
      return {
        ...stream,
        at: writeAt(evidence.at),
        events: writeEvents(evidence.events),
        from: writeFrom(evidence.from),
      };
  }
}

function writeRecord(record: EvidenceRecord): JsonValue {
  return { ...writeContent(record), ...writeEntry(record) };
}

/** The text of the file, whose shape nobody has looked at: for who checks all of it. */
export function evidenceText(evidence: Evidence): string {
  return canonicalJson({
    anchor: writeAnchor(evidence.anchor),
    checkpoint: evidence.checkpoint,
    claim: evidence.claim,
    format: EVIDENCE_FORMAT,
    ...writeMembers(evidence),
  });
}

/** The bytes of the file. Refuses what `parseEvidence` would. */
export function encodeEvidence(evidence: Evidence): Uint8Array {
  const source = utf8Encode(evidenceText(evidence));
  parseEvidence(source);
  return source;
}
