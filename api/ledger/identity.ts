/** How the ledger knows a record again without keeping anything that could be read: HMACs under the vault's keys. */
import type { JsonValue } from "../core/kind.ts";
import type { Mac } from "../vault/macs.ts";
import type { Draft } from "./draft.ts";

/**
 * The outer identity: for a kind of layout *single* the subject (there is one record of it), else source and external number.
 * `null`: nothing outside names it, so nothing can be its duplicate.
 */
export function identityMac(
  mac: Mac,
  draft: Pick<Draft, "kind" | "source" | "subject"> & {
    readonly body: { readonly externalNumber?: JsonValue };
  },
): Buffer | null {
  const { kind, source, subject } = draft;
  if (kind.layout === "single") return mac("identity", "single", kind.kind, subject);
  const { externalNumber } = draft.body;
  if (typeof externalNumber !== "string") return null;
  return mac("identity", "many", kind.kind, source, externalNumber);
}

/**
 * Content is source and body (whose fields always come in the order of their kind). When it happened is not content: an unchanged record exported again is no new version. Of an event it is:
 * what happens twice is two events.
 */
export function contentMac(
  mac: Mac,
  draft: Pick<Draft, "kind" | "source" | "occurredAt" | "canonical">,
): Buffer {
  return contentMacOf(mac, draft, contentText(draft));
}

/** The same of a content that is a text already ({@link contentText}). */
export const contentMacOf = (
  mac: Mac,
  { kind, source, occurredAt }: Pick<Draft, "kind" | "source" | "occurredAt">,
  content: string,
): Buffer =>
  kind.layout === "events"
    ? mac("content", kind.kind, source, occurredAt, content)
    : mac("content", kind.kind, source, content);

/** The outer reference of a data subject. */
export function referenceMac(mac: Mac, source: string, externalNumber: string): Buffer {
  return mac("reference", source, externalNumber);
}

/** Stands for the reference of a subject that nobody outside names; `null` without an Idempotency-Key. */
export function anonymousMac(mac: Mac, key: string | null): Buffer | null {
  return key === null ? null : mac("idempotency", "subjects", key);
}

/** The body's fields as one text: a JSON array, so that where one ends and the next begins is clear. */
export function contentText(draft: Pick<Draft, "canonical">): string {
  return `[${Object.values(draft.canonical).join(",")}]`;
}
