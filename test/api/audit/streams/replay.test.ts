/** Parts of the map put together, against the map as its definition says. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOVE, replayPart, STATE } from "../../../../api/audit/streams/partition.ts";
import { createTop } from "../../../../api/audit/streams/top.ts";
import { sha256 } from "../../../../api/core/hash.ts";
import { referenceMapRoot } from "../../../helpers/reference-map.ts";

interface Move {
  readonly key: Buffer;
  readonly point: number;
  readonly value: Buffer;
}

function encode(moves: readonly Move[]): Buffer {
  const sorted = [...moves].sort((a, b) => Buffer.compare(a.key, b.key) || a.point - b.point);
  return Buffer.concat(
    sorted.map(({ key, point, value }) => {
      const at = Buffer.alloc(4);
      at.writeUInt32BE(point);
      return Buffer.concat([key, at, value]);
    }),
  );
}

/** Of several moves of a key at one point the last one counts. */
function once(moves: readonly Move[]): Move[] {
  const by = new Map(moves.map((move) => [`${move.key.toString("hex")} ${move.point}`, move]));
  return [...by.values()];
}

/** Roots by point, out of parts of this many bits. */
function replayed(moves: readonly Move[], bits: number): Map<number, string> {
  const top = createTop(bits);
  const partOf = (key: Buffer): number => (bits === 0 ? 0 : key.readUInt32BE(0) >>> (32 - bits));
  const states: { part: number; state: Buffer }[] = [];
  for (let part = 0; part < 2 ** bits; part++) {
    const found = replayPart(encode(moves.filter(({ key }) => partOf(key) === part)), bits);
    for (let at = 0; at < found.length; at += STATE)
      states.push({ part, state: found.subarray(at, at + STATE) });
  }
  const roots = new Map<number, string>();
  const points = [...new Set(states.map(({ state }) => state.readUInt32BE(0)))];
  for (const point of points.sort((a, b) => a - b)) {
    for (const { part, state } of states) {
      if (state.readUInt32BE(0) === point) top.set(part, state[4] as number, state.subarray(5));
    }
    roots.set(point, top.root().toString("hex"));
  }
  return roots;
}

function expected(moves: readonly Move[]): Map<number, string> {
  const roots = new Map<number, string>();
  for (const { point } of moves) {
    const newest = new Map<string, Move>();
    const until = moves.filter((move) => move.point <= point);
    for (const move of until.sort((a, b) => a.point - b.point))
      newest.set(move.key.toString("hex"), move);
    roots.set(point, Buffer.from(referenceMapRoot([...newest.values()])).toString("hex"));
  }
  return new Map([...roots].sort(([a], [b]) => a - b));
}

const value = (text: string): Buffer => sha256(text);

/** Keys that part late as well as early: few different bytes, in few places. */
const key = fc
  .tuple(
    fc.integer({ min: 0, max: 7 }),
    fc.constantFrom(0, 1, 2, 3, 16, 31),
    fc.integer({ min: 0, max: 3 }),
  )
  .map(([first, place, last]) => {
    const bytes = Buffer.alloc(32);
    bytes[0] = first << 5;
    bytes[place] = (bytes[place] as number) | last;
    bytes[31] = (bytes[31] as number) ^ (last & 1);
    return bytes;
  });
const moves = fc
  .array(fc.tuple(key, fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 40 })
  .map((all) => once(all.map(([k, point], i) => ({ key: k, point, value: value(`${i}`) }))));

describe("the replay of the map", () => {
  it("gives the map's root at every point, whatever parts it is made of", () => {
    fc.assert(
      fc.property(moves, fc.integer({ min: 0, max: 4 }), (all, bits) => {
        expect(replayed(all, bits)).toEqual(expected(all));
      }),
      { numRuns: 300 },
    );
  });

  it("does so for many keys that are hashes", () => {
    const all = once(
      Array.from({ length: 240 }, (_, i) => ({
        key: sha256(`stream ${i % 150}`),
        point: Math.floor(i / 60),
        value: value(`${i}`),
      })),
    );
    for (const bits of [0, 3, 6]) expect(replayed(all, bits)).toEqual(expected(all));
  });

  it("has nothing to say of a part without keys", () => {
    expect(replayPart(Buffer.alloc(0), 3)).toHaveLength(0);
    expect(MOVE).toBe(68);
    expect(createTop(2).root().equals(Buffer.alloc(32))).toBe(true);
  });
});
