/** Erasure: what goes, what stays, what is refused afterwards. */
import { describe, expect, it } from "vitest";
import type { RowScope } from "../../../../api/store/row-erasure.ts";
import type { SealedRecord, Unit } from "../../../../api/store/store.ts";
import { VOID_ENTRY } from "../../../../portal/verify/entry.ts";
import type { RetentionClass } from "../../../../portal/verify/subject.ts";
import type { Current, StoreFactory } from "../conformance.ts";
import { bytesOf, copyOf, idOf, sealedRecord, subjectOf, taken, unitOf } from "../units.ts";

const A = subjectOf("a");
const B = subjectOf("b");

const scope = (
  subject: string,
  keys: readonly (readonly [RetentionClass, string])[],
  closes: readonly RetentionClass[] = [],
): RowScope => ({
  subject,
  keys: keys.map(([retentionClass, expiry]) => ({ retentionClass, expiry })),
  closes,
});

const ALL_OF_A = scope(
  A,
  [
    ["personal", "open"],
    ["consent", "open"],
    ["statutory", "2036"],
  ],
  ["personal", "consent", "statutory"],
);

/** With a mark, an identity, and where it is of class consent a standing. */
function whole(label: string, change: Partial<SealedRecord>): Unit {
  const record = sealedRecord(label, change);
  const { id, version, subject } = record;
  return unitOf([record], {
    identities: version === 1 ? [{ mac: bytesOf(`identity ${label}`), id }] : [],
    idempotency: {
      keyMac: bytesOf(`key ${label} ${version}`),
      bodyMac: bytesOf("body"),
      outcome: "stored",
      id,
      version,
    },
    standings:
      record.retentionClass === "consent"
        ? [{ key: bytesOf(`standing ${label}`), subject, sealed: bytesOf("sealed"), last: 0 }]
        : [],
  });
}

const personal = (label: string, subject: string) =>
  whole(label, { subject, retentionClass: "personal", expiry: "open", kind: "customer" });
const consent = (label: string, subject: string) =>
  whole(label, { subject, retentionClass: "consent", expiry: "open", kind: "consent" });
const order = (label: string, subject: string, change: Partial<SealedRecord> = {}) =>
  whole(label, { subject, ...change });

/** Entries 0, 1, 2 are of a, 3, 4, 5 of b. */
async function fill({ store }: Current): Promise<void> {
  await store.addSubjects([
    { subject: A, referenceMac: bytesOf("reference a"), createdAt: 1 },
    { subject: B, referenceMac: bytesOf("reference b"), createdAt: 2 },
  ]);
  const units = [A, B].flatMap((subject) => [
    personal(`customer ${subject}`, subject),
    consent(`consent ${subject}`, subject),
    order(`order ${subject}`, subject),
  ]);
  for (const outcome of await store.commit(units)) taken(outcome);
}

