import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import { Refusal, type ToldProblem } from "../../core/errors.ts";
import type { Reach } from "../../core/reach.ts";
import type { Shown } from "../../ledger/access.ts";
import { lastLine, lineAnswer } from "../../ledger/answers.ts";
import { amongNamed, reachFor } from "../../ledger/reach.ts";
import { readHeaders } from "../../ledger/reading.ts";
import { bodyType, languageOf, NDJSON_TYPE, queryOf } from "../../ledger/request.ts";
import { refused, security, subject } from "../../ledger/schemas.ts";
import { textStream, throughLines } from "../../ledger/stream.ts";
import { parseReference, type SubjectReference } from "../../ledger/subjects.ts";
import { askedTime } from "../asked-time.ts";
import { gathered } from "../input.ts";
import { identifier } from "../kinds/shapes.ts";
import type { RouteContext } from "../route-context.ts";
import { atQuery } from "../schemas.ts";
import { REASONS } from "../verdict.ts";
import type { Decision, DecisionQuestion } from "./decide-many.ts";

const question = z
  .object({
    subject: subject.optional(),
    source: z.string().optional(),
    externalNumber: z.string().optional(),
    purpose: identifier,
  })
  .openapi("ConsentQuestion");

const verdict = z
  .object({
    line: z.number().int(),
    subject,
    purpose: identifier,
    at: z.string(),
    allowed: z.boolean(),
    reason: z.enum(REASONS),
  })
  .openapi("ConsentVerdict");

/** Who is asked about: by identifier, or as another system names them. */
type Asked = { readonly purposeId: string } & (
  | { readonly subject: string }
  | { readonly reference: SubjectReference }
);

/** @throws Refusal `invalid_record` */
export function parseQuestion({ purpose, subject: own, ...rest }: Record<string, unknown>): Asked {
  const problems: ToldProblem[] = [];
  if (purpose === undefined) problems.push({ field: "purpose", code: "missing" });
  else if (!identifier.safeParse(purpose).success)
    problems.push({ field: "purpose", code: "bad_format" });
  if (own !== undefined && !subject.safeParse(own).success)
    problems.push({ field: "subject", code: "bad_format" });
  const reference = gathered(problems, () => parseReference(rest));
  if (reference !== undefined && (own === undefined) === (reference === null))
    problems.push({ field: "subject", code: reference === null ? "missing" : "surplus" });
  if (problems.length > 0 || reference === undefined)
    throw new Refusal("invalid_record", { problems });
  const purposeId = purpose as string;
  return reference === null ? { purposeId, subject: own as string } : { purposeId, reference };
}

/** A verdict rests on all identifiers of the person; it is recorded with the one that was asked about. */
const shownOf = (decided: Decision | Refusal): readonly Shown[] =>
  decided instanceof Refusal
    ? []
    : [
        {
          subject: decided.subject,
          told: [{ what: "decision", of: decided.purposeId, at: decided.at }],
        },
      ];

/** `POST /v1/consent-decisions` */
export function decisionRoutes(
  app: OpenAPIHono,
  { ledger, consents, clock, trail, onBug }: RouteContext,
) {
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/v1/consent-decisions",
    tags: ["consent"],
    summary: "Decide for many people whether they have consented",
    description:
      "NDJSON: one question a line in, one verdict a line out, in order; each tells its “at”, the time asked about or now. A person is named by subject, or by source and externalNumber. Only where “allowed” is true may anything rest on consent. What shows it: GET /v1/subjects/{subject}/consents/{purpose}.",
    security: [...security],
    request: {
      query: atQuery,
      headers: readHeaders,
      body: { required: true, content: { [NDJSON_TYPE]: { schema: question } } },
    },
    responses: {
      200: { description: "One verdict a line", content: { [NDJSON_TYPE]: { schema: verdict } } },
      415: refused("Not NDJSON"),
    },
  });

  /** Each with whom it is about; a refusal for who is not known. */
  async function named(asked: readonly Asked[]): Promise<(DecisionQuestion | Refusal)[]> {
    const references = asked.flatMap((one) => ("reference" in one ? [one.reference] : []));
    const found = (await ledger.subjectsOf(references)).values();
    return asked.map((one) => {
      const own = "subject" in one ? one.subject : (found.next().value ?? null);
      if (own === null) return new Refusal("not_found", { what: "number" });
      return { subject: own, purposeId: one.purposeId };
    });
  }

  async function decide(
    reach: Reach,
    asked: readonly Asked[],
    at: string | null,
  ): Promise<(Decision | Refusal)[]> {
    const questions = await named(asked);
    const isKnown = (one: DecisionQuestion | Refusal): one is DecisionQuestion =>
      !(one instanceof Refusal);
    // To who is limited, a number of nobody is as that of somebody else.
    return amongNamed(
      reach,
      questions,
      (one) => (isKnown(one) ? one.subject : null),
      async (allowed) => {
        const decided = (await consents.decideMany(allowed.filter(isKnown), at)).values();
        return allowed.map((one) => (isKnown(one) ? decided.next().value! : one));
      },
    );
  }

  app.post("/v1/consent-decisions", async (c) => {
    const at = queryOf(c, atQuery).at ?? null;
    askedTime(clock, at);
    const language = languageOf(c);
    const reach = reachFor(c);
    if (bodyType(c) !== NDJSON_TYPE)
      throw new Refusal("unsupported_media_type", { accepted: NDJSON_TYPE });
    const reading = trail(c);
    const output = throughLines(c.req.raw.body, {
      parse: parseQuestion,
      async handle(batch) {
        const asked = batch.map(({ value }) => value);
        const decided = await decide(reach, asked, at);
        await reading.show(...decided.flatMap(shownOf));
        return decided;
      },
      answer: (number, outcome) =>
        lineAnswer(
          number,
          outcome,
          language,
          ({ subject: of, purposeId, byOwn: _, isHeld: __, ...told }) => ({
            ...{ subject: of, purpose: purposeId },
            ...told,
          }),
        ),
    });
    const stream = textStream(output, (error) => lastLine(error, language, onBug));
    return c.body(stream, 200, { "content-type": NDJSON_TYPE });
  });
}
