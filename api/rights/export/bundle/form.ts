/** What an export must hold, by its form (docs/FORMAT.md §21.2): which streams of a person there can be. Pure. */
import { kindForm, kindOfStream } from "../../../../portal/verify/kinds.ts";

export const EXPORT_FORMAT = "counterfoil/export/v1";
export const DATA_FORMAT = "counterfoil/export-data/v1";

/** `access`: everything (GDPR 15, PIPL 45). `portability`: what the person provided (GDPR 20, PIPL 45). */
export const FORMS = ["access", "portability"] as const;
export type Form = (typeof FORMS)[number];

/**
 * Streams that every subject has or has not: those of the kinds that have one alone, and of the others what there can be no more of. A list of this version of the format,
 * whatever kinds come later.
 */
const BARE = [
  "access",
  "acknowledgement",
  "administration",
  "controller",
  "customer",
  "erasure",
  "hold",
  "ledger",
  "merge",
  "order",
  "payment",
  "restriction",
  "retention",
  "signal/gpc",
];

/** Kinds whose streams are `<kind>/<value>` alone: which values there are nobody can prove. */
const OPEN_ENDED: ReadonlySet<string> = new Set([
  "agreement",
  "assessment",
  "breach",
  "consent",
  "erasure-outcome",
  "notice",
  "purpose",
  "request",
  "signal",
]);

/** What the person provided, or did; and who else they are. */
const PROVIDED: ReadonlySet<string> = new Set([
  "consent",
  "customer",
  "merge",
  "order",
  "payment",
  "signal",
]);

export const isOfForm = (form: Form, kind: string): boolean =>
  form === "access" || PROVIDED.has(kind);

/** Of these each subject of an export has a history, or proof that there is none. */
export const bareStreams = (form: Form): readonly string[] =>
  BARE.filter((name) => isOfForm(form, kindOfStream(name)));

export const consentStream = (purposeId: string): string => `consent/${purposeId}`;

/** Where later versions of a record are; `null`: its kind has no such stream. */
export const laterVersions = (kind: string, id: string): string | null =>
  kindForm(kind)?.layout === "many" ? `${kind}/${id}` : null;

/** Whether an export may tell of this stream though nothing asks for it: of its kind there may be any. */
export const isOpenEnded = (name: string): boolean => OPEN_ENDED.has(kindOfStream(name));
