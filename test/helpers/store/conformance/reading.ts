import { describe, expect, it } from "vitest";
import { asStreamKey } from "../../../../portal/verify/brands.ts";
import { decodeEntry, entryType } from "../../../../portal/verify/entry.ts";
import type { Current } from "../conformance.ts";
import { bytesOf, sealedRecord, stateOf, streamOf, unit, unitOf } from "../units.ts";

export function readingCases(current: Current): void {
  /** Record a, state, record b, void, void, record a again, record b again. */
  async function fill(): Promise<void> {
    const { store } = current;
    await store.commit([unit("a")]);
    await store.appendState(stateOf(1));
    await store.commit([unit("b")]);
    await store.fillWithVoid(5, 1);
    await store.commit([unit("a", { version: 2 }), unit("b", { version: 2 })]);
  }

  describe("many entries", () => {
    it("come as each alone does, in order", async () => {
      await fill();
      const single = await Promise.all([2, 3, 4, 5].map((index) => current.store.entry(index)));
      expect(await current.store.entries(2, 6)).toEqual(single);
      expect(await current.store.entries(7, 7)).toEqual([]);
    });

    it("are plain byte arrays that belong to the caller", async () => {
      await fill();
      const [first] = await current.store.entries(0, 1);
      expect(Object.getPrototypeOf(first?.entry)).toBe(Uint8Array.prototype);
      const before = structuredClone(first);
      first?.entry.fill(0);
      first?.leafHash.fill(0);
      expect((await current.store.entries(0, 1))[0]).toEqual(before);
    });

    it("are 4,096 at most", async () => {
      await current.store.fillWithVoid(4_098, 1);
      expect(await current.store.entries(1, 4_097)).toHaveLength(4_096);
      await expect(current.store.entries(1, 4_098)).rejects.toThrow();
    });
  });

  describe.each(["entries", "moves", "leafHashes"] as const)("a range of %s", (method) => {
    it.each([
      [0, 8],
      [1, 0],
      [-1, 1],
      [8, 8],
      [0.5, 1],
      [0, Number.NaN],
    ])("from %d to %d of seven is refused", async (from, to) => {
      await fill();
      await expect(current.store[method](from, to)).rejects.toThrow();
    });
  });

  describe("moves", () => {
    it("are stream key and leaf hash of every record entry, and of no other", async () => {
      await fill();
      const moved = (await current.store.entries(0, 7))
        .filter(({ entry }) => entryType(entry) === "record")
        .flatMap(({ entry, leafHash }) => [decodeEntry(entry).streamKey, leafHash]);
      const all = await current.store.moves(0, 7);
      expect(all).toEqual(Uint8Array.from(Buffer.concat(moved)));
      expect(all).toHaveLength(4 * 64);
      expect(await current.store.moves(1, 6)).toEqual(all.slice(64, 3 * 64));
      expect(await current.store.moves(3, 5)).toEqual(new Uint8Array());
      expect(await current.store.moves(4, 4)).toEqual(new Uint8Array());
    });

    it("are the same however many are read at once, whatever their bytes", async () => {
      // More than an implementation reads at once, and with bytes that are no text.
      const streams = [0, 1, 0x7f, 0x80, 0xc0, 0xff].map((byte) => new Uint8Array(32).fill(byte));
      const units = Array.from({ length: 1_000 }, (_, at) =>
        unitOf([sealedRecord(`${at}`, { streamKey: asStreamKey(streams[at % 6]!) })]),
      );
      await current.store.commit(units);
      await current.store.fillWithVoid(9_000, 1);
      await current.store.commit([unit("last")]);
      const moves = await current.store.moves(0, 9_001);
      expect(moves).toHaveLength(1_001 * 64);
      expect(moves.slice(5 * 64, 5 * 64 + 32)).toEqual(streams[5]);
      expect(moves.slice(64, 96)).toEqual(streams[1]);
      expect(moves.slice(-64, -32)).toEqual(streamOf("last"));
      const hashes = await current.store.leafHashes(0, 9_001);
      expect(hashes).toHaveLength(9_001 * 32);
      for (const index of [0, 4_095, 4_096, 9_000]) {
        const stored = await current.store.entry(index);
        expect(hashes.slice(index * 32, index * 32 + 32)).toEqual(stored?.leafHash);
      }
    });
  });

  describe("the entries of a stream", () => {
    const indexes = async (label: string, from = 0, below = 99, limit = 99) => {
      const range = { from, below, limit };
      const found = await current.store.streamEntries(streamOf(label), range);
      return found.map(({ index }) => Number(index));
    };

    it("are of this stream alone, ascending", async () => {
      await fill();
      expect(await indexes("a")).toEqual([0, 5]);
      expect(await indexes("b")).toEqual([2, 6]);
      expect(await indexes("c")).toEqual([]);
    });

    it("lie within the range, and are no more than asked for", async () => {
      await fill();
      expect(await indexes("a", 1)).toEqual([5]);
      expect(await indexes("a", 5)).toEqual([5]);
      expect(await indexes("a", 6)).toEqual([]);
      expect(await indexes("a", 0, 5)).toEqual([0]);
      expect(await indexes("a", 0, 6)).toEqual([0, 5]);
      expect(await indexes("a", 0, 6, 1)).toEqual([0]);
      expect(await indexes("a", 0, 6, 0)).toEqual([]);
      expect(await indexes("a", 3, 2)).toEqual([]);
    });

    it("come the newest first where that is asked for", async () => {
      await fill();
      const newest = async (below: number, limit: number) => {
        const range = { from: 0, below, limit, newestFirst: true };
        const found = await current.store.streamEntries(streamOf("a"), range);
        return found.map(({ index }) => Number(index));
      };
      expect(await newest(99, 99)).toEqual([5, 0]);
      expect(await newest(99, 1)).toEqual([5]);
      expect(await newest(5, 1)).toEqual([0]);
      expect(await newest(0, 1)).toEqual([]);
    });

    it("come whole", async () => {
      await fill();
      const found = await current.store.streamEntries(streamOf("b"), {
        from: 0,
        below: 7,
        limit: 9,
      });
      expect(found).toEqual([await current.store.entry(2), await current.store.entry(6)]);
    });

    it("are told apart by the whole key", async () => {
      const near = [0, 31, 8].map((at) => {
        const key = bytesOf("near");
        if (at > 0) key[at]! ^= 1;
        return asStreamKey(key);
      });
      await current.store.commit(
        near.map((streamKey, at) => unitOf([sealedRecord(`${at}`, { streamKey })])),
      );
      const range = { from: 0, below: 9, limit: 9 };
      for (const [at, key] of near.entries()) {
        const found = await current.store.streamEntries(key, range);
        expect(found.map(({ index }) => Number(index))).toEqual([at]);
      }
    });

    it.each([
      { from: -1, below: 9, limit: 9 },
      { from: 0, below: 9, limit: -1 },
      { from: 0, below: Number.NaN, limit: 1 },
    ])("cannot be asked for %j", async (range) => {
      await expect(current.store.streamEntries(streamOf("a"), range)).rejects.toThrow();
    });
  });

  describe("records by index", () => {
    it("come in the order asked, null where there is none", async () => {
      await fill();
      const a1 = await current.store.record(sealedRecord("a").id, 1);
      const b2 = await current.store.record(sealedRecord("b").id, 2);
      expect(await current.store.recordsAt([6, 1, 0, 4, 99, 0])).toEqual([
        b2,
        null,
        a1,
        null,
        null,
        a1,
      ]);
      expect(await current.store.recordsAt([])).toEqual([]);
    });

    it("belong to the caller", async () => {
      await fill();
      const [row, again] = await current.store.recordsAt([0, 0]);
      const before = structuredClone(again);
      row?.sealed.fill(0);
      row?.recordRoot.fill(0);
      expect(again).toEqual(before);
      expect(await current.store.recordsAt([0])).toEqual([before]);
    });
  });

  describe("the newest versions of records", () => {
    it("come in the order asked for, each as it comes alone", async () => {
      await fill();
      const [a, b] = [sealedRecord("a").id, sealedRecord("b").id];
      const rows = [await current.store.record(b, null), await current.store.record(a, null)];
      expect(rows.map((row) => row?.version)).toEqual([2, 2]);
      expect(await current.store.newestRecords([b, "none", a, b])).toEqual([
        ...[rows[0], null, rows[1], rows[0]],
      ]);
      expect(await current.store.newestRecords([])).toEqual([]);
    });
  });

  describe("entries at indexes", () => {
    it("come in the order asked for, each as it comes alone", async () => {
      await fill();
      const { store } = current;
      const [state, last] = [await store.entry(1), await store.entry(6)];
      expect(await store.entriesAt([6, 99, 1, 6])).toEqual([last, null, state, last]);
      expect(await store.entriesAt([])).toEqual([]);
    });
  });
}
