import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { DEMO_DIRECTORY } from "../../../../scripts/import/demo.ts";
import { northwind } from "../../../../scripts/import/presets/northwind/northwind.ts";
import { newMeter } from "../../../../scripts/import/read/meter.ts";
import { type Collected, collect, kindProblems, temporaryFolder } from "../../helpers/items.ts";

describe("the demonstration data", () => {
  const meter = newMeter();
  let found: Collected;
  beforeAll(async () => {
    found = await collect(northwind(DEMO_DIRECTORY, meter));
  });
  const record = (kind: string, number: string) =>
    found.of(kind).find((draft) => draft.record.externalNumber === number)?.record;

  test("91 customers, 830 orders with 2,155 lines, 830 freights, nothing refused", () => {
    const lines = found.of("order").flatMap((draft) => draft.record.lines);
    expect(found.of("customer")).toHaveLength(91);
    expect(found.of("order")).toHaveLength(830);
    expect(lines).toHaveLength(2155);
    expect(found.of("payment")).toHaveLength(830);
    expect(found.all).toHaveLength(91 + 830 + 830);
    expect(meter).toMatchObject({ rows: 91 + 830 + 2155, bytesRead: meter.bytesTotal });
  });

  test("every record is one that its kind takes", () => {
    expect(kindProblems(found.drafts)).toEqual([]);
  });

  test("a customer comes before its orders, dated by the first of them", () => {
    const seen = new Map<string, string>();
    for (const { customer, record } of found.drafts) {
      if (record["@kind"] === "customer") seen.set(customer, record["@occurredAt"]);
      else expect(record["@occurredAt"] >= seen.get(customer)!).toBe(true);
    }
  });

  test("an organization with its contact, address and numbers", () => {
    expect(record("customer", "GREAL")).toEqual({
      "@kind": "customer",
      "@occurredAt": "1997-05-06T00:00:00.000Z",
      "@source": "northwind",
      externalNumber: "GREAL",
      partyType: "organization",
      name: "Great Lakes Food Market",
      contacts: [{ name: "Howard Snyder", title: "Marketing Manager" }],
      addresses: [
        {
          use: "business",
          lines: ["2732 Baker Blvd."],
          city: "Eugene",
          region: "OR",
          regionCode: "US-OR",
          postalCode: "97403",
          country: "US",
        },
      ],
      phones: [{ use: "landline", number: "(503) 555-7555" }],
    });
  });

  test("an order with its lines, without the dirt of binary floats", () => {
    expect(record("order", "10250")).toEqual({
      "@kind": "order",
      "@occurredAt": "1996-07-08T00:00:00.000Z",
      "@source": "northwind",
      externalNumber: "10250",
      currency: "USD",
      orderStatus: "shipped",
      requestedOn: "1996-08-05",
      shippedOn: "1996-07-12",
      carrier: "United Package",
      handledBy: "Margaret Peacock",
      shipTo: {
        name: "Hanari Carnes",
        address: {
          use: "shipping",
          lines: ["Rua do Paço, 67"],
          city: "Rio de Janeiro",
          region: "RJ",
          regionCode: "BR-RJ",
          postalCode: "05454-876",
          country: "BR",
        },
      },
      lines: [
        {
          productNumber: "41",
          description: "Jack's New England Clam Chowder",
          quantity: "10",
          unitPrice: { amount: "7.70", currency: "USD" },
          amount: { amount: "77.00", currency: "USD" },
        },
        {
          productNumber: "51",
          description: "Manjimup Dried Apples",
          quantity: "35",
          unitPrice: { amount: "42.40", currency: "USD" },
          discountRate: "0.15",
          amount: { amount: "1261.40", currency: "USD" },
        },
        {
          productNumber: "65",
          description: "Louisiana Fiery Hot Pepper Sauce",
          quantity: "15",
          unitPrice: { amount: "16.80", currency: "USD" },
          discountRate: "0.15",
          amount: { amount: "214.20", currency: "USD" },
        },
      ],
      total: { amount: "1552.60", currency: "USD" },
    });
  });

  test("the freight is a charge of its own, to the cent", () => {
    expect(record("payment", "10248/freight")).toEqual({
      "@kind": "payment",
      "@occurredAt": "1996-07-04T00:00:00.000Z",
      "@source": "northwind",
      externalNumber: "10248/freight",
      type: "freight",
      direction: "charged",
      orderNumber: "10248",
      amount: { amount: "32.38", currency: "USD" },
    });
  });

  test("what was not shipped is placed", () => {
    const open = found.of("order").filter((draft) => draft.record.orderStatus === "placed");
    expect(open).toHaveLength(21);
    expect(open.every((draft) => draft.record.shippedOn === null)).toBe(true);
  });
});

describe("damaged tables", () => {
  /** A copy of the data with one text replaced in one table. */
  async function changed(table: string, from: string, to: string): Promise<Collected> {
    const folder = await temporaryFolder();
    await cp(DEMO_DIRECTORY, folder, { recursive: true });
    const file = join(folder, `${table}.csv`);
    const text = await readFile(file, "utf8");
    expect(text).toContain(from);
    await writeFile(file, text.replace(from, to));
    return collect(northwind(folder, newMeter()));
  }
  const told = ({ refused }: Collected) =>
    refused.map(({ file, line, column, code }) => [file.split("/").at(-1), line, column, code]);

  test("a bad line is told of its own table, and its order is not sent", async () => {
    const found = await changed("order_details", "10248,42,9.80000019", "10248,42,nine");
    expect(told(found)).toEqual([["order_details.csv", 3, "unit_price", "bad_number"]]);
    expect(found.of("order")).toHaveLength(829);
    expect(found.of("payment")).toHaveLength(829);
  });

  test.each([
    ["orders", "1996-07-16,3", "1996-02-30,3", "shipped_date", "bad_date"],
    ["orders", "10248,VINET", "10248,NOONE", "customer_id", "unknown_reference"],
    ["orders", "10248,VINET,5", "10248,VINET,99", "employee_id", "unknown_reference"],
    ["orders", "32.3800011", "", "freight", "missing_value"],
    ["customers", "12209,Germany", "12209,Atlantis", "country", "not_in_table"],
    ["customers", "Alfreds Futterkiste,", "", undefined, "column_count"],
  ])("%s: %s → %s", async (table, from, to, column, code) => {
    const found = await changed(table, from, to);
    expect(told(found)[0]).toEqual([`${table}.csv`, 2, column, code]);
  });

  test("lines of an order that is not there", async () => {
    const found = await changed("order_details", "10248,11,14", "9999,11,14");
    expect(told(found)).toEqual([["order_details.csv", 2, "order_id", "unknown_reference"]]);
    expect(found.of("order")).toHaveLength(830);
  });

  test("a freight of nothing is skipped and counted", async () => {
    const found = await changed("orders", "32.3800011", "0.004");
    expect(found.skipped).toMatchObject([{ line: 2, reason: "zero_freight" }]);
    expect(found.of("order")).toHaveLength(830);
  });

  test("a missing column ends it before anything is read", async () => {
    const end = changed("order_details", "unit_price", "price");
    await expect(end).rejects.toMatchObject({ code: "missing_column", column: "unit_price" });
  });
});
