import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRefusal, type Refusal } from "../../../api/core/errors.ts";
import type { KeyStore } from "../../../api/store/key-store.ts";
import type { Store } from "../../../api/store/store.ts";
import { decodeEntry, NO_PREV } from "../../../portal/verify/entry.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
import { verifyReceipt } from "../../../portal/verify/receipt.ts";
import {
  customerOf,
  FIRST,
  money,
  newSubject,
  orderOf,
  PROMISE,
  paymentOf,
  rejection,
  START,
  stored,
  type TestLedger,
  testLedger,
  write,
} from "../../helpers/ledger.ts";
import { summary, writeAll } from "../../helpers/write-all.ts";

let ledger: TestLedger;
let subject: string;
beforeEach(async () => {
  ledger = await testLedger();
  subject = await newSubject(ledger, "K-1");
});
afterEach(() => ledger.close());

const order = (change: object = {}) => orderOf(subject, { externalNumber: "A-1", ...change });

describe("one record", () => {
  it("is stored, with what its kind and the ledger say of it", async () => {
    const { id, version, entry, disclosures } = await stored(ledger, order());
    expect(version).toBe(1);
    expect(entry).toMatchObject({ index: FIRST, recordedAt: START, dueAt: START + PROMISE });
    const { record } = await ledger.ledger.record(id, null);
    expect(record).toMatchObject({
      "@id": id,
      "@kind": "order",
      "@occurredAt": "2026-11-20T08:00:00.000Z",
      "@recordedAt": "2026-11-22T09:30:00.000Z",
      "@source": "shop",
      "@stream": "order",
      "@subject": subject,
      "@version": 1,
      externalNumber: "A-1",
      note: null,
    });
    expect(disclosures).toHaveLength(Object.keys(record).length);
  });

  it("again is unchanged, and its next content its next version in a stream of its own", async () => {
    const first = await stored(ledger, order());
    expect(summary(await write(ledger, order()))).toBe("unchanged 1");
    const later = order({ "@occurredAt": "2026-11-21T08:00:00.000Z" });
    expect(summary(await write(ledger, later))).toBe("unchanged 1");
    const second = await stored(ledger, order({ orderStatus: "shipped" }));
    expect(second).toMatchObject({ id: first.id, version: 2 });
    const { record } = await ledger.ledger.record(first.id, 2);
    expect(record["@stream"]).toBe(`order/${first.id}`);
    expect((await ledger.ledger.record(first.id, 1)).record["@stream"]).toBe("order");
    expect(await ledger.store.size()).toBe(FIRST + 2);
  });

  it("equal to an earlier version, or older than the newest, is reported unless one insists", async () => {
    const { id } = await stored(ledger, order());
    await stored(ledger, order({ orderStatus: "shipped" }));
    expect(summary(await write(ledger, order()))).toBe("equals_earlier 1");
    const old = order({ note: "late", "@occurredAt": "2026-11-01T00:00:00.000Z" });
    expect(summary(await write(ledger, old))).toBe("older 2");
    expect(await ledger.store.size()).toBe(FIRST + 2);
    expect(await stored(ledger, order(), { insist: true })).toMatchObject({ id, version: 3 });
    expect(await stored(ledger, old, { insist: true })).toMatchObject({ id, version: 4 });
  });

  it("of another source, number or kind is another record", async () => {
    const ids = [
      await stored(ledger, order()),
      await stored(ledger, order({ "@source": "web" })),
      await stored(ledger, order({ externalNumber: "A-2" })),
      await stored(ledger, paymentOf(subject, { externalNumber: "A-1" })),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });

  it("without a number has no duplicate", async () => {
    const a = await stored(ledger, orderOf(subject));
    const b = await stored(ledger, orderOf(subject));
    expect(a.id).not.toBe(b.id);
  });

  it("whose number belongs to another subject's record is refused", async () => {
    await stored(ledger, order());
    const other = await newSubject(ledger, "K-2");
    const error = rejection(write(ledger, orderOf(other, { externalNumber: "A-1" })));
    expect(await error).toMatchObject({ code: "reference_conflict" });
    const insisting = write(ledger, orderOf(other, { externalNumber: "A-1" }), { insist: true });
    expect(await rejection(insisting)).toMatchObject({ code: "reference_conflict" });
    expect(await ledger.store.size()).toBe(FIRST + 1);
  });

  it("of an unknown subject is refused", async () => {
    const unknown = write(ledger, orderOf("x".repeat(43)));
    expect(await rejection(unknown)).toMatchObject({ code: "unknown_subject" });
    expect(await ledger.store.size()).toBe(FIRST);
  });

  it("is recognised by its content, however the JSON was spelled", async () => {
    const { id } = await stored(ledger, order());
    const reordered = Object.fromEntries(
      Object.entries(order({ total: { currency: "CNY", amount: "12.50" }, note: null })).reverse(),
    );
    expect(await write(ledger, reordered)).toMatchObject({ outcome: "unchanged", id });
    expect(summary(await write(ledger, order({ total: money("12.5") })))).toBe("stored 2");
  });
});

describe("a customer", () => {
  it("is one record of its subject, whoever tells of it", async () => {
    const first = await stored(ledger, customerOf(subject, { externalNumber: "K-1" }));
    const other = { "@source": "crm", externalNumber: "77", name: "王小明" };
    const second = await stored(ledger, customerOf(subject, other));
    expect(second).toMatchObject({ id: first.id, version: 2 });
    for (const version of [1, 2]) {
      const { record } = await ledger.ledger.record(first.id, version);
      expect(record["@stream"]).toBe("customer");
    }
    expect(summary(await write(ledger, customerOf(subject, other)))).toBe("unchanged 2");
  });

  it("is kept until erased, orders until the end of their years", async () => {
    const made = await stored(ledger, customerOf(subject));
    const sold = await stored(ledger, order());
    expect((await ledger.store.record(made.id, 1))?.expiry).toBe("open");
    expect((await ledger.store.record(sold.id, 1))?.expiry).toBe("2036");
  });
});

describe("streams", () => {
  it("count and chain, each for itself", async () => {
    const other = await newSubject(ledger, "K-2");
    const written = [
      await stored(ledger, order()),
      await stored(ledger, orderOf(other, { externalNumber: "B-1" })),
      await stored(ledger, order({ externalNumber: "A-2" })),
      await stored(ledger, order({ note: "second version" })),
      await stored(ledger, order({ note: "third version" })),
      await stored(ledger, customerOf(subject)),
      await stored(ledger, customerOf(subject, { name: "another" })),
    ];
    const entries = written.map(({ entry }) => ({
      ...decodeEntry(entry.entry),
      leaf: Buffer.from(leafHash(entry.entry)).toString("hex"),
      stored: Buffer.from(entry.leafHash).toString("hex"),
    }));
    expect(entries.map(({ seq }) => seq)).toEqual([1, 1, 2, 1, 2, 1, 2]);
    const prev = entries.map((e) => Buffer.from(e.prev).toString("hex"));
    const none = Buffer.from(NO_PREV).toString("hex");
    const leaf = (i: number): string => entries[i]!.leaf;
    expect(prev).toEqual([none, none, leaf(0), none, leaf(3), none, leaf(5)]);
    for (const entry of entries) expect(entry.stored).toBe(entry.leaf);
    const keys = entries.map(({ streamKey }) => Buffer.from(streamKey).toString("hex"));
    expect(new Set(keys).size).toBe(4);
    expect(written.map(({ entry }) => entry.index)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

describe("a receipt", () => {
  it("is the same at every call, also after a restart, and the kernel's", async () => {
    const { id, entry } = await stored(ledger, order());
    const first = ledger.ledger.receiptOf(entry);
    ledger.clock.advance(3_600_000);
    expect(await ledger.ledger.receipt(id, null)).toBe(first);
    await ledger.seal();
    await ledger.restart();
    expect(await ledger.ledger.receipt(id, 1)).toBe(first);
    expect(verifyReceipt(first, ledger.policy)).toMatchObject({
      index: FIRST,
      leafHash: Uint8Array.from(entry.leafHash),
      time: START,
      deadline: START + PROMISE,
    });
  });

  it("of what is not there is refused", async () => {
    const { id } = await stored(ledger, order());
    const receipt = (i: string, v: number | null) => rejection(ledger.ledger.receipt(i, v));
    const missing = { code: "not_found", details: { what: "version" } };
    expect(await receipt(id, 2)).toMatchObject(missing);
    const gone = "019ab1c2-0000-7000-8000-000000000000";
    expect(await receipt(gone, null)).toMatchObject({ details: { what: "record" } });
  });
});

describe("many drafts at a time", () => {
  it("have outcomes of their own, in their order", async () => {
    const outcomes = await writeAll(ledger, [
      order(),
      order({ externalNumber: "A-2", note: "x".repeat(4_000) }),
      orderOf("x".repeat(43)),
      order(),
      order({ note: "n" }),
      order(),
      order({ externalNumber: "A-2", note: "x".repeat(4_000) }),
      orderOf(subject),
    ]);
    expect(outcomes.map(summary)).toEqual([
      "stored 1",
      "stored 1",
      "unknown_subject",
      "unchanged 1",
      "stored 2",
      "equals_earlier 1",
      "unchanged 1",
      "stored 1",
    ]);
    expect(await ledger.store.size()).toBe(FIRST + 4);
  });

  it("that are too large are refused, and spoil no other", async () => {
    const text = { description: "x".repeat(300), quantity: "1" };
    const line = { ...text, unitPrice: money("1"), amount: money("1") };
    const large = order({ externalNumber: "big", lines: Array.from({ length: 200 }, () => line) });
    const outcomes = await writeAll(ledger, [order(), large, order({ externalNumber: "A-3" })]);
    expect(outcomes.map(summary)).toEqual(["stored 1", "too_large", "stored 1"]);
  });

  it("of one record become its versions in their order", async () => {
    const outcomes = await writeAll(
      ledger,
      Array.from({ length: 30 }, (_, i) => order({ note: `n${i}` })),
    );
    expect(outcomes.map(summary)).toEqual(Array.from({ length: 30 }, (_, i) => `stored ${i + 1}`));
  });

  it("of nothing are nothing", async () => {
    expect(await ledger.ledger.write([])).toEqual([]);
  });
});

describe("writers at the same time", () => {
  const together = <T>(count: number, run: (i: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, (_, i) => run(i)));
  const count = (found: readonly string[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const each of found) counts[each] = (counts[each] ?? 0) + 1;
    return counts;
  };

  it("of the same record store it once", async () => {
    const outcomes = await together(50, () => write(ledger, order()));
    expect(count(outcomes.map(summary))).toEqual({ "stored 1": 1, "unchanged 1": 49 });
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1);
    expect(await ledger.store.size()).toBe(FIRST + 1);
  });

  it("of the same record with other contents give it fifty versions", async () => {
    const outcomes = await together(50, (i) => write(ledger, order({ note: `n${i}` })));
    const versions = outcomes.map(({ version }) => version).sort((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(outcomes.every(({ outcome }) => outcome === "stored")).toBe(true);
    expect(await ledger.store.size()).toBe(FIRST + 50);
  });

  it("of the same Idempotency-Key and request get the same answer", async () => {
    const outcomes = await together(50, () =>
      stored(ledger, orderOf(subject), { idempotency: "k" }),
    );
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1);
    expect(new Set(outcomes.map(({ entry }) => entry.index)).size).toBe(1);
    expect(await ledger.store.size()).toBe(FIRST + 1);
  });

  it("of the same Idempotency-Key and other requests: one wins, the others are told", async () => {
    const run = (i: number) =>
      write(ledger, orderOf(subject, { note: `n${i}` }), { idempotency: "k" }).catch(
        (error: Refusal) => error,
      );
    const outcomes = await together(50, run);
    expect(count(outcomes.map(summary))).toEqual({ "stored 1": 1, idempotency_conflict: 49 });
  });

  it("of other records disturb each other in nothing", async () => {
    const outcomes = await together(50, (i) => stored(ledger, order({ externalNumber: `${i}` })));
    expect(new Set(outcomes.map(({ entry }) => entry.index)).size).toBe(50);
    expect(outcomes.every(({ version }) => version === 1)).toBe(true);
  });

  it("that are too many are refused as busy, and nothing of them is stored", async () => {
    await ledger.close();
    ledger = await testLedger({ maxUnits: 3 });
    subject = await newSubject(ledger);
    const run = (i: number) => write(ledger, order({ externalNumber: `${i}` })).catch((e) => e);
    const outcomes = await together(20, run);
    const busy = outcomes.filter((o) => isRefusal(o, "busy")).length;
    expect(busy).toBeGreaterThan(0);
    expect(await ledger.store.size()).toBe(FIRST + 20 - busy);
  });
});

describe("keys and record", () => {
  it("are durable in this order", async () => {
    await ledger.close();
    const events: string[] = [];
    const noted = <T extends object>(inner: T, names: readonly (keyof T)[]): T => ({
      ...inner,
      ...Object.fromEntries(
        names.map((name) => [
          name,
          async (...parameters: unknown[]) => {
            const answer = await (inner[name] as (...p: unknown[]) => Promise<unknown>)(
              ...parameters,
            );
            events.push(String(name));
            return answer;
          },
        ]),
      ),
    });
    ledger = await testLedger({
      firm: false,
      wrapStore: (store: Store) => noted(store, ["commit", "addSubjects"]),
      wrapKeyStore: (store: KeyStore) => noted(store, ["addSecrets", "addSealingKeys"]),
    });
    await stored(ledger, customerOf(await newSubject(ledger, "K-1")));
    expect(events).toEqual(["addSecrets", "addSubjects", "addSealingKeys", "commit"]);
  });
});

describe("a damaged record", () => {
  it("spoils its own draft and no other", async () => {
    const { id } = await stored(ledger, order());
    ledger.tamper((db) => db.exec("UPDATE records SET sealed = zeroblob(length(sealed))"));
    const outcomes = await writeAll(ledger, [
      order({ note: "x" }),
      order({ externalNumber: "A-2" }),
    ]);
    expect(outcomes.map(summary)).toEqual(["damaged", "stored 1"]);
    expect(outcomes[0]).toMatchObject({ details: { what: "record", id } });
  });
});
