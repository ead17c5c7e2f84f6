/** What somebody typed to find a person by. Pure. */
import { isSubject } from "../../frame/subject.ts";

export type Wanted =
  | { readonly by: "subject"; readonly subject: string }
  | { readonly by: "record"; readonly id: string }
  | { readonly by: "reference"; readonly source: string; readonly externalNumber: string };

const RECORD = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A customer number of that system; or the ledger's own name of a person or a record, which look like nothing else. `null`: something is missing. */
export function wantedOf(typed: string, source: string): Wanted | null {
  const text = typed.trim();
  if (text === "") return null;
  if (isSubject(text)) return { by: "subject", subject: text };
  if (RECORD.test(text.toLowerCase())) return { by: "record", id: text.toLowerCase() };
  if (source.trim() === "") return null;
  return { by: "reference", source: source.trim(), externalNumber: text };
}
