import { decimalCell, optionalCell, requireComplete, requiredCell } from "../../cells.ts";
import { type Decimal, isNegative, round, spellShort, times } from "../../decimal.ts";
import { money } from "../../money.ts";
import type { CsvRow } from "../../read/csv.ts";

export const CURRENCY = "GBP";

export const COLUMNS = [
  "InvoiceNo",
  "StockCode",
  "Description",
  "Quantity",
  "InvoiceDate",
  "UnitPrice",
  "CustomerID",
  "Country",
] as const;

export interface InvoiceLine {
  readonly amount: Decimal;
  readonly returned: boolean;
  readonly line: Readonly<Record<string, string | ReturnType<typeof money>>>;
}

/** `17850.0`, as a table of floats writes a number that may be missing, is customer 17850. */
export function customerNumber(row: CsvRow): string | null {
  const text = row.cell("CustomerID").replace(/\.0+$/, "");
  return text === "" ? null : text;
}

/** One line of an invoice. A price of zero (a gift, a sample) stays; a negative quantity gives a negative amount. */
export function invoiceLine(row: CsvRow): InvoiceLine {
  requireComplete(row);
  const quantity = decimalCell(row, "Quantity");
  const unitPrice = round(decimalCell(row, "UnitPrice"), 2);
  const amount = round(times(quantity, unitPrice), 2);
  const description = optionalCell(row, "Description");
  return {
    amount,
    returned: isNegative(quantity),
    line: {
      productNumber: requiredCell(row, "StockCode"),
      ...(description === undefined ? {} : { description }),
      quantity: spellShort(quantity),
      unitPrice: money(unitPrice, CURRENCY),
      amount: money(amount, CURRENCY),
    },
  };
}
