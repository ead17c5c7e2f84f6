import { Refusal } from "./errors.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Bytes of a request as text. Refuses with `invalid_utf8`; a byte order mark stays and then is no JSON. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Refusal("invalid_utf8", {});
  }
}

/** Calls `visit` with each UTF-16 unit that stands outside strings, until it answers true. Tells whether it did. */
function outsideStrings(text: string, visit: (unit: number) => boolean): boolean {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (quoted) {
      if (unit === 0x5c) at++;
      else if (unit === 0x22) quoted = false;
    } else if (unit === 0x22) quoted = true;
    else if (visit(unit)) return true;
  }
  return false;
}

/** Members of all objects in the text, counted by their colons. The text is valid JSON. */
function membersInText(text: string): number {
  let count = 0;
  outsideStrings(text, (unit) => {
    if (unit === 0x3a) count++;
    return false;
  });
  return count;
}

function membersInValue(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inner = Object.values(value);
  let count = Array.isArray(value) ? 0 : inner.length;
  for (const each of inner) count += membersInValue(each);
  return count;
}

/** The end of the string that begins at `start`: the index of its closing quote. The text is valid JSON. */
function closingQuote(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

/** A member that one object of the text names twice; `?` if it is no name that a field could have. */
function someRepeatedMember(text: string): string {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "{") open.push(new Set());
    // An array needs no set, but its bracket closes nothing that an object's brace opened.
    else if (text[at] === "}") open.pop();
    if (text[at] !== '"') continue;
    const end = closingQuote(text, at);
    const literal = text.slice(at, end + 1);
    at = end;
    if (!/^\s*:/.test(text.slice(end + 1, end + 64))) continue;
    const name = String(JSON.parse(literal));
    const members = open.at(-1);
    if (members?.has(name)) return /^@?[A-Za-z][A-Za-z0-9]{0,62}$/.test(name) ? name : "?";
    members?.add(name);
  }
  return "?";
}

const MAX_DEPTH = 32;

/** Deeper nesting than any record has would only serve to exhaust the stack of what comes after. */
function tooDeep(text: string): boolean {
  let depth = 0;
  return outsideStrings(text, (unit) => {
    if (unit === 0x7b || unit === 0x5b) depth++;
    else if (unit === 0x7d || unit === 0x5d) depth--;
    return depth > MAX_DEPTH;
  });
}

/**
 * A JSON object out of a request's text. `JSON.parse` keeps the last of repeated members and says nothing; here a repeated
 * member anywhere is refused, for what was meant cannot be known.
 *
 * @throws Refusal `invalid_json`, `not_an_object`, `duplicate_member`
 */
export function parseJsonObject(text: string): Record<string, unknown> {
  if (tooDeep(text)) throw new Refusal("invalid_json", {});
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const position = / at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(
      error instanceof Error ? error.message : "",
    )?.[1];
    throw new Refusal("invalid_json", position === undefined ? {} : { position: Number(position) });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Refusal("not_an_object", {});
  }
  if (membersInText(text) !== membersInValue(value)) {
    throw new Refusal("duplicate_member", { member: someRepeatedMember(text) });
  }
  return value as Record<string, unknown>;
}

/** Whether a member anywhere in a JSON value is named `__proto__`: the one name that objects of JavaScript lose when they are copied, so that what it says would be overlooked. */
export function namesProto(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, each]) => name === "__proto__" || namesProto(each));
}
