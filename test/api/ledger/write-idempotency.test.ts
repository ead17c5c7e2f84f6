import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  FIRST,
  newSubject,
  orderOf,
  paymentOf,
  rejection,
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

describe("an Idempotency-Key", () => {
  it("gives the first answer again, whatever happened in between", async () => {
    const key = { idempotency: "k1" };
    const first = await stored(ledger, order(), key);
    await stored(ledger, order({ note: "newer" }));
    await ledger.restart();
    ledger.clock.advance(1_000);
    const again = await stored(ledger, order(), key);
    expect(again).toEqual(first);
    expect(await ledger.store.size()).toBe(FIRST + 2);
  });

  it("gives also the answer again that nothing was stored", async () => {
    await stored(ledger, order());
    const key = { idempotency: "k1" };
    expect(summary(await write(ledger, order(), key))).toBe("unchanged 1");
    await stored(ledger, order({ note: "newer" }));
    expect(summary(await write(ledger, order(), key))).toBe("unchanged 1");
    expect(summary(await write(ledger, order()))).toBe("equals_earlier 1");
  });

  it("with another request is refused: content, time, source, subject, kind or insisting", async () => {
    const key = { idempotency: "k1" };
    await stored(ledger, order(), key);
    const other = await newSubject(ledger, "K-2");
    const requests = [
      order({ note: "x" }),
      order({ "@occurredAt": "2026-11-20T08:00:00.001Z" }),
      order({ "@source": "web" }),
      orderOf(other, { externalNumber: "A-1" }),
      paymentOf(subject),
    ];
    for (const request of requests) {
      const error = await rejection(write(ledger, request, key));
      expect(error).toMatchObject({ code: "idempotency_conflict" });
    }
    const insisting = write(ledger, order(), { ...key, insist: true });
    expect(await rejection(insisting)).toMatchObject({ code: "idempotency_conflict" });
    expect(await ledger.store.size()).toBe(FIRST + 1);
  });

  it("of a refused request may come again", async () => {
    await stored(ledger, order());
    const other = await newSubject(ledger, "K-2");
    const key = { idempotency: "k1" };
    await rejection(write(ledger, orderOf(other, { externalNumber: "A-1" }), key));
    expect(summary(await write(ledger, orderOf(other, { externalNumber: "B" }), key))).toBe(
      "stored 1",
    );
  });

  it("twice in one call is the same request, or a conflict", async () => {
    const outcomes = await writeAll(ledger, [order(), order(), order({ note: "x" })], {
      keys: ["k", "k", "k"],
    });
    expect(outcomes.map(summary)).toEqual(["stored 1", "stored 1", "idempotency_conflict"]);
    expect(await ledger.store.size()).toBe(FIRST + 1);
  });
});
