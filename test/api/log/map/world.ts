/** A log of streams that move, and what must be true of a map over it. */
import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { Moves } from "../../../../api/log/map/collect.ts";
import type { StreamMap } from "../../../../api/log/map/stream-map.ts";
import { asMapRoot, asStreamKey, type StreamKey } from "../../../../portal/verify/brands.ts";
import { provenValue } from "../../../../portal/verify/map.ts";
import { type ReferenceLeaf, referenceMapRoot } from "../../../helpers/reference-map.ts";

/** An entry: a stream that moves, or `null` for a state or void entry. */
export type Move = ReferenceLeaf | null;

export const digest = (text: string): Uint8Array =>
  new Uint8Array(createHash("sha256").update(text).digest());

export const keyOf = (label: string | number): StreamKey => asStreamKey(digest(`key ${label}`));

/** A key that begins with these bits, and goes on with one bit. */
export function keyWith(bits: string, rest: "0" | "1" = "0"): StreamKey {
  const all = bits.padEnd(256, rest);
  const byte = (_: unknown, i: number) => Number.parseInt(all.slice(8 * i, 8 * i + 8), 2);
  return asStreamKey(Uint8Array.from({ length: 32 }, byte));
}

export interface World {
  readonly log: Move[];
  readonly moves: Moves;
  /** Appends an entry for each key. */
  move(...keys: readonly Uint8Array[]): void;
  /** Appends a state or void entry. */
  other(): void;
  leavesAt(size: number): ReferenceLeaf[];
  rootAt(size: number): Uint8Array;
}

export function newWorld(): World {
  const log: Move[] = [];
  const roots = new Map<number, Uint8Array>();

  function leavesAt(size: number): ReferenceLeaf[] {
    const newest = new Map<string, ReferenceLeaf>();
    for (const move of log.slice(0, size)) {
      if (move !== null) newest.set(Buffer.from(move.key).toString("hex"), move);
    }
    return [...newest.values()];
  }

  return {
    log,
    async moves(from, to) {
      if (to > log.length) throw new Error("beyond the log");
      const moved = log.slice(from, to).filter((move) => move !== null);
      return new Uint8Array(Buffer.concat(moved.flatMap(({ key, value }) => [key, value])));
    },
    move(...keys) {
      for (const key of keys) log.push({ key, value: digest(`leaf ${log.length}`) });
    },
    other: () => void log.push(null),
    leavesAt,
    rootAt(size) {
      const known = roots.get(size) ?? referenceMapRoot(leavesAt(size));
      roots.set(size, known);
      return known;
    },
  };
}

/** The version is what the reference says, and its proofs, verified by the kernel, show what is in it for each key, and that others are not. */
export async function assertVersion(
  map: Pick<StreamMap, "rootAt" | "prove">,
  world: World,
  size: number,
  {
    keys,
    strangers = [],
  }: { keys?: readonly Uint8Array[]; strangers?: readonly Uint8Array[] } = {},
): Promise<void> {
  const root = asMapRoot(world.rootAt(size));
  expect(await map.rootAt(size)).toEqual(root);
  const leaves = world.leavesAt(size);
  const values = new Map(leaves.map(({ key, value }) => [Buffer.from(key).toString("hex"), value]));
  for (const key of [...(keys ?? leaves.map((leaf) => leaf.key)), ...strangers]) {
    const proof = await map.prove(asStreamKey(key), size);
    const expected = values.get(Buffer.from(key).toString("hex")) ?? null;
    expect(provenValue(asStreamKey(key), proof, root)).toEqual(expected);
  }
}
