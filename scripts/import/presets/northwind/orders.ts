import {
  decimalCell,
  instantCell,
  optionalDayCell,
  requireComplete,
  requiredCell,
} from "../../cells.ts";
import { isZero, round } from "../../decimal.ts";
import { type Draft, type FieldColumns, RowError } from "../../model.ts";
import { money } from "../../money.ts";
import type { CsvRow } from "../../read/csv.ts";
import { compileWhen } from "../../when.ts";
import { northwindAddress } from "./address.ts";
import { CURRENCY, type PricedLine, totalOf } from "./lines.ts";
import { type TableName, tableFile } from "./tables.ts";

export const readDay = compileWhen("yyyy-MM-dd")!;

const ORDER_COLUMNS: FieldColumns = {
  externalNumber: "order_id",
  requestedOn: "required_date",
  shippedOn: "shipped_date",
  carrier: "ship_via",
  handledBy: "employee_id",
  "shipTo.name": "ship_name",
  "shipTo.address.lines": "ship_address",
  "shipTo.address.city": "ship_city",
  "shipTo.address.region": "ship_region",
  "shipTo.address.postalCode": "ship_postal_code",
  "shipTo.address.country": "ship_country",
};

const FREIGHT_COLUMNS: FieldColumns = { amount: "freight", orderNumber: "order_id" };

/** What orders refer to. */
export interface References {
  readonly directory: string;
  readonly products: ReadonlyMap<string, string>;
  readonly employees: ReadonlyMap<string, string>;
  readonly shippers: ReadonlyMap<string, string>;
  readonly customers: ReadonlySet<string>;
}

function referred(
  row: CsvRow,
  column: string,
  table: TableName,
  from: ReadonlyMap<string, string>,
) {
  const value = from.get(requiredCell(row, column));
  if (value === undefined) throw new RowError("unknown_reference", { column, params: { table } });
  return value;
}

/** An order with its lines. */
export function orderDraft(row: CsvRow, lines: readonly PricedLine[], to: References): Draft {
  requireComplete(row);
  const customer = requiredCell(row, "customer_id");
  if (!to.customers.has(customer)) {
    throw new RowError("unknown_reference", {
      column: "customer_id",
      params: { table: "customers" },
    });
  }
  const shippedOn = optionalDayCell(row, "shipped_date", readDay);
  return {
    type: "draft",
    file: tableFile(to.directory, "orders"),
    line: row.line,
    customer,
    columns: ORDER_COLUMNS,
    record: {
      "@kind": "order",
      "@occurredAt": instantCell(row, "order_date", readDay, "UTC"),
      "@source": "northwind",
      externalNumber: requiredCell(row, "order_id"),
      currency: CURRENCY,
      orderStatus: shippedOn === null ? "placed" : "shipped",
      lines: lines.map(({ line }) => line),
      total: money(totalOf(lines), CURRENCY),
      requestedOn: optionalDayCell(row, "required_date", readDay),
      shippedOn,
      carrier: referred(row, "ship_via", "shippers", to.shippers),
      handledBy: referred(row, "employee_id", "employees", to.employees),
      shipTo: {
        name: requiredCell(row, "ship_name"),
        address: northwindAddress(row, "ship_", "shipping"),
      },
    },
  };
}

/** An order's freight as a charge of its own; `null` if there is none. */
export function freightDraft(row: CsvRow, order: Draft): Draft | null {
  const freight = round(decimalCell(row, "freight"), 2);
  if (isZero(freight)) return null;
  const number = order.record.externalNumber;
  return {
    ...order,
    columns: FREIGHT_COLUMNS,
    record: {
      "@kind": "payment",
      "@occurredAt": order.record["@occurredAt"],
      "@source": "northwind",
      externalNumber: `${number}/freight`,
      type: "freight",
      direction: "charged",
      orderNumber: number,
      amount: money(freight, CURRENCY),
    },
  };
}
