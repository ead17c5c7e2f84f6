/** Reading of a closed JSON schema: every member is known, every error names its member. */
import type { JsonValue } from "../../../api/core/kind.ts";
import { MappingProblem } from "./problem.ts";

export type JsonObject = { readonly [member: string]: JsonValue };

export const join = (path: string, member: string): string =>
  path === "" ? member : `${path}.${member}`;

export function asObject(value: JsonValue | undefined, path: string): JsonObject {
  if (value === undefined) throw new MappingProblem("missing_member", path);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new MappingProblem("wrong_type", path, "{…}");
  }
  return value as JsonObject;
}

export function asText(value: JsonValue | undefined, path: string): string {
  if (value === undefined) throw new MappingProblem("missing_member", path);
  if (typeof value !== "string" || value === "") {
    throw new MappingProblem("wrong_type", path, '"…"');
  }
  return value;
}

export function asList(value: JsonValue | undefined, path: string): readonly JsonValue[] {
  if (!Array.isArray(value)) throw new MappingProblem("wrong_type", path, "[…]");
  return value as readonly JsonValue[];
}

/** Refuses members that are neither required nor optional. */
export function closed(
  object: JsonObject,
  path: string,
  required: readonly string[],
  optional: readonly string[] = [],
): void {
  for (const member of required) {
    if (!Object.hasOwn(object, member)) {
      throw new MappingProblem("missing_member", join(path, member));
    }
  }
  const allowed = [...required, ...optional];
  for (const member of Object.keys(object)) {
    if (!allowed.includes(member)) {
      throw new MappingProblem("surplus_member", join(path, member), allowed.join(", "));
    }
  }
}
