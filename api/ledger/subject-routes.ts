import type { OpenAPIHono } from "@hono/zod-openapi";
import { Refusal } from "../core/errors.ts";
import { lastLine, lineAnswer } from "./answers.ts";
import {
  bodyType,
  idempotencyKey,
  jsonBody,
  languageOf,
  lineKey,
  NDJSON_TYPE,
  queryOf,
} from "./request.ts";
import {
  idempotencyHeader,
  problem,
  subjectAnswer,
  subjectRequest,
  subjectsQuery,
} from "./schemas.ts";
import type { Ledger } from "./service.ts";
import { textStream, throughLines } from "./stream.ts";
import { parseReference } from "./subjects.ts";

/** `POST /v1/subjects` */
export function subjectRoutes(
  app: OpenAPIHono,
  ledger: Ledger,
  onBug: (error: unknown) => void,
): void {
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/v1/subjects",
    tags: ["subjects"],
    summary: "Find or create a data subject",
    description:
      "One reference as JSON, or many as NDJSON (one outcome a line). The same source and external number always give the same subject.",
    security: [{ bearer: [] }],
    request: {
      headers: idempotencyHeader,
      query: subjectsQuery,
      body: {
        required: true,
        content: {
          "application/json": { schema: subjectRequest },
          [NDJSON_TYPE]: { schema: subjectRequest },
        },
      },
    },
    responses: {
      200: {
        description: "It existed",
        content: { "application/json": { schema: subjectAnswer } },
      },
      201: { description: "Created", content: { "application/json": { schema: subjectAnswer } } },
      404: {
        description: "Not known, and not to be created",
        content: { "application/problem+json": { schema: problem } },
      },
      422: { description: "Refused", content: { "application/problem+json": { schema: problem } } },
    },
  });

  app.post("/v1/subjects", async (c) => {
    const key = idempotencyKey(c);
    const creates = queryOf(c, subjectsQuery).create === "true";
    if (bodyType(c) === NDJSON_TYPE) {
      const language = languageOf(c);
      const output = throughLines(c.req.raw.body, {
        parse: parseReference,
        handle: (batch) =>
          creates
            ? ledger.ensureSubjects(
                batch.map(({ value }) => value),
                batch.map(({ number }) => lineKey(key, number)),
              )
            : ledger.findSubjects(batch.map(({ value }) => value)),
        answer: (number, outcome) => lineAnswer(number, outcome, language, (o) => o),
      });
      const stream = textStream(output, (error) => lastLine(error, language, onBug));
      return c.body(stream, 200, { "content-type": NDJSON_TYPE });
    }
    const references = [parseReference(await jsonBody(c))];
    const [outcome] = creates
      ? await ledger.ensureSubjects(references, [key])
      : await ledger.findSubjects(references);
    if (outcome instanceof Refusal) throw outcome;
    return c.json(outcome!, outcome!.created ? 201 : 200);
  });
}
