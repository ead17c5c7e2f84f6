import { setImmediate as othersTurn } from "node:timers/promises";
import { asLeafHash, asLeafIndex, asStreamSeq } from "../../../portal/verify/brands.ts";
import { equalBytes } from "../../../portal/verify/bytes.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import {
  type EvidenceEvent,
  encodeEvidence,
  MAX_EVIDENCE_BYTES,
} from "../../../portal/verify/evidence.ts";
import { Refusal } from "../../core/errors.ts";
import type { OpenedRecord } from "../../vault/vault.ts";
import { type Bounded, boundsOf, evidenceAt } from "../anchors-at.ts";
import { provenPath } from "../committed.ts";
import {
  assertWaiting,
  damagedStream,
  entryOf,
  lastEntryOf,
  MOST_EVENTS,
  type NamedStream,
  nameStream,
  readStream,
  recordsOf,
  type StreamEntry,
} from "../stream-read.ts";
import { checkpointForStream, type Least } from "./checkpoint.ts";
import type { ChosenState } from "./chosen.ts";
import type { EvidenceContext, PreferredCheckpoint } from "./context.ts";
import { assertKnown, disclose, OF_STREAM } from "./fields.ts";
import { assertHolds } from "./hold.ts";
import { isNewest, Moved, streamPart, unmoved } from "./stream.ts";

export interface HistoryRequest {
  readonly claim: "history";
  readonly subject: string;
  readonly stream: string;
  /** Names of the fields to disclose of every record that has them; `null`: all. */
  readonly fields: readonly string[] | null;
  /** The `seq` of the events whose records are withheld wholly. */
  readonly withhold: "all" | readonly number[];
  /** What the reader knows already: only what comes behind it is told. */
  readonly from: { readonly seq: number; readonly leafHash: Uint8Array } | null;
  /** A time that is asked about (RFC 3339); not together with `from`. */
  readonly at: string | null;
  readonly checkpoint: PreferredCheckpoint;
  /** Of whoever waits for the file. */
  readonly signal?: AbortSignal | undefined;
}

/** Events that are made before others get their turn. */
const TURN = 25;

/**
 * Evidence of all records of a stream, none missing. A record that is gone, or is withheld, is shown by its entry alone.
 *
 * @throws Refusal `not_found`, `invalid_parameter`, `unknown_fields`, `stream_too_long`, `not_sealed`, `not_anchored_yet`, `damaged`, `client_left`
 */
export function historyEvidence(
  context: EvidenceContext,
  request: HistoryRequest,
): Promise<Uint8Array> {
  if (request.at !== null && request.from !== null) {
    throw new Refusal("invalid_parameter", { parameter: "at" });
  }
  return unmoved(() => make(context, request));
}

async function make(context: EvidenceContext, request: HistoryRequest): Promise<Uint8Array> {
  const stream = await nameStream(context, request.subject, request.stream);
  const below: number = await context.store.size();
  const behind = await known(context, stream, request.from, below);
  const { signal } = request;
  const entries = await readStream(context, stream, {
    ...{ below, most: MOST_EVENTS + 1, behind, signal },
  });
  if (entries.length > MOST_EVENTS) throw tooLong();
  const last = entries.at(-1) ?? behind;
  if (last === null) throw new Refusal("not_found", { what: "stream" });
  // Before the checkpoint is chosen, which then covers them.
  const bounds = request.at === null ? null : await boundsOf(context, request.at);
  const least = bounds === null ? undefined : leastFor(bounds);
  const chosen = await checkpointForStream(context, last.index, request.checkpoint, least);
  const { members, value } = await streamPart(context, stream, chosen);
  if (!isNewest(value, last.leafHash)) throw await grown(context, stream, last);

  const events = await eventsOf(context, entries, request, chosen);
  const bytes = encode(() =>
    encodeEvidence({
      claim: "history",
      ...members,
      at: bounds && evidenceAt(bounds),
      events,
      from: behind && { seq: asStreamSeq(behind.seq), leafHash: asLeafHash(behind.leafHash) },
    }),
  );
  // A megabyte takes its time to be made, and again to be checked.
  await othersTurn();
  assertHolds(context, bytes, chosen.checkpoint, bounds);
  return bytes;
}

