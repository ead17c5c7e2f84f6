/** The same statement in the forms that other programs read. */
import { isRefusal } from "../../core/errors.ts";
import type { Language } from "../../core/language.ts";
import { writeDpvReceipt } from "../forms/dpv-write.ts";
import { writeKantara } from "../forms/kantara-write.ts";
import type { ConsentStatement } from "../model.ts";
import { receiptWords } from "./catalogue.ts";
import type { Attachment } from "./document.ts";

const bytesOf = (document: unknown): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(document, null, 2)}\n`);

/** Kantara's form tells of what was given, by a controller that can be called and written to; of anything else there is none. */
function kantara(statement: ConsentStatement): unknown {
  try {
    return writeKantara(statement);
  } catch (error) {
    if (isRefusal(error, "foreign_form")) return null;
    throw error;
  }
}

export function machineForms(
  statement: ConsentStatement,
  language: Language,
  issuedAt: string,
): readonly Attachment[] {
  const { fileKinds } = receiptWords[language];
  const relationship = "Alternative";
  const dpv: Attachment = {
    name: "consent-receipt.jsonld",
    type: "application/ld+json",
    description: fileKinds.dpv,
    bytes: bytesOf(writeDpvReceipt(statement, issuedAt)),
    relationship,
  };
  const other = kantara(statement);
  if (other === null) return [dpv];
  return [
    dpv,
    {
      name: "kantara-receipt.json",
      type: "application/json",
      description: fileKinds.kantara,
      bytes: bytesOf(other),
      relationship,
    },
  ];
}
