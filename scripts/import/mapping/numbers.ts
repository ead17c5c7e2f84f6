/** Values that are numbers, money, sums of money and days. */
import { optionalDayCell } from "../cells.ts";
import { kindsOfMoney } from "../currency.ts";
import { type Decimal, parseDecimal, plus, round, spell, spellShort, ZERO } from "../decimal.ts";
import { RowError } from "../model.ts";
import { money } from "../money.ts";
import type { CsvRow } from "../read/csv.ts";
import { compileWhen, type ReadWhen } from "../when.ts";
import type { Build, Context, Place } from "./context.ts";
import { asObject, asText, closed, type JsonObject, join } from "./members.ts";
import { MappingProblem } from "./problem.ts";

const GROUPS_OF_THREE = {
  comma: /^[+-]?\d{1,3}(\.\d{3})+(,|$)/,
  point: /^[+-]?\d{1,3}(,\d{3})+(\.|$)/,
};

/** `1,234.50`, or with a decimal comma `1.234,50`; `undefined` for an empty cell. */
function numberOf(row: CsvRow, column: string, decimalComma: boolean): Decimal | undefined {
  let text = row.cell(column);
  if (text === "") return undefined;
  if (decimalComma) {
    if (GROUPS_OF_THREE.comma.test(text)) text = text.replaceAll(".", "");
    text = text.includes(".") ? "" : text.replace(",", ".");
  } else if (GROUPS_OF_THREE.point.test(text)) text = text.replaceAll(",", "");
  const value = parseDecimal(text);
  if (value === null) throw new RowError("bad_number", { line: row.line, column });
  return value;
}

export function numberValue(object: JsonObject, place: Place, context: Context): Build {
  closed(object, place.path, ["number"], ["decimals"]);
  const column = context.uses(asText(object.number, join(place.path, "number")), place.field);
  const decimals = object.decimals;
  if (decimals !== undefined && !(Number.isInteger(decimals) && isIn(0, Number(decimals), 6))) {
    throw new MappingProblem("bad_decimals", join(place.path, "decimals"), "0–6");
  }
  return (row) => {
    const value = numberOf(row, column, context.decimalComma);
    if (value === undefined) return undefined;
    return decimals === undefined
      ? spellShort(round(value, Math.min(value.scale, 6)))
      : spell(round(value, Number(decimals)));
  };
}

const isIn = (least: number, value: number, most: number): boolean =>
  value >= least && value <= most;

function currencyOf(object: JsonObject, place: Place, context: Context): (row: CsvRow) => string {
  const path = join(place.path, "currency");
  if (typeof object.currency === "string") {
    const code = object.currency;
    if (!kindsOfMoney.has(code)) throw new MappingProblem("bad_currency", path);
    return () => code;
  }
  const from = asObject(object.currency, path);
  closed(from, path, ["column"]);
  const column = context.uses(asText(from.column, join(path, "column")), `${place.field}.currency`);
  return (row) => row.cell(column);
}

export function moneyValue(object: JsonObject, place: Place, context: Context): Build {
  closed(object, place.path, ["money", "currency"]);
  const column = context.uses(asText(object.money, join(place.path, "money")), place.field);
  const currency = currencyOf(object, place, context);
  return (row) => {
    const value = numberOf(row, column, context.decimalComma);
    return value === undefined ? undefined : money(value, currency(row));
  };
}

/** The sum over all rows of a group, each rounded as it is when it stands in a line. */
export function sumValue(object: JsonObject, place: Place, context: Context): Build {
  closed(object, place.path, ["sum", "currency"]);
  if (!context.grouped || place.inRows) {
    throw new MappingProblem("only_with_group", join(place.path, "sum"));
  }
  const column = context.uses(asText(object.sum, join(place.path, "sum")), place.field);
  const currency = currencyOf(object, place, context);
  return (first, rows) => {
    const total = rows.reduce(
      (sum, row) => plus(sum, round(numberOf(row, column, context.decimalComma) ?? ZERO, 2)),
      ZERO,
    );
    return money(total, currency(first));
  };
}

export function readPattern(value: JsonObject[string] | undefined, path: string): ReadWhen {
  const read = compileWhen(asText(value, path));
  if (read === null) throw new MappingProblem("bad_pattern", path, "yyyy MM M dd d HH H mm ss");
  return read;
}

export function dateValue(object: JsonObject, place: Place, context: Context): Build {
  closed(object, place.path, ["date", "pattern"]);
  const column = context.uses(asText(object.date, join(place.path, "date")), place.field);
  const read = readPattern(object.pattern, join(place.path, "pattern"));
  return (row) => optionalDayCell(row, column, read) ?? undefined;
}
