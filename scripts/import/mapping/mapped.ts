import { instantCell, requireComplete } from "../cells.ts";
import { type Draft, type ImportItem, RowError, refusedBy } from "../model.ts";
import { sizeOf } from "../read/bytes.ts";
import { type CsvRow, readCsv } from "../read/csv.ts";
import { groupRows, isGroup } from "../read/group.ts";
import type { Meter } from "../read/meter.ts";
import type { Build } from "./context.ts";
import type { Mapping } from "./mapping.ts";

/** A CSV file through an own mapping: a record for each row, or for each group of rows. */
export async function* mapped(
  mapping: Mapping,
  file: string,
  meter: Meter,
): AsyncGenerator<ImportItem> {
  meter.bytesTotal += await sizeOf(file);
  const { groupBy, columns: required, delimiter } = mapping;
  const open = (used: boolean) => readCsv(file, { required, delimiter }, used ? meter : null);
  if (groupBy === null) {
    for await (const row of open(true)) yield item(mapping, file, [row]);
    return;
  }
  const groups = groupRows({
    open: (reading) => open(reading === "use"),
    keyOf: (row) => row.cell(groupBy) || null,
  });
  for await (const one of groups) {
    if (isGroup(one)) yield item(mapping, file, one.rows);
    else yield refusedBy(new RowError("missing_value", { column: groupBy }), file, one.line);
  }
}

function item(mapping: Mapping, file: string, rows: readonly CsvRow[]): ImportItem {
  const first = rows[0]!;
  try {
    rows.forEach(requireComplete);
    return draft(mapping, file, rows);
  } catch (error) {
    return refusedBy(error, file, first.line);
  }
}

function draft(mapping: Mapping, file: string, rows: readonly CsvRow[]): Draft {
  const first = rows[0]!;
  const { column, read, zone } = mapping.occurredAt;
  const fields = mapping.fields(first, rows) as object | undefined;
  return {
    type: "draft",
    file,
    line: first.line,
    customer: same(rows, mapping.customer, mapping.fieldColumns["@subject"]),
    columns: mapping.fieldColumns,
    ...(mapping.groupBy === null ? {} : { lineNumbers: rows.map(({ line }) => line) }),
    record: {
      "@kind": mapping.kind.kind,
      "@occurredAt": instantCell(first, column, read, zone),
      "@source": mapping.source,
      externalNumber: same(rows, mapping.externalNumber, mapping.fieldColumns.externalNumber),
      ...fields,
    },
  };
}

/** A text that must be there and the same in all rows of a group. */
function same(rows: readonly CsvRow[], build: Build, from: string | undefined): string {
  const column = from === undefined ? {} : { column: from };
  const [text, ...others] = rows.map((row) => {
    const value = build(row, rows);
    if (typeof value === "string") return value;
    throw new RowError("missing_value", { line: row.line, ...column });
  });
  const odd = others.findIndex((other) => other !== text);
  if (odd >= 0) throw new RowError("mixed_group", { line: rows[odd + 1]!.line, ...column });
  return text!;
}
