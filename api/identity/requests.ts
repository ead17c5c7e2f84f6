/** What goes to better-auth of a request, and what comes back of its answer. */
import { readBodyInTime } from "../core/body.ts";
import { Refusal, type SignInProblem } from "../core/errors.ts";
import { decodeUtf8, parseJsonObject } from "../core/json.ts";
import { parseAddress } from "./address.ts";
import { parseEmail } from "./email.ts";
import type { Path } from "./paths.ts";

const BODY_BYTES = 16_384;
/** What signing in takes is small: whoever needs longer for it keeps a connection from others. */
const BODY_MS = 10_000;

export interface Body {
  readonly texts: Readonly<Record<string, string>>;
  readonly objects: Readonly<Record<string, object>>;
}

/** The body's members, those of the path and no others. @throws Refusal `invalid_parameter`, and those of reading JSON */
export async function bodyOf(
  request: Request,
  { body: names, objects: objectNames = [], phones }: Path,
  milliseconds = BODY_MS,
): Promise<Body> {
  const bytes = await readBodyInTime(request.body, BODY_BYTES, milliseconds);
  if (names.length + objectNames.length === 0) return { texts: {}, objects: {} };
  const type = request.headers.get("content-type") ?? "";
  // A form of another site can send the other types without being asked.
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new Refusal("unsupported_media_type", { accepted: "application/json" });
  const given = parseJsonObject(decodeUtf8(bytes));
  const members: Record<string, string> = {};
  for (const name of names) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (typeof value !== "string" || value.length > 8192)
      throw new Refusal("invalid_parameter", { parameter: name });
    members[name] = value;
  }
  const objects: Record<string, object> = {};
  for (const name of objectNames) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new Refusal("invalid_parameter", { parameter: name });
    objects[name] = value;
  }
  if (Object.keys(given).some((name) => !names.includes(name) && !objectNames.includes(name)))
    throw new Refusal("invalid_parameter", { parameter: "body" });
  if (members.email !== undefined) {
    const parsed = phones === true ? parseAddress(members.email) : parseEmail(members.email);
    if (parsed === null) throw new Refusal("invalid_parameter", { parameter: "email" });
    members.email = parsed;
  }
  return { texts: members, objects };
}

/** Of what a client sends only this is handed on: no header says where a request comes from, but its connection. */
const HEADERS = ["cookie", "origin"] as const;

export function inner(request: Request, url: string, { texts, objects }: Body): Request {
  const headers = new Headers();
  for (const name of HEADERS) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (request.method === "GET") return new Request(url, { headers });
  headers.set("content-type", "application/json");
  return new Request(url, {
    method: request.method,
    headers,
    body: JSON.stringify({ ...texts, ...objects }),
  });
}

const refused = (problem: SignInProblem): Refusal => new Refusal("sign_in_refused", { problem });

/** Codes of better-auth that say the same to whoever tries. */
const BAD_CODES: readonly unknown[] = ["INVALID_OTP", "OTP_EXPIRED", "TOO_MANY_ATTEMPTS"];

const ERROR_PAGE = /^[^?#]*\/auth\/error([?#]|$)/;

/** better-auth's answer as ours. @throws Refusal */
export async function outer(answer: Response): Promise<Response> {
  const text = await answer.text();
  // It calls what a device has answered wrongly its own failure.
  if (memberOf(text, "code") === "FAILED_TO_VERIFY_REGISTRATION") throw refused("refused");
  if (answer.status >= 500) throw new Error("better-auth failed");
  if (answer.status === 401) throw new Refusal("unauthorized", {});
  if (answer.status >= 400) {
    throw refused(BAD_CODES.includes(memberOf(text, "code")) ? "code" : "refused");
  }
  const headers = new Headers({ "cache-control": "no-store" });
  for (const cookie of answer.headers.getSetCookie()) headers.append("set-cookie", cookie);
  const location = answer.headers.get("location");
  // Its page of errors, which says more than a stranger is to know: whether there is an account.
  if (location !== null && ERROR_PAGE.test(location)) throw refused("refused");
  if (location !== null) headers.set("location", location);
  if (text === "") return new Response(null, { status: answer.status, headers });
  headers.set("content-type", "application/json");
  return new Response(ours(text), { status: answer.status, headers });
}

function memberOf(text: string, name: string): unknown {
  try {
    return (JSON.parse(text) as Record<string, unknown> | null)?.[name];
  } catch {
    return undefined;
  }
}

/** The cookie is kept from scripts; so the same token must not stand in the body. And devices are to ask for their owner: passkeys.ts takes nothing else. */
const ours = (text: string): string =>
  JSON.stringify(
    JSON.parse(text, (name, value) => {
      if (name === "token") return undefined;
      return name === "userVerification" ? "required" : value;
    }),
  );
