/** What a line of the access matrix is (matrix.ts). */
import type { Role, Scope } from "../core/principal.ts";
import type { Condition } from "../core/reach.ts";

/**
 * Where the subject of what is asked for stands; whoever is limited to some is held against it.
 *
 * - `path`, `query`: in the address, as `subject`: checked before the route runs.
 * - `record`: the address names a record: the route asks whose it is, and from when (`assertMayRead`), before anything else.
 * - `lines`: in the body: the route checks each (`amongNamed`).
 * - `body`: in the body, as a period and perhaps subjects: the route keeps to both (`reachFor`).
 * - `organization`: no subject, but one of the organizations that data is shared with: in the address, as `organization`: checked before the route runs.
 */
export type Named = "path" | "query" | "record" | "lines" | "body" | "organization";

/** Which personal data is told: what an access record will speak of. */
export type PersonalData =
  | "records"
  | "evidence"
  | "state"
  | "consents"
  | "identifiers"
  | "subjects"
  | "requests";

/** Who is asked for nothing: everybody may, or (`page`) the route takes tokens of its own, made for the pages of others (api/consent/embed). */
export interface OpenLine {
  readonly method: Method;
  /** As the router has it. */
  readonly path: string;
  readonly open: "everybody" | "page";
}

export interface GuardedLine {
  readonly method: Method;
  readonly path: string;
  /** What a key needs for it, whatever its role. `null`: for people alone, no key opens it. */
  readonly scope: Scope | null;
  /** For keys alone: no role gives it to a person. */
  readonly keysOnly?: true;
  readonly roles: Readonly<Partial<Record<Role, Condition>>>;
  readonly names?: Named;
  readonly reads?: PersonalData;
}

export type Method = "GET" | "POST" | "OPTIONS";
export type Line = OpenLine | GuardedLine;

export const open = (path: string): OpenLine => ({ method: "GET", path, open: "everybody" });
/** The one path that is not known before the start: it has the script's hash. */
const SCRIPT = /^\/embed\/consent-[0-9a-f]{16}\.js$/;

/** A path, of a route or of a request, as the matrix has it. */
export const linePath = (path: string): string => path.replace(SCRIPT, "/embed/consent-:hash.js");

/** What a line is found by. */
export const lineName = (method: string, path: string): string => `${method} ${linePath(path)}`;

export const page = (method: Method, path: string): OpenLine => ({ method, path, open: "page" });

export type Granted = Omit<GuardedLine, "method" | "path">;
export const get = (path: string, granted: Granted): GuardedLine => ({
  method: "GET",
  path,
  ...granted,
});
export const post = (path: string, granted: Granted): GuardedLine => ({
  method: "POST",
  path,
  ...granted,
});
