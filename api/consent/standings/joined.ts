/**
 * With whom an identifier is joined, as its stream `merge` says: `01 ‖ identifier[32] …`, in the order in which they were joined, those alone that are joined now.
 * What is gone tells nothing, as in identifiers.ts; a standing that rests on one is marked: `02 ‖ …`.
 */
import type { StandingEvent, StandingRule } from "../../core/kind.ts";

const WHOLE = 0x01;
const WITH_GAPS = 0x02;
const LENGTH = 32;

/** Identifiers, as they are written. */
export function decodeJoined(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: string[] = [];
  for (let at = 1; at < buffer.length; at += LENGTH)
    found.push(buffer.toString("base64url", at, at + LENGTH));
  return found;
}

function encodeJoined(form: number, joined: Iterable<string>): Uint8Array {
  const all = [...joined].map((one) => Buffer.from(one, "base64url"));
  return Uint8Array.from(Buffer.concat([Buffer.of(form), ...all]));
}

function extend(before: Uint8Array | null, event: StandingEvent | null): Uint8Array {
  const from = before ?? Uint8Array.of(WHOLE);
  const joined = new Set(decodeJoined(from));
  if (event === null) return encodeJoined(WITH_GAPS, joined);
  const other = String(event.body.other);
  if (event.body.event === "joined") joined.add(other);
  else joined.delete(other);
  return encodeJoined(from[0] ?? WHOLE, joined);
}

/** One of what is gone may have joined or separated anybody. */
const agree = (a: Uint8Array, b: Uint8Array): boolean =>
  a[0] === WITH_GAPS || b[0] === WITH_GAPS || Buffer.compare(a, b) === 0;

export const joinedRule: StandingRule = { extend, agree };
