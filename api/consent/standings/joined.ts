/**
 * With whom an identifier is joined, as its stream `merge` says: `01 ‖ identifier[32] …`, in the order in which they were joined, those alone that are joined now.
 * What is gone tells nothing, as in identifiers.ts; a standing that rests on one is marked: `02 ‖ …`. The form is read for ever, and an audit compares it with the records; decisions
 * look at no more than that there is one: who was ever joined is decided out of records (decide/decide-many.ts).
 */
import type { StandingEvent, StandingRule } from "../../core/kind.ts";

const WHOLE = 0x01;
const WITH_GAPS = 0x02;
const LENGTH = 32;

function placeOf(all: Uint8Array, one: Uint8Array): number | null {
  for (let at = 1; at < all.length; at += LENGTH)
    if (Buffer.compare(all.subarray(at, at + LENGTH), one) === 0) return at;
  return null;
}

const concat = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts));

function extend(before: Uint8Array | null, event: StandingEvent | null): Uint8Array {
  const from = before ?? Uint8Array.of(WHOLE);
  if (event === null) return concat(Uint8Array.of(WITH_GAPS), from.subarray(1));
  const other = Buffer.from(String(event.body.other), "base64url");
  const at = placeOf(from, other);
  if (event.body.event === "joined") return at === null ? concat(from, other) : from;
  return at === null ? from : concat(from.subarray(0, at), from.subarray(at + LENGTH));
}

/** One of what is gone may have joined or separated anybody. */
const agree = (a: Uint8Array, b: Uint8Array): boolean =>
  a[0] === WITH_GAPS || b[0] === WITH_GAPS || Buffer.compare(a, b) === 0;

export const joinedRule: StandingRule = { extend, agree };
