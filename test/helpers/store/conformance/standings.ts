import { describe, expect, it } from "vitest";
import type { Standing } from "../../../../api/store/standings.ts";
import type { Unit } from "../../../../api/store/store.ts";
import { asStreamSeq } from "../../../../portal/verify/brands.ts";
import { encodeRecordEntry } from "../../../../portal/verify/entry.ts";
import type { Current } from "../conformance.ts";
import { bytesOf, sealedRecord, streamOf, subjectOf, unit, unitOf } from "../units.ts";

const standing = (label: string, turn: number, change: Partial<Standing> = {}): Standing => ({
  key: bytesOf(`standing ${label}`),
  subject: subjectOf(label),
  sealed: bytesOf(`sealed standing ${label} ${turn}`),
  last: 0,
  ...change,
});

/** The turn of a stream, with its standing. */
function turn(label: string, version: number): Unit {
  return { ...unit(label, { version }), standings: [standing(label, version)] };
}

export function standingCases(current: Current): void {
  const of = (...labels: string[]) =>
    current.store.standings(labels.map((label) => standing(label, 0).key));
  /** Its stream has had as many events as turns. */
  const row = (
    label: string,
    version: number,
    number: number,
    index: number,
    headSeq: number | null = version,
  ) => {
    const { last: _last, ...told } = standing(label, version);
    return { ...told, number, index, headSeq };
  };

  describe("standings", () => {
    it("begin empty", async () => {
      expect(await of("a", "b")).toEqual([null, null]);
      expect(await of()).toEqual([]);
      expect(await current.store.standingsAfter(0, 9)).toEqual({
        ...{ rows: [], damaged: 0, last: null },
      });
    });

    it("come with their unit, in the order in which they are asked for", async () => {
      await current.store.commit([turn("a", 1), unit("x"), turn("b", 1)]);
      expect(await of("b", "c", "a", "b")).toEqual([
        row("b", 1, 2, 2),
        null,
        row("a", 1, 1, 0),
        row("b", 1, 2, 2),
      ]);
    });

    it("are replaced by the next one of their key, in a unit of its own and in the same commit", async () => {
      await current.store.commit([turn("a", 1), turn("b", 1), turn("a", 2)]);
      expect(await of("a")).toEqual([row("a", 2, 1, 2)]);
      await current.store.commit([turn("a", 3)]);
      expect(await of("a", "b")).toEqual([row("a", 3, 1, 3), row("b", 1, 2, 1)]);
    });

    it("end with the record that they name, of several in a unit", async () => {
      const records = [sealedRecord("a"), sealedRecord("b"), sealedRecord("a", { version: 2 })];
      const standings = [standing("a", 1, { last: 2 }), standing("b", 1, { last: 1 })];
      await current.store.commit([unitOf(records, { standings })]);
      expect(await of("a", "b")).toEqual([row("a", 1, 1, 2, 2), row("b", 1, 2, 1)]);
    });

    it("are the newest that are stored, however often they were read before", async () => {
      for (const version of [1, 2, 3]) {
        await current.store.commit([turn("a", version), turn(`x${version}`, 1)]);
        const expected = row("a", version, 1, 2 * version - 2);
        for (let again = 0; again < 2; again++) expect(await of("a")).toEqual([expected]);
      }
      await current.store.commit([unit("a", { version: 4 })]);
      expect(await of("a")).toEqual([row("a", 3, 1, 4, null)]);
    });

    it("stay as they were where their unit conflicts", async () => {
      await current.store.commit([turn("a", 1)]);
      expect(await of("a")).toEqual([row("a", 1, 1, 0)]);
      const late = { ...turn("a", 2), expected: [{ streamKey: streamOf("a"), head: null }] };
      const fresh = { ...turn("b", 1), expected: [{ streamKey: streamOf("a"), head: null }] };
      expect(await current.store.commit([late, fresh])).toMatchObject([
        { conflict: "head_moved" },
        { conflict: "head_moved" },
      ]);
      expect(await of("a", "b")).toEqual([row("a", 1, 1, 0), null]);
      await current.store.commit([turn("c", 1)]);
      expect(await of("c")).toEqual([row("c", 1, 2, 1)]);
    });

    it("are not the newest where their stream went on without them", async () => {
      await current.store.commit([turn("a", 1), unit("a", { version: 2 })]);
      expect(await of("a")).toEqual([row("a", 1, 1, 0, null)]);
      await current.store.commit([turn("a", 3)]);
      expect(await of("a")).toEqual([row("a", 3, 1, 2)]);
    });

    it("are not the newest where an entry came back behind them", async () => {
      await current.store.commit([turn("a", 1)]);
      expect(await of("a")).toEqual([row("a", 1, 1, 0)]);
      const [head] = await current.store.streamHeads([streamOf("a")]);
      const { recordRoot, streamKey } = sealedRecord("a", { version: 2 });
      const seq = asStreamSeq(2);
      const entry = encodeRecordEntry({ recordRoot, streamKey, seq, prev: head!.leafHash });
      await current.store.restore(1, [{ entry, recordedAt: 0, dueAt: 0 }]);
      expect(await of("a")).toEqual([row("a", 1, 1, 0, null)]);
    });

    it("must end with a record of their unit", async () => {
      const wrong = { ...unit("a"), standings: [standing("a", 1, { last: 1 })] };
      await expect(current.store.commit([wrong])).rejects.toThrow();
      expect(await of("a")).toEqual([null]);
    });

    it("are handed out page by page, in the order in which they came first", async () => {
      const labels = ["a", "b", "c", "d", "e"];
      await current.store.commit(labels.map((label) => turn(label, 1)));
      await current.store.commit([turn("b", 2)]);
      const page = async (after: number, limit: number) => {
        const { rows, last } = await current.store.standingsAfter(after, limit);
        return [...rows.map(({ number }) => number), last];
      };
      expect(await page(0, 2)).toEqual([1, 2, 2]);
      expect(await page(2, 9)).toEqual([3, 4, 5, 5]);
      expect(await page(5, 9)).toEqual([null]);
      expect((await current.store.standingsAfter(1, 1)).rows).toEqual([row("b", 2, 2, 5)]);
      await expect(current.store.standingsAfter(-1, 1)).rejects.toThrow();
    });

    it("are nobody else's: bytes handed in and out may be changed", async () => {
      const mine = standing("a", 1, { sealed: bytesOf("mine") });
      await current.store.commit([{ ...unit("a"), standings: [mine] }]);
      mine.sealed.fill(0);
      const [first] = await of("a");
      if (!first || first === "damaged") throw new Error("no row");
      expect(first.sealed).toEqual(bytesOf("mine"));
      first.sealed.fill(0);
      expect(await of("a")).toMatchObject([{ sealed: bytesOf("mine") }]);
    });
  });
}
