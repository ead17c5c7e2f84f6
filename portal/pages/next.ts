/** Where signing in leads to. */

const HOME = "/app";
/** One slash, then nothing that a browser could read as another host: it drops line breaks, and takes a backslash for a slash. */
const OWN_PATH = /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/;
/** Pages that somebody comes from. Any other path could be one that changes something when it is opened. */
const PAGE = /^\/(?:app(?:\/[^?#]*)?|verify|account)$/;

function leadsToPage(next: string): boolean {
  if (!OWN_PATH.test(next) || next.includes("//")) return false;
  // As a browser goes there: `/app/../auth` is none of the portal's pages.
  return PAGE.test(new URL(next, "file:///").pathname);
}

/** A page of the portal, as `?next=` names it; what is none leads to where one's role begins. @param search of the page's address */
export function nextIn(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? HOME;
  return leadsToPage(next) ? next : HOME;
}
