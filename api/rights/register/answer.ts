/** One register in four forms: for programs, for tables, to be read, to be handed over. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ReceiptDocument } from "../../consent/receipt/document.ts";
import { RECEIPT_POLICY, receiptHtml } from "../../consent/receipt/html.ts";
import type { Press } from "../../consent/receipt/pdf/press.ts";
import { type Language, negotiateLanguage } from "../../core/language.ts";

export const formQuery = z.object({
  format: z.enum(["json", "csv", "html", "pdf"]).default("json").meta({
    description: "json for programs, csv for tables, html and pdf to be read",
  }),
  language: z.enum(["en", "zh"]).optional().meta({
    description: "Of what is to be read; that of Accept-Language when left out",
  }),
});
type Form = z.output<typeof formQuery>;

/** What an answer may be. */
export const forms = (shape: z.ZodType) => ({
  "application/json": { schema: shape },
  "text/csv": { schema: z.string() },
  "text/html": { schema: z.string() },
  "application/pdf": { schema: z.string().meta({ format: "binary" }) },
});

interface Forms {
  readonly name: string;
  readonly press: Press;
  json(): object;
  csv(language: Language): string;
  document(language: Language): ReceiptDocument;
}

export const languageIn = (c: Context, { language }: Form): Language =>
  language ?? negotiateLanguage(c.req.header("accept-language"));

export async function inForm(c: Context, form: Form, forms: Forms): Promise<Response> {
  const language = languageIn(c, form);
  if (form.format === "json") return c.json(forms.json(), 200);
  const headers = {
    "content-language": language === "zh" ? "zh-CN" : "en",
    vary: "Accept-Language",
  };
  const named = `filename="${forms.name}.${form.format}"`;
  if (form.format === "csv")
    return c.body(forms.csv(language), 200, {
      ...headers,
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; ${named}`,
    });
  const document = forms.document(language);
  if (form.format === "html")
    return c.html(receiptHtml(document), 200, {
      ...headers,
      "content-security-policy": `${RECEIPT_POLICY}; frame-ancestors 'none'`,
    });
  return c.body(Buffer.from(await forms.press.print(document)), 200, {
    ...headers,
    "content-type": "application/pdf",
    "content-disposition": `inline; ${named}`,
  });
}
