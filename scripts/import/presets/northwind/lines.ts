import { decimalCell, requireComplete, requiredCell } from "../../cells.ts";
import {
  type Decimal,
  isZero,
  minus,
  ONE,
  plus,
  round,
  spellShort,
  times,
  ZERO,
} from "../../decimal.ts";
import { RowError } from "../../model.ts";
import { money } from "../../money.ts";
import type { CsvRow } from "../../read/csv.ts";

export const CURRENCY = "USD";

export interface OrderLine {
  readonly [member: string]: string | ReturnType<typeof money>;
  readonly amount: ReturnType<typeof money>;
}

export interface PricedLine {
  readonly line: OrderLine;
  readonly amount: Decimal;
}

/**
 * A row of order_details. Price and discount are shadows of binary floats (`9.80000019`, `0.0500000007`): both are rounded to the
 * two decimals that were meant before anything is computed with them.
 */
export function orderLine(row: CsvRow, products: ReadonlyMap<string, string>): PricedLine {
  requireComplete(row);
  const product = requiredCell(row, "product_id");
  const description = products.get(product);
  if (description === undefined) {
    throw new RowError("unknown_reference", {
      column: "product_id",
      params: { table: "products" },
    });
  }
  const unitPrice = round(decimalCell(row, "unit_price"), 2);
  const quantity = decimalCell(row, "quantity");
  const discount = round(decimalCell(row, "discount"), 2);
  const amount = round(times(times(unitPrice, quantity), minus(ONE, discount)), 2);
  return {
    amount,
    line: {
      productNumber: product,
      description,
      quantity: spellShort(quantity),
      unitPrice: money(unitPrice, CURRENCY),
      ...(isZero(discount) ? {} : { discountRate: spellShort(discount) }),
      amount: money(amount, CURRENCY),
    },
  };
}

export function totalOf(lines: readonly PricedLine[]): Decimal {
  return lines.reduce((sum, { amount }) => plus(sum, amount), ZERO);
}
