import { type ImportItem, type Refused, refusedBy } from "../../model.ts";
import { sizeOf } from "../../read/bytes.ts";
import type { CsvRow } from "../../read/csv.ts";
import type { Meter } from "../../read/meter.ts";
import { instantOf } from "../../when.ts";
import { customerDraft } from "./customers.ts";
import { orderLine, type PricedLine } from "./lines.ts";
import { freightDraft, orderDraft, type References, readDay } from "./orders.ts";
import { lookup, readTable, type TableName, tableFile } from "./tables.ts";

const METERED: readonly TableName[] = ["order_details", "customers", "orders"];

/**
 * Northwind out of a folder of its tables as CSV: each customer, each order with its lines, each freight as a charge. The lines (a
 * sample database holds few) are kept in memory.
 */
export async function* northwind(directory: string, meter: Meter): AsyncGenerator<ImportItem> {
  for (const table of METERED) meter.bytesTotal += await sizeOf(tableFile(directory, table));
  const details = await detailsByOrder(directory, meter);
  const since = await firstOrders(directory);
  const customers = new Set<string>();
  for await (const row of readTable(directory, "customers", meter)) {
    const file = tableFile(directory, "customers");
    try {
      const number = row.cell("customer_id");
      const draft = customerDraft(file, row, since.get(number) ?? since.get("")!);
      customers.add(number);
      yield draft;
    } catch (error) {
      yield refusedBy(error, file, row.line);
    }
  }
  const references = await readReferences(directory, customers);
  for await (const row of readTable(directory, "orders", meter)) {
    yield* orderItems(row, details, references);
  }
  yield* orphans(directory, details);
}

async function readReferences(
  directory: string,
  customers: ReadonlySet<string>,
): Promise<References> {
  return {
    directory,
    customers,
    products: await lookup(directory, "products", "product_id", (row) => row.cell("product_name")),
    shippers: await lookup(directory, "shippers", "shipper_id", (row) => row.cell("company_name")),
    employees: await lookup(
      directory,
      "employees",
      "employee_id",
      (row) => `${row.cell("first_name")} ${row.cell("last_name")}`,
    ),
  };
}

async function detailsByOrder(directory: string, meter: Meter): Promise<Map<string, CsvRow[]>> {
  const byOrder = new Map<string, CsvRow[]>();
  for await (const row of readTable(directory, "order_details", meter)) {
    const order = row.cell("order_id");
    const rows = byOrder.get(order);
    if (rows === undefined) byOrder.set(order, [row]);
    else rows.push(row);
  }
  return byOrder;
}

/** The day of each customer's first order, and under `""` that of the first order of all. */
async function firstOrders(directory: string): Promise<ReadonlyMap<string, string>> {
  const first = new Map<string, string>([["", "1996-07-04T00:00:00.000Z"]]);
  const keep = (customer: string, day: string) => {
    const known = first.get(customer);
    if (known === undefined || day < known) first.set(customer, day);
  };
  for await (const row of readTable(directory, "orders", null)) {
    const when = readDay(row.cell("order_date"));
    const day = when === null ? null : instantOf(when, "UTC");
    if (day === null) continue;
    keep(row.cell("customer_id"), day);
    keep("", day);
  }
  return first;
}

/** An order is sent whole or not at all: what is wrong in one of its lines is told of that line. */
function* orderItems(
  row: CsvRow,
  details: Map<string, CsvRow[]>,
  references: References,
): Generator<ImportItem> {
  const number = row.cell("order_id");
  const rows = details.get(number) ?? [];
  details.delete(number);
  const file = tableFile(references.directory, "orders");
  const lines = rows.map((detail) => lineOrProblem(detail, references));
  const problems = lines.filter(isRefused);
  try {
    const draft = orderDraft(
      row,
      lines.filter((line): line is PricedLine => !isRefused(line)),
      references,
    );
    const freight = freightDraft(row, draft);
    if (problems.length === 0) {
      yield draft;
      yield freight ?? { type: "skipped", file, line: row.line, reason: "zero_freight" };
    }
  } catch (error) {
    problems.push(refusedBy(error, file, row.line));
  }
  yield* problems;
}

const isRefused = (line: PricedLine | Refused): line is Refused => "type" in line;

function lineOrProblem(row: CsvRow, { directory, products }: References): PricedLine | Refused {
  try {
    return orderLine(row, products);
  } catch (error) {
    return refusedBy(error, tableFile(directory, "order_details"), row.line);
  }
}

/** Lines of orders that are not there. */
function* orphans(directory: string, details: ReadonlyMap<string, CsvRow[]>): Generator<Refused> {
  const file = tableFile(directory, "order_details");
  for (const { line } of [...details.values()].flat()) {
    yield {
      type: "refused",
      file,
      line,
      column: "order_id",
      code: "unknown_reference",
      params: { table: "orders" },
    };
  }
}
