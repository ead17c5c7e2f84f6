/** Events of consents as documents of other systems. What was taken from one of the same form comes out as it came in. */
import type { ConsentStatement } from "../model.ts";
import { writeDpvReceipt, writeDpvRecord } from "./dpv-write.ts";
import { FORMS, type Form } from "./import-request.ts";
import { writeKantara } from "./kantara-write.ts";
import { type TcfTerms, writeTcf } from "./tcf-write.ts";
import { toldOf } from "./told.ts";

/** A document as it is handed out. */
export interface ForeignFile {
  readonly type: "application/json" | "application/ld+json" | "text/plain; charset=utf-8";
  readonly text: string;
}

export interface ExportOptions {
  /** DPV: the record, or a receipt that holds it. */
  readonly as: "record" | "receipt";
  /** When the receipt is made, RFC 3339 (FORMAT §1). */
  readonly created: string;
  /** TCF. @throws Refusal where they were not given, and are needed */
  readonly terms: () => TcfTerms;
}

const TYPES = {
  kantara: "application/json",
  dpv: "application/ld+json",
  tcf: "text/plain; charset=utf-8",
} as const satisfies Record<Form, ForeignFile["type"]>;

/** @throws Refusal `foreign_form` where the form cannot tell of this event, and those of `terms` */
export function exportForeign(
  statement: ConsentStatement,
  form: Form,
  options: ExportOptions,
): ForeignFile {
  return { type: TYPES[form], text: textOf(statement, form, options) };
}

function textOf(
  statement: ConsentStatement,
  form: Form,
  { as, created, terms }: ExportOptions,
): string {
  const { imported } = toldOf(statement);
  if (imported?.format === FORMS[form]) {
    const { document } = imported;
    return typeof document === "string" ? document : JSON.stringify(document);
  }
  if (form === "tcf") return writeTcf(statement, terms());
  if (form === "kantara") return JSON.stringify(writeKantara(statement));
  return JSON.stringify(
    as === "receipt" ? writeDpvReceipt(statement, created) : writeDpvRecord(statement),
  );
}
