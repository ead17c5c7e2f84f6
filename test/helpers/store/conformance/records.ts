import { describe, expect, it } from "vitest";
import type { RecordRow } from "../../../../api/store/store.ts";
import type { Current } from "../conformance.ts";
import { bytesOf, idOf, sealedRecord, subjectOf, unit, unitOf } from "../units.ts";

export function recordCases(current: Current): void {
  describe("a record", () => {
    it("comes back as it went in, with its index", async () => {
      const record = sealedRecord("a", { expiry: "open", retentionClass: "personal" });
      await current.store.commit([unit("before"), unitOf([record])]);
      expect(await current.store.record(record.id, 1)).toEqual({ ...record, index: 1 });
    });

    it("comes back by version, or the newest", async () => {
      const versions = [1, 2, 3].map((version) => sealedRecord("a", { version }));
      await current.store.commit(versions.map((record) => unitOf([record])));
      const rows = versions.map((record, index) => ({ ...record, index }));
      expect(await current.store.record(idOf("a"), 2)).toEqual(rows[1]);
      expect(await current.store.record(idOf("a"), null)).toEqual(rows[2]);
      expect(await current.store.record(idOf("a"), 4)).toBeNull();
      expect(await current.store.record(idOf("b"), null)).toBeNull();
    });

    it("keeps empty bytes and empty text apart from nothing", async () => {
      const record = sealedRecord("a", { sealed: new Uint8Array(), expiry: "" });
      await current.store.commit([unitOf([record])]);
      const row = await current.store.record(idOf("a"), 1);
      expect(row).toEqual({ ...record, index: 0 });
      expect(row?.sealed).toBeInstanceOf(Uint8Array);
    });

    it("hands out plain byte arrays, never the driver's", async () => {
      await current.store.commit([unit("a")]);
      const row = await current.store.record(idOf("a"), 1);
      const entry = await current.store.entry(0);
      const bytes = [row?.sealed, row?.contentMac, row?.recordRoot, row?.streamKey, entry?.entry];
      expect(bytes.map((b) => Object.getPrototypeOf(b) === Uint8Array.prototype)).toEqual(
        Array(5).fill(true),
      );
    });
  });

  describe("findByIdentity", () => {
    it("answers in order, with the newest version and the content of all", async () => {
      const identities = [{ mac: bytesOf("identity"), id: idOf("a") }];
      const [v1, v2] = [1, 2].map((version) => sealedRecord("a", { version }));
      await current.store.commit([unitOf([v1!], { identities }), unitOf([v2!])]);
      expect(await current.store.findByIdentity([bytesOf("unknown"), bytesOf("identity")])).toEqual(
        [
          null,
          {
            newest: { ...v2, index: 1 },
            contentMacs: [
              { version: 1, contentMac: v1?.contentMac },
              { version: 2, contentMac: v2?.contentMac },
            ],
          },
        ],
      );
    });
  });

  describe("list", () => {
    const subject = subjectOf("listed");
    const all = { subject, kind: null, after: -1, limit: 100 };
    const names = (rows: readonly RecordRow[]) => rows.map((row) => `${row.kind} ${row.index}`);

    /** Index: 0 order a, 1 somebody else's, 2 payment b, 3 order c, 4 order a version 2. */
    const fill = () =>
      current.store.commit([
        unit("a", { subject }),
        unit("other"),
        unit("b", { subject, kind: "payment" }),
        unit("c", { subject }),
        unit("a", { subject, version: 2 }),
      ]);

    it("answers newest versions of one subject, ascending by index", async () => {
      await fill();
      expect(names(await current.store.list(all))).toEqual(["payment 2", "order 3", "order 4"]);
      expect(await current.store.list({ ...all, subject: subjectOf("nobody") })).toEqual([]);
    });

    it("can be of one kind", async () => {
      await fill();
      expect(names(await current.store.list({ ...all, kind: "order" }))).toEqual([
        "order 3",
        "order 4",
      ]);
      expect(await current.store.list({ ...all, kind: "none" })).toEqual([]);
    });

    it("can be of all kinds but one", async () => {
      await fill();
      const without = (kind: string) => current.store.list({ ...all, without: kind });
      expect(names(await without("order"))).toEqual(["payment 2"]);
      expect(names(await without("payment"))).toEqual(["order 3", "order 4"]);
      expect(names(await without("none"))).toEqual(["payment 2", "order 3", "order 4"]);
      expect(names(await current.store.list({ ...all, without: "payment", limit: 1 }))).toEqual([
        "order 3",
      ]);
    });

    it.each([null, "order"])("goes page by page (kind %s)", async (kind) => {
      await fill();
      const whole = await current.store.list({ ...all, kind });
      const pages: RecordRow[] = [];
      for (let after = -1; ; ) {
        const page = await current.store.list({ ...all, kind, after, limit: 1 });
        if (page.length === 0) break;
        expect(page).toHaveLength(1);
        pages.push(...page);
        after = page[0]!.index;
      }
      expect(pages).toEqual(whole);
    });

    it("moves a record behind the cursor when it gets a new version", async () => {
      await fill();
      const [first] = await current.store.list({ ...all, limit: 1 });
      await current.store.commit([unit("b", { subject, kind: "payment", version: 2 })]);
      const rest = await current.store.list({ ...all, after: first!.index });
      expect(names(rest)).toEqual(["order 3", "order 4", "payment 5"]);
    });
  });
  describe("timeline", () => {
    const subject = subjectOf("timed");
    const all = { subject, kinds: null, below: Number.MAX_SAFE_INTEGER, limit: 100 };
    const names = (rows: readonly RecordRow[]) =>
      rows.map((row) => `${row.kind} ${row.index} v${row.version}`);

    it("answers every version of one subject, newest first, of some kinds, below an index", async () => {
      await current.store.commit([
        unit("t", { subject }),
        unit("elsewhere"),
        unit("u", { subject, kind: "payment" }),
        unit("t", { subject, version: 2 }),
      ]);
      const { store } = current;
      const whole = ["order 3 v2", "payment 2 v1", "order 0 v1"];
      expect(names(await store.timeline(all))).toEqual(whole);
      expect(names(await store.timeline({ ...all, limit: 2 }))).toEqual(whole.slice(0, 2));
      expect(names(await store.timeline({ ...all, below: 2 }))).toEqual(["order 0 v1"]);
      expect(names(await store.timeline({ ...all, kinds: ["payment", "none"] }))).toEqual([
        "payment 2 v1",
      ]);
      const orders = { ...all, kinds: ["order"], limit: 1 };
      expect(names(await store.timeline(orders))).toEqual(["order 3 v2"]);
      expect(names(await store.timeline({ ...orders, below: 3 }))).toEqual(["order 0 v1"]);
      expect(await store.timeline({ ...all, kinds: [] })).toEqual([]);
      expect(await store.timeline({ ...all, subject: subjectOf("nobody") })).toEqual([]);
    });
  });
}
