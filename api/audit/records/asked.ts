/**
 * What remembered requests say of the records that they made, in the order of these records: so that each is judged when its record is open anyway, and none
 * is opened twice.
 */
import type { RawRow, RawValue } from "../../store/audit-store.ts";
import { bytesOf, isCount } from "../row.ts";
import type { Sorter } from "../spool/sorter.ts";

/** `index[6] ‖ recorded at[6] ‖ number of the mark[6] ‖ HMAC of the request[32]`, sorted by the first. */
export const ASKED_RECORD = 50;
export const ASKED_KEY = 6;
const AT = { recordedAt: 6, number: 12, bodyMac: 18 } as const;
const MAC = 32;
const MOST = 2 ** 48;

export interface Asked {
  readonly index: number;
  readonly recordedAt: number;
  readonly number: number;
  readonly bodyMac: Buffer;
}

/** A row of `idempotency`, and the index of the record that it names; `null`: it cannot be put so. */
export function askedBy(mark: RawRow, index: RawValue): Asked | null {
  const [, body, , , , recordedAt, number] = mark;
  const bodyMac = bytesOf(body, MAC);
  if (!isCount(index) || !isCount(recordedAt) || !isCount(number) || bodyMac === null) return null;
  if (index >= MOST || recordedAt >= MOST || number >= MOST) return null;
  return { index, recordedAt, number, bodyMac };
}

export function encodeAsked(all: readonly Asked[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(all.length * ASKED_RECORD);
  const out = Buffer.from(bytes.buffer);
  for (const [i, { index, recordedAt, number, bodyMac }] of all.entries()) {
    const at = i * ASKED_RECORD;
    out.writeUIntBE(index, at, ASKED_KEY);
    out.writeUIntBE(recordedAt, at + AT.recordedAt, 6);
    out.writeUIntBE(number, at + AT.number, 6);
    bodyMac.copy(out, at + AT.bodyMac);
  }
  return bytes;
}

const indexAt = (bytes: Buffer, at: number): number => bytes.readUIntBE(at, ASKED_KEY);

/** Those of one record after the other: indexes must ascend. */
export function askedOf(sorted: Uint8Array): (index: number) => Asked[] {
  const bytes = Buffer.from(sorted.buffer, sorted.byteOffset, sorted.byteLength);
  let at = 0;
  return (index) => {
    const found: Asked[] = [];
    while (at < bytes.length && indexAt(bytes, at) < index) at += ASKED_RECORD;
    for (; at < bytes.length && indexAt(bytes, at) === index; at += ASKED_RECORD) {
      found.push({
        index,
        recordedAt: bytes.readUIntBE(at + AT.recordedAt, 6),
        number: bytes.readUIntBE(at + AT.number, 6),
        bodyMac: bytes.subarray(at + AT.bodyMac, at + AT.bodyMac + MAC),
      });
    }
    return found;
  };
}

/** Hands out those of ranges of indexes, which must ascend; calls may overlap. */
export function askedRanges(sorter: Sorter): (from: number, to: number) => Promise<Uint8Array> {
  const pages = sorter.sorted()[Symbol.asyncIterator]();
  let page: Buffer = Buffer.alloc(0);
  let at = 0;
  let turn: Promise<unknown> = Promise.resolve();

  async function read(from: number, to: number): Promise<Uint8Array> {
    const found: Buffer[] = [];
    for (;;) {
      const begin = at;
      let skipped = begin;
      while (at < page.length && indexAt(page, at) < to) {
        if (indexAt(page, at) < from) skipped = at + ASKED_RECORD;
        at += ASKED_RECORD;
      }
      if (at > skipped) found.push(page.subarray(skipped, at));
      if (at < page.length) break;
      const next = await pages.next();
      if (next.done) break;
      page = next.value;
      at = 0;
    }
    // A copy that can be given away.
    return Uint8Array.from(Buffer.concat(found));
  }

  return (from, to) => {
    const own = turn.then(() => read(from, to));
    turn = own.catch(() => {});
    return own;
  };
}
