/** The standing of a stream as it lies sealed in its row: which stream it is of, up to which event, and what its kind keeps of these (core/kind.ts). */
import type { StandingEvent, StandingRule } from "../core/kind.ts";
import type { StandingRow } from "../store/standings.ts";
import type { Mac } from "../vault/macs.ts";

/** Which stream of which subject. */
export interface StandingName {
  readonly subject: string;
  readonly stream: string;
}

export interface Standing {
  /** Name of the stream. */
  readonly stream: string;
  /** Number of the last event within the stream. */
  readonly seq: number;
  readonly kept: Uint8Array;
}

/** The key of its row. */
export const standingKey = (mac: Mac, subject: string, stream: string): Buffer =>
  mac("standing", subject, stream);

/** Those that can be opened. */
export const wholeRows = (rows: readonly (StandingRow | "damaged" | null)[]): StandingRow[] =>
  rows.filter((row) => row !== null && row !== "damaged");

/** What is sealed in a row, if it is of the newest event of this stream; `null`: its records must be read. */
export function usableStanding(
  row: Pick<StandingRow, "subject" | "headSeq">,
  bytes: Buffer | null,
  { subject, stream }: StandingName,
): Standing | null {
  const standing = bytes && decodeStanding(bytes);
  const fits = standing?.stream === stream && standing.seq === row.headSeq;
  return fits && row.subject === subject ? standing : null;
}

const NAME_AT = 5;

/** `seq[4] ‖ length of the name[1] ‖ name ‖ kept`. */
export function encodeStanding({ stream, seq, kept }: Standing): Buffer {
  const bytes = Buffer.alloc(NAME_AT + stream.length + kept.length);
  bytes.writeUInt32BE(seq);
  bytes.writeUInt8(stream.length, NAME_AT - 1);
  bytes.write(stream, NAME_AT, "latin1");
  bytes.set(kept, NAME_AT + stream.length);
  return bytes;
}

/** `null`: these bytes are none. */
export function decodeStanding(bytes: Buffer): Standing | null {
  const length = bytes[NAME_AT - 1];
  if (length === undefined || bytes.length < NAME_AT + length) return null;
  return {
    stream: bytes.toString("latin1", NAME_AT, NAME_AT + length),
    seq: bytes.readUInt32BE(),
    kept: bytes.subarray(NAME_AT + length),
  };
}

/** What is kept after all these events; `null` stands for one that is gone. */
export function keptOf(
  rule: StandingRule,
  events: Iterable<StandingEvent | null>,
  before: Uint8Array | null = null,
): Uint8Array | null {
  let kept = before;
  for (const event of events) kept = rule.extend(kept, event);
  return kept;
}
