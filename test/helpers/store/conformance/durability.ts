import { describe, expect, it } from "vitest";
import type { Store } from "../../../../api/store/store.ts";
import {
  asRecordRoot,
  asRootHash,
  asStreamSeq,
  asTreeSize,
} from "../../../../portal/verify/brands.ts";
import { encodeRecordEntry } from "../../../../portal/verify/entry.ts";
import type { Current } from "../conformance.ts";
import {
  bytesOf,
  idOf,
  sealedRecord,
  stateOf,
  streamOf,
  subjectOf,
  unit,
  unitOf,
} from "../units.ts";

const PENDING = {
  state: "pending",
  transaction: null,
  nonce: null,
  block: null,
  blockHash: null,
  blockTime: null,
  previousSize: null,
  gasUsed: null,
  gasPrice: null,
  updatedAt: 1,
} as const;

async function everything(store: Store) {
  return [
    await store.size(),
    await store.leafHashes(0, await store.size()),
    await store.entry(1),
    await store.streamHeads([streamOf("a"), streamOf("b")]),
    await store.record(idOf("a"), null),
    await store.findByIdentity([bytesOf("identity")]),
    await store.idempotency(bytesOf("key")),
    await store.list({ subject: subjectOf("somebody"), kind: null, after: -1, limit: 9 }),
    await store.subjectsByReference([bytesOf("reference")]),
    await store.tiles([{ level: 0, n: 0 }]),
    await store.newestCheckpoint(),
    await store.openAnchors(),
    await store.meta("origin"),
    await store.meta("epoch"),
    await store.entries(0, await store.size()),
    await store.moves(0, await store.size()),
    await store.streamEntries(streamOf("b"), { from: 0, below: 99, limit: 99 }),
    await store.recordsAt([0, 1, 2, 3]),
    await store.anchorsAround(9),
  ];
}

export function durabilityCases(current: Current): void {
  describe("durability", () => {
    it("has everything again after it was opened again", async (test) => {
      const { store, reopen } = current;
      if (typeof reopen !== "function") return test.skip(reopen.impossible);
      const mark = { keyMac: bytesOf("key"), bodyMac: bytesOf("body"), outcome: "created" };
      await store.setMeta("origin", "localhost/test");
      await store.addSubjects([
        { subject: subjectOf("somebody"), referenceMac: bytesOf("reference"), createdAt: 1 },
      ]);
      await store.commit([
        unitOf([sealedRecord("a")], {
          identities: [{ mac: bytesOf("identity"), id: idOf("a") }],
          idempotency: { ...mark, id: idOf("a"), version: 1 },
        }),
        unit("b"),
      ]);
      const size = asTreeSize(2);
      await store.seal({
        from: asTreeSize(0),
        tiles: [{ level: 0, n: 0, hashes: await store.leafHashes(0, 2) }],
        checkpoint: { size, root: asRootHash(bytesOf("root")), note: "note", sealedAt: 1 },
      });
      await store.putAnchor({ ...PENDING, size });
      await store.putAnchor({ ...PENDING, size: asTreeSize(1), state: "finalized", blockTime: 5 });
      await store.swapMeta("epoch", null, "one");
      await store.swapMeta("epoch", "one", "two");
      await store.appendState(stateOf(2));
      await store.fillWithVoid(4, 1);
      const [head] = await store.streamHeads([streamOf("b")]);
      const lost = encodeRecordEntry({
        recordRoot: asRecordRoot(bytesOf("lost")),
        streamKey: streamOf("b"),
        seq: asStreamSeq(2),
        prev: head!.leafHash,
      });
      await store.restore(4, [{ entry: lost, recordedAt: 3, dueAt: 4 }]);
      const before = await everything(store);
      const again = await reopen();
      expect(await everything(again)).toEqual(before);
      await expect(again.appendState(stateOf(1))).rejects.toThrow();
      const next = [unit("a", { version: 2 }), unit("b", { version: 2 })];
      const outcomes = await again.commit(next);
      expect(outcomes).toMatchObject([{ entries: [{ index: 5 }] }, { entries: [{ index: 6 }] }]);
      const heads = await again.streamHeads([streamOf("a"), streamOf("b")]);
      expect(heads.map((each) => each?.seq)).toEqual([2, 3]);
    });

    it("forgets anchors for good", async (test) => {
      const { store, reopen } = current;
      if (typeof reopen !== "function") return test.skip(reopen.impossible);
      await store.putAnchor({ ...PENDING, size: asTreeSize(1) });
      await store.clearAnchors();
      expect(await (await reopen()).openAnchors()).toEqual([]);
    });
  });
}
