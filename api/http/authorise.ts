/** The one place where requests are held against the access matrix. Deny by default. */
import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { TrieRouter } from "hono/router/trie-router";
import type { Clock } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import type { Principal } from "../core/principal.ts";
import { type Reach, reachOf } from "../core/reach.ts";
import { parseTilePath } from "../log/tiles.ts";
import type { Authenticator } from "./authenticator.ts";
import { type GuardedLine, type Line, lineName, linePath } from "./matrix-line.ts";
import type { RequestLimits } from "./request-limits.ts";

export interface AuthoriseOptions {
  readonly clock: Clock;
  readonly authenticate: Authenticator;
  readonly lines: readonly Line[];
  /** The address that a request came from, as far as we believe it. */
  readonly peerOf: (c: Context) => string;
  readonly limits: RequestLimits;
}

/** @throws Error where a line limits somebody to what the route is not asked to look at */
function assertSound(lines: readonly Line[]): void {
  const names = lines.map(({ method, path }) => lineName(method, path));
  if (new Set(names).size < names.length) throw new Error("two lines for one route");
  for (const line of lines) {
    if ("open" in line) continue;
    const { names: named, roles, path } = line;
    const conditions = new Set(Object.values(roles));
    if (named === undefined && (conditions.has("own") || conditions.has("given")))
      throw new Error(`${path}: limited, and names no subject`);
    // When something was recorded only these look at.
    const isTimed = named === "record" || named === "query" || named === "body";
    if (!isTimed && conditions.has("given"))
      throw new Error(`${path}: a period that nothing keeps to`);
    if (named === "organization" ? conditions.has("own") : conditions.has("ownOrganization"))
      throw new Error(`${path}: limited to something else than it names`);
  }
}

/** The log lies below it, and nothing else: what its grammar does not have is there for nobody. */
const isNowhere = (path: string): boolean =>
  path.startsWith("/tile/") && parseTilePath(path.slice(1)) === null;

/** What this line gives; `null`: nothing. */
function granted(line: GuardedLine, principal: Principal, now: number): Reach | null {
  const condition = Object.hasOwn(line.roles, principal.role)
    ? line.roles[principal.role]
    : undefined;
  if (condition === undefined) return null;
  const { scopes } = principal;
  if (scopes === null ? line.keysOnly === true : line.scope === null || !scopes.has(line.scope))
    return null;
  return reachOf(principal, condition, now);
}

/** The subjects in the address, or the organization. An escape that is left in one is none of anybody's: what is compared is what the router compares. */
function namedInAddress(c: Context, { path, names }: GuardedLine): readonly string[] {
  if (names === "query") return c.req.queries("subject") ?? [];
  if (names !== "path" && names !== "organization") return [];
  const at = path.split("/").indexOf(names === "path" ? ":subject" : ":organization");
  return [c.req.path.split("/")[at] ?? ""];
}

/** Of a line that gives nothing. What stands in the matrix everybody may know. */
function whyNot(line: GuardedLine | undefined, { role, scopes }: Principal): Refusal {
  if (line === undefined || !Object.hasOwn(line.roles, role))
    return new Refusal("forbidden", { problem: "role" });
  if (scopes === null) return new Refusal("forbidden", { problem: "machine" });
  const { scope } = line;
  if (scope === null) return new Refusal("forbidden", { problem: "person" });
  return new Refusal("forbidden", { problem: "scope", scope });
}

/** @throws Refusal `forbidden` */
function assertGranted(
  c: Context,
  line: GuardedLine | undefined,
  principal: Principal,
  now: number,
): Reach {
  const reach = line === undefined ? null : granted(line, principal, now);
  if (line === undefined || reach === null) throw whyNot(line, principal);
  // Before anything is read: whoever is nobody yet must not have a stream of lines worked through.
  if (reach.isEmpty) throw new Refusal("forbidden", { problem: "target" });
  if (!namedInAddress(c, line).every((subject) => reach.mayName(subject)))
    throw new Refusal("forbidden", { problem: "target" });
  return reach;
}

/** Whether the route has to look at the reach itself. */
const mustAsk = ({ names }: GuardedLine, { condition, period }: Reach): boolean =>
  condition !== "any" && (names === "record" || names === "lines" || period !== null);

/** It may be of somebody who is signed in, and is no browser's: browsers always name the page. */
const lacksOrigin = ({ method, headers }: Request): boolean =>
  !["GET", "HEAD"].includes(method) &&
  headers.has("cookie") &&
  !headers.has("authorization") &&
  !headers.has("origin");

/**
 * Whoever is not known is told so (401), wherever they ask but for what is open; who is known and may not, that (403). Neither says whether there is what was asked for.
 *
 * @throws Refusal `unauthorized`, `forbidden`, `not_found`, `too_many_requests`
 */
export function authorise(options: AuthoriseOptions): MiddlewareHandler {
  const { authenticate, clock, lines, peerOf, limits } = options;
  assertSound(lines);
  const byRoute = new Map(lines.map((line) => [lineName(line.method, line.path), line]));
  const openPaths = new TrieRouter<true>();
  for (const line of lines) if ("open" in line) openPaths.add("ALL", line.path, true);
  const isOpenPath = (path: string): boolean =>
    openPaths.match("ALL", linePath(path))[0].length > 0;

  return async (c, next) => {
    const { path } = c.req;
    const address = peerOf(c);
    if (isNowhere(path)) {
      limits.stranger(address);
      throw new Refusal("not_found", { what: "route" });
    }
    // The router's own finding: no second reading of the path could differ from it.
    const route = matchedRoutes(c).find(({ method }) => method !== "ALL");
    const line = route && byRoute.get(lineName(route.method, route.path));
    // A path that is open with another method: that may be told.
    if ((line !== undefined && "open" in line) || (route === undefined && isOpenPath(path))) {
      limits.stranger(address);
      return next();
    }
    c.header("cache-control", "no-store");
    const principal = await authenticate(c.req.raw);
    if (principal === null) {
      limits.stranger(address);
      throw new Refusal("unauthorized", lacksOrigin(c.req.raw) ? { hint: "no_origin" } : {});
    }
    limits.known(principal);
    c.set("principal", principal);
    // Which routes there are is in /openapi.json, for everybody.
    if (route === undefined) return next();
    const reach = assertGranted(c, line, principal, clock.now());
    c.set("reach", reach);
    c.set("authoriseAnew", async () => {
      const now = await authenticate(c.req.raw);
      if (now === null) throw new Refusal("unauthorized", {});
      assertGranted(c, line, now, clock.now());
      return now;
    });
    await next();
    if (line !== undefined && mustAsk(line, reach) && c.res.ok && c.get("reachAsked") !== true)
      throw new Error(`${line.path} answered without asking whose it is`);
  };
}
