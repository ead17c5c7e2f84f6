/** What is asked of an import: a document, whose it is, and which of its purposes are which of ours. Nothing of that is guessed. */
import { z } from "@hono/zod-openapi";
import { Refusal } from "../../core/errors.ts";
import type { ForeignFormat } from "../../core/foreign-problems.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { fieldProblems } from "../../ledger/kinds/problems.ts";
import { source, subject } from "../../ledger/schemas.ts";
import { identifier, versionNumber } from "../kinds/shapes.ts";
import type { TcfReading } from "./tcf-read.ts";
import type { Whose } from "./whose.ts";

/** Forms by the names that addresses have. */
export const FORMS = { kantara: "kantara-1.1", dpv: "dpv-27560", tcf: "tcf-2" } as const;
export type Form = keyof typeof FORMS;

const FORM_NAMES = ["kantara", "dpv", "tcf"] as const satisfies readonly Form[];
export const form = z.enum(FORM_NAMES);

const pair = z.strictObject({
  /** As the document names it: title, name, term; of TCF its number. */
  from: f.text(1000),
  purposeId: identifier,
});

const unique = (pairs: readonly { readonly purposeId: string }[]): boolean =>
  new Set(pairs.map(({ purposeId }) => purposeId)).size === pairs.length;

export const importBody = z
  .strictObject({
    "@subject": subject,
    /** Who sends it in; by it and the document's number what comes again is recognised. */
    "@source": source,
    /** A JSON document as an object or as its text; a TC string. */
    document: z.unknown().refine((value) => value !== undefined),
    /** Kantara, DPV: the person as the document names them. That this is the subject says who sends it in. */
    principal: f.text(500).optional(),
    /** Kantara, DPV: who decides about the data, as the document names them. */
    controller: f.text(500).optional(),
    /** That controller is not the one here; its consents were taken over. */
    takenOver: z.literal(true).optional(),
    purposes: z
      .array(pair)
      .min(1)
      .max(60)
      .refine(unique, { params: { code: "bad_format" } }),
    channel: f.channel.optional(),
    /** The wording of the choice, where the document does not tell it. */
    choice: f.text(2000).optional(),
    /** The notice that was shown, where it is known. */
    notice: z
      .strictObject({
        noticeId: identifier,
        noticeVersion: versionNumber,
        language: f.language.optional(),
      })
      .optional(),
    /** TCF: whose consent is read out of the string, a vendor's or the publisher's own. */
    vendor: z.number().int().min(1).max(65_535).optional(),
    publisher: z.literal(true).optional(),
  })
  .openapi("ImportRequest");

export type ImportRequest = z.infer<typeof importBody>;

/** @throws Refusal `invalid_record` */
export function parseImport(input: Readonly<Record<string, unknown>>): ImportRequest {
  const parsed = importBody.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Refusal("invalid_record", { problems: fieldProblems(parsed.error, input) });
}

const problem = (code: "missing" | "surplus", ...fields: string[]) =>
  new Refusal("invalid_record", { problems: fields.map((field) => ({ field, code })) });

/**
 * What it says of whose the document is; `null`: it is a TC string, which names nobody.
 *
 * @throws Refusal `invalid_record` where that is missing, or said of a TC string
 */
export function whoseOf(
  { principal, controller, takenOver }: ImportRequest,
  format: ForeignFormat,
): Whose | null {
  const said = Object.entries({ principal, controller, takenOver });
  if (format === "tcf-2") {
    const surplus = said.filter(([, value]) => value !== undefined).map(([name]) => name);
    if (surplus.length > 0) throw problem("surplus", ...surplus);
    return null;
  }
  if (principal === undefined || controller === undefined) {
    const must = Object.entries({ principal, controller });
    const missing = must.filter(([, value]) => value === undefined).map(([name]) => name);
    throw problem("missing", ...missing);
  }
  return { principal, controller, takenOver: takenOver === true };
}

/** @throws Refusal `invalid_record` unless it says one of the two, and says it of a TC string */
export function tcfReading(
  { vendor, publisher }: ImportRequest,
  format: ForeignFormat,
): TcfReading {
  if (vendor !== undefined && publisher !== undefined) throw problem("surplus", "publisher");
  if (format === "tcf-2" && vendor === undefined && publisher === undefined)
    throw problem("missing", "vendor");
  return vendor === undefined ? { publisher: true } : { vendor };
}
