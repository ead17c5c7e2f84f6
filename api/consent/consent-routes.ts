import type { OpenAPIHono } from "@hono/zod-openapi";
import { Refusal } from "../core/errors.ts";
import { lastLine, lineAnswer } from "../ledger/answers.ts";
import { amongNamed, reachFor } from "../ledger/reach.ts";
import {
  bodyType,
  idempotencyKey,
  JSON_TYPE,
  jsonBody,
  languageOf,
  lineKey,
  NDJSON_TYPE,
  queryOf,
} from "../ledger/request.ts";
import { idempotencyHeader, refused, security } from "../ledger/schemas.ts";
import { textStream, throughLines } from "../ledger/stream.ts";
import { eventAnswer } from "./answers.ts";
import type { KeyedRequest } from "./record.ts";
import type { RouteContext } from "./route-context.ts";
import * as schema from "./schemas.ts";

function documentWrite(app: OpenAPIHono): void {
  const taken = { schema: schema.consentInput };
  const answer = { schema: schema.eventAnswer };
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/v1/consents",
    tags: ["consent"],
    summary: "Record events of consents",
    description:
      "One event as JSON, or many as NDJSON (one outcome a line; a bad line spoils no other). Each is judged by what was so at its own time. A withdrawal needs @subject, event and purposeId, and no more.",
    security: [...security],
    request: {
      query: schema.writeQuery,
      headers: idempotencyHeader,
      body: { required: true, content: { [JSON_TYPE]: taken, [NDJSON_TYPE]: taken } },
    },
    responses: {
      200: {
        description: "It was recorded before; or, of a stream, one outcome a line",
        content: { [JSON_TYPE]: answer, [NDJSON_TYPE]: answer },
      },
      201: { description: "Recorded", content: { [JSON_TYPE]: answer } },
      409: refused("Its source has given this number to another event"),
      413: refused("Too large"),
      422: refused("Refused, with the reason"),
    },
  });
}

/** `POST /v1/consents` */
export function consentRoutes(app: OpenAPIHono, context: RouteContext): void {
  documentWrite(app);
  const { ledger, consents, onBug } = context;
  app.post("/v1/consents", async (c) => {
    const asked = queryOf(c, schema.writeQuery);
    const disclosures = asked.disclosures === "true";
    const key = idempotencyKey(c);
    const reach = reachFor(c);
    const record = (requests: readonly KeyedRequest[]) =>
      amongNamed(reach, requests, ({ request }) => request.draft.subject, consents.record);
    if (bodyType(c) === NDJSON_TYPE) {
      const language = languageOf(c);
      const options = { disclosures, receipt: asked.receipts === "true" };
      const output = throughLines(c.req.raw.body, {
        parse: (input) => consents.parse(input),
        handle: (batch) =>
          record(batch.map(({ number, value }) => ({ request: value, key: lineKey(key, number) }))),
        answer: (number, outcome) =>
          lineAnswer(number, outcome, language, (o) => eventAnswer(ledger, o, options)),
      });
      const stream = textStream(output, (error) => lastLine(error, language, onBug));
      return c.body(stream, 200, { "content-type": NDJSON_TYPE });
    }
    const request = consents.parse(await jsonBody(c));
    const [outcome] = await record([{ request, key }]);
    if (outcome === undefined || outcome instanceof Refusal)
      throw outcome ?? new Error("no outcome");
    const status = outcome.outcome === "stored" ? 201 : 200;
    return c.json(eventAnswer(ledger, outcome, { receipt: true, disclosures }), status);
  });
}
