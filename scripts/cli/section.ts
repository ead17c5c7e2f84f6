/** What the parts of a verdict have in common: a heading, and rows of texts that strangers wrote. */

import { visible } from "../../api/core/visible.ts";
import type { Context } from "./context.ts";
import { type TableOptions, table } from "./table.ts";
import { paint } from "./terminal.ts";

/** Nothing at all for no rows. What is in the cells is made visible. */
export function section(
  { terminal }: Context,
  title: string,
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  if (rows.length === 0) return "";
  const escaped = rows.map((row) => row.map(visible));
  return `${paint(terminal, "bold", visible(title))}\n${table(terminal, escaped, options)}`;
}
