import type { ImportItem } from "../../model.ts";
import { sizeOf } from "../../read/bytes.ts";
import { readCsv } from "../../read/csv.ts";
import { groupRows, isGroup } from "../../read/group.ts";
import type { Meter } from "../../read/meter.ts";
import { KnownCustomers } from "./customers.ts";
import { invoiceItems } from "./invoice.ts";
import { COLUMNS, customerNumber } from "./rows.ts";

/**
 * Online Retail (UCI) out of CSV files, packed or not, in the order given. The rows of an invoice may be anywhere in their file, but
 * must be in one. Rows without a customer are skipped.
 */
export async function* onlineRetail(
  files: readonly string[],
  meter: Meter,
): AsyncGenerator<ImportItem> {
  for (const file of files) meter.bytesTotal += await sizeOf(file);
  const known = new KnownCustomers();
  for (const file of files) {
    const groups = groupRows({
      open: (reading) => readCsv(file, { required: COLUMNS }, reading === "use" ? meter : null),
      keyOf: (row) => (customerNumber(row) === null ? null : row.cell("InvoiceNo")),
    });
    for await (const item of groups) {
      if (isGroup(item)) yield* invoiceItems(file, item, known);
      else yield { type: "skipped", file, line: item.line, reason: "no_customer" };
    }
  }
}
