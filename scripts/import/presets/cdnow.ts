/**
 * CDNOW: purchases of the customers of a shop for records. Blank-separated: customer, day, number of CDs, dollars. There are no order
 * numbers, and the same customer buys more than once on a day, so an order's number is customer/day/how manieth that day. The rows
 * of the file need no order; memory grows with the number of customers and days in it.
 */
import { type Decimal, divide, isZero, parseDecimal, round, spellShort, ZERO } from "../decimal.ts";
import { type Draft, type FieldColumns, type ImportItem, RowError, refusedBy } from "../model.ts";
import { money } from "../money.ts";
import { sizeOf } from "../read/bytes.ts";
import { readLines } from "../read/lines.ts";
import type { Meter } from "../read/meter.ts";
import { FileProblem } from "../read/problem.ts";
import { compileWhen, instantOf } from "../when.ts";

const HEADER = ["customer_id", "date", "number_of_cds", "dollar_value"] as const;
const SOURCE = "cdnow";
const CURRENCY = "USD";
const COLUMNS: FieldColumns = {
  "@occurredAt": "date",
  "lines.quantity": "number_of_cds",
  "lines.unitPrice": "dollar_value",
  "lines.amount": "dollar_value",
  total: "dollar_value",
};
const CUSTOMER_COLUMNS: FieldColumns = { externalNumber: "customer_id", "@occurredAt": "date" };
const readDay = compileWhen("yyyyMMdd")!;

interface Purchase {
  readonly customer: string;
  readonly date: string;
  readonly occurredAt: string;
  readonly discs: Decimal;
  readonly dollars: Decimal;
}

/** Each customer before its first purchase; purchases in the order of the file. */
export async function* cdnow(file: string, meter: Meter): AsyncGenerator<ImportItem> {
  meter.bytesTotal += await sizeOf(file);
  const days = new Map<string, number>();
  const customers = new Set<string>();
  let headerSeen = false;
  for await (const { line, text } of readLines(file, meter)) {
    const cells = text.split(/[ \t]+/).filter((cell) => cell !== "");
    if (cells.length === 0) continue;
    if (!headerSeen) {
      requireHeader(cells, file, line);
      headerSeen = true;
      continue;
    }
    meter.rows++;
    try {
      const purchase = read(cells);
      const { customer, date } = purchase;
      if (!customers.has(customer)) {
        customers.add(customer);
        yield customerDraft(file, line, purchase);
      }
      const day = `${customer}/${date}`;
      const occurrence = (days.get(day) ?? 0) + 1;
      days.set(day, occurrence);
      yield orderDraft(file, line, purchase, `${day}/${occurrence}`);
    } catch (error) {
      yield refusedBy(error, file, line);
    }
  }
  if (!headerSeen) throw new FileProblem("empty", file);
}

function requireHeader(cells: readonly string[], file: string, line: number): void {
  const right = cells.length === HEADER.length && HEADER.every((name, at) => cells[at] === name);
  if (!right) throw new FileProblem("wrong_header", file, { line, column: HEADER.join(" ") });
}

function read(cells: readonly string[]): Purchase {
  const [customer, date, discs, dollars] = cells;
  if (customer === undefined || date === undefined || cells.length !== HEADER.length) {
    throw new RowError("column_count", { params: { cells: cells.length } });
  }
  const when = readDay(date);
  const occurredAt = when === null ? null : instantOf(when, "UTC");
  if (occurredAt === null) throw new RowError("bad_date", { column: "date" });
  return {
    customer,
    date,
    occurredAt,
    discs: numberIn(discs, "number_of_cds"),
    dollars: round(numberIn(dollars, "dollar_value"), 2),
  };
}

function numberIn(text: string | undefined, column: string): Decimal {
  const value = parseDecimal(text ?? "");
  if (value === null) throw new RowError("bad_number", { column });
  return value;
}

function customerDraft(file: string, line: number, { customer, occurredAt }: Purchase): Draft {
  return {
    type: "draft",
    file,
    line,
    customer,
    columns: CUSTOMER_COLUMNS,
    record: {
      "@kind": "customer",
      "@occurredAt": occurredAt,
      "@source": SOURCE,
      externalNumber: customer,
      partyType: "person",
      name: `CDNOW customer ${customer}`,
    },
  };
}

/** The file has a purchase's sum only: the price of a CD is its average, rounded; amount and total are exact. */
function orderDraft(file: string, line: number, purchase: Purchase, number: string): Draft {
  const { customer, occurredAt, discs, dollars } = purchase;
  const total = money(dollars, CURRENCY);
  const price = isZero(discs) ? ZERO : divide(dollars, discs, 2);
  return {
    type: "draft",
    file,
    line,
    customer,
    columns: COLUMNS,
    record: {
      "@kind": "order",
      "@occurredAt": occurredAt,
      "@source": SOURCE,
      externalNumber: number,
      currency: CURRENCY,
      orderStatus: "completed",
      lines: [
        {
          description: "CDs",
          quantity: spellShort(discs),
          unit: "CD",
          unitPrice: money(price, CURRENCY),
          amount: total,
        },
      ],
      total,
    },
  };
}
