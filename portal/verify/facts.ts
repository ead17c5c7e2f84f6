/** What a verdict tells beside its word: taken from what has been shown, and turned into plain data. */
import { type AsOfEvent, asOf } from "./as-of.ts";
import type { Bounds } from "./bounds.ts";
import { base64Encode } from "./bytes.ts";
import type { AnchorAnswer, AnchorEvent } from "./chain.ts";
import type { Checked } from "./check.ts";
import type { CheckedEvent } from "./completeness.ts";
import { type Content, shown } from "./content.ts";
import type { JsonValue } from "./jcs.ts";
import type { Policy } from "./policy.ts";
import { formatTime } from "./time.ts";
import {
  type AnchorFacts,
  type AsOfFacts,
  type BoundFacts,
  type CaveatCode,
  DEVELOPMENT_CHAINS,
  type EventFacts,
  type StreamFacts,
} from "./verdict.ts";

export function anchorFacts(
  answer: AnchorAnswer | null,
  policy: Policy | null,
): AnchorFacts | null {
  if (answer === null || policy === null) return null;
  const event = answer.event === "unavailable" ? null : answer.event;
  return {
    chainId: policy.chainId,
    contract: policy.contract,
    ledgerId: policy.ledgerId,
    block:
      event === null
        ? null
        : {
            number: event.blockNumber,
            hash: event.blockHash,
            time: formatTime(event.blockTime * 1000),
            transaction: event.transaction,
          },
  };
}

export function streamFacts({ evidence, stream, checkpoint }: Checked): StreamFacts | null {
  if (evidence.claim === "record" || stream === null) return null;
  const { subject, name, class: retentionClass } = evidence.stream;
  const from = evidence.claim === "history" ? evidence.from : null;
  return {
    subject,
    name,
    class: retentionClass,
    mapSize: stream.state.mapSize,
    size: checkpoint.size,
    gap: checkpoint.size - 1 - stream.state.mapSize,
    time: formatTime(stream.state.time),
    from: from === null ? null : { seq: from.seq, leafHash: base64Encode(from.leafHash) },
  };
}

export function eventFacts({ stream }: Checked): readonly EventFacts[] | null {
  const events = stream?.events ?? null;
  return (
    events?.map(({ index, entry, content }) => ({
      index,
      seq: entry.seq,
      disclosed: content?.disclosed ?? [],
      withheld: content?.withheld ?? null,
    })) ?? null
  );
}

/** Undefined: withheld. A field that the name list does not have is null. */
function fieldOf(content: Content | null, name: string): JsonValue | undefined {
  if (content === null || content.withheld.includes(name)) return undefined;
  return shown(content, name) ?? null;
}

function asOfEvent({ index, entry, content }: CheckedEvent): AsOfEvent {
  const [occurredAt, recordedAt] = [
    fieldOf(content, "@occurredAt"),
    fieldOf(content, "@recordedAt"),
  ];
  return {
    seq: entry.seq,
    index,
    occurredAt: typeof occurredAt === "string" ? occurredAt : undefined,
    recordedAt: typeof recordedAt === "string" ? recordedAt : undefined,
    event: fieldOf(content, "event"),
    validUntil: fieldOf(content, "validUntil"),
  };
}

export function boundFacts({ size, blockNumber, blockTime }: AnchorEvent): BoundFacts {
  return { size, block: blockNumber, time: formatTime(blockTime * 1000) };
}

export function asOfFacts({ evidence, stream }: Checked, bounds: Bounds | null): AsOfFacts | null {
  if (evidence.claim !== "history" || evidence.at === null || bounds === null) return null;
  if (stream === null || stream.events === null) return null;
  const { before, after } = bounds;
  const { kind, recordId } = stream.bound;
  const events = stream.events.map(asOfEvent);
  const laterVersions = recordId !== null;
  const { time } = evidence.at;
  const told = asOf({ kind, time, events, laterVersions, before, after });
  const known = events.every(({ occurredAt }) => occurredAt !== undefined);
  return {
    ...told,
    before: before && boundFacts(before),
    after: boundFacts(after),
    firstVersionElsewhere: laterVersions && known && told.state.kind === "unknown",
  };
}

const CAVEATS_OF = {
  record: ["truth_not_proven", "others_may_exist", "newer_may_exist"],
  current: ["truth_not_proven", "others_may_exist"],
  history: ["truth_not_proven"],
  absent: ["truth_not_proven"],
} as const satisfies Record<string, readonly CaveatCode[]>;

/** Of claims about streams: what the stream, and the map, do not speak of. */
function streamCaveats({ stream, checkpoint }: Checked): readonly CaveatCode[] {
  if (stream === null) return [];
  const { bound, state } = stream;
  return [
    "other_identifiers",
    ...(bound.form.layout === "events" ? (["other_streams"] as const) : []),
    ...(state.mapSize < checkpoint.size - 1 ? (["entries_between"] as const) : []),
    "later_entries",
  ];
}

/** What is not proven even if all layers pass. */
export function caveatsOf(checked: Checked, policy: Policy | null): readonly CaveatCode[] {
  const { evidence } = checked;
  const caveats: CaveatCode[] = [...CAVEATS_OF[evidence.claim], ...streamCaveats(checked)];
  if (evidence.claim === "history" && evidence.from !== null) caveats.push("earlier_not_shown");
  if (checked.stream?.bound.kind === "access") caveats.push("reads_behind");
  if (policy !== null && DEVELOPMENT_CHAINS.includes(policy.chainId)) {
    caveats.push("development_chain");
  }
  return caveats;
}