export function erasureCases(current: Current, factory: StoreFactory): void {
  describe("erasure", () => {
    it("takes all that leads to a person's records, and nothing of anybody else", async () => {
      await fill(current);
      const { store } = current;
      const entries = await store.entries(0, 6);
      expect(await store.erase([ALL_OF_A], [])).toEqual({ records: 3, entries: 3 });
      expect(await store.recordsAt([0, 1, 2])).toEqual([null, null, null]);
      expect((await store.recordsAt([3, 4, 5])).map((row) => row?.subject)).toEqual([B, B, B]);
      const timeline = { kinds: null, below: 9, limit: 9 };
      expect(await store.timeline({ subject: A, ...timeline })).toEqual([]);
      expect(await store.timeline({ subject: B, ...timeline })).toHaveLength(3);
      for (const [subject, there] of [
        [A, false],
        [B, true],
      ] as const) {
        const labels = ["customer", "consent", "order"].map((one) => `${one} ${subject}`);
        const found = await store.findByIdentity(labels.map((one) => bytesOf(`identity ${one}`)));
        expect(found.map((one) => one !== null)).toEqual([there, there, there]);
        for (const one of labels)
          expect((await store.idempotency(bytesOf(`key ${one} 1`))) !== null).toBe(there);
        const [standing] = await store.standings([bytesOf(`standing consent ${subject}`)]);
        expect(standing !== null).toBe(there);
      }
      expect(
        await store.subjectsByReference([bytesOf("reference a"), bytesOf("reference b")]),
      ).toEqual([null, B]);
      expect(await store.knownSubjects([A, B])).toEqual(new Set([A, B]));
      expect((await store.standingsAfter(0, 9)).rows.map(({ number }) => number)).toEqual([2]);
      expect(await store.entries(0, 6)).toEqual(entries);
      expect(await store.erasedCount()).toBe(3);
      expect(await store.erasedAmong([0, 2, 3, 77])).toEqual(new Set([0, 2]));
    });

    it("erases nothing the second time", async () => {
      await fill(current);
      const { store } = current;
      await store.erase([ALL_OF_A], [0, 1, 2]);
      expect(await store.erase([ALL_OF_A], [0, 1, 2])).toEqual({ records: 0, entries: 0 });
      expect(await store.erasedCount()).toBe(3);
    });

    it("takes no record of what is closed any more, and every other", async () => {
      await fill(current);
      const { store } = current;
      await store.erase([ALL_OF_A], []);
      expect(await store.closed([A, B, "nobody"])).toEqual(
        new Map([[A, new Set(["personal", "consent", "statutory"])]]),
      );
      const again = await store.commit([
        personal("new customer", A),
        order("other year", A, { expiry: "2040" }),
        order("access", A, { retentionClass: "access", expiry: "2028" }),
        order("of b", B),
      ]);
      expect(again.map((one) => (one.ok ? "taken" : one.conflict))).toEqual([
        "erased",
        "erased",
        "taken",
        "taken",
      ]);
    });

    it("takes no record that would be sealed under a key that is gone, and others of its class", async () => {
      await fill(current);
      const { store } = current;
      await store.erase([scope(A, [["statutory", "2036"]])], []);
      expect(await store.closed([A])).toEqual(new Map());
      const again = await store.commit([
        order("late", A),
        order("later", A, { expiry: "2037" }),
        personal("new customer", A),
      ]);
      expect(again.map((one) => one.ok)).toEqual([false, true, true]);
    });

    it("keeps what still names a record: an order whose versions end in different years", async () => {
      const { store } = current;
      await store.commit([
        order("o", A),
        order("o", A, { version: 2, expiry: "2037" }),
        order("p", B),
      ]);
      await store.erase([scope(A, [["statutory", "2036"]])], []);
      const [known] = await store.findByIdentity([bytesOf("identity o")]);
      expect(known?.newest.version).toBe(2);
      expect(await store.idempotency(bytesOf("key o 1"))).toBeNull();
      expect(await store.idempotency(bytesOf("key o 2"))).toMatchObject({ id: idOf("o") });
      await store.erase([scope(A, [["statutory", "2037"]])], []);
      expect(await store.findByIdentity([bytesOf("identity o")])).toEqual([null]);
      expect(await store.idempotency(bytesOf("key o 2"))).toBeNull();
      expect(await store.erasedAmong([0, 1, 2])).toEqual(new Set([0, 1]));
    });

    it("marks entries that came back without their records", async () => {
      await fill(current);
      const copied = await copyOf(current.store);
      const made = await factory();
      const { store } = made;
      await store.restore(0, copied);
      expect(await store.erase([ALL_OF_A], [0, 1, 2])).toEqual({ records: 0, entries: 3 });
      expect(await store.erasedAmong([0, 1, 2, 3])).toEqual(new Set([0, 1, 2]));
      expect(
        (await store.commit([personal("late", A), personal("late b", B)])).map(({ ok }) => ok),
      ).toEqual([false, true]);
      await made.dispose();
    });

    it("marks no entry that has a record of another scope", async () => {
      await fill(current);
      const { store } = current;
      expect(await store.erase([scope(A, [["personal", "open"]])], [0])).toEqual({
        records: 1,
        entries: 1,
      });
      await expect(store.erase([scope(A, [["consent", "open"]])], [2])).rejects.toThrow();
      // Nothing of it happened.
      expect((await store.recordsAt([1]))[0]?.subject).toBe(A);
      expect(await store.erasedCount()).toBe(1);
    });

    it("refuses to mark what is no record entry", async () => {
      const { store } = current;
      await store.restore(0, [{ entry: VOID_ENTRY, recordedAt: 0, dueAt: 0 }]);
      await expect(store.erase([], [0])).rejects.toThrow();
      await expect(store.erase([], [1])).rejects.toThrow();
      expect(await store.erasedCount()).toBe(0);
    });

    it("bars writes until that is lifted", async () => {
      await fill(current);
      const { store } = current;
      const lift = store.bar([ALL_OF_A]);
      const outcome = async (label: string) =>
        (await store.commit([personal(label, A), personal(`b ${label}`, B)])).map(({ ok }) => ok);
      expect(await outcome("one")).toEqual([false, true]);
      expect(await store.closed([A])).toEqual(new Map());
      lift();
      expect(await outcome("two")).toEqual([true, true]);
    });

    it("bars for a moment in another word than for good, which goes before", async () => {
      await fill(current);
      const { store } = current;
      const lifts = [store.bar([ALL_OF_A], "barred")];
      const outcome = async (label: string) => (await store.commit([personal(label, A)]))[0];
      expect(await outcome("one")).toEqual({ ok: false, conflict: "barred" });
      lifts.push(store.bar([ALL_OF_A]));
      expect(await outcome("two")).toEqual({ ok: false, conflict: "erased" });
      lifts.pop()!();
      expect(await outcome("three")).toEqual({ ok: false, conflict: "barred" });
      lifts.pop()!();
      expect((await outcome("four"))?.ok).toBe(true);
    });

    it("lets nothing be remembered of a record that is gone", async () => {
      await fill(current);
      const { store } = current;
      const mark = (label: string, subject: string) =>
        unitOf([], {
          idempotency: {
            keyMac: bytesOf(`again ${label}`),
            bodyMac: bytesOf("body"),
            outcome: "unchanged",
            id: idOf(`order ${subject}`),
            version: 1,
          },
        });
      await store.erase([ALL_OF_A], []);
      const outcomes = await store.commit([mark("a", A), mark("b", B)]);
      expect(outcomes).toEqual([
        { ok: false, conflict: "erased" },
        { ok: true, entries: [] },
      ]);
    });

    it("stays, and scrubs", async () => {
      await fill(current);
      await current.store.erase([ALL_OF_A], []);
      expect(await current.store.scrub()).toBe(true);
      if (typeof current.reopen !== "function") return;
      const store = await current.reopen();
      expect(await store.erasedCount()).toBe(3);
      expect((await store.commit([personal("late", A)])).map(({ ok }) => ok)).toEqual([false]);
    });
  });
}
