/** What the portal's pages may load, and whom they may ask. */

/** Stands in the built pages where the nonce of the one answer goes (scripts/portal). */
export const NONCE_PLACE = "__CSP_NONCE__";

const policy = (nonce: string, connect: string): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    // Mantine writes its colours and lengths into style elements, which get the nonce.
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "worker-src 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

/** Of the pages that show what is recorded: they speak with this server alone. */
export const appPolicy = (nonce: string): string => policy(nonce, "'self'");

/** Of the page that verifies: it asks the node that its reader names, wherever that is. */
export const verifyPolicy = (nonce: string): string => policy(nonce, "'self' http: https:");
