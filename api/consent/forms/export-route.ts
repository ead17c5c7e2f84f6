import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import { assertMayRead } from "../../ledger/reach.ts";
import { readHeaders } from "../../ledger/reading.ts";
import { refusedRecord } from "../../ledger/refused.ts";
import { recordId, refused, security } from "../../ledger/schemas.ts";
import type { RouteContext } from "../route-context.ts";
import { documentOf } from "../shown.ts";
import { exportForeign } from "./export.ts";
import { form } from "./import-request.ts";
import type { TcfTerms } from "./tcf-write.ts";

/** Numbers with commas between, as a query has them. */
const numbers = (most: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,4}(,[1-9]\d{0,4}){0,999}$/)
    .transform((text) => text.split(",").map(Number))
    .refine((all) => all.every((each) => each <= most));

const count = (least: number, most: number) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,3})$/)
    .transform(Number)
    .refine((value) => value >= least && value <= most);

const plain = { type: "string" } as const;
const exportQuery = z.object({
  as: z.enum(["record", "receipt"]).default("record").openapi({
    description: "DPV: the record, or a receipt that holds it.",
  }),
  cmpId: count(2, 4095)
    .optional()
    .openapi({ ...plain, description: "TCF: number of the consent platform." }),
  cmpVersion: count(0, 4095)
    .optional()
    .openapi({ ...plain, description: "TCF: its version." }),
  vendorListVersion: count(1, 4095)
    .optional()
    .openapi({
      ...plain,
      description: "TCF: version of the global vendor list.",
    }),
  purposes: numbers(11)
    .optional()
    .openapi({
      ...plain,
      description: "TCF: purposes that the consent is to, with commas between.",
    }),
  vendors: numbers(65_535)
    .optional()
    .openapi({
      ...plain,
      description: "TCF: vendors that were shown and are covered, with commas between.",
    }),
});

/** @throws Refusal `invalid_parameter` with those that are missing */
function termsOf(query: z.infer<typeof exportQuery>): TcfTerms {
  const { cmpId, cmpVersion, vendorListVersion, purposes, vendors } = query;
  const terms = { cmpId, cmpVersion, vendorListVersion, purposes, vendors };
  const missing = Object.entries(terms).filter(([, value]) => value === undefined);
  const [parameter, ...others] = missing.map(([name]) => name);
  if (parameter !== undefined)
    throw new Refusal("invalid_parameter", {
      parameter,
      ...(others.length > 0 ? { others } : {}),
    });
  return terms as TcfTerms;
}

/** `GET /v1/consents/{id}/forms/{form}` */
export function exportRoute(
  app: OpenAPIHono,
  { ledger, consents, clock, trail }: RouteContext,
): void {
  const route = createRoute({
    method: "get",
    path: "/v1/consents/{id}/forms/{form}",
    tags: ["consent"],
    summary: "A consent as a document of another system",
    description:
      "Kantara Consent Receipt 1.1, ISO/IEC TS 27560 in DPV (JSON-LD), or a TC string. What was imported in this form comes out as it came in.",
    security,
    request: { params: z.object({ id: recordId, form }), query: exportQuery, headers: readHeaders },
    responses: {
      200: {
        description: "The document",
        content: {
          "application/json": { schema: z.object({}) },
          "application/ld+json": { schema: z.object({}) },
          "text/plain": { schema: z.string() },
        },
      },
      404: refused("No such event of a consent"),
      422: refused("Refused, with the reason"),
    },
  });
  app.openapi(route, async (c) => {
    const { id, form } = c.req.valid("param");
    const query = c.req.valid("query");
    await assertMayRead(c, ledger, id, null);
    const reading = trail(c);
    const told = [{ what: "document", of: form }] as const;
    const { statement, file } = await reading.telling(
      refusedRecord(ledger, { id, version: null }, told),
      async () => {
        const found = await consents.statement(id);
        const made = exportForeign(found, form, {
          as: query.as,
          created: formatTime(clock.now()),
          terms: () => termsOf(query),
        });
        return { statement: found, file: made };
      },
    );
    await reading.show(documentOf(statement, told));
    return c.body(file.text, 200, { "content-type": file.type }) as never;
  });
}
