/**
 * Links that bring a file. What stands behind `#` a browser sends to nobody.
 *
 * - `#e=` has the file itself: deflate-raw, base64url.
 * - `#from=` says where on this server it is to be had: a path, fetched with the visitor's own session.
 */
import { base64UrlDecode, base64UrlEncode } from "../../../verify/index.ts";
import { deflated, inflated } from "./inflate.ts";
import { MAX_FILE_BYTES } from "./recognise.ts";

export type Link =
  | { readonly kind: "none" }
  | { readonly kind: "file"; readonly packed: string }
  | { readonly kind: "from"; readonly path: string }
  /** It says something that cannot be followed. */
  | { readonly kind: "broken" };

/** What is fetched is of the API, on this server, and nothing else: a link cannot make a page ask anybody anything. */
const OF_THE_API = /^\/v1\/[A-Za-z0-9_.~/-]+(\?[A-Za-z0-9_.~/:@%&=+,-]*)?$/;

export function isApiPath(path: string): boolean {
  return OF_THE_API.test(path) && !path.includes("/..") && !path.includes("//");
}

export function readLink(hash: string): Link {
  const [, name, value = ""] = /^#(e|from)=(.*)$/s.exec(hash) ?? [];
  if (name === undefined) return { kind: "none" };
  if (name === "e")
    return /^[A-Za-z0-9_-]+$/.test(value) ? { kind: "file", packed: value } : { kind: "broken" };
  try {
    const path = decodeURIComponent(value);
    return isApiPath(path) ? { kind: "from", path } : { kind: "broken" };
  } catch {
    return { kind: "broken" };
  }
}

/** Null for what is no packed file, or too large a one. */
export async function unpacked(packed: string): Promise<Uint8Array | null> {
  let bytes: Uint8Array;
  try {
    bytes = base64UrlDecode(packed);
  } catch {
    return null;
  }
  return inflated(bytes, "deflate-raw", MAX_FILE_BYTES);
}

/** The part of a link that holds this file. */
export async function hashWith(file: Uint8Array): Promise<string> {
  return `#e=${base64UrlEncode(await deflated(file))}`;
}
