/**
 * Bytes and their spellings. Every decoder accepts one spelling only: what it accepts is exactly what
 * the encoder beside it writes (docs/FORMAT.md §1).
 */
import { FormatError } from "./errors.ts";

/** Neither ES nor this package's types know these two; every runtime has them. */
interface TextCodecs {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new (
    label: "utf-8",
    options: { fatal: true; ignoreBOM: true },
  ) => { decode(bytes: Uint8Array): string };
}
const { TextEncoder, TextDecoder } = globalThis as unknown as TextCodecs;
const encoder = new TextEncoder();
/** A byte order mark is kept as the character that it is. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Not constant-time: everything here is public. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export function isWellFormed(text: string): boolean {
  // Of what has no surrogates at all, paired or not, that is seen five times as fast.
  return !/[\ud800-\udfff]/.test(text) || !/\p{Surrogate}/u.test(text);
}

export function utf8Encode(text: string): Uint8Array {
  if (!isWellFormed(text)) throw new FormatError("bad_string");
  return encoder.encode(text);
}

export function utf8Decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new FormatError("bad_utf8");
  }
}

export function hexEncode(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += byte.toString(16).padStart(2, "0");
  return out;
}

export function hexDecode(hex: string): Uint8Array {
  if (hex.length % 2 !== 0 || !/^[0-9a-f]*$/.test(hex)) throw new FormatError("bad_hex");
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

const COMMON = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** An alphabet, also two characters at a time; and back: by character code, 255 for what is not in it. */
interface Spelling {
  readonly characters: string;
  readonly pairs: readonly string[];
  readonly values: Uint8Array;
}

function spelling(lastTwo: string): Spelling {
  const characters = COMMON + lastTwo;
  const values = new Uint8Array(128).fill(255);
  for (let i = 0; i < characters.length; i++) values[characters.charCodeAt(i)] = i;
  const pairs = [...characters].flatMap((a) => [...characters].map((b) => a + b));
  return { characters, pairs, values };
}

const STANDARD = spelling("+/");
const URL_SAFE = spelling("-_");

/** Three bytes are two pairs of characters: a character at a time takes three times as long. */
function encode64(bytes: Uint8Array, { characters, pairs }: Spelling): string {
  const [whole, rest] = [bytes.length - (bytes.length % 3), bytes.length % 3];
  let out = "";
  for (let i = 0; i < whole; i += 3) {
    const three =
      ((bytes[i] as number) << 16) | ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number);
    out += (pairs[three >> 12] as string) + (pairs[three & 0xfff] as string);
  }
  if (rest === 0) return out;
  if (rest === 1) return out + (pairs[(bytes[whole] as number) << 4] as string);
  const two = ((bytes[whole] as number) << 10) | ((bytes[whole + 1] as number) << 2);
  return out + (pairs[two >> 6] as string) + (characters[two & 63] as string);
}

/** Null unless `text` is the one unpadded spelling: no other character, no bits left over. */
function decode64(text: string, { values }: Spelling): Uint8Array | null {
  if (text.length % 4 === 1) return null;
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const value = values[text.charCodeAt(i)] ?? 255;
    if (value === 255) return null;
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (held >> bits) & 0xff;
    }
  }
  return (held & ((1 << bits) - 1)) === 0 ? out : null;
}

export function base64Encode(bytes: Uint8Array): string {
  const text = encode64(bytes, STANDARD);
  return text + "=".repeat((4 - (text.length % 4)) % 4);
}

export function base64Decode(text: string): Uint8Array {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes =
    text.length % 4 === 0 ? decode64(text.slice(0, text.length - padding), STANDARD) : null;
  if (bytes === null || (3 - (bytes.length % 3)) % 3 !== padding) {
    throw new FormatError("bad_base64");
  }
  return bytes;
}

export function base64UrlEncode(bytes: Uint8Array): string {
  return encode64(bytes, URL_SAFE);
}

export function base64UrlDecode(text: string): Uint8Array {
  const bytes = decode64(text, URL_SAFE);
  if (bytes === null) throw new FormatError("bad_base64url");
  return bytes;
}

export function u16(n: number): Uint8Array {
  if (!Number.isInteger(n) || n < 0 || n > 0xffff) throw new FormatError("bad_number");
  return Uint8Array.of(n >> 8, n & 0xff);
}

export function u64(n: number): Uint8Array {
  if (!Number.isSafeInteger(n) || n < 0) throw new FormatError("bad_number");
  const out = new Uint8Array(8);
  for (let at = 7, rest = n; rest > 0; at--, rest = Math.floor(rest / 256)) out[at] = rest % 256;
  return out;
}

/** The unsigned integer in the eight bytes from `at` on; refused beyond 2^53−1. */
export function readU64(bytes: Uint8Array, at = 0): number {
  if (bytes.length < at + 8) throw new FormatError("bad_length", { limit: 8 });
  let n = 0;
  // What is lost in the last places is beyond 2^53 then, too.
  for (let i = at; i < at + 8; i++) n = n * 256 + (bytes[i] as number);
  if (!Number.isSafeInteger(n)) throw new FormatError("bad_number");
  return n;
}
