/**
 * A consent in short: of each event of a stream `consent/<purpose>` what decides, 20 bytes. The bytes lie sealed in the table of standings and are read for ever:
 * `01 ‖ event …`, each event `code[1] ‖ purpose version[3] ‖ occurred at[8] ‖ valid until[8]`; codes are the places in {@link TIMELINE_EVENTS} from 1 on, 0 is an
 * event whose record is gone (and of which all else is zero); with the highest bit the event has an end. Times are doubles, big-endian: milliseconds since 1970.
 * A consent with more events than a row should hold is `02` alone: that is read from its records.
 */
import { parseTime } from "../../../portal/verify/time.ts";
import type { StandingEvent, StandingRule } from "../../core/kind.ts";

/** In the order of their codes: new ones go to the end. */
export const TIMELINE_EVENTS = [
  "requested",
  "given",
  "refused",
  "withdrawn",
  "renewed",
  "expired",
  "invalidated",
] as const;
export type TimelineEvent = (typeof TIMELINE_EVENTS)[number];

/** What decides of one event. */
export interface Moment {
  readonly event: TimelineEvent;
  readonly purposeVersion: number;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
  /** `null`: it ends by no time of its own. */
  readonly validUntil: number | null;
}

/** In the order of the stream; `null`: its record is gone. */
export type Timeline = readonly (Moment | null)[];

const EVENTS = 0x01;
const TOO_MANY = 0x02;
const LENGTH = 20;
const ENDS = 0x80;
const AT = { version: 1, occurredAt: 4, validUntil: 12 } as const;

/** So many events are kept in a row. */
export const MOST_MOMENTS = 256;

/** @returns `null`: it has too many events, which are read from their records */
export function decodeTimeline(bytes: Uint8Array): Timeline | null {
  if (isTooLong(bytes)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const moments: (Moment | null)[] = [];
  for (let at = 1; at < bytes.length; at += LENGTH) {
    const code = view.getUint8(at);
    const event = TIMELINE_EVENTS[(code & ~ENDS) - 1];
    moments.push(
      event === undefined
        ? null
        : {
            event,
            purposeVersion: view.getUint32(at) & 0xffffff,
            occurredAt: view.getFloat64(at + AT.occurredAt),
            validUntil: (code & ENDS) === 0 ? null : view.getFloat64(at + AT.validUntil),
          },
    );
  }
  return moments;
}

const isTooLong = (bytes: Uint8Array): boolean => bytes[0] === TOO_MANY;

function encodeMoment(into: Uint8Array, at: number, { occurredAt, body }: StandingEvent): void {
  const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
  const { event, purposeVersion, validUntil } = body;
  const code = TIMELINE_EVENTS.indexOf(event as TimelineEvent) + 1;
  if (code === 0) throw new RangeError("no event of a consent");
  const ends = typeof validUntil === "string";
  view.setUint32(at, Number(purposeVersion));
  view.setUint8(at, code | (ends ? ENDS : 0));
  view.setFloat64(at + AT.occurredAt, parseTime(occurredAt));
  if (ends) view.setFloat64(at + AT.validUntil, parseTime(validUntil));
}

function extend(before: Uint8Array | null, event: StandingEvent | null): Uint8Array {
  const from = before ?? Uint8Array.of(EVENTS);
  if (isTooLong(from)) return Uint8Array.of(TOO_MANY);
  if (from.length >= 1 + MOST_MOMENTS * LENGTH) return Uint8Array.of(TOO_MANY);
  const bytes = new Uint8Array(from.length + LENGTH);
  bytes.set(from);
  if (event !== null) encodeMoment(bytes, from.length, event);
  return bytes;
}

function agree(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length || a[0] !== b[0]) return false;
  for (let at = 1; at < a.length; at += LENGTH) {
    // What is gone in one of them contradicts nothing.
    if (a[at] === 0 || b[at] === 0) continue;
    for (let i = at; i < at + LENGTH; i++) if (a[i] !== b[i]) return false;
  }
  return true;
}

export const timelineRule: StandingRule = { extend, agree };
