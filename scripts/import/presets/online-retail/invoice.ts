import { instantCell, requiredCell } from "../../cells.ts";
import { plus, ZERO } from "../../decimal.ts";
import {
  type Draft,
  type FieldColumns,
  type ImportItem,
  RowError,
  refusedBy,
} from "../../model.ts";
import { money } from "../../money.ts";
import type { CsvRow } from "../../read/csv.ts";
import type { Group } from "../../read/group.ts";
import { compileWhen } from "../../when.ts";
import { customerDraft, type KnownCustomers } from "./customers.ts";
import { CURRENCY, customerNumber, type InvoiceLine, invoiceLine } from "./rows.ts";
import { partNumber, split } from "./split.ts";

const FIELD_COLUMNS: FieldColumns = {
  externalNumber: "InvoiceNo",
  "@occurredAt": "InvoiceDate",
  "lines.productNumber": "StockCode",
  "lines.description": "Description",
  "lines.quantity": "Quantity",
  "lines.unitPrice": "UnitPrice",
};

/** The shop is in Britain, and so are its clocks. */
const ZONE = "Europe/London";
const readTime = compileWhen("yyyy-MM-dd HH:mm:ss")!;

interface NumberedLine extends InvoiceLine {
  readonly lineNumber: number;
}

/** An invoice as one order, or as several if it is too long for one; before it the customer if it is new or has moved. */
export function* invoiceItems(
  file: string,
  { key, rows }: Group,
  known: KnownCustomers,
): Generator<ImportItem> {
  const first = rows[0]!;
  try {
    const customer = oneCustomer(rows);
    const occurredAt = instantCell(first, "InvoiceDate", readTime, ZONE);
    const country = requiredCell(first, "Country");
    const lines = rows.map(numberedLine);
    if (known.isNews(customer, country)) {
      yield customerDraft(file, first.line, customer, country, occurredAt);
    }
    const parts = split(lines, ({ line }) => Buffer.byteLength(JSON.stringify(line)));
    for (const [at, part] of parts.entries()) {
      yield orderDraft({ file, customer, occurredAt, number: partNumber(key, at) }, part);
    }
  } catch (error) {
    yield refusedBy(error, file, first.line);
  }
}

function numberedLine(row: CsvRow): NumberedLine {
  return { ...invoiceLine(row), lineNumber: row.line };
}

function oneCustomer(rows: readonly CsvRow[]): string {
  const customer = customerNumber(rows[0]!)!;
  const other = rows.find((row) => customerNumber(row) !== customer);
  if (other !== undefined) {
    throw new RowError("mixed_group", { line: other.line, column: "CustomerID" });
  }
  return customer;
}

interface Invoice {
  readonly file: string;
  readonly customer: string;
  readonly occurredAt: string;
  readonly number: string;
}

/** A return is what is called a cancellation (`C536379`), or takes back all that it lists. */
function orderDraft({ file, customer, occurredAt, number }: Invoice, lines: NumberedLine[]): Draft {
  const returned = /^C/i.test(number) || lines.every((line) => line.returned);
  return {
    type: "draft",
    file,
    line: lines[0]!.lineNumber,
    customer,
    columns: FIELD_COLUMNS,
    lineNumbers: lines.map(({ lineNumber }) => lineNumber),
    record: {
      "@kind": "order",
      "@occurredAt": occurredAt,
      "@source": "online-retail",
      externalNumber: number,
      currency: CURRENCY,
      orderStatus: returned ? "returned" : "completed",
      lines: lines.map(({ line }) => line),
      total: money(
        lines.reduce((sum, { amount }) => plus(sum, amount), ZERO),
        CURRENCY,
      ),
    },
  };
}
