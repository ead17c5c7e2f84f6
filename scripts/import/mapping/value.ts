/** A value of a mapping: an object with exactly one of the members that name a form. */
import type { JsonValue } from "../../../api/core/kind.ts";
import type { Build, Context, Place } from "./context.ts";
import { asList, asObject, closed, type JsonObject, join } from "./members.ts";
import { dateValue, moneyValue, numberValue, sumValue } from "./numbers.ts";
import { MappingProblem } from "./problem.ts";
import { columnValue, templateValue } from "./text.ts";

type Compile = (object: JsonObject, place: Place, context: Context) => Build;

const FORMS: Readonly<Record<string, Compile>> = {
  column: columnValue,
  constant: constantValue,
  template: templateValue,
  number: numberValue,
  money: moneyValue,
  sum: sumValue,
  date: dateValue,
  object: objectValue,
  list: listValue,
  rows: rowsValue,
};

const FORM_NAMES = Object.keys(FORMS);

export function compileValue(value: JsonValue | undefined, place: Place, context: Context): Build {
  const object = asObject(value, place.path);
  const forms = FORM_NAMES.filter((form) => Object.hasOwn(object, form));
  const form = forms[0];
  if (form === undefined || forms.length > 1) {
    throw new MappingProblem("one_form", place.path, FORM_NAMES.join(", "));
  }
  return FORMS[form]!(object, place, context);
}

function constantValue(object: JsonObject, place: Place): Build {
  closed(object, place.path, ["constant"]);
  const constant = object.constant ?? null;
  return () => constant;
}

/** The members that have a value; `undefined` if none has. */
export function compileMembers(value: JsonValue | undefined, place: Place, context: Context) {
  const members = Object.entries(asObject(value, place.path)).map(
    ([name, member]) => [name, compileValue(member, inside(place, name, name), context)] as const,
  );
  const build: Build = (row, rows) => {
    const out: Record<string, JsonValue> = {};
    for (const [name, make] of members) {
      const made = make(row, rows);
      if (made !== undefined) out[name] = made;
    }
    return Object.keys(out).length === 0 ? undefined : out;
  };
  return build;
}

const inside = (place: Place, member: string, field: string): Place => ({
  path: join(place.path, member),
  field: field === "" ? place.field : join(place.field, field),
  inRows: place.inRows,
});

function objectValue(object: JsonObject, place: Place, context: Context): Build {
  closed(object, place.path, ["object"]);
  return compileMembers(object.object, inside(place, "object", ""), context);
}

/** Elements without a value are left out; an empty list is no value. */
function listValue(object: JsonObject, place: Place, context: Context): Build {
  closed(object, place.path, ["list"]);
  const path = join(place.path, "list");
  const elements = asList(object.list, path).map((element, at) =>
    compileValue(element, { ...place, path: `${path}[${at}]` }, context),
  );
  return (row, rows) => {
    const made = elements.map((make) => make(row, rows)).filter((one) => one !== undefined);
    return made.length === 0 ? undefined : made;
  };
}

/** One object for each row of the group. */
function rowsValue(object: JsonObject, place: Place, context: Context): Build {
  closed(object, place.path, ["rows"]);
  if (!context.grouped) throw new MappingProblem("only_with_group", join(place.path, "rows"));
  if (place.inRows) throw new MappingProblem("rows_in_rows", join(place.path, "rows"));
  const within = { ...inside(place, "rows", ""), inRows: true };
  const make = compileMembers(object.rows, within, context);
  return (_, rows) => rows.map((row) => make(row, rows) ?? {});
}
