/** Reading a closed schema: exactly these members, of exactly these types, at a named place. */
import { base64Decode } from "./bytes.ts";
import { FormatError, type FormatErrorCode } from "./errors.ts";
import type { JsonObject, JsonValue } from "./jcs.ts";

export function wrongShape(where: string): FormatError {
  return new FormatError("wrong_shape", { where });
}

/** An object with exactly these members, ascending. */
export function members(value: JsonValue | undefined, names: string[], where: string): JsonObject {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw wrongShape(where);
  const own = Object.keys(value).sort();
  if (own.length !== names.length || own.some((name, i) => name !== names[i])) {
    throw wrongShape(where);
  }
  return value as JsonObject;
}

export function list(value: JsonValue | undefined, most: number, where: string): JsonValue[] {
  if (!Array.isArray(value)) throw wrongShape(where);
  if (value.length > most) throw new FormatError("too_large", { limit: most, where });
  return value as JsonValue[];
}

export function text(value: JsonValue | undefined, where: string): string {
  if (typeof value !== "string") throw wrongShape(where);
  return value;
}

export function integer(value: JsonValue | undefined, least: number, where: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < least) throw wrongShape(where);
  return value as number;
}

export function constant(value: JsonValue | undefined, only: string, code: FormatErrorCode): void {
  if (value !== only) throw new FormatError(code);
}

export function bytes(value: JsonValue | undefined, length: number | null, where: string) {
  const decoded = at(where, () => base64Decode(text(value, where)));
  if (length !== null && decoded.length !== length) throw wrongShape(where);
  return decoded;
}

/** Says where, when what is done there fails for a reason of form. */
export function at<T>(where: string, read: () => T): T {
  return locate({ where }, read);
}

export function locate<T>(place: { where?: string; position?: number }, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(error.code, { ...error.details, ...place });
  }
}
