import { z } from "zod";

const email = z.email().max(254);
/** Top-level domains that are nobody's (RFC 2606 §2): address.ts has a use for one. */
const NOBODYS = /\.invalid$/;

/** An e-mail address in the one spelling that it is kept and compared in; `null`: it is none. */
export function parseEmail(text: string): string | null {
  const parsed = email.safeParse(text.trim().toLowerCase());
  return parsed.success && !NOBODYS.test(parsed.data) ? parsed.data : null;
}
