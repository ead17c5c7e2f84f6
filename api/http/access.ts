import { parseCheckpointPath } from "../log/checkpoint-path.ts";
import { parseTilePath } from "../log/tiles.ts";

/**
 * Who may call what. Deny by default: a route that is not named here as public needs the token, whether it exists or not, so that
 * no answer tells a stranger which addresses there are below `/v1`.
 */
const PUBLIC: readonly RegExp[] = [
  /^\/$/,
  /^\/checkpoint$/,
  /^\/healthz$/,
  /^\/docs(\/[a-z0-9.-]+)?$/,
  /^\/openapi\.json$/,
  // These take tokens of their own: api/consent/embed.
  /^\/embed\/(consent(-[0-9a-f]{16})?\.js|offer|choice)$/,
  // Whoever signs in has nothing yet: api/identity lets through what stands in its paths.ts.
  /^\/auth\/[a-z/-]+(\.js)?$/,
  /^\/dev\/mailbox$/,
  /^\/\.well-known\/counterfoil\/[a-z0-9.-]+$/,
];

/** Below it lies the log, and nothing else: what its grammar does not have is there for nobody. */
const TILES = "/tile/";

export type Access = "public" | "auditor" | "metrics" | "token";

export function accessOf(path: string): Access {
  if (path.startsWith(TILES)) {
    const parsed = parseTilePath(path.slice(1));
    return parsed !== null && "bundle" in parsed ? "auditor" : "public";
  }
  if (path === "/metrics") return "metrics";
  if (parseCheckpointPath(path.slice(1)) !== null) return "public";
  return PUBLIC.some((pattern) => pattern.test(path)) ? "public" : "token";
}
