/** Tables for programs of others: RFC 4180, and nothing in them that such a program would work out. */

const BOM = "\ufeff";
/** By which a program for tables takes a cell for a formula (OWASP, CSV injection); the wide ones where people write Chinese or Japanese. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** Where such a program, set for another country, may end a cell, too. */
const QUOTED = /[",;\t\r\n]/;

/** A text that a program for tables would work out begins with an apostrophe. */
export function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(cell).join(",")}\r\n`;

/** The first line, behind a mark without which Excel takes UTF-8 for something else. */
export const csvHead = (columns: readonly string[]): string => `${BOM}${csvLine(columns)}`;
