import { describe, expect, it } from "vitest";
import type { ExpectedHead, Unit, UnitOutcome } from "../../../../api/store/store.ts";
import type { Current } from "../conformance.ts";
import { bytesOf, idOf, sealedRecord, streamOf, taken, unit, unitOf } from "../units.ts";

const words = (outcomes: readonly UnitOutcome[]): string[] =>
  outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.conflict));

const mark = (key: string, body = "body") => ({
  keyMac: bytesOf(`key ${key}`),
  bodyMac: bytesOf(body),
  outcome: "created",
  id: idOf("a"),
  version: 1,
});

const identity = (label: string, id = idOf(label)) => ({ mac: bytesOf(`identity ${label}`), id });

export function conflictCases(current: Current): void {
  const commitWords = async (...units: Unit[]) => words(await current.store.commit(units));

  describe("an expected head", () => {
    const absent = (label: string): ExpectedHead => ({ streamKey: streamOf(label), head: null });

    it("holds while it is where the writer read it", async () => {
      const [first] = taken((await current.store.commit([unit("a")]))[0]);
      const next = unitOf([sealedRecord("a", { version: 2 })], {
        expected: [
          { streamKey: streamOf("a"), head: { seq: 1, leafHash: first!.leafHash } },
          absent("b"),
        ],
      });
      expect(await commitWords(next)).toEqual(["ok"]);
    });

    it("conflicts when the stream has come into being", async () => {
      const late = unitOf([sealedRecord("b")], { expected: [absent("a")] });
      expect(await commitWords(unit("a"), late)).toEqual(["ok", "head_moved"]);
      expect(await commitWords(late)).toEqual(["head_moved"]);
    });

    it("conflicts when the stream has moved, does not exist, or is another one", async () => {
      const [first] = taken((await current.store.commit([unit("a")]))[0]);
      await current.store.commit([unit("a", { version: 2 })]);
      const expecting = (streamKey: string, seq: number, leafHash: Uint8Array) =>
        unitOf([sealedRecord("late")], {
          expected: [
            { streamKey: streamOf(streamKey), head: { seq, leafHash: leafHash as never } },
          ],
        });
      const [head] = await current.store.streamHeads([streamOf("a")]);
      expect(
        await commitWords(
          expecting("a", 1, first!.leafHash),
          expecting("a", 2, first!.leafHash),
          expecting("a", 1, head!.leafHash),
          expecting("none", 1, first!.leafHash),
        ),
      ).toEqual(Array(4).fill("head_moved"));
      expect(await commitWords(expecting("a", 2, head!.leafHash))).toEqual(["ok"]);
    });

    it("is judged before the unit's own records move the stream", async () => {
      const both = unitOf([sealedRecord("a"), sealedRecord("b", { streamKey: streamOf("a") })], {
        expected: [absent("a")],
      });
      expect(await commitWords(both)).toEqual(["ok"]);
    });
  });

  describe("an identity", () => {
    it("can be taken once", async () => {
      const unitFor = (label: string) =>
        unitOf([sealedRecord(label)], { identities: [identity("same", idOf(label))] });
      expect(await commitWords(unitFor("a"), unitFor("b"))).toEqual(["ok", "identity_taken"]);
      expect(await commitWords(unitFor("c"))).toEqual(["identity_taken"]);
      const [known] = await current.store.findByIdentity([identity("same").mac]);
      expect(known?.newest.id).toBe(idOf("a"));
    });

    it("conflicts when one of several is taken, and the others stay free", async () => {
      await current.store.commit([unitOf([sealedRecord("a")], { identities: [identity("a")] })]);
      const both = unitOf([sealedRecord("b")], { identities: [identity("free"), identity("a")] });
      expect(await commitWords(both)).toEqual(["identity_taken"]);
      const free = unitOf([sealedRecord("c")], { identities: [identity("free")] });
      expect(await commitWords(free)).toEqual(["ok"]);
    });

    it("conflicts with itself in one unit", async () => {
      const twice = unitOf([sealedRecord("a")], { identities: [identity("a"), identity("a")] });
      expect(await commitWords(twice)).toEqual(["identity_taken"]);
      expect(await current.store.size()).toBe(0);
    });

    it("conflicts when the version of the record is there already", async () => {
      expect(await commitWords(unit("a"), unit("a"), unit("a", { version: 2 }))).toEqual([
        "ok",
        "identity_taken",
        "ok",
      ]);
      const twice = unitOf([sealedRecord("b"), sealedRecord("b")]);
      expect(await commitWords(twice)).toEqual(["identity_taken"]);
    });
  });

  describe("an idempotency mark", () => {
    it("is stored with its unit, also with one that has no records", async () => {
      const empty = unitOf([], { idempotency: { ...mark("k"), outcome: "unchanged", version: 3 } });
      expect(await current.store.idempotency(mark("k").keyMac)).toBeNull();
      expect(await current.store.commit([empty])).toEqual([{ ok: true, entries: [] }]);
      expect(await current.store.idempotency(mark("k").keyMac)).toEqual({
        bodyMac: bytesOf("body"),
        outcome: "unchanged",
        id: idOf("a"),
        version: 3,
      });
      expect(await current.store.size()).toBe(0);
    });

    it("can be used once, whatever the body", async () => {
      const [first, again, other] = [mark("k"), mark("k"), mark("k", "other")].map(
        (idempotency, at) => unitOf([sealedRecord(`${at}`)], { idempotency }),
      );
      expect(await commitWords(first!, again!)).toEqual(["ok", "idempotency_key_used"]);
      expect(await commitWords(other!)).toEqual(["idempotency_key_used"]);
    });

    it("is named before all other conflicts, and a taken identity before a moved head", async () => {
      const all = unitOf([sealedRecord("a")], {
        idempotency: mark("k"),
        identities: [identity("a")],
        expected: [{ streamKey: streamOf("a"), head: null }],
      });
      expect(await commitWords(all, all, { ...all, idempotency: null })).toEqual([
        "ok",
        "idempotency_key_used",
        "identity_taken",
      ]);
    });
  });

  describe("a unit with a conflict", () => {
    it("leaves no trace and does not disturb its neighbours", async () => {
      const streamKey = streamOf("shared");
      const bad = unitOf([sealedRecord("b", { streamKey }), sealedRecord("taken")], {
        identities: [identity("b")],
        idempotency: mark("b"),
      });
      const outcomes = await current.store.commit([
        unit("taken"),
        bad,
        unitOf([sealedRecord("c", { streamKey })]),
      ]);
      expect(words(outcomes)).toEqual(["ok", "identity_taken", "ok"]);
      expect(taken(outcomes[2])[0]?.index).toBe(1);
      expect((await current.store.streamHeads([streamKey]))[0]?.seq).toBe(1);
      expect(await current.store.record(idOf("b"), null)).toBeNull();
      expect(await current.store.findByIdentity([identity("b").mac])).toEqual([null]);
      expect(await current.store.idempotency(mark("b").keyMac)).toBeNull();
      expect(await current.store.size()).toBe(2);
    });
  });
}
