import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { mapped } from "../../../../scripts/import/mapping/mapped.ts";
import { parseMapping } from "../../../../scripts/import/mapping/mapping.ts";
import { newMeter } from "../../../../scripts/import/read/meter.ts";
import { collect, kindProblems, temporaryFile } from "../../helpers/items.ts";

const example = (name: string): string =>
  fileURLToPath(new URL(`../../../../demo/mapping-example/${name}`, import.meta.url));

/** A payment for each row; what is given replaces or adds members. */
const payments = (over: object = {}) => ({
  format: "counterfoil/mapping/v1",
  source: "till",
  kind: "payment",
  customer: { column: "who" },
  externalNumber: { column: "no" },
  occurredAt: { column: "at", pattern: "yyyy-MM-dd" },
  fields: {
    type: { constant: "payment" },
    direction: { constant: "received" },
    amount: { money: "sum", currency: "CNY" },
  },
  ...over,
});

async function read(mapping: object, csv: string) {
  const file = await temporaryFile("t.csv", csv);
  return collect(mapped(parseMapping(JSON.stringify(mapping)), file, newMeter()));
}

describe("the example", async () => {
  const mapping = parseMapping(await readFile(example("orders.mapping.json")));
  const found = await collect(mapped(mapping, example("orders.csv"), newMeter()));

  test("makes orders that the kind takes", () => {
    expect(found.refused).toEqual([]);
    expect(kindProblems(found.drafts)).toEqual([]);
    expect(found.drafts.map(({ customer, record }) => [customer, record.externalNumber])).toEqual([
      ["K-17", "B-1001"],
      ["K-18", "B-1002"],
      ["K-17", "B-1003"],
    ]);
  });

  test("with all forms of values", () => {
    const euro = (amount: string) => ({ amount, currency: "EUR" });
    expect(found.drafts[0]).toMatchObject({ line: 2, lineNumbers: [2, 3] });
    expect(found.drafts[0]?.record).toEqual({
      "@kind": "order",
      "@occurredAt": "2026-03-03T08:15:00.000Z",
      "@source": "teeladen",
      externalNumber: "B-1001",
      channel: "web",
      currency: "EUR",
      orderStatus: "confirmed",
      requestedOn: "2026-03-10",
      shipTo: {
        name: "Jana Vogel",
        address: {
          use: "shipping",
          lines: ["Lindenweg 4"],
          postalCode: "04109",
          city: "Leipzig",
          country: "DE",
        },
      },
      lines: [
        {
          productNumber: "T-01",
          description: "Grüner Tee 100 g",
          quantity: "2",
          unitPrice: euro("8.90"),
          amount: euro("17.80"),
        },
        {
          productNumber: "K-07",
          description: 'Kanne, "Sencha"',
          quantity: "1",
          unitPrice: euro("1249.00"),
          amount: euro("1249.00"),
        },
      ],
      total: euro("1266.80"),
    });
    expect(found.drafts[1]?.record).not.toHaveProperty("requestedOn");
    expect(found.drafts[2]?.record).toMatchObject({
      orderStatus: "returned",
      total: euro("-12.00"),
    });
  });
});

