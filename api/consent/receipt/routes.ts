import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { negotiateLanguage } from "../../core/language.ts";
import { assertMayRead } from "../../ledger/reach.ts";
import { type ReadTrail, readHeaders } from "../../ledger/reading.ts";
import { refusedRecord } from "../../ledger/refused.ts";
import { recordId, refused, security } from "../../ledger/schemas.ts";
import type { Ledger } from "../../ledger/service.ts";
import { streamOf } from "../history.ts";
import { documentOf } from "../shown.ts";
import { acceptedFormat } from "./accepted.ts";
import { RECEIPT_POLICY, receiptHtml } from "./html.ts";
import { makeReceipt, type ReceiptContext } from "./make.ts";
import type { Press } from "./pdf/press.ts";

export interface ReceiptRouteContext extends ReceiptContext {
  readonly ledger: ReceiptContext["ledger"] & Pick<Ledger, "whose" | "place">;
  readonly trail: ReadTrail;
  readonly press: Press;
  /** Where people reach this ledger; `null`: nobody has said. Where a request came to is what its sender says, and stands in no receipt. */
  readonly publicUrl: string | null;
}

const query = z.object({
  language: z
    .enum(["en", "zh"])
    .optional()
    .meta({ description: "Of the receipt; that of Accept-Language when left out" }),
  format: z
    .enum(["html", "pdf"])
    .optional()
    .meta({ description: "For links, which cannot say what they accept" }),
});

/** `GET /v1/consents/{id}/receipt` */
export function receiptRoutes(app: OpenAPIHono, context: ReceiptRouteContext): void {
  const route = createRoute({
    method: "get",
    path: "/v1/consents/{id}/receipt",
    tags: ["consent"],
    summary: "Receipt for the person: what was chosen, under which text, and what proves it",
    description:
      "A page, or (Accept: application/pdf) a PDF/A-3 with the evidence file, the text of the notice and the forms for programs attached. As long as no checkpoint covers the event, it carries the ledger's signed promise instead of the evidence, and says so.",
    security,
    request: { params: z.object({ id: recordId }), query, headers: readHeaders },
    responses: {
      200: {
        description: "The receipt; Content-Language says in which language",
        content: {
          "text/html": { schema: z.string() },
          "application/pdf": { schema: z.string().meta({ format: "binary" }) },
        },
      },
      404: refused("No such record, or it is no event of a consent"),
      413: refused("More events than one file can hold"),
      503: refused("Too many receipts wait to be drawn"),
    },
  });
  app.openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const asked = c.req.valid("query");
    const language = asked.language ?? negotiateLanguage(c.req.header("accept-language"));
    const format = asked.format ?? acceptedFormat(c.req.header("accept"));
    const { signal } = c.req.raw;
    await assertMayRead(c, context.ledger, id, null);
    const reading = context.trail(c);
    const base = context.publicUrl;
    const document = [{ what: "document", of: "receipt" }] as const;
    const tells = refusedRecord(context.ledger, { id, version: null }, document);
    const made = await reading.telling(tells, () =>
      makeReceipt(context, { id, language, base, signal }),
    );
    const { statement } = made;
    const of = streamOf(statement.purpose.purposeId);
    const told = [...document, { what: "evidence", of }] as const;
    await reading.show(documentOf(statement, told));
    const headers = {
      "content-language": language === "zh" ? "zh-CN" : "en",
      vary: "Accept, Accept-Language",
    };
    if (format === "html")
      return c.html(receiptHtml(made.document), 200, {
        ...headers,
        // Of a page in a meta element browsers ignore who may frame it.
        "content-security-policy": `${RECEIPT_POLICY}; frame-ancestors 'none'`,
      });
    const bytes = await context.press.print(made.document);
    return c.body(Buffer.from(bytes), 200, {
      ...headers,
      "content-type": "application/pdf",
      "content-disposition": `inline; filename="receipt-${id}.pdf"`,
    }) as never;
  });
}
