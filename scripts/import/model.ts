/**
 * What an import is made of. A reader of files yields items in the order of the file; a sender makes records of them. Neither
 * knows the other, so that presets are tested without a server and the sender without files.
 */
import type { JsonValue } from "../../api/core/kind.ts";

/** A record as the API takes it, without `@subject`: the sender finds that by `customer`. */
export interface DraftRecord {
  readonly "@kind": string;
  readonly "@occurredAt": string;
  readonly "@source": string;
  readonly externalNumber: string;
  readonly [field: string]: JsonValue;
}

/** Which column a field of a record comes from, by the field's path without list positions (`lines.quantity`). */
export type FieldColumns = Readonly<Record<string, string>>;

export interface Draft {
  readonly type: "draft";
  readonly file: string;
  /** The line of the file that the record begins on, counted from 1, the header included. */
  readonly line: number;
  /** The customer's number in the source: `source` and this name the subject. */
  readonly customer: string;
  readonly record: DraftRecord;
  readonly columns?: FieldColumns;
  /** For records made of several rows: the line of each element of `lines`. */
  readonly lineNumbers?: readonly number[];
}

/** What is wrong with a row, as a reader sees it before anything is sent. */
export type RowProblemCode =
  | "column_count"
  | "missing_value"
  | "bad_number"
  | "bad_date"
  | "no_such_time"
  | "not_in_table"
  | "unknown_reference"
  | "mixed_group";

/** Params never hold a value of the file beyond what a person needs to find it: a number or a name of a column or table. */
export type ProblemParams = Readonly<Record<string, string | number>>;

export interface Refused {
  readonly type: "refused";
  readonly file: string;
  readonly line: number;
  readonly column?: string;
  readonly code: RowProblemCode;
  readonly params?: ProblemParams;
}

export type SkipReason = "no_customer" | "zero_freight";

/** A row left out by rule, not by fault. */
export interface Skipped {
  readonly type: "skipped";
  readonly file: string;
  readonly line: number;
  readonly reason: SkipReason;
}

export type ImportItem = Draft | Refused | Skipped;
export type ImportItems = AsyncIterable<ImportItem>;

/** What is known of a problem's place. */
export interface RowPlace {
  readonly line?: number;
  readonly column?: string;
  readonly params?: ProblemParams;
}

/** Thrown inside a row's conversion, caught where the file is known. */
export class RowError extends Error {
  readonly code: RowProblemCode;
  readonly place: RowPlace;

  constructor(code: RowProblemCode, place: RowPlace = {}) {
    super(code);
    this.name = "RowError";
    this.code = code;
    this.place = place;
  }
}

/** The {@link RowError} that a conversion threw, as an item; anything else is a bug and goes on. */
export function refusedBy(error: unknown, file: string, line: number): Refused {
  if (!(error instanceof RowError)) throw error;
  return { type: "refused", file, line, code: error.code, ...error.place };
}
