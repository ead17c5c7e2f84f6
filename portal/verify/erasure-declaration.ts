/** The declaration of an erasure: the firm's record of kind `erasure`, and whether it is of this list (docs/FORMAT.md §20.3, E2). */
import type { LeafHash, LedgerId } from "./brands.ts";
import { base64UrlEncode } from "./bytes.ts";
import { type Content, checkContent, shown } from "./content.ts";
import { type ErasureList, erasureCounts, erasureListRoot } from "./erasure-list.ts";
import { FormatError } from "./errors.ts";
import type { EvidenceRecord } from "./evidence-parts.ts";
import type { EvidenceStream } from "./evidence-stream.ts";
import { kindForm, kindOfStream } from "./kinds.ts";
import {
  firmSecret,
  firmSubject,
  RETENTION_CLASSES,
  type RetentionClass,
  secretHash,
} from "./subject.ts";

export interface CheckedDeclaration {
  readonly content: Content;
  /** Why it was erased: a word of the kind's, which is not looked at. */
  readonly cause: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
}

const CAUSE = /^[a-z][a-z-]{0,31}$/;

/** @param leafHashes of the entries in the log, in the order of the list */
export function checkDeclaration(
  record: EvidenceRecord,
  list: ErasureList,
  leafHashes: readonly LeafHash[],
): CheckedDeclaration {
  const content = checkContent(record, record.entry);
  if (content.kind !== "erasure") throw new FormatError("erasure_declaration");
  if (content.withheld.length > 0) throw new FormatError("erasure_field_withheld");
  const value = (name: string) => shown(content, name);
  const cause = value("cause");
  if (typeof cause !== "string" || !CAUSE.test(cause)) throw new FormatError("erasure_declaration");
  const { count, kept } = erasureCounts(list);
  const same =
    value("erasureId") === list.erasureId &&
    value("treeSize") === list.treeSize &&
    value("count") === count &&
    value("kept") === kept;
  if (!same) throw new FormatError("erasure_other_declaration");
  if (value("root") !== base64UrlEncode(erasureListRoot(list, leafHashes)))
    throw new FormatError("erasure_root_mismatch");
  const [occurredAt, recordedAt] = [value("@occurredAt"), value("@recordedAt")];
  return { content, cause, occurredAt: occurredAt as string, recordedAt: recordedAt as string };
}

/** A stream of the firm's, whose secrets follow from the ledger's id. */
export function firmStream(ledgerId: LedgerId, name: string): EvidenceStream {
  const own = kindForm(kindOfStream(name))?.class as RetentionClass;
  const others = RETENTION_CLASSES.filter((one) => one !== own);
  return {
    class: own,
    hashes: others.map((one) => secretHash(firmSecret(ledgerId, one))),
    name,
    secret: firmSecret(ledgerId, own),
    subject: firmSubject(ledgerId),
  };
}
