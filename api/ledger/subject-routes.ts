import type { OpenAPIHono } from "@hono/zod-openapi";
import { Refusal } from "../core/errors.ts";
import { lastLine, lineAnswer } from "./answers.ts";
import { type ReadTrail, readHeaders } from "./reading.ts";
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
import { parseReference, type SubjectOutcome, type SubjectReference } from "./subjects.ts";

/** `POST /v1/subjects` */
export function subjectRoutes(
  app: OpenAPIHono,
  ledger: Ledger,
  trail: ReadTrail,
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
      headers: idempotencyHeader.extend(readHeaders.shape),
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
    const reading = trail(c);
    const found = async (
      references: readonly (SubjectReference | null)[],
      keys: readonly (string | null)[],
    ): Promise<readonly (SubjectOutcome | Refusal)[]> => {
      const outcomes = creates
        ? await ledger.ensureSubjects(references, keys)
        : await ledger.findSubjects(references);
      // Whoever makes somebody new learns of nobody; that somebody was there is something to know.
      await reading.show(
        ...outcomes.flatMap((one) =>
          one instanceof Refusal || one.created
            ? []
            : [{ subject: one.subject, told: [{ what: "subject" }] } as const],
        ),
      );
      return outcomes;
    };
    if (bodyType(c) === NDJSON_TYPE) {
      const language = languageOf(c);
      const output = throughLines(c.req.raw.body, {
        parse: parseReference,
        handle: (batch) =>
          found(
            batch.map(({ value }) => value),
            batch.map(({ number }) => lineKey(key, number)),
          ),
        answer: (number, outcome) => lineAnswer(number, outcome, language, (o) => o),
      });
      const stream = textStream(output, (error) => lastLine(error, language, onBug));
      return c.body(stream, 200, { "content-type": NDJSON_TYPE });
    }
    const [outcome] = await found([parseReference(await jsonBody(c))], [key]);
    if (outcome instanceof Refusal) throw outcome;
    return c.json(outcome!, outcome!.created ? 201 : 200);
  });
}
