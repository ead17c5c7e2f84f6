/** `GET /v1/agreements/{id}/records`: what a partner gets, as a page, or all of it as lines. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Principal } from "../../core/principal.ts";
import { lastLine } from "../../ledger/answers.ts";
import { JSON_TYPE, languageOf, NDJSON_TYPE } from "../../ledger/request.ts";
import { refused, security } from "../../ledger/schemas.ts";
import { textStream } from "../../ledger/stream.ts";
import { agreementParam } from "../schemas.ts";
import type { DeliveryPage } from "./page.ts";
import * as schema from "./schemas.ts";
import type { Asked, Delivery } from "./service.ts";

export interface DeliveryRouteContext {
  readonly delivery: Delivery;
  readonly onBug: (error: unknown) => void;
}

const PATH = "/v1/agreements/{id}/records";

const wantsLines = (c: Context): boolean =>
  (c.req.header("accept") ?? "").split(",").some((one) => one.trim().startsWith(NDJSON_TYPE));

export function deliveryRoutes(app: OpenAPIHono, { delivery, onBug }: DeliveryRouteContext): void {
  const route = createRoute({
    ...{ method: "get", path: PATH, tags: ["agreements"], security },
    summary: "What an agreement gives its recipient now, with the proof of it",
    description:
      "For members and keys of the organization that the agreement is tied to. Each record is decided by the terms and the consents in force at that moment; what is given is on record with the person before it goes out. With “Accept: application/x-ndjson” all pages follow one another, a record a line, and a summary at the end.",
    request: { params: agreementParam, query: schema.deliveryQuery },
    responses: {
      200: {
        description: "A page; it may be short, or empty, and not be the last",
        content: {
          [JSON_TYPE]: { schema: schema.deliveryAnswer },
          [NDJSON_TYPE]: { schema: schema.deliveryLine },
        },
      },
      403: refused("Outside of the terms: the answer names what of them says so"),
      404: refused("No such agreement, or it is another organization's; or no such person"),
    },
  });
  app.openapi(route, async (c) => {
    const { purpose, limit, cursor = null, since = null, subject = null } = c.req.valid("query");
    const asked: Asked = {
      ...{ agreementId: c.req.valid("param").id, purposeId: purpose, route: `GET ${PATH}` },
      ...{ reader: c.get("principal") as Principal, limit, cursor, since, subject },
    };
    if (!wantsLines(c)) return c.json((await delivery.page(asked)) as never, 200);
    const pages = delivery.pages({ ...asked, again: c.get("authoriseAnew") });
    // Whoever may not ask is told so by the status.
    const first = await pages.next();
    const language = languageOf(c);
    const body = textStream(lines(first, pages), (error) => lastLine(error, language, onBug));
    return c.body(body, 200, { "content-type": NDJSON_TYPE }) as never;
  });
}

const line = (value: object): string => `${JSON.stringify(value)}\n`;

/** A page at a time, and no page before somebody takes it. */
async function* lines(
  first: IteratorResult<DeliveryPage>,
  pages: AsyncGenerator<DeliveryPage>,
): AsyncGenerator<string> {
  let [records, ended, restricted] = [0, 0, 0];
  try {
    for (let step = first; !step.done; step = await pages.next()) {
      const page = step.value;
      records += page.records.length;
      ended += page.ended.length;
      restricted += page.restricted.length;
      const all = [
        ...page.records.map(line),
        ...page.ended.map((one) => line({ ended: one })),
        ...page.restricted.map((one) => line({ restricted: one })),
      ];
      if (all.length > 0) yield all.join("");
      if (page.next !== null) continue;
      const { version, until, complete, leftOut } = page;
      const summary = { version, leftOut, until, complete, records, ended, restricted };
      yield line({ summary });
    }
  } finally {
    await pages.return(undefined);
  }
}
