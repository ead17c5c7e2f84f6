/** Why a file cannot be read, or not any further. */
export type FileProblemCode =
  | "not_found"
  | "not_a_file"
  | "unreadable"
  | "broken_gzip"
  | "invalid_utf8"
  | "row_too_long"
  | "broken_quote"
  | "quote_not_closed"
  | "empty"
  | "missing_column"
  | "repeated_column"
  | "wrong_header";

export class FileProblem extends Error {
  readonly code: FileProblemCode;
  readonly file: string;
  /** Counted from 1; left out if the file as a whole is meant. */
  readonly line: number | undefined;
  readonly column: string | undefined;

  constructor(code: FileProblemCode, file: string, where: { line?: number; column?: string } = {}) {
    super(code);
    this.name = "FileProblem";
    this.code = code;
    this.file = file;
    this.line = where.line;
    this.column = where.column;
  }
}
