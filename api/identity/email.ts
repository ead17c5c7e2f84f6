import { z } from "zod";

const email = z.email().max(254);

/** An e-mail address in the one spelling that it is kept and compared in; `null`: it is none. */
export function parseEmail(text: string): string | null {
  const parsed = email.safeParse(text.trim().toLowerCase());
  return parsed.success ? parsed.data : null;
}
