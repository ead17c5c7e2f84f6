/** Where signing in leads to. */

const HOME = "/app";
/** One slash, then nothing that a browser could read as another host: it drops line breaks, and takes a backslash for a slash. */
const OWN_PATH = /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/;

/** A path of this server, as `?next=` names it; what is none leads to where one's role begins. @param search of the page's address */
export function nextIn(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? HOME;
  return OWN_PATH.test(next) && !next.includes("//") ? next : HOME;
}
