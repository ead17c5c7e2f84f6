/** Values that are texts: a column, a column through a table of words, a template. */
import type { JsonValue } from "../../../api/core/kind.ts";
import { RowError } from "../model.ts";
import type { CsvRow } from "../read/csv.ts";
import type { Build, Context, Place } from "./context.ts";
import { asObject, asText, closed, type JsonObject, join } from "./members.ts";
import { MappingProblem } from "./problem.ts";

export function columnValue(object: JsonObject, place: Place, context: Context): Build {
  closed(object, place.path, ["column"], ["words"]);
  const name = asText(object.column, join(place.path, "column"));
  const column = context.uses(name, place.field);
  const words = object.words === undefined ? null : readWords(object.words, place.path);
  return (row) => {
    const text = row.cell(column);
    if (words === null) return text === "" ? undefined : text;
    const word = words.get(text);
    if (word !== undefined) return word;
    if (text === "") return undefined;
    throw new RowError("not_in_table", { line: row.line, column });
  };
}

function readWords(value: JsonValue, path: string): ReadonlyMap<string, JsonValue> {
  const object = asObject(value, join(path, "words"));
  return new Map(Object.entries(object));
}

const PLACEHOLDER = /\{([^{}]+)\}/g;

/** `{order}/{date}`; left out as a whole if one of its columns is empty. */
function templateText(
  template: string,
  place: Place,
  context: Context,
): (row: CsvRow) => string | undefined {
  const columns = [...template.matchAll(PLACEHOLDER)].map((match) => match[1]!);
  const rest = template.replace(PLACEHOLDER, "");
  if (columns.length === 0 || /[{}]/.test(rest)) {
    throw new MappingProblem("bad_template", place.path);
  }
  for (const column of columns) context.uses(column, place.field);
  return (row) => {
    if (columns.some((column) => row.cell(column) === "")) return undefined;
    return template.replace(PLACEHOLDER, (_, column: string) => row.cell(column));
  };
}

export function templateValue(object: JsonObject, place: Place, context: Context): Build {
  closed(object, place.path, ["template"]);
  const path = join(place.path, "template");
  return templateText(asText(object.template, path), { ...place, path }, context);
}
