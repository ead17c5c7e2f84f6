import { timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { Refusal } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";

/** Lets a request pass that carries one of these bearer tokens. Hashes are compared, all of them, so neither time nor length tells of any. */
export function bearer(...tokens: readonly string[]): MiddlewareHandler {
  const expected = tokens.map((token) => sha256(token));
  return async (c, next) => {
    const given =
      /^Bearer +([\x21-\x7e]{1,512})$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
    const hash = sha256(given);
    const fits = expected.map((one) => timingSafeEqual(hash, one));
    if (!fits.includes(true)) throw new Refusal("unauthorized", {});
    await next();
  };
}
