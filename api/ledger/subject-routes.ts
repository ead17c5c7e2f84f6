import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
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
import { idempotencyHeader, problem, subjectAnswer, subjectRequest } from "./schemas.ts";
import type { Ledger } from "./service.ts";
import { textStream, throughLines } from "./stream.ts";
import { parseReference, type SubjectOutcome, type SubjectReference } from "./subjects.ts";

const body = {
  required: true,
  content: {
    "application/json": { schema: subjectRequest },
    [NDJSON_TYPE]: { schema: subjectRequest },
  },
};
const answered = (description: string) => ({
  description,
  content: { "application/json": { schema: subjectAnswer } },
});
const refused = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: problem } },
});

function document(app: OpenAPIHono): void {
  const common = { tags: ["subjects"], security: [{ bearer: [] }] };
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: "/v1/subjects", ...common },
    summary: "Find or create a data subject",
    description:
      "One reference as JSON, or many as NDJSON (one outcome a line). The same source and external number always give the same subject.",
    request: { headers: idempotencyHeader.extend(readHeaders.shape), body },
    responses: {
      200: answered("It existed"),
      201: answered("Created"),
      422: refused("Refused"),
    },
  });
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: "/v1/subjects/lookup", ...common },
    summary: "Find a data subject",
    description:
      "By source and external number, as JSON or NDJSON (one outcome a line). Makes nobody known.",
    request: { headers: readHeaders, body },
    responses: {
      200: answered("It is there"),
      404: refused("Not known"),
      422: refused("Refused"),
    },
  });
}

/** `POST /v1/subjects`, `POST /v1/subjects/lookup` */
export function subjectRoutes(
  app: OpenAPIHono,
  ledger: Ledger,
  trail: ReadTrail,
  onBug: (error: unknown) => void,
): void {
  document(app);
  const answer = async (c: Context, creates: boolean): Promise<Response> => {
    // What is asked for stands in the body: whoever adds something here means something else.
    queryOf(c, z.strictObject({}));
    const key = creates ? idempotencyKey(c) : null;
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
  };
  app.post("/v1/subjects", (c) => answer(c, true));
  app.post("/v1/subjects/lookup", (c) => answer(c, false));
}
