/** Headers of every answer, good or bad. */
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** Seconds: a year, for this host alone. */
const HSTS = "max-age=31536000";

/**
 * Our pages load from this server alone, and have neither script nor style inside; a page that has brings a policy of its own, by the hash (receipts).
 * HSTS where the request came by TLS, through a proxy that we trust: over plain HTTP browsers ignore it (RFC 6797 §8.1), and who sends it all the same says what is not so.
 */
export function ownHeaders(): MiddlewareHandler {
  const secure = secureHeaders({
    strictTransportSecurity: false,
    overwrite: false,
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
    },
  });
  return async (c, next) => {
    await secure(c, next);
    if (c.get("peer").https) c.res.headers.set("strict-transport-security", HSTS);
  };
}
