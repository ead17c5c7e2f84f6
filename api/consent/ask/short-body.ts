import type { Context } from "hono";
import { Refusal } from "../../core/errors.ts";
import { bodyType, JSON_TYPE, jsonBody } from "../../ledger/request.ts";
import type { Input } from "../input.ts";

/** Bytes. */
const MOST_BODY = 4096;
/** Whoever needs longer for so few bytes does not mean to send them. */
const BODY_MS = 10_000;

/** A JSON object of a few fields. @throws Refusal `unsupported_media_type`, `too_large`, `incomplete_body`, and those of jsonBody */
export async function shortBody(c: Context): Promise<Input> {
  if (bodyType(c) !== JSON_TYPE)
    throw new Refusal("unsupported_media_type", { accepted: JSON_TYPE });
  return jsonBody(c, MOST_BODY, BODY_MS);
}
