import type { JsonValue } from "../../../api/core/kind.ts";
import type { FieldColumns } from "../model.ts";
import type { CsvRow } from "../read/csv.ts";

/** A value out of a row (and of all rows of its group); `undefined` leaves the member out. */
export type Build = (row: CsvRow, rows: readonly CsvRow[]) => JsonValue | undefined;

/** What compiling a mapping collects on its way. */
export class Context {
  readonly decimalComma: boolean;
  readonly grouped: boolean;
  readonly #columns = new Set<string>();
  readonly #fields: Record<string, string> = {};

  constructor(options: { readonly decimalComma: boolean; readonly grouped: boolean }) {
    this.decimalComma = options.decimalComma;
    this.grouped = options.grouped;
  }

  /** Notes that a member of the record is made of that column. */
  uses(column: string, field: string): string {
    this.#columns.add(column);
    if (field !== "" && !Object.hasOwn(this.#fields, field)) this.#fields[field] = column;
    return column;
  }

  get columns(): readonly string[] {
    return [...this.#columns];
  }

  get fields(): FieldColumns {
    return { ...this.#fields };
  }
}

/** Where a value stands: in the mapping file, and in the record. */
export interface Place {
  readonly path: string;
  readonly field: string;
  readonly inRows: boolean;
}
