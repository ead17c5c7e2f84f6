import { describe, expect, it } from "vitest";
import type { RestoredEntry, Store } from "../../../../api/store/store.ts";
import {
  asLeafHash,
  asRootHash,
  asStreamSeq,
  asTreeSize,
} from "../../../../portal/verify/brands.ts";
import {
  encodeRecordEntry,
  encodeStateEntry,
  NO_PREV,
  type RecordEntry,
  VOID_ENTRY,
} from "../../../../portal/verify/entry.ts";
import { leafHash } from "../../../../portal/verify/merkle.ts";
import type { Current, StoreFactory } from "../conformance.ts";
import {
  bytesOf,
  copyOf,
  idOf,
  sealedRecord,
  stateOf,
  streamOf,
  subjectOf,
  taken,
  unit,
  unitOf,
} from "../units.ts";

/** Record, record, state, void, record of the first stream, state. */
async function fill(store: Store): Promise<void> {
  await store.commit([unit("a"), unit("b")]);
  await store.appendState(stateOf(2));
  await store.fillWithVoid(4, 5);
  await store.commit([unit("a", { version: 2 })]);
  await store.appendState(stateOf(5));
}

const restored = (entry: Uint8Array): RestoredEntry => ({ entry, recordedAt: 0, dueAt: 0 });

function record(stream: string, change: Partial<RecordEntry> = {}): RestoredEntry {
  const { recordRoot, streamKey } = sealedRecord(stream);
  const seq = asStreamSeq(1);
  return restored(encodeRecordEntry({ recordRoot, streamKey, seq, prev: NO_PREV, ...change }));
}

const streams = ["a", "b", "c"].map(streamOf);

