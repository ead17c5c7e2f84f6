import { sha256 } from "../../verify/hash.ts";

/** `base64url(SHA-256(text))`, as consents name the text that was shown; worked out here, so that nobody's word is taken for it. */
export function fingerprintOf(text: string): string {
  const bytes = sha256(new TextEncoder().encode(text));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
