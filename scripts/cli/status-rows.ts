/** Health as rows for people: whatever is in it, also what a newer ledger knows more. */

import { visibleValue } from "../../api/core/visible.ts";
import type { Context } from "./context.ts";
import type { Colour } from "./terminal.ts";

export type Members = Readonly<Record<string, unknown>>;

export interface StatusRow {
  readonly cells: readonly [label: string, value: string];
  /** As the ledger said it: it decides the colour. */
  readonly value: unknown;
}

export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One row for each member: `Log / Entries   2,155`. */
export function statusRows(context: Context, health: Members): StatusRow[] {
  return rowsOf(context, health, []);
}

function rowsOf(context: Context, members: Members, above: readonly string[]): StatusRow[] {
  const { names } = context.m.status;
  return Object.entries(members).flatMap(([name, value]) => {
    const label = [...above, own(names, name) ?? name];
    if (isObject(value)) return rowsOf(context, value, label);
    if (Array.isArray(value)) return listed(context, value, label);
    return [
      row(
        label,
        name.toLowerCase().includes("seconds") ? seconds(context, value) : spelled(context, value),
        value,
      ),
    ];
  });
}

/** Things with a name of their own become rows below it, all else one row. */
function listed(context: Context, list: readonly unknown[], label: readonly string[]): StatusRow[] {
  const { none } = context.m.status;
  if (list.length === 0) return [row(label, none, null)];
  return list.flatMap((each) => {
    if (!isObject(each)) return [row(label, spelled(context, each), each)];
    const { name, ...rest } = each;
    return rowsOf(context, rest, typeof name === "string" ? [...label, name] : label);
  });
}

const row = (label: readonly string[], text: string, value: unknown): StatusRow => ({
  cells: [label.join(" / "), text],
  value,
});

const own = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

function spelled({ language, m }: Context, value: unknown): string {
  const known = own(m.status.values, String(value));
  if (known !== undefined) return known;
  return typeof value === "number" ? value.toLocaleString(language) : visibleValue(value);
}

/** The two greatest units, such as `3 min 20 s`. */
function seconds(context: Context, value: unknown): string {
  if (typeof value !== "number" || !Number.isFinite(value)) return spelled(context, value);
  const { units } = context.m.status;
  const whole = Math.floor(Math.abs(value));
  const parts = [
    [Math.floor(whole / 86_400), units.days],
    [Math.floor(whole / 3_600) % 24, units.hours],
    [Math.floor(whole / 60) % 60, units.minutes],
    [whole % 60, units.seconds],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  const shown = first === -1 ? [parts[3]] : parts.slice(first, first + 2);
  const text = shown
    .filter(([count], at) => count > 0 || at === 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
  return value < 0 ? `−${text}` : text;
}

const GOOD: ReadonlySet<unknown> = new Set(["ok", "kept", "finalized"]);
const OPEN: ReadonlySet<unknown> = new Set([
  ...["degraded", "starting", "waiting", "unreachable", "pending", "included"],
  ...["at_risk", "promises_at_risk"],
]);
const BAD: ReadonlySet<unknown> = new Set([
  ...["down", "failing", "diverged", "refusing", "broken"],
  ...["promises_broken", "auditor_refuses", "auditor_diverged", "terms_unknown"],
]);

/** Of what is good, open or bad by itself; null for all else. */
export function colourOf(value: unknown): Colour | null {
  if (GOOD.has(value)) return "green";
  if (OPEN.has(value)) return "yellow";
  return BAD.has(value) ? "red" : null;
}
