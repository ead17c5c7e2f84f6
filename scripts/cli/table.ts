import { type Terminal, wrap } from "./terminal.ts";
import { padEnd, textWidth } from "./width.ts";

const GAP = "  ";

export interface TableOptions {
  readonly indent?: string;
  /** Paints a padded cell; what it adds must take no room. */
  readonly paint?: (cell: string, row: number, column: number) => string;
}

/** Rows in columns as wide as their widest cell; the last column takes the rest of the line and goes on below itself. */
export function table(
  terminal: Pick<Terminal, "columns">,
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  const { indent = "  ", paint = (cell) => cell } = options;
  const last = Math.max(0, ...rows.map((row) => row.length)) - 1;
  const widths = Array.from({ length: Math.max(0, last) }, (_, column) =>
    Math.max(...rows.map((row) => textWidth(row[column] ?? ""))),
  );
  const before = widths.reduce((sum, width) => sum + width + GAP.length, indent.length);
  const room = terminal.columns === null ? null : Math.max(20, terminal.columns - before);
  const lines = rows.flatMap((row, at) => {
    const cells = widths.map((width, column) =>
      paint(padEnd(row[column] ?? "", width), at, column),
    );
    const [first = "", ...more] = wrap(row[last] ?? "", room);
    const start = `${indent}${cells.map((cell) => cell + GAP).join("")}`;
    return [
      `${start}${paint(first, at, last)}`.trimEnd(),
      ...more.map((line) => `${" ".repeat(before)}${paint(line, at, last)}`),
    ];
  });
  return lines.map((line) => `${line}\n`).join("");
}
