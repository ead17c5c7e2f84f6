import type { EnvelopeName } from "../../portal/verify/record.ts";
import { type Clock, formatTime } from "../core/clock.ts";
import { type RecordKind, streamName } from "../core/kind.ts";
import type { PlainRecord } from "../vault/vault.ts";
import type { Draft } from "./draft.ts";

/** Retention runs from the end of the year of recording: a date of the record itself would tell something of its content. */
export function expiryOf(kind: RecordKind, recordedAt: number): string {
  const years = kind.retentionYears;
  return years === null ? "open" : String(new Date(recordedAt).getUTCFullYear() + years);
}

export interface Placement {
  readonly id: string;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly recordedAt: ReturnType<Clock["now"]>;
  readonly contentMac: Buffer;
}

/** What says to which of its kind's streams a draft belongs. */
export function streamRest({ kind, body }: Pick<Draft, "kind" | "body">): string | null {
  return kind.streamField === null ? null : String(body[kind.streamField]);
}

/** The whole record: the client's draft and the ledger's own envelope fields. */
export function compose(draft: Draft, place: Placement): PlainRecord {
  const { kind, subject } = draft;
  const stream = streamName(kind, place.id, place.version, streamRest(draft));
  const text = JSON.stringify;
  const envelope: Record<EnvelopeName, string> = {
    "@id": text(place.id),
    "@kind": text(kind.kind),
    "@occurredAt": text(draft.occurredAt),
    "@recordedAt": text(formatTime(place.recordedAt)),
    "@schema": text(kind.schemaHash),
    "@source": text(draft.source),
    "@stream": text(stream),
    "@subject": text(subject),
    "@version": String(place.version),
  };
  const { canonical } = draft;
  return {
    names: kind.names,
    values: kind.names.map((name) => (canonical[name] ?? envelope[name as EnvelopeName]) as string),
    kind: kind.kind,
    id: place.id,
    version: place.version,
    subject,
    stream,
    retentionClass: kind.retentionClass,
    expiry: expiryOf(kind, place.recordedAt),
    contentMac: place.contentMac,
  };
}
