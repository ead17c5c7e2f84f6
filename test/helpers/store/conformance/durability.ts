import { describe, expect, it } from "vitest";
import type { Store } from "../../../../api/store/store.ts";
import { asRootHash, asTreeSize } from "../../../../portal/verify/brands.ts";
import type { Current } from "../conformance.ts";
import { bytesOf, idOf, sealedRecord, streamOf, subjectOf, unit, unitOf } from "../units.ts";

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
      await store.putAnchor({
        size,
        state: "pending",
        transaction: null,
        nonce: null,
        block: null,
        blockHash: null,
        blockTime: null,
        gasUsed: null,
        updatedAt: 1,
      });
      const before = await everything(store);
      const again = await reopen();
      expect(await everything(again)).toEqual(before);
      const [outcome] = await again.commit([unit("a", { version: 2 })]);
      expect(outcome).toMatchObject({ ok: true, entries: [{ index: 2 }] });
    });
  });
}
