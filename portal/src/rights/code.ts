/** The code that opens a certificate of erasure: made in the browser of whoever asks, shown once. */
import { base64UrlEncode } from "../../verify/bytes.ts";
import { erasureCodeKeys } from "../../verify/erasure-code.ts";

const CODE_BYTES = 32;
const CODE = /^[A-Za-z0-9_-]{43}$/;

export interface NewCode {
  readonly code: string;
  /** What the ledger is given in its place: base64url of 32 bytes. */
  readonly publicKey: string;
}

export function newCode(): NewCode {
  const code = base64UrlEncode(crypto.getRandomValues(new Uint8Array(CODE_BYTES)));
  return { code, publicKey: base64UrlEncode(erasureCodeKeys(code).publicKey) };
}

/** The code stands behind the `#`, which no browser sends to anybody. */
export const codeLink = (code: string, origin: string): string =>
  `${origin}/app/certificate#${code}`;

/** Out of a code, a link, or the file that was kept; `null`: there is none in it. */
export function codeIn(text: string): string | null {
  const words = text.trim().split(/[\s#]+/);
  return words.findLast((word) => CODE.test(word)) ?? null;
}
