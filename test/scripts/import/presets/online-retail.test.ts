import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { onlineRetail } from "../../../../scripts/import/presets/online-retail/online-retail.ts";
import {
  MOST_LINES,
  partNumber,
  split,
} from "../../../../scripts/import/presets/online-retail/split.ts";
import { newMeter } from "../../../../scripts/import/read/meter.ts";
import { type Collected, collect, kindProblems, temporaryFile } from "../../helpers/items.ts";

const FIXTURE = fileURLToPath(new URL("../../fixtures/online-retail.csv", import.meta.url));
const HEADER =
  "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

const read = async (...contents: string[]): Promise<Collected> => {
  const files = await Promise.all(
    contents.map((content, at) => temporaryFile(`${at}.csv.gz`, gzipSync(HEADER + content))),
  );
  return collect(onlineRetail(files, newMeter()));
};
const row = (over: Partial<Record<"no" | "qty" | "price" | "who" | "at" | "country", string>>) => {
  const { no = "1", qty = "1", price = "2.5", who = "7.0", at = "2011-06-01 10:00:00" } = over;
  return `${no},A1,THING,${qty},${at},${price},${who},${over.country ?? "France"}\n`;
};
const order = (found: Collected, number: string) =>
  found.of("order").find(({ record }) => record.externalNumber === number)?.record;

describe("an excerpt of the real data", async () => {
  const meter = newMeter();
  const found = await collect(onlineRetail([FIXTURE], meter));

  test("its rows are all accounted for", () => {
    const lines = found.of("order").flatMap(({ record }) => record.lines);
    expect(found.refused).toEqual([]);
    expect(lines.length + found.skipped.length).toBe(54);
    expect(meter.rows).toBe(54);
    expect(kindProblems(found.drafts)).toEqual([]);
  });

  test("rows without a customer are skipped and counted", () => {
    expect(found.skipped.map(({ reason, line }) => [reason, line])).toEqual([
      ["no_customer", 30],
      ["no_customer", 34],
      ["no_customer", 35],
      ["no_customer", 36],
    ]);
  });

  test("an invoice is an order", () => {
    expect(order(found, "536365")).toMatchObject({
      "@occurredAt": "2010-12-01T08:26:00.000Z",
      orderStatus: "completed",
      currency: "GBP",
      total: { amount: "139.12", currency: "GBP" },
    });
  });

  test("a cancellation is a return with a negative amount", () => {
    expect(order(found, "C536379")).toMatchObject({
      orderStatus: "returned",
      lines: [{ quantity: "-1", unitPrice: { amount: "27.50" }, amount: { amount: "-27.50" } }],
      total: { amount: "-27.50" },
    });
  });

  test("a price of zero stays", () => {
    const lines = order(found, "537197")?.lines;
    expect(lines).toContainEqual(expect.objectContaining({ productNumber: "22841" }));
  });

  test("countries: by code where there is one, as a note where there is none", () => {
    const customer = (number: string) =>
      found.of("customer").find((draft) => draft.customer === number)?.record;
    expect(customer("14911")).toMatchObject({ addresses: [{ lines: ["EIRE"], country: "IE" }] });
    expect(customer("14932")).toMatchObject({ note: "Country: Channel Islands" });
    expect(customer("14932")).not.toHaveProperty("addresses");
  });
});

test("rows of an invoice may be apart", async () => {
  const found = await read(row({ no: "1" }) + row({ no: "2" }) + row({ no: "1", qty: "3" }));
  expect(order(found, "1")).toMatchObject({ total: { amount: "10.00" } });
  expect(found.of("order").map(({ lineNumbers }) => lineNumbers)).toEqual([[3], [2, 4]]);
});

test("British summer time", async () => {
  const found = await read(row({ at: "2011-06-01 10:00:00" }));
  expect(order(found, "1")?.["@occurredAt"]).toBe("2011-06-01T09:00:00.000Z");
});

test("only what takes everything back is a return", async () => {
  const found = await read(
    row({ no: "1", qty: "-2" }) + row({ no: "2", qty: "5" }) + row({ no: "2", qty: "-1" }),
  );
  expect(order(found, "1")).toMatchObject({ orderStatus: "returned", total: { amount: "-5.00" } });
  expect(order(found, "2")).toMatchObject({ orderStatus: "completed", total: { amount: "10.00" } });
});

test("a customer is sent when it is new, and again when it has moved, over files too", async () => {
  const first = row({ no: "1" }) + row({ no: "2" });
  const second = row({ no: "3" }) + row({ no: "4", country: "Spain" });
  const found = await read(first, second);
  const countries = found.of("customer").map(({ record }) => record.addresses);
  expect(countries).toMatchObject([[{ country: "FR" }], [{ country: "ES" }]]);
});

test.each([
  [row({ qty: "many" }), "Quantity", "bad_number"],
  [row({ price: "" }), "UnitPrice", "missing_value"],
  [row({ at: "2011-02-30 10:00:00" }), "InvoiceDate", "bad_date"],
  [row({ at: "2011-03-27 01:30:00" }), "InvoiceDate", "no_such_time"],
  ["1,A1,THING,1\n", undefined, undefined],
])("%j is refused or skipped by its line", async (bad, column, code) => {
  const found = await read(row({ no: "0" }) + bad);
  if (code === undefined) expect(found.skipped).toMatchObject([{ line: 3 }]);
  else expect(found.refused).toMatchObject([{ line: 3, column, code }]);
  expect(found.of("order")).toHaveLength(1);
});

test("an invoice with two customers is refused at the row that differs", async () => {
  const found = await read(row({}) + row({}) + row({ who: "8.0" }));
  expect(found.refused).toMatchObject([{ line: 4, column: "CustomerID", code: "mixed_group" }]);
  expect(found.drafts).toEqual([]);
});

describe("long invoices", () => {
  test("are split into orders of their own", async () => {
    const found = await read(row({ price: "0.01" }).repeat(MOST_LINES * 2 + 1));
    expect(found.of("order").map(({ record }) => record.externalNumber)).toEqual([
      "1",
      "1#2",
      "1#3",
    ]);
    expect(found.of("order").map(({ record }) => record.total)).toMatchObject([
      { amount: "3.00" },
      { amount: "3.00" },
      { amount: "0.01" },
    ]);
    expect(found.of("order")[2]).toMatchObject({ line: 602, lineNumbers: [602] });
    expect(kindProblems(found.drafts)).toEqual([]);
  });

  test("parts keep the order, and are within lines and bytes", () => {
    const lines = Array.from({ length: 1000 }, (_, at) => at);
    const parts = split(lines, (line) => (line % 7 === 0 ? 20_000 : 100));
    expect(parts.flat()).toEqual(lines);
    expect(parts.every((part) => part.length <= MOST_LINES && part.length > 0)).toBe(true);
    expect(split([], () => 1)).toEqual([[]]);
    expect(split([1], () => 1e9)).toEqual([[1]]);
    expect([0, 1, 2].map((part) => partNumber("9", part))).toEqual(["9", "9#2", "9#3"]);
  });
});
