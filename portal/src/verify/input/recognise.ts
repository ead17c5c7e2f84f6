/** What a file is, by what it says of itself. Whether it holds is for the kernel. */
import { CERTIFICATE_FORMAT, MAX_CERTIFICATE_BYTES } from "../../../verify/erasure.ts";
import { MAX_EVIDENCE_BYTES, MISBEHAVIOUR_FORMAT, POLICY_FORMAT } from "../../../verify/index.ts";

/**
 * - `promise`: a receipt of the ledger's, or the answer of a write that has one.
 * - `evidence`: whatever looks like JSON and does not say that it is something else.
 */
export type FileKind =
  | "evidence"
  | "certificate"
  | "misbehaviour"
  | "promise"
  | "tlog_proof"
  | "checkpoint"
  | "policy"
  | "pdf"
  | "html"
  | "zip"
  | "empty"
  | "too_large"
  | "unknown";

/** No file that is judged is larger, but a certificate of erasure. */
export const MAX_FILE_BYTES = MAX_EVIDENCE_BYTES;
/** One that others lie in may be. */
export const MAX_CONTAINER_BYTES = 64 * 2 ** 20;

/** So much is enough to tell by what a file begins with. */
const HEAD_BYTES = 1_024;

const RECEIPT_BEGINS = "counterfoil/receipt/";
const TLOG_PROOF_BEGINS = "c2sp.org/tlog-proof@";
/** Origin, size, root: the first three lines of a checkpoint (docs/FORMAT.md §7). */
const CHECKPOINT = /^[^\s+]{1,255}\n(0|[1-9][0-9]{0,15})\n[A-Za-z0-9+/]{43}=\n/;

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, HEAD_BYTES));

/** By its first bytes, however large it is; null: it is a text of our own, or nothing that we know. */
function container(head: string): "pdf" | "html" | "zip" | null {
  // Readers of PDF take one whose mark stands a little behind the beginning.
  if (head.includes("%PDF-") && !head.trimStart().startsWith("{")) return "pdf";
  if (head.startsWith("PK\u0003\u0004")) return "zip";
  return /^(?:\u00ef\u00bb\u00bf)?\s*(?:<!doctype html|<html)/i.test(head) ? "html" : null;
}

/** What JSON says that it is. Read as leniently as it can be, so that what was tampered with is judged as what it claims to be. */
function jsonKind(text: string): FileKind {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return "evidence";
  }
  if (typeof said !== "object" || said === null) return "unknown";
  const { format, receipt } = said as { format?: unknown; receipt?: unknown };
  if (format === CERTIFICATE_FORMAT) return "certificate";
  if (format === MISBEHAVIOUR_FORMAT) return "misbehaviour";
  if (format === POLICY_FORMAT) return "policy";
  if (format === undefined && typeof receipt === "string" && receipt.startsWith(RECEIPT_BEGINS)) {
    return "promise";
  }
  return "evidence";
}

export function kindOf(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) return "empty";
  const head = latin1(bytes);
  const inside = container(head);
  if (inside !== null) return bytes.length > MAX_CONTAINER_BYTES ? "too_large" : inside;
  if (bytes.length > MAX_CERTIFICATE_BYTES) return "too_large";
  const text = new TextDecoder().decode(bytes);
  if (bytes.length > MAX_FILE_BYTES)
    return jsonKind(text) === "certificate" ? "certificate" : "too_large";
  if (text.startsWith(RECEIPT_BEGINS)) return "promise";
  if (text.startsWith(TLOG_PROOF_BEGINS)) return "tlog_proof";
  if (CHECKPOINT.test(text)) return "checkpoint";
  return text.trimStart().startsWith("{") ? jsonKind(text) : "unknown";
}
