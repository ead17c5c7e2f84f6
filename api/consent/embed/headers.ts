/** Which pages of other origins may read what is answered, and which may load the script. */
import type { Context, MiddlewareHandler } from "hono";
import type { Asking } from "./context.ts";
import type { Embed } from "./service.ts";
import { isWebOrigin } from "./web-origin.ts";

/** Who asks, by the headers. The scheme in any case (RFC 9110 §11.1). */
export function askingOf(c: Context): Asking {
  const header = c.req.header("authorization") ?? "";
  const token = /^Bearer +([A-Za-z0-9_-]{1,2048})$/i.exec(header)?.[1] ?? null;
  const origin = c.req.header("origin") ?? null;
  return { token, origin, globalPrivacyControl: c.req.header("sec-gpc") === "1" };
}

/**
 * Goes around everything else, so that refusals have these headers too. Only pages of the origin that the token was made for may read an answer; a page that sends something else
 * learns no more than that it failed.
 */
export function embedHeaders(embed: Pick<Embed, "originOf">): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    if (c.req.path.endsWith(".js")) {
      headers.set("cross-origin-resource-policy", "cross-origin");
      // With `integrity` the browser reads the script by CORS. It is the same for everybody.
      headers.set("access-control-allow-origin", "*");
      return;
    }
    headers.append("vary", "Origin");
    headers.set("cache-control", "no-store");
    const { token, origin } = askingOf(c);
    if (origin !== null && origin === embed.originOf(token))
      headers.set("access-control-allow-origin", origin);
  };
}

const ASKED_HEADERS: ReadonlySet<string> = new Set(["authorization", "content-type"]);
/** Seconds for which a browser need not ask again. */
const MAX_AGE = 600;

/** A browser asks before it sends the token, so the answer cannot know it: to any page, but for this one method, these headers, and without cookies. */
export function preflight(method: "GET" | "POST") {
  return (c: Context): Response => {
    const origin = c.req.header("origin") ?? "";
    const wanted = (c.req.header("access-control-request-headers") ?? "").toLowerCase();
    const names = wanted.split(",").map((name) => name.trim());
    const fits =
      isWebOrigin(origin) &&
      c.req.header("access-control-request-method") === method &&
      names.every((name) => name === "" || ASKED_HEADERS.has(name));
    if (!fits) return c.body(null, 204);
    return c.body(null, 204, {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": method,
      "access-control-allow-headers": [...ASKED_HEADERS].join(", "),
      "access-control-max-age": String(MAX_AGE),
    });
  };
}
