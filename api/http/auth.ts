import { timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { Refusal } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";

/** Lets a request pass that carries the ledger's bearer token. Hashes are compared, so neither time nor length tells of it. */
export function bearer(token: string): MiddlewareHandler {
  const expected = sha256(token);
  return async (c, next) => {
    const given =
      /^Bearer +([\x21-\x7e]{1,512})$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
    if (!timingSafeEqual(sha256(given), expected)) throw new Refusal("unauthorized", {});
    await next();
  };
}
