/**
 * Links that bring a file. What stands behind `#` a browser sends to nobody.
 *
 * - `#e=` has the file itself: deflate-raw, base64url. Whoever made the link chose it, so it brings no policy (whom to trust is not theirs to say) and no PDF.
 * - `#from=` says where on this server it is to be had: a path, fetched with the visitor's own session.
 */
import { base64UrlDecode, base64UrlEncode } from "../../../verify/index.ts";
import { deflated, inflated } from "./inflate.ts";
import { kindOf, MAX_FILE_BYTES } from "./recognise.ts";

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

/** Whether the page that led here is of this server too. Browsers tell it of the first load alone; where they do not, it is not known, and counts as no. */
export function isFromHere(referrer: string, origin: string): boolean {
  return URL.canParse(referrer) && new URL(referrer).origin === origin;
}

const NOT_BY_LINK: readonly string[] = ["policy", "pdf", "html", "zip"];

/** Null for what is no packed file, too large a one, or one that no link brings. */
export async function unpacked(packed: string): Promise<Uint8Array | null> {
  let bytes: Uint8Array;
  try {
    bytes = base64UrlDecode(packed);
  } catch {
    return null;
  }
  const file = await inflated(bytes, "deflate-raw", MAX_FILE_BYTES);
  return file === null || NOT_BY_LINK.includes(kindOf(file)) ? null : file;
}

/** The part of a link that holds this file. */
export async function hashWith(file: Uint8Array): Promise<string> {
  return `#e=${base64UrlEncode(await deflated(file))}`;
}