export function restoreCases(current: Current, factory: StoreFactory): void {
  /** The entries of another store, filled as above. */
  async function copied(): Promise<RestoredEntry[]> {
    const { store, dispose } = await factory();
    try {
      await fill(store);
      return await copyOf(store);
    } finally {
      await dispose();
    }
  }

  describe("restoring", () => {
    it("brings back the log as it was, from nothing", async () => {
      const copy = await copied();
      expect(await current.store.restore(0, copy)).toBe(true);
      expect(await copyOf(current.store)).toEqual(copy);
    });

    it("brings back the same with leaf hashes that were made already", async () => {
      const copy = await copied();
      const made = copy.map((one) => ({ ...one, leafHash: leafHash(one.entry) }));
      expect(await current.store.restore(0, made)).toBe(true);
      expect(await copyOf(current.store)).toEqual(copy);
      const [head] = await current.store.streamHeads(streams);
      expect(head?.leafHash).toEqual((await current.store.entry(4))?.leafHash);
    });

    it("moves streams, so that they go on where they were", async () => {
      await current.store.restore(0, await copied());
      const [a, b, c] = await current.store.streamHeads(streams);
      expect([a?.seq, b?.seq, c]).toEqual([2, 1, null]);
      expect(a?.leafHash).toEqual((await current.store.entry(4))?.leafHash);
      const next = unitOf([sealedRecord("a", { version: 3 })], {
        expected: [{ streamKey: streamOf("a"), head: a! }],
      });
      expect(taken((await current.store.commit([next]))[0])[0]?.index).toBe(6);
      expect((await current.store.streamHeads(streams))[0]?.seq).toBe(3);
    });

    it("goes on behind what is there, also behind what was committed just now", async () => {
      const copy = await copied();
      await current.store.commit([unit("a"), unit("b")]);
      expect(await current.store.restore(2, copy.slice(2, 4))).toBe(true);
      expect(await current.store.restore(4, copy.slice(4))).toBe(true);
      expect(await copyOf(current.store)).toMatchObject(copy.map(({ entry }) => ({ entry })));
      const after = await current.store.commit([
        unit("b", { version: 2 }),
        unit("a", { version: 3 }),
      ]);
      expect(after.map((each) => taken(each)[0]?.index)).toEqual([6, 7]);
      expect((await current.store.streamHeads(streams)).map((head) => head?.seq)).toEqual([
        3,
        2,
        undefined,
      ]);
    });

    it("brings back no records", async () => {
      await current.store.restore(0, await copied());
      expect(await current.store.record(idOf("a"), null)).toBeNull();
      expect(await current.store.recordsAt([0, 1, 4])).toEqual([null, null, null]);
      const query = { subject: subjectOf("somebody"), kind: null, after: -1, limit: 9 };
      expect(await current.store.list(query)).toEqual([]);
    });

    it("is nothing where there is nothing to restore", async () => {
      expect(await current.store.restore(0, [])).toBe(true);
      expect(await current.store.restore(1, [])).toBe(false);
      expect(await current.store.size()).toBe(0);
    });

    it("answers false, and stores nothing, where the log has another size", async () => {
      const copy = await copied();
      await current.store.commit([unit("a")]);
      for (const from of [0, 2]) expect(await current.store.restore(from, copy)).toBe(false);
      expect(await current.store.size()).toBe(1);
    });

    it("lets one of many win", async () => {
      const copy = await copied();
      const won = await Promise.all([1, 2, 3].map(() => current.store.restore(0, copy)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await current.store.size()).toBe(copy.length);
    });

    it("has copied what was handed in", async () => {
      const copy = await copied();
      const before = structuredClone(copy);
      await current.store.restore(0, copy);
      for (const { entry } of copy) entry.fill(0);
      expect(await copyOf(current.store)).toEqual(before);
    });
  });

  describe("restoring with tiles", () => {
    const tile = (n: number, width: number, label = "") => ({
      ...{ level: 0, n },
      hashes: Uint8Array.from(
        Buffer.concat(Array.from({ length: width }, (_, at) => bytesOf(`${label}${n}/${at}`))),
      ),
    });
    const hashesOf = async (n: number) => {
      const [found] = await current.store.tiles([{ level: 0, n }]);
      return found?.hashes ?? null;
    };

    it("stores both, and lets tiles grow", async () => {
      const copy = await copied();
      expect(await current.store.restore(0, copy.slice(0, 2), [tile(0, 2)])).toBe(true);
      expect(await current.store.restore(2, copy.slice(2), [tile(0, 6), tile(1, 1)])).toBe(true);
      expect(await hashesOf(0)).toEqual(tile(0, 6).hashes);
      expect(await hashesOf(1)).toEqual(tile(1, 1).hashes);
      expect(await current.store.newestCheckpoint()).toBeNull();
    });

    it("has copied what was handed in", async () => {
      const given = tile(0, 2);
      await current.store.restore(0, (await copied()).slice(0, 2), [given]);
      given.hashes.fill(0);
      expect(await hashesOf(0)).toEqual(tile(0, 2).hashes);
    });

    it("stores neither where an entry does not follow, a tile would be changed, or the log has another size", async () => {
      const copy = await copied();
      await current.store.restore(0, copy.slice(0, 2), [tile(0, 2)]);
      const wrong = [
        () => current.store.restore(2, [record("new"), record("new")], [tile(1, 1)]),
        () => current.store.restore(2, copy.slice(2), [tile(1, 1), tile(0, 1)]),
        () => current.store.restore(2, copy.slice(2), [tile(1, 1), tile(0, 3, "other ")]),
        () =>
          current.store.restore(2, copy.slice(2), [{ ...tile(1, 1), hashes: new Uint8Array(31) }]),
      ];
      for (const restore of wrong) await expect(restore()).rejects.toThrow();
      expect(await current.store.restore(1, copy.slice(2), [tile(1, 1)])).toBe(false);
      expect(await current.store.size()).toBe(2);
      expect(await hashesOf(0)).toEqual(tile(0, 2).hashes);
      expect(await hashesOf(1)).toBeNull();
    });

    it("seals what is there already", async () => {
      const copy = await copied();
      await current.store.restore(0, copy, [tile(0, 6)]);
      const checkpoint = {
        ...{ size: asTreeSize(6), root: asRootHash(bytesOf("root")), note: "note\n", sealedAt: 1 },
      };
      const batch = { from: asTreeSize(0), tiles: [tile(0, 6)], checkpoint };
      expect(await current.store.seal(batch)).toBe(true);
    });
  });

  describe("restoring refuses", () => {
    const other = asLeafHash(bytesOf("other"));
    const seq = asStreamSeq(2);
    const ofStore: [string, (head: RecordEntry["prev"]) => RestoredEntry][] = [
      ["an empty entry", () => restored(new Uint8Array())],
      ["an unknown form", () => restored(Uint8Array.of(4))],
      ["a record's length under another type", () => restored(new Uint8Array(105).fill(2))],
      ["a state's length under another type", () => restored(new Uint8Array(49).fill(1))],
      ["a longer void entry", () => restored(Uint8Array.of(3, 3))],
      ["a record entry cut short", () => restored(record("c").entry.slice(0, 104))],
      ["a stream's second entry as its first", () => record("c", { seq, prev: other })],
      ["a stream's first entry a second time", () => record("a")],
      ["a gap in a stream", (prev) => record("a", { seq: asStreamSeq(3), prev })],
      ["an entry that follows another head", () => record("a", { seq, prev: other })],
      ["a map beyond the log", () => restored(encodeStateEntry(stateOf(5)))],
      ["a map that shrinks", () => restored(encodeStateEntry(stateOf(1)))],
      ["a map that does not cover the state before", () => restored(encodeStateEntry(stateOf(2)))],
      [
        "a time after the year 9999",
        () => {
          const { entry } = restored(encodeStateEntry(stateOf(3)));
          return restored(Uint8Array.from(entry.fill(255, 41)));
        },
      ],
    ];

    it.each(ofStore)("%s, and stores nothing of that call", async (_, make) => {
      await current.store.commit([unit("a"), unit("b")]);
      await current.store.appendState(stateOf(2));
      const heads = await current.store.streamHeads(streams);
      // Before and behind it lie entries that would be lawful.
      const entries = [record("new"), make(heads[0]!.leafHash), restored(VOID_ENTRY)];
      await expect(current.store.restore(3, entries)).rejects.toMatchObject({
        name: "Refusal",
        code: "damaged",
        details: { what: "entry", index: 4 },
      });
      expect(await current.store.size()).toBe(3);
      expect(await current.store.streamHeads(streams)).toEqual(heads);
      expect(await current.store.streamHeads([streamOf("new")])).toEqual([null]);
      // And nothing of it stays with what is committed next.
      await current.store.commit([unit("new"), unit("a", { version: 2 })]);
      const [fresh, a] = await current.store.streamHeads([streamOf("new"), streamOf("a")]);
      expect([fresh?.seq, a?.seq]).toEqual([1, 2]);
    });

    it("but takes the entry that follows", async () => {
      await current.store.commit([unit("a")]);
      const [head] = await current.store.streamHeads(streams);
      const next = record("a", { seq, prev: head!.leafHash });
      expect(await current.store.restore(1, [next, record("c")])).toBe(true);
      expect((await current.store.streamHeads(streams)).map((h) => h?.seq)).toEqual([
        2,
        undefined,
        1,
      ]);
    });
  });
}
