import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { readBodyInTime } from "../core/body.ts";
import { Refusal } from "../core/errors.ts";
import { decodeUtf8, parseJsonObject } from "../core/json.ts";
import { type Language, negotiateLanguage } from "../core/language.ts";
import { MAX_LINE_BYTES } from "./stream.ts";

export const JSON_TYPE = "application/json";
export const NDJSON_TYPE = "application/x-ndjson";

export const languageOf = (c: Context): Language =>
  negotiateLanguage(c.req.header("accept-language"));

/** Which of the two forms a body has. @throws Refusal `unsupported_media_type` */
export function bodyType(c: Context): typeof JSON_TYPE | typeof NDJSON_TYPE {
  const type = (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type === JSON_TYPE || type === NDJSON_TYPE) return type;
  throw new Refusal("unsupported_media_type", { accepted: `${JSON_TYPE}, ${NDJSON_TYPE}` });
}

/** Whoever needs longer for one object does not mean to send it. Streams of lines have as long as the server gives a request. */
const BODY_MS = 30_000;

/**
 * A JSON object out of a request. Not hono's own `req.json()`: that decodes broken UTF-8 and takes the last of repeated
 * members without a word.
 */
export async function jsonBody(
  c: Context,
  limit = MAX_LINE_BYTES,
  milliseconds = BODY_MS,
): Promise<Record<string, unknown>> {
  const length = Number(c.req.header("content-length") ?? 0);
  if (length > limit) throw new Refusal("too_large", { what: "body", limit });
  const bytes = await readBodyInTime(c.req.raw.body, limit, milliseconds);
  return parseJsonObject(decodeUtf8(bytes));
}

const isMissingIn = (given: unknown, name: string): boolean =>
  typeof given === "object" && given !== null && !Object.hasOwn(given, name);

/** What zod found wrong with parameters: each is named, with the words that the first takes if it is one of some; their values never. @param given what was asked with */
export function invalidParameters(
  issues: readonly z.core.$ZodIssue[],
  whole: string,
  given: unknown = null,
): Refusal<"invalid_parameter"> {
  const names = new Set(issues.map(({ path }) => String(path[0] ?? whole)));
  const [parameter = whole, ...others] = names;
  const [first] = issues;
  return new Refusal("invalid_parameter", {
    parameter,
    ...(others.length > 0 ? { others } : {}),
    ...(isMissingIn(given, parameter) ? { isMissing: true } : {}),
    ...(first?.code === "invalid_value" ? { allowed: first.values.join(", ") } : {}),
  });
}

/** Query parameters of a plain route through the schema that documents them. @throws Refusal `invalid_parameter` */
export function queryOf<S extends z.ZodObject>(c: Context, shape: S): z.infer<S> {
  const given = c.req.query();
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  throw invalidParameters(parsed.error.issues, "query", given);
}

/** The key of one line of a stream. A header's key has no blank, so that no line's key is that of another request. */
export const lineKey = (key: string | null, number: number): string | null =>
  key === null ? null : `${key} ${number}`;

/** The Idempotency-Key header. @throws Refusal `invalid_parameter` */
export function idempotencyKey(c: Context): string | null {
  const key = c.req.header("idempotency-key");
  if (key === undefined) return null;
  if (!/^[\x21-\x7e]{1,128}$/.test(key))
    throw new Refusal("invalid_parameter", { parameter: "Idempotency-Key" });
  return key;
}
