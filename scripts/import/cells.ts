/** Cells of a row as values; what does not fit throws a {@link RowError} that names the column. */
import { type Decimal, parseDecimal } from "./decimal.ts";
import { RowError } from "./model.ts";
import type { CsvRow } from "./read/csv.ts";
import { dayOf, instantOf, type ReadWhen, type When } from "./when.ts";

export function requireComplete(row: CsvRow): void {
  if (!row.complete)
    throw new RowError("column_count", { line: row.line, params: { cells: row.cells.length } });
}

export function requiredCell(row: CsvRow, column: string): string {
  const text = row.cell(column);
  if (text === "") throw new RowError("missing_value", { line: row.line, column });
  return text;
}

export function optionalCell(row: CsvRow, column: string): string | undefined {
  const text = row.cell(column);
  return text === "" ? undefined : text;
}

export function decimalCell(row: CsvRow, column: string): Decimal {
  const value = parseDecimal(requiredCell(row, column));
  if (value === null) throw new RowError("bad_number", { line: row.line, column });
  return value;
}

function whenCell(row: CsvRow, column: string, read: ReadWhen): When {
  const when = read(requiredCell(row, column));
  if (when === null) throw new RowError("bad_date", { line: row.line, column });
  return when;
}

export function optionalDayCell(row: CsvRow, column: string, read: ReadWhen): string | null {
  return row.cell(column) === "" ? null : dayOf(whenCell(row, column, read));
}

export function instantCell(row: CsvRow, column: string, read: ReadWhen, zone: string): string {
  const instant = instantOf(whenCell(row, column, read), zone);
  if (instant === null) throw new RowError("no_such_time", { line: row.line, column });
  return instant;
}
