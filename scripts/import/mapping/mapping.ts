/** The mapping file `counterfoil/mapping/v1`: see MAPPING.md. */
import type { JsonValue, RecordKind } from "../../../api/core/kind.ts";
import { kindsByName } from "../../../api/ledger/kinds/registry.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { parseRelaxed } from "../../../portal/verify/jcs.ts";
import type { FieldColumns } from "../model.ts";
import type { ReadWhen } from "../when.ts";
import { isZone } from "../zone.ts";
import { type Build, Context, type Place } from "./context.ts";
import { asObject, asText, closed, type JsonObject, join } from "./members.ts";
import { readPattern } from "./numbers.ts";
import { MappingProblem } from "./problem.ts";
import { compileMembers, compileValue } from "./value.ts";

const MAPPING_FORMAT = "counterfoil/mapping/v1";
export const MAX_MAPPING_BYTES = 262_144;

export interface Mapping {
  readonly source: string;
  readonly kind: RecordKind;
  readonly delimiter: string;
  readonly groupBy: string | null;
  /** All columns that it reads: a file without one of them is refused. */
  readonly columns: readonly string[];
  readonly fieldColumns: FieldColumns;
  readonly customer: Build;
  readonly externalNumber: Build;
  readonly occurredAt: { readonly column: string; readonly read: ReadWhen; readonly zone: string };
  readonly fields: Build;
}

const REQUIRED = ["format", "source", "kind", "customer", "externalNumber", "occurredAt", "fields"];
const OPTIONAL = ["delimiter", "decimalComma", "groupBy"];

/** Throws a {@link MappingProblem} that names the member at fault. */
export function parseMapping(source: Uint8Array | string): Mapping {
  const file = asObject(readJson(source), "");
  if (file.format !== MAPPING_FORMAT) {
    throw new MappingProblem("wrong_format", "format", MAPPING_FORMAT);
  }
  closed(file, "", REQUIRED, OPTIONAL);
  const kind = readKind(file);
  const groupBy = file.groupBy === undefined ? null : asText(file.groupBy, "groupBy");
  const decimalComma = file.decimalComma ?? false;
  if (typeof decimalComma !== "boolean") {
    throw new MappingProblem("wrong_type", "decimalComma", "true, false");
  }
  const context = new Context({ decimalComma, grouped: groupBy !== null });
  if (groupBy !== null) context.uses(groupBy, "");
  const at = (path: string, field: string): Place => ({ path, field, inRows: false });
  const parts = {
    source: readSource(file),
    kind,
    delimiter: readDelimiter(file),
    groupBy,
    customer: textForm(file, "customer", at("customer", "@subject"), context),
    externalNumber: textForm(
      file,
      "externalNumber",
      at("externalNumber", "externalNumber"),
      context,
    ),
    occurredAt: readOccurredAt(file, context),
    fields: compileMembers(fieldsOf(file, kind), at("fields", ""), context),
  };
  return { ...parts, columns: context.columns, fieldColumns: context.fields };
}

function readJson(source: Uint8Array | string): JsonValue {
  try {
    return parseRelaxed(source, MAX_MAPPING_BYTES);
  } catch (error) {
    if (error instanceof FormatError) throw new MappingProblem("not_json", "", error.code);
    throw error;
  }
}

function readKind(file: JsonObject): RecordKind {
  const kind = kindsByName.get(asText(file.kind, "kind"));
  if (kind !== undefined) return kind;
  throw new MappingProblem("unknown_kind", "kind", [...kindsByName.keys()].join(", "));
}

function readSource(file: JsonObject): string {
  const source = asText(file.source, "source");
  if (!/^[A-Za-z0-9._:/-]{1,64}$/.test(source)) throw new MappingProblem("bad_source", "source");
  return source;
}

function readDelimiter(file: JsonObject): string {
  if (file.delimiter === undefined) return ",";
  const delimiter = asText(file.delimiter, "delimiter");
  if (delimiter.length === 1 && !/["\r\n]/.test(delimiter)) return delimiter;
  throw new MappingProblem("bad_delimiter", "delimiter");
}

/** A number that names something is a text: a column or a template. */
function textForm(file: JsonObject, member: string, place: Place, context: Context): Build {
  const value = asObject(file[member], member);
  if (!Object.hasOwn(value, "column") && !Object.hasOwn(value, "template")) {
    throw new MappingProblem("one_form", member, "column, template");
  }
  if (Object.hasOwn(value, "column")) closed(value, member, ["column"]);
  return compileValue(value, place, context);
}

function readOccurredAt(file: JsonObject, context: Context): Mapping["occurredAt"] {
  const value = asObject(file.occurredAt, "occurredAt");
  closed(value, "occurredAt", ["column", "pattern"], ["zone"]);
  const column = context.uses(asText(value.column, "occurredAt.column"), "@occurredAt");
  const zone = value.zone === undefined ? "UTC" : asText(value.zone, "occurredAt.zone");
  if (!isZone(zone)) throw new MappingProblem("bad_zone", "occurredAt.zone");
  return { column, zone, read: readPattern(value.pattern, "occurredAt.pattern") };
}

function fieldsOf(file: JsonObject, kind: RecordKind): JsonObject {
  const fields = asObject(file.fields, "fields");
  const own = kind.names.filter((name) => !name.startsWith("@") && name !== "externalNumber");
  for (const field of Object.keys(fields)) {
    if (own.includes(field)) continue;
    throw new MappingProblem("unknown_field", join("fields", field), own.join(", "));
  }
  return fields;
}
