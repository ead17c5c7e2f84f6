import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../core/errors.ts";
import { lastLine, lineAnswer, writeAnswer } from "./answers.ts";
import { correctionRoutes } from "./correction-routes.ts";
import { ledgerKinds } from "./kinds/registry.ts";
import { amongNamed, assertMayRead, reachFor } from "./reach.ts";
import { type ReadTrail, readHeaders, wholeRecord } from "./reading.ts";
import { refusedRecord } from "./refused.ts";
import {
  bodyType,
  idempotencyKey,
  jsonBody,
  languageOf,
  lineKey,
  NDJSON_TYPE,
  queryOf,
} from "./request.ts";
import * as schema from "./schemas.ts";
import type { Ledger } from "./service.ts";
import { textStream, throughLines } from "./stream.ts";
import type { WriteRequest } from "./write.ts";

const { refused, security } = schema;
const params = z.object({ id: schema.recordId });

function documentWrite(app: OpenAPIHono): void {
  const record = schema.recordRequest(ledgerKinds);
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/v1/records",
    tags: ["records"],
    summary: "Record one or many",
    description:
      "One record as JSON, or many as NDJSON (one outcome a line; a bad line spoils no other). What has the same source, external number and content is not stored twice; with other content it becomes the next version.",
    security,
    request: {
      query: schema.writeQuery,
      headers: schema.idempotencyHeader,
      body: {
        required: true,
        content: { "application/json": { schema: record }, [NDJSON_TYPE]: { schema: record } },
      },
    },
    responses: {
      200: {
        description: "Nothing new to store; or, of a stream, one outcome a line",
        content: {
          "application/json": { schema: schema.writeAnswer },
          [NDJSON_TYPE]: { schema: schema.writeAnswer },
        },
      },
      201: {
        description: "Stored",
        content: { "application/json": { schema: schema.writeAnswer } },
      },
      409: refused("The external number belongs to another data subject"),
      413: refused("Too large"),
      422: refused("Refused, with every problem found"),
    },
  });
}

function writeRoute(app: OpenAPIHono, ledger: Ledger, onBug: (error: unknown) => void): void {
  documentWrite(app);
  app.post("/v1/records", async (c) => {
    const asked = queryOf(c, schema.writeQuery);
    const insist = asked.insist === "true";
    const disclosures = asked.disclosures === "true";
    const key = idempotencyKey(c);
    const reach = reachFor(c);
    const write = (requests: readonly WriteRequest[]) =>
      amongNamed(reach, requests, ({ draft }) => draft.subject, ledger.write);
    if (bodyType(c) === NDJSON_TYPE) {
      const language = languageOf(c);
      const options = { disclosures, receipt: asked.receipts === "true" };
      const output = throughLines(c.req.raw.body, {
        parse: ledger.parse,
        handle: (batch) =>
          write(
            batch.map(({ number, value }) => ({
              draft: value,
              insist,
              idempotency: lineKey(key, number),
            })),
          ),
        answer: (number, outcome) =>
          lineAnswer(number, outcome, language, (o) => writeAnswer(ledger, o, options)),
      });
      const stream = textStream(output, (error) => lastLine(error, language, onBug));
      return c.body(stream, 200, { "content-type": NDJSON_TYPE });
    }
    const draft = ledger.parse(await jsonBody(c));
    const [outcome] = await write([{ draft, insist, idempotency: key }]);
    if (outcome === undefined || outcome instanceof Refusal)
      throw outcome ?? new Error("no outcome");
    const status = outcome.outcome === "stored" ? 201 : 200;
    return c.json(writeAnswer(ledger, outcome, { receipt: true, disclosures }), status);
  });
}

function readRoutes(app: OpenAPIHono, ledger: Ledger, trail: ReadTrail): void {
  const list = createRoute({
    method: "get",
    path: "/v1/records",
    tags: ["records"],
    summary: "Newest versions of a data subject's records",
    security,
    request: { query: schema.listQuery, headers: readHeaders },
    responses: {
      200: {
        description: "A page",
        content: { "application/json": { schema: schema.pageAnswer } },
      },
      404: refused("No such data subject"),
    },
  });
  app.openapi(list, async (c) => {
    const { subject, kind, cursor, limit } = c.req.valid("query");
    const { period } = reachFor(c);
    const reading = trail(c);
    const query = { subject, kind: kind ?? null, cursor: cursor ?? null, limit, period };
    const page = await ledger.list(query);
    const told = [{ what: "list", of: kind ?? null }] as const;
    const shown = { subject, records: page.records.map(wholeRecord), told };
    // To who is limited to a time, somebody whom there is not has nothing in it, like anybody else: it must not show by a record that cannot be made.
    const isSomebody = period === null || (await ledger.knownSubjects([subject])).has(subject);
    if (isSomebody) await reading.show(shown);
    return c.json({ records: [...page.records], next: page.next }, 200);
  });

  const one = createRoute({
    method: "get",
    path: "/v1/records/{id}",
    tags: ["records"],
    summary: "One record",
    security,
    request: { params, query: z.object({ version: schema.version }), headers: readHeaders },
    responses: {
      200: {
        description: "The record",
        content: { "application/json": { schema: schema.recordAnswer } },
      },
      404: refused("No such record or version"),
    },
  });
  app.openapi(one, async (c) => {
    const { id } = c.req.valid("param");
    const { version = null } = c.req.valid("query");
    await assertMayRead(c, ledger, id, version);
    const reading = trail(c);
    const found = await reading.telling(refusedRecord(ledger, { id, version }), () =>
      ledger.record(id, version),
    );
    const subject = String(found.record["@subject"]);
    await reading.show({ subject, records: [wholeRecord(found)] });
    return c.json(found, 200);
  });
}

/** The `/v1/records` routes, but those that prove something: proof-routes.ts. */
export function recordRoutes(
  app: OpenAPIHono,
  ledger: Ledger,
  trail: ReadTrail,
  onBug: (error: unknown) => void,
): void {
  writeRoute(app, ledger, onBug);
  correctionRoutes(app, ledger);
  readRoutes(app, ledger, trail);
}
