/** S1 to S5 of docs/FORMAT.md §11.3: what a stream claim shows without a policy. */
import { type BoundStream, bindStream, checkBelongs, checkCurrent, liesApart } from "./binding.ts";
import type { LeafHash, LeafIndex, NodeHash } from "./brands.ts";
import { equalBytes } from "./bytes.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { type CheckedEvent, checkAbsent, checkHistory, checkIsNewest } from "./completeness.ts";
import { type Content, checkContent, shown } from "./content.ts";
import { decodeEntry, decodeStateEntry, type StateEntry } from "./entry.ts";
import { FormatError, type FormatErrorCode } from "./errors.ts";
import type { EvidenceEvent, StreamEvidence } from "./evidence.ts";
import { leafHash, rootFromInclusionProof } from "./merkle.ts";
import { at, locate } from "./shape.ts";
import type { Params, PassCode } from "./verdict.ts";

/** The content of a stream claim. */
export interface StreamContent {
  readonly state: StateEntry;
  /** Of the claim *current*. */
  readonly content: Content | null;
  /** Of the claim *history*. */
  readonly events: readonly CheckedEvent[] | null;
}

/** Why a layer passes. */
export interface Passed {
  readonly code: PassCode;
  readonly params: Params;
}

const WITHHELD = [
  ["@stream", "stream_withheld"],
  ["@subject", "subject_withheld"],
  ["@id", "id_withheld"],
  ["@version", "version_withheld"],
] as const satisfies readonly (readonly [string, FormatErrorCode])[];

/** S1: a record that discloses what binds it to its stream; the first so many of WITHHELD. */
function bindable(content: Content, count: number): Content {
  for (const [name, code] of WITHHELD.slice(0, count)) {
    if (shown(content, name) === undefined) throw new FormatError(code);
  }
  return content;
}

function checkEvent({ entry, record, index }: EvidenceEvent): CheckedEvent {
  if (record === null) {
    return { entry: decodeEntry(entry), leafHash: leafHash(entry), content: null, index };
  }
  const content = bindable(checkContent(record, entry), 2);
  return { entry: content.entry, leafHash: content.leafHash, content, index };
}

/** S1, but for the shape of the file. */
export function streamContent(evidence: StreamEvidence): StreamContent & { passed: Passed } {
  const content =
    evidence.claim === "current"
      ? bindable(checkContent(evidence.record, evidence.record.entry), 4)
      : null;
  const events =
    evidence.claim === "history"
      ? evidence.events.map((event, i) =>
          locate({ where: "events", position: i + 1 }, () => checkEvent(event)),
        )
      : null;
  const state = at("state.entry", () => decodeStateEntry(evidence.state.entry));
  return { content, events, state, passed: contentPassed(content, events) };
}

function contentPassed(content: Content | null, events: readonly CheckedEvent[] | null): Passed {
  if (content !== null) {
    const { disclosed, withheld } = content;
    const params = { disclosed: disclosed.length, withheld: withheld.length };
    return { code: "content_holds", params };
  }
  if (events === null) return { code: "form_holds", params: {} };
  const withheld = events.filter((event) => event.content === null).length;
  return { code: "events_hold", params: { events: events.length, withheld } };
}

/** S2 and S3. */
export function bind(evidence: StreamEvidence, { content, events }: StreamContent): BoundStream {
  const stream = bindStream(evidence.stream);
  if (content !== null) checkCurrent(content, stream);
  events?.forEach((event, i) => {
    locate({ where: "events", position: i + 1 }, () => checkBelongs(event, stream));
  });
  return stream;
}

interface Included {
  readonly leafHash: LeafHash;
  readonly index: LeafIndex;
  readonly proof: readonly NodeHash[];
}

function checkIncluded({ leafHash: leaf, index, proof }: Included, checkpoint: Checkpoint): void {
  const { size } = checkpoint;
  const root = rootFromInclusionProof({ leafHash: leaf, index, size, proof });
  if (!equalBytes(root, checkpoint.root)) throw new FormatError("inclusion_mismatch");
}

/** The state entry is the last one: whatever its proof fails by, the file does not show that. */
function checkState({ state }: StreamEvidence, checkpoint: Checkpoint): void {
  try {
    const index = (checkpoint.size - 1) as LeafIndex;
    if (index < 0) throw new FormatError("index_beyond_size");
    const proof = state.inclusion;
    checkIncluded({ leafHash: leafHash(state.entry), index, proof }, checkpoint);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError("state_not_last");
  }
}

/** S4. */
export function include(
  evidence: StreamEvidence,
  { state, content, events }: StreamContent,
  checkpoint: Checkpoint,
): Passed {
  checkState(evidence, checkpoint);
  const { mapSize } = state;
  if (mapSize > checkpoint.size - 1) throw new FormatError("state_map_size");
  const below = (included: Included): void => {
    checkIncluded(included, checkpoint);
    if (included.index >= mapSize) throw new FormatError("beyond_map", { limit: mapSize });
  };
  if (evidence.claim === "current" && content !== null) {
    const { index, inclusion: proof } = evidence.record;
    at("record", () => below({ leafHash: content.leafHash, index, proof }));
  }
  if (evidence.claim === "history") {
    events?.forEach(({ leafHash: leaf, index }, i) => {
      const proof = evidence.events[i]?.inclusion ?? [];
      locate({ where: "events", position: i + 1 }, () => below({ leafHash: leaf, index, proof }));
    });
  }
  const { size } = checkpoint;
  const gap = size - 1 - mapSize;
  return gap === 0
    ? { code: "state_included", params: { size, mapSize } }
    : { code: "state_included_with_gap", params: { size, mapSize, gap } };
}

/** S5. */
export function complete(
  evidence: StreamEvidence,
  { state, content, events }: StreamContent,
  stream: BoundStream,
): Passed {
  const { map } = evidence;
  const { mapRoot, mapSize } = state;
  if (content !== null) {
    checkIsNewest(content.leafHash, liesApart(content, stream), stream, map, mapRoot);
    return { code: "newest_shown", params: { mapSize } };
  }
  if (evidence.claim !== "history" || events === null) {
    checkAbsent(stream, map, mapRoot);
    return { code: "absence_shown", params: { mapSize } };
  }
  const { from } = evidence;
  checkHistory(events, from, stream, map, mapRoot);
  return from === null
    ? { code: "history_complete", params: { events: events.length, mapSize } }
    : { code: "history_continued", params: { events: events.length, mapSize, seq: from.seq } };
}
