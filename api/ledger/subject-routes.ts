import type { OpenAPIHono } from "@hono/zod-openapi";
import { lastLine, lineAnswer } from "./answers.ts";
import { bodyType, idempotencyKey, jsonBody, languageOf, lineKey, NDJSON_TYPE } from "./request.ts";
import { idempotencyHeader, problem, subjectAnswer, subjectRequest } from "./schemas.ts";
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
      422: { description: "Refused", content: { "application/problem+json": { schema: problem } } },
    },
  });

  app.post("/v1/subjects", async (c) => {
    const key = idempotencyKey(c);
    if (bodyType(c) === NDJSON_TYPE) {
      const language = languageOf(c);
      const output = throughLines(c.req.raw.body, {
        parse: parseReference,
        handle: (batch) =>
          ledger.ensureSubjects(
            batch.map(({ value }) => value),
            batch.map(({ number }) => lineKey(key, number)),
          ),
        answer: (number, outcome) => lineAnswer(number, outcome, language, (o) => o),
      });
      const stream = textStream(output, (error) => lastLine(error, language, onBug));
      return c.body(stream, 200, { "content-type": NDJSON_TYPE });
    }
    const [outcome] = await ledger.ensureSubjects([parseReference(await jsonBody(c))], [key]);
    return c.json(outcome!, outcome!.created ? 201 : 200);
  });
}