/** What the reader says it knows must be in the stream. */
async function known(
  context: EvidenceContext,
  stream: NamedStream,
  from: HistoryRequest["from"],
  below: number,
): Promise<StreamEntry | null> {
  if (from === null) return null;
  const entry = await entryOf(context, stream, from.seq, below);
  if (entry !== null && equalBytes(entry.leafHash, from.leafHash)) return entry;
  throw new Refusal("invalid_parameter", { parameter: "from" });
}

/** The checkpoint must be over both anchors, and its map over all that the first of them holds but the state entry at its end. */
function leastFor({ before, after }: Bounded): Least {
  return { size: after.size, mapSize: (before?.size ?? 1) - 1 };
}

/** Why the map's newest entry is not the last that was read. */
async function grown(
  context: EvidenceContext,
  stream: NamedStream,
  last: StreamEntry,
): Promise<Error> {
  const again = await lastEntryOf(context, stream, await context.store.size());
  return again !== null && again.index > last.index
    ? new Moved(new Refusal("busy", {}))
    : damagedStream(stream.name);
}

async function eventsOf(
  context: EvidenceContext,
  entries: readonly StreamEntry[],
  request: HistoryRequest,
  { checkpoint }: ChosenState,
): Promise<EvidenceEvent[]> {
  const { withhold, fields, signal } = request;
  const hidden = new Set(withhold === "all" ? [] : withhold);
  const withheld = ({ seq }: StreamEntry): boolean => withhold === "all" || hidden.has(seq);
  const shown = recordsOf(
    context,
    entries.filter((entry) => !withheld(entry)),
    signal,
  );
  const events: EvidenceEvent[] = [];
  const names = new Set<string>();
  let bytes = 0;
  for (const entry of entries) {
    const opened = withheld(entry) ? null : ((await shown.next()).value?.opened ?? null);
    for (const name of opened?.names ?? []) names.add(name);
    const event = await eventOf(context, entry, opened, fields, checkpoint);
    bytes += leastLength(event);
    // The file would be refused in the end; making the rest of it would only keep others waiting.
    if (bytes > MAX_EVIDENCE_BYTES) throw tooLong();
    if (events.push(event) % TURN !== 0) continue;
    await othersTurn();
    assertWaiting(signal);
  }
  // Of records that are all withheld or gone nobody knows what they had.
  if (names.size > 0) assertKnown(fields, [[...names]]);
  return events;
}

async function eventOf(
  context: EvidenceContext,
  entry: StreamEntry,
  record: OpenedRecord | null,
  fields: readonly string[] | null,
  checkpoint: ChosenState["checkpoint"],
): Promise<EvidenceEvent> {
  return {
    entry: entry.entry,
    inclusion: await provenPath(context, entry, checkpoint),
    index: asLeafIndex(entry.index),
    record: record && disclose(record, fields, OF_STREAM),
  };
}

/** What an event takes at the least: its hashes and texts in base64, without what stands between. */
function leastLength({ entry, inclusion, record }: EvidenceEvent): number {
  const fields = record?.fields ?? [];
  const shown = fields.map((field) => ("disclosure" in field ? field.disclosure.length : 44));
  const names = record?.names ?? [];
  return [(entry.length * 4) / 3, inclusion.length * 44, ...shown, ...names.map((n) => n.length)]
    .map(Math.ceil)
    .reduce((a, b) => a + b, 0);
}

const tooLong = (): Refusal =>
  new Refusal("stream_too_long", { events: MOST_EVENTS, limit: MAX_EVIDENCE_BYTES });

function encode(make: () => Uint8Array): Uint8Array {
  try {
    return make();
  } catch (error) {
    if (error instanceof FormatError && error.code === "too_large") throw tooLong();
    throw error;
  }
}