describe("rows", () => {
  test("become records, with the column that each field came from", async () => {
    const found = await read(payments(), "no,who,at,sum\nP1,K1,2026-01-05,12.345\n");
    expect(found.drafts[0]).toMatchObject({
      line: 2,
      customer: "K1",
      columns: { "@subject": "who", externalNumber: "no", "@occurredAt": "at", amount: "sum" },
      record: { externalNumber: "P1", amount: { amount: "12.35", currency: "CNY" } },
    });
    expect(kindProblems(found.drafts)).toEqual([]);
  });

  test.each([
    ["P1,,2026-01-05,1", "who", "missing_value"],
    [",K1,2026-01-05,1", "no", "missing_value"],
    ["P1,K1,,1", "at", "missing_value"],
    ["P1,K1,2026-01-32,1", "at", "bad_date"],
    ["P1,K1,2026-01-05,one", "sum", "bad_number"],
    ["P1,K1,2026-01-05", undefined, "column_count"],
  ])("%s is refused by line and column", async (row, column, code) => {
    const found = await read(payments(), `no,who,at,sum\n${row}\nP2,K1,2026-01-05,1\n`);
    expect(found.refused).toEqual([
      expect.objectContaining({ line: 2, code, ...(column === undefined ? {} : { column }) }),
    ]);
    expect(found.drafts).toHaveLength(1);
  });

  test("a column that the mapping names and the file lacks", async () => {
    const missing = read(payments(), "no,who,at\nP1,K1,2026-01-05\n");
    await expect(missing).rejects.toMatchObject({ code: "missing_column", column: "sum" });
  });

  test("a text that is not in the table of words", async () => {
    const fields = { type: { column: "t", words: { p: "payment", "": "other" } } };
    const found = await read(
      payments({ fields }),
      "no,who,at,t\n1,K,2026-01-05,p\n2,K,2026-01-05,\n3,K,2026-01-05,x\n",
    );
    expect(found.drafts.map(({ record }) => record.type)).toEqual(["payment", "other"]);
    expect(found.refused).toMatchObject([{ line: 4, column: "t", code: "not_in_table" }]);
  });

  test.each([
    [false, "1,234.50", "1234.50"],
    [false, "1234.5", "1234.50"],
    [false, "1,23", null],
    [true, "1.234,50", "1234.50"],
    [true, "1234,5", "1234.50"],
    [true, "1.5", null],
    [true, "12.345", "12345.00"],
  ])("decimalComma %s: %s", async (decimalComma, text, amount) => {
    const found = await read(
      payments({ decimalComma, delimiter: ";" }),
      `no;who;at;sum\n1;K;2026-01-05;${text}\n`,
    );
    if (amount === null) expect(found.refused).toMatchObject([{ column: "sum" }]);
    else expect(found.drafts[0]?.record.amount).toMatchObject({ amount });
  });

  test("numbers, days, templates and nothing", async () => {
    const fields = {
      note: { template: "{a}/{b}" },
      dueOn: { date: "b", pattern: "d.M.yyyy" },
      reference: { number: "c", decimals: 3 },
    };
    const found = await read(
      payments({ fields }),
      "no,who,at,a,b,c\n1,K,2026-01-05,x,1.2.2026,2.0005\n2,K,2026-01-05,x,,\n",
    );
    expect(found.drafts[0]?.record).toMatchObject({
      note: "x/1.2.2026",
      dueOn: "2026-02-01",
      reference: "2.001",
    });
    for (const field of ["note", "dueOn", "reference"]) {
      expect(found.drafts[1]?.record).not.toHaveProperty(field);
    }
  });
});

describe("groups", () => {
  const grouped = payments({
    groupBy: "no",
    fields: { amount: { sum: "sum", currency: { column: "cur" } }, note: { column: "n" } },
  });

  test("rows apart are one record; the first speaks, sums take all", async () => {
    const found = await read(
      grouped,
      "no,who,at,sum,cur,n\nP1,K,2026-01-05,1.004,EUR,a\nP2,K,2026-01-05,9,CNY,b\nP1,K,2026-01-06,1.004,EUR,c\n",
    );
    expect(found.drafts.map(({ record }) => record)).toMatchObject([
      { externalNumber: "P2", amount: { amount: "9.00", currency: "CNY" } },
      { externalNumber: "P1", amount: { amount: "2.00", currency: "EUR" }, note: "a" },
    ]);
  });

  test("one customer only, told by the row that differs; no group, no record", async () => {
    const found = await read(
      grouped,
      "no,who,at,sum,cur,n\nP1,K,2026-01-05,1,EUR,\nP1,L,2026-01-05,1,EUR,\n,K,2026-01-05,1,EUR,\n",
    );
    expect(found.refused).toMatchObject([
      { line: 3, column: "who", code: "mixed_group" },
      { line: 4, column: "no", code: "missing_value" },
    ]);
  });
});
