import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  customerOf,
  FIRST,
  newSubject,
  orderOf,
  paymentOf,
  rejection,
  stored,
  type TestLedger,
  testLedger,
} from "../../helpers/ledger.ts";

let ledger: TestLedger;
let subject: string;
beforeEach(async () => {
  ledger = await testLedger();
  subject = await newSubject(ledger, "K-1");
});
afterEach(() => ledger.close());

interface Query {
  readonly kind?: string;
  readonly cursor?: string | null;
  readonly limit?: number;
}

const list = ({ kind, cursor = null, limit = 50 }: Query = {}) =>
  ledger.ledger.list({ subject, kind: kind ?? null, cursor, limit });

describe("a record", () => {
  it("is read in its newest version, or in the one asked for", async () => {
    const number = { externalNumber: "A-1" };
    const { id } = await stored(ledger, orderOf(subject, number));
    await stored(ledger, orderOf(subject, { ...number, note: "two" }));
    expect(await ledger.ledger.record(id, null)).toMatchObject({
      id,
      version: 2,
      index: FIRST + 1,
      record: { note: "two", "@version": 2 },
    });
    expect(await ledger.ledger.record(id, 1)).toMatchObject({ version: 1, record: { note: null } });
    const error = await rejection(ledger.ledger.record(id, 3));
    expect(error).toMatchObject({ code: "not_found", details: { what: "version" } });
  });

  it("that is not there is refused", async () => {
    const error = await rejection(ledger.ledger.record("nobody", null));
    expect(error).toMatchObject({ code: "not_found", details: { what: "record" } });
  });
});

describe("a subject's records", () => {
  it("are listed once each, newest version, in the order of their indexes", async () => {
    const other = await newSubject(ledger, "K-2");
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      ids.push((await stored(ledger, orderOf(subject, { externalNumber: `${i}` }))).id);
      await stored(ledger, orderOf(other, { externalNumber: `other ${i}` }));
    }
    await stored(ledger, orderOf(subject, { externalNumber: "1", note: "newer" }));
    const { records, next } = await list();
    expect(next).toBeNull();
    expect(records.map(({ id }) => id)).toEqual([ids[0], ids[2], ids[3], ids[4], ids[1]]);
    expect(records.map(({ index }) => index)).toEqual([1, 5, 7, 9, 11]);
    expect(records.at(-1)).toMatchObject({ version: 2, record: { note: "newer" } });
  });

  it("are found by kind", async () => {
    await stored(ledger, customerOf(subject));
    await stored(ledger, orderOf(subject));
    await stored(ledger, paymentOf(subject));
    for (const kind of ["customer", "order", "payment"]) {
      const { records } = await list({ kind });
      expect(records.map(({ record }) => record["@kind"])).toEqual([kind]);
    }
    expect((await list({ kind: "invoice" })).records).toEqual([]);
  });

  it("come in pages that join without gap or repetition", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) ids.push((await stored(ledger, orderOf(subject))).id);
    for (const limit of [1, 2, 3, 6, 7, 8]) {
      const found: string[] = [];
      const pages: number[] = [];
      let cursor: string | null = null;
      do {
        const page = await list({ cursor, limit });
        found.push(...page.records.map(({ id }) => id));
        pages.push(page.records.length);
        cursor = page.next;
      } while (cursor !== null);
      expect(found).toEqual(ids);
      expect(pages).toHaveLength(Math.ceil(7 / limit));
    }
  });

  it("of a subject that is not there are refused, of one without records are none", async () => {
    expect(await list()).toEqual({ records: [], next: null });
    subject = "x".repeat(43);
    const error = await rejection(list());
    expect(error).toMatchObject({ code: "not_found", details: { what: "subject" } });
  });

  it.each(["", "0", "i", "i-1", "i01", "i1.5", "ix", "I1", " i1", `i${"9".repeat(17)}`])(
    "are not listed from the cursor %j",
    async (cursor) => {
      const error = await rejection(list({ cursor }));
      expect(error).toMatchObject({ code: "invalid_parameter", details: { parameter: "cursor" } });
    },
  );
});
