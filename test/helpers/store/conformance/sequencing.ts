import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { decodeEntry, NO_PREV } from "../../../../portal/verify/entry.ts";
import type { Current } from "../conformance.ts";
import { bytesOf, sealedRecord, streamOf, taken, unit, unitOf } from "../units.ts";

const leafOf = (entry: Uint8Array): Uint8Array =>
  Uint8Array.from(createHash("sha256").update(Uint8Array.of(0)).update(entry).digest());

export function sequencingCases(current: Current): void {
  describe("sequencing", () => {
    it("begins empty", async () => {
      expect(await current.store.size()).toBe(0);
      expect(await current.store.entry(0)).toBeNull();
      expect(await current.store.leafHashes(0, 0)).toEqual(new Uint8Array());
      expect(await current.store.streamHeads([streamOf("a")])).toEqual([null]);
    });

    it("takes no units", async () => {
      expect(await current.store.commit([])).toEqual([]);
      expect(await current.store.size()).toBe(0);
    });

    it("gives dense indexes over units and commits", async () => {
      const first = await current.store.commit([
        unit("a"),
        unitOf([sealedRecord("b"), sealedRecord("c")]),
      ]);
      const second = await current.store.commit([unit("d")]);
      const indexes = [...first, ...second].flatMap((o) => taken(o).map((e) => e.index));
      expect(indexes).toEqual([0, 1, 2, 3]);
      expect(await current.store.size()).toBe(4);
    });

    it("answers the entry as it is stored", async () => {
      const asked = unitOf([sealedRecord("a")], { recordedAt: 5, dueAt: 7 });
      const [entry] = taken((await current.store.commit([asked]))[0]);
      expect(await current.store.entry(0)).toEqual(entry);
      expect(entry).toMatchObject({ index: 0, recordedAt: 5, dueAt: 7 });
      expect(entry?.leafHash).toEqual(leafOf(entry!.entry));
      expect(decodeEntry(entry!.entry)).toEqual({
        recordRoot: asked.records[0]?.recordRoot,
        streamKey: asked.records[0]?.streamKey,
        seq: 1,
        prev: NO_PREV,
      });
    });

    it("chains a stream within a unit, between units and between commits", async () => {
      const streamKey = streamOf("shared");
      const inStream = (label: string) => sealedRecord(label, { streamKey });
      const entries = [
        ...(await current.store.commit([
          unitOf([inStream("a"), inStream("b")]),
          unit("elsewhere"),
          unitOf([inStream("c")]),
        ])),
        ...(await current.store.commit([unitOf([inStream("d")])])),
      ]
        .flatMap((outcome) => taken(outcome))
        .filter((entry) => entry.index !== 2);
      let prev: Uint8Array = NO_PREV;
      for (const [at, { entry, leafHash }] of entries.entries()) {
        expect(decodeEntry(entry)).toMatchObject({ seq: at + 1, prev });
        prev = leafHash;
      }
      expect(entries).toHaveLength(4);
      expect(await current.store.streamHeads([streamKey, streamOf("none")])).toEqual([
        { seq: 4, leafHash: prev, index: entries.at(-1)?.index },
        null,
      ]);
    });

    it("hands out leaf hashes of a range", async () => {
      const outcomes = await current.store.commit(["a", "b", "c"].map((label) => unit(label)));
      const hashes = outcomes.flatMap((o) => taken(o).map((e) => e.leafHash));
      expect(await current.store.leafHashes(1, 3)).toEqual(
        Uint8Array.from(Buffer.concat(hashes.slice(1))),
      );
      expect(await current.store.leafHashes(2, 2)).toEqual(new Uint8Array());
    });

    it.each([
      [0, 2],
      [1, 0],
      [-1, 1],
    ])("refuses leaf hashes from %i to %i of one", async (from, to) => {
      await current.store.commit([unit("a")]);
      await expect(current.store.leafHashes(from, to)).rejects.toThrow();
    });

    it("has copied what was handed in, and gives away what it hands out", async () => {
      const sealed = bytesOf("bytes that change");
      const streamKey = streamOf("s");
      const asked = unitOf([sealedRecord("a", { sealed, streamKey })]);
      const [entry] = taken((await current.store.commit([asked]))[0]);
      const before = structuredClone(entry);
      sealed.fill(0);
      streamKey.fill(0);
      entry?.entry.fill(0);
      entry?.leafHash.fill(0);
      expect(await current.store.entry(0)).toEqual(before);
      expect((await current.store.record(asked.records[0]!.id, 1))?.sealed).toEqual(
        bytesOf("bytes that change"),
      );
      expect((await current.store.streamHeads([streamOf("s")]))[0]?.leafHash).toEqual(
        before?.leafHash,
      );
    });
  });
}
