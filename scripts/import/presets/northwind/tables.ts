import { join } from "node:path";
import { type CsvRow, readCsv } from "../../read/csv.ts";
import type { Meter } from "../../read/meter.ts";

/** The files of Northwind that an import reads, and the columns it takes from each. */
const TABLES = {
  customers: [
    "customer_id",
    "company_name",
    "contact_name",
    "contact_title",
    "address",
    "city",
    "region",
    "postal_code",
    "country",
    "phone",
    "fax",
  ],
  orders: [
    "order_id",
    "customer_id",
    "employee_id",
    "order_date",
    "required_date",
    "shipped_date",
    "ship_via",
    "freight",
    "ship_name",
    "ship_address",
    "ship_city",
    "ship_region",
    "ship_postal_code",
    "ship_country",
  ],
  order_details: ["order_id", "product_id", "unit_price", "quantity", "discount"],
  products: ["product_id", "product_name"],
  employees: ["employee_id", "last_name", "first_name"],
  shippers: ["shipper_id", "company_name"],
} as const;

export type TableName = keyof typeof TABLES;

export const tableFile = (directory: string, table: TableName): string =>
  join(directory, `${table}.csv`);

export function readTable(
  directory: string,
  table: TableName,
  meter: Meter | null,
): AsyncGenerator<CsvRow> {
  return readCsv(tableFile(directory, table), { required: TABLES[table] }, meter);
}

/** A small table as a dictionary. */
export async function lookup(
  directory: string,
  table: TableName,
  key: string,
  toValue: (row: CsvRow) => string,
): Promise<ReadonlyMap<string, string>> {
  const entries = new Map<string, string>();
  for await (const row of readTable(directory, table, null)) {
    entries.set(row.cell(key), toValue(row));
  }
  return entries;
}
