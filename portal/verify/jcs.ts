/**
 * RFC 8785. A parser here never repairs: what it accepts is byte for byte what the writer writes, so
 * that repeated members, other orders, blanks and other spellings of a number are all refused.
 */
import { isWellFormed, utf8Decode, utf8Encode } from "./bytes.ts";
import { FormatError } from "./errors.ts";

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [member: string]: JsonValue };
export type JsonObject = { readonly [member: string]: JsonValue };

/** Arrays and objects nest at most so deep, the outermost counted. */
export const MAX_DEPTH = 32;

export function canonicalJson(value: JsonValue): string {
  return write(value, MAX_DEPTH);
}

export function canonicalBytes(value: JsonValue): Uint8Array {
  return utf8Encode(canonicalJson(value));
}

function write(value: JsonValue, depth: number): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return writeString(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new FormatError("bad_number");
    return JSON.stringify(value);
  }
  if (typeof value !== "object") throw new FormatError("bad_value");
  if (depth === 0) throw new FormatError("too_deep", { limit: MAX_DEPTH });
  if (Array.isArray(value)) {
    return `[${value.map((element) => write(element as JsonValue, depth - 1)).join(",")}]`;
  }
  const object = value as JsonObject;
  // The default order is that of UTF-16 code units, which is what RFC 8785 §3.2.3 asks for.
  const members = Object.keys(object).sort();
  return `{${members
    .map((name) => `${writeString(name)}:${write(object[name] as JsonValue, depth - 1)}`)
    .join(",")}}`;
}

/** What JSON writes as it is: by far the most texts, and worth not being looked at twice. */
const PLAIN = /^[ !#-[\]-~]*$/;

function writeString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!isWellFormed(text)) throw new FormatError("bad_string");
  return JSON.stringify(text);
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Bounds the nesting before any recursive reader sees the text. */
function checkDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === BACKSLASH) i++;
      else if (c === QUOTE) inString = false;
    } else if (c === QUOTE) inString = true;
    else if (c === OPEN_LIST || c === OPEN_OBJECT) {
      if (++depth > MAX_DEPTH) throw new FormatError("too_deep", { limit: MAX_DEPTH });
    } else if (c === CLOSE_LIST || c === CLOSE_OBJECT) depth--;
  }
}

function textWithin(source: Uint8Array | string, maxBytes: number): string {
  // A string has at least as many UTF-8 bytes as code units: the cheap bound comes first.
  if (source.length > maxBytes) throw new FormatError("too_large", { limit: maxBytes });
  if (typeof source !== "string") return utf8Decode(source);
  if (utf8Encode(source).length > maxBytes) throw new FormatError("too_large", { limit: maxBytes });
  return source;
}

function parse(text: string): JsonValue {
  checkDepth(text);
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new FormatError("bad_json");
  }
}

/** The value whose JCS the source is, exactly. */
export function parseCanonical(source: Uint8Array | string, maxBytes: number): JsonValue {
  const text = textWithin(source, maxBytes);
  const value = parse(text);
  if (canonicalJson(value) !== text) throw new FormatError("not_canonical");
  return value;
}

/**
 * For what people edit by hand: blanks between tokens and the order of members are free, each string
 * and number is spelled as in JCS, and no member is repeated.
 */
export function parseRelaxed(source: Uint8Array | string, maxBytes: number): JsonValue {
  const text = textWithin(source, maxBytes);
  const value = parse(text);
  // JSON.stringify keeps the order of members, so only blanks may differ. It moves members named
  // like array indexes to the front: these are refused here, and by every closed schema anyway.
  const blanks = /("(?:[^"\\]|\\.)*")|[ \t\n\r]+/g;
  if (JSON.stringify(value) !== text.replace(blanks, "$1")) throw new FormatError("not_canonical");
  canonicalJson(value);
  return value;
}

/** For JSON that nothing rests on but texts within it that are signed themselves: any spelling, within the bounds of §1. */
export function parseAnyJson(source: Uint8Array | string, maxBytes: number): JsonValue {
  return parse(textWithin(source, maxBytes));
}
