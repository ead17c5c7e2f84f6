import fc from "fast-check";
import { expect, test } from "vitest";
import { cdnow } from "../../../../scripts/import/presets/cdnow.ts";
import { newMeter } from "../../../../scripts/import/read/meter.ts";
import { collect, kindProblems, temporaryFile } from "../../helpers/items.ts";

const HEADER = " customer_id  date number_of_cds  dollar_value\r\n";

const read = async (rows: readonly string[], header = HEADER) => {
  const content = header + rows.map((row) => ` ${row}\r\n`).join("");
  return collect(cdnow(await temporaryFile("cdnow.txt", content), newMeter()));
};

test("a customer before its first purchase, an order of each row", async () => {
  const found = await read(["00004 19970101  2   29.33", "00004 19970118  2   29.73"]);
  expect(found.all.map((item) => item.type === "draft" && item.record["@kind"])).toEqual([
    "customer",
    "order",
    "order",
  ]);
  expect(found.of("customer")[0]?.record).toMatchObject({
    "@occurredAt": "1997-01-01T00:00:00.000Z",
    externalNumber: "00004",
    partyType: "person",
    name: "CDNOW customer 00004",
  });
  const money = (amount: string) => ({ amount, currency: "USD" });
  expect(found.of("order")[0]).toMatchObject({
    line: 2,
    customer: "00004",
    record: {
      externalNumber: "00004/19970101/1",
      orderStatus: "completed",
      lines: [{ quantity: "2", unit: "CD", unitPrice: money("14.67"), amount: money("29.33") }],
      total: money("29.33"),
    },
  });
  expect(kindProblems(found.drafts)).toEqual([]);
});

test("rows that repeat are told apart by how many came before that day", async () => {
  const rows = [
    "00002 19970112  1   12.00",
    "00002 19970112  1   12.00",
    "00001 19970112  1   12.00",
    "00002 19970113  1   12.00",
    "00002 19970112  5   77.00",
  ];
  const { drafts } = await read(rows);
  const orders = drafts.filter(({ record }) => record["@kind"] === "order");
  expect(orders.map(({ record }) => record.externalNumber)).toEqual([
    "00002/19970112/1",
    "00002/19970112/2",
    "00001/19970112/1",
    "00002/19970113/1",
    "00002/19970112/3",
  ]);
});

test("nothing paid, nothing bought", async () => {
  const found = await read(["00001 19970101  1    0.00", "00001 19970102  0    5.00"]);
  expect(kindProblems(found.drafts)).toEqual([]);
  expect(found.of("order").map(({ record }) => record.total)).toMatchObject([
    { amount: "0.00" },
    { amount: "5.00" },
  ]);
});

test.each([
  ["00001 19970231 1 1.00", "date", "bad_date"],
  ["00001 19970101 one 1.00", "number_of_cds", "bad_number"],
  ["00001 19970101 1 1,00", "dollar_value", "bad_number"],
  ["00001 19970101 1", undefined, "column_count"],
  ["00001 19970101 1 1.00 9", undefined, "column_count"],
])("%s is refused, the rest goes on", async (row, column, code) => {
  const found = await read([row, "00001 19970102  1   11.77"]);
  const where = column === undefined ? {} : { column };
  expect(found.refused).toMatchObject([{ line: 2, code, ...where }]);
  expect(found.of("order")).toHaveLength(1);
});

test("a file of another kind is refused by its first line", async () => {
  const wrong = read([], "customer_id,date,number_of_cds,dollar_value\n");
  await expect(wrong).rejects.toMatchObject({ code: "wrong_header", line: 1 });
  await expect(read([], "")).rejects.toMatchObject({ code: "empty" });
});

test("numbers are unique and sums are kept, whatever the rows", async () => {
  const row = fc.record({
    customer: fc.integer({ min: 1, max: 5 }),
    day: fc.integer({ min: 1, max: 3 }),
    discs: fc.integer({ min: 1, max: 9 }),
    cents: fc.integer({ min: 0, max: 99_999 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (rows) => {
      const texts = rows.map(
        ({ customer, day, discs, cents }) =>
          `0000${customer} 1997010${day}  ${discs}  ${(cents / 100).toFixed(2)}`,
      );
      const found = await read(texts);
      const orders = found.of("order");
      const numbers = orders.map(({ record }) => record.externalNumber);
      expect(new Set(numbers).size).toBe(rows.length);
      expect(found.of("customer")).toHaveLength(new Set(rows.map((r) => r.customer)).size);
      expect(orders.map(({ record }) => record.total)).toEqual(
        rows.map(({ cents }) => ({ amount: (cents / 100).toFixed(2), currency: "USD" })),
      );
    }),
    { numRuns: 30 },
  );
});
