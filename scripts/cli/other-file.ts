/** Files that people hold beside evidence, and mistake for it: what a receipt of a consent is made of, and what promises evidence. */
import { RECEIPT_NOTE_BEGINS } from "./receipt/file.ts";

/** `promise`: a receipt of the ledger's, or the answer of a write that has one. */
const OTHER_FILES = ["pdf", "html", "promise"] as const;
export type OtherFile = (typeof OTHER_FILES)[number];

/** So much is enough to tell by what a file begins with. */
const HEAD_BYTES = 1_024;

/** Which of these a file is, by what it says of itself; `null`: none of them. */
export function otherFile(source: Buffer): OtherFile | null {
  // Readers of PDF take one whose mark stands a little behind the beginning.
  const head = source.subarray(0, HEAD_BYTES).toString("latin1");
  if (head.includes("%PDF-")) return head.trimStart().startsWith("{") ? null : "pdf";
  if (/^(?:\u00ef\u00bb\u00bf)?\s*(?:<!doctype html|<html)/i.test(head)) return "html";
  return isPromise(source.toString("utf8")) ? "promise" : null;
}

function isPromise(text: string): boolean {
  if (text.startsWith(RECEIPT_NOTE_BEGINS)) return true;
  try {
    return String(JSON.parse(text)?.receipt).startsWith(RECEIPT_NOTE_BEGINS);
  } catch {
    return false;
  }
}
