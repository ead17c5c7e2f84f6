/**
 * Restriction and objections of a person in short: of each event of the stream `restriction` what decides. The bytes lie sealed in the table of standings and are read for ever:
 * `01 ‖ event …`, each event `code[1] ‖ occurred at[8] ‖ length[1] ‖ purpose[length]`; codes are the places in {@link RESTRICTION_MOMENTS} from 1 on, 0 is an event whose record is gone
 * (and of which all else is zero). Times are doubles, big-endian: milliseconds since 1970. A purpose is its name in ASCII, and has no length where the event is of none.
 * A stream with more events than a row should hold is `02` alone: that is read from its records.
 */
import { parseTime } from "../../../portal/verify/time.ts";
import type { StandingEvent, StandingRule } from "../../core/kind.ts";

/** In the order of their codes: new ones go to the end. */
export const RESTRICTION_MOMENTS = ["restricted", "lifted", "objected", "objection-ended"] as const;

/** What decides of one event. */
export interface RestrictionMoment {
  readonly event: (typeof RESTRICTION_MOMENTS)[number];
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
  /** Of an objection. */
  readonly purposeId: string | null;
}

/** In the order of the stream; `null`: its record is gone. */
export type RestrictionTimeline = readonly (RestrictionMoment | null)[];

const EVENTS = 0x01;
const TOO_MANY = 0x02;
const HEAD = 10;
/** So many events are kept in a row. */
export const MOST_RESTRICTIONS = 64;

/** @returns `null`: it has too many events, which are read from their records */
export function decodeRestrictions(bytes: Uint8Array): RestrictionTimeline | null {
  if (bytes[0] === TOO_MANY) return null;
  return placesOf(bytes).map((at) => momentAt(bytes, at));
}

/** Where each event begins. */
function placesOf(bytes: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = 1; at < bytes.length; at += HEAD + bytes[at + HEAD - 1]!) places.push(at);
  return places;
}

function momentAt(bytes: Uint8Array, at: number): RestrictionMoment | null {
  const event = RESTRICTION_MOMENTS[bytes[at]! - 1];
  if (event === undefined) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const from = at + HEAD;
  const name = String.fromCharCode(...bytes.subarray(from, from + bytes[from - 1]!));
  return { event, occurredAt: view.getFloat64(at + 1), purposeId: name === "" ? null : name };
}

function encode({ occurredAt, body }: StandingEvent): Uint8Array {
  const code = RESTRICTION_MOMENTS.indexOf(body.event as RestrictionMoment["event"]) + 1;
  if (code === 0) throw new RangeError("no event of a restriction");
  const name = typeof body.purposeId === "string" ? body.purposeId : "";
  const bytes = Buffer.alloc(HEAD + name.length);
  bytes[0] = code;
  bytes.writeDoubleBE(parseTime(occurredAt), 1);
  bytes[HEAD - 1] = name.length;
  bytes.write(name, HEAD, "latin1");
  return bytes;
}

function extend(before: Uint8Array | null, event: StandingEvent | null): Uint8Array {
  const from = before ?? Uint8Array.of(EVENTS);
  if (from[0] === TOO_MANY || placesOf(from).length >= MOST_RESTRICTIONS)
    return Uint8Array.of(TOO_MANY);
  const own = event === null ? new Uint8Array(HEAD) : encode(event);
  const bytes = new Uint8Array(from.length + own.length);
  bytes.set(from);
  bytes.set(own, from.length);
  return bytes;
}

function agree(a: Uint8Array, b: Uint8Array): boolean {
  const [own, other] = [decodeRestrictions(a), decodeRestrictions(b)];
  if (own === null || other === null) return own === other;
  if (own.length !== other.length) return false;
  return own.every((moment, i) => {
    const against = other[i];
    // What is gone in one of them contradicts nothing.
    if (moment === null || !against) return true;
    const { event, occurredAt, purposeId } = moment;
    return (
      event === against.event &&
      occurredAt === against.occurredAt &&
      purposeId === against.purposeId
    );
  });
}

export const restrictionRule: StandingRule = { extend, agree };
