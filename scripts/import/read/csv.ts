import type { Meter } from "./meter.ts";
import { FileProblem, type FileProblemCode } from "./problem.ts";
import { Records } from "./records.ts";
import { readText } from "./text.ts";

/** A row by the names of its columns. */
export interface CsvRow {
  /** The line that the row begins on, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** True if the row has one cell for each column. */
  readonly complete: boolean;
  /** The cell without blanks around it. Asking for a column that the header does not have is a bug. */
  cell(column: string): string;
}

export interface CsvOptions {
  /** Columns without which the file is refused before its first row. */
  readonly required: readonly string[];
  readonly delimiter?: string;
}

const CODES: Readonly<Record<string, FileProblemCode>> = {
  CSV_QUOTE_NOT_CLOSED: "quote_not_closed",
  CSV_MAX_RECORD_SIZE: "row_too_long",
};

/**
 * The rows of a CSV file (RFC 4180; UTF-8; LF or CRLF; a byte order mark is allowed), in bounded memory. A row with too few or
 * too many cells is yielded as it is. A broken quote ends the file, for behind it nobody can tell data from quotes; the rows before
 * it are yielded all the same.
 */
export async function* readCsv(
  file: string,
  options: CsvOptions,
  meter: Meter | null,
): AsyncGenerator<CsvRow> {
  const records = new Records(options.delimiter ?? ",");
  let columns: ReadonlyMap<string, number> | undefined;
  for await (const fault of records.read(readText(file, meter))) {
    for (const { line, cells } of records.take()) {
      if (columns === undefined) columns = header(cells, file, options.required);
      else {
        if (meter !== null) meter.rows++;
        yield new Row(line, cells, columns);
      }
    }
    if (fault !== null) {
      const code = CODES[fault.code] ?? "broken_quote";
      throw new FileProblem(code, file, { line: records.nextLine });
    }
  }
  if (columns === undefined) throw new FileProblem("empty", file);
}

class Row implements CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly complete: boolean;
  readonly #columns: ReadonlyMap<string, number>;

  constructor(line: number, cells: readonly string[], columns: ReadonlyMap<string, number>) {
    this.line = line;
    this.cells = cells;
    this.complete = cells.length === columns.size;
    this.#columns = columns;
  }

  cell(column: string): string {
    const at = this.#columns.get(column);
    if (at === undefined) throw new Error(`no column ${column}`);
    return (this.cells[at] ?? "").trim();
  }
}

function header(
  cells: readonly string[],
  file: string,
  required: readonly string[],
): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  cells.forEach((cell, at) => {
    const column = cell.trim();
    if (columns.has(column)) throw new FileProblem("repeated_column", file, { line: 1, column });
    columns.set(column, at);
  });
  for (const column of required) {
    if (!columns.has(column)) throw new FileProblem("missing_column", file, { line: 1, column });
  }
  return columns;
}
