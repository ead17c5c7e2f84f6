/** A route that records something of a domain: one JSON object in, what became of it out. */
import type { OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Refusal } from "../core/errors.ts";
import {
  bodyType,
  idempotencyKey,
  invalidParameters,
  JSON_TYPE,
  jsonBody,
} from "../ledger/request.ts";
import { idempotencyHeader, refused, security } from "../ledger/schemas.ts";
import type { Ledger } from "../ledger/service.ts";
import { eventAnswer } from "./answers.ts";
import type { EventOutcome } from "./context.ts";
import type { Input } from "./input.ts";

interface WriteRoute<O extends EventOutcome> {
  /** As OpenAPI spells it: `/v1/purposes/{id}/retirement`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly params?: z.ZodObject;
  readonly body: z.ZodType;
  readonly answer: z.ZodType;
  /** Beside `Idempotency-Key`. */
  readonly headers?: z.ZodObject;
  /** Bytes of the body; a line's when left out. */
  readonly limit?: number;
  readonly handle: (
    input: Input,
    key: string | null,
    params: Readonly<Record<string, string>>,
    c: Context,
  ) => Promise<O>;
  /** What is answered beside the event. */
  readonly more?: (outcome: O) => object;
}

/** The parameters of a path through the schema that documents them. @throws Refusal `invalid_parameter` */
function paramsOf(c: Context, shape: z.ZodObject | undefined): Record<string, string> {
  const params = c.req.param() as Record<string, string>;
  const parsed = shape?.safeParse(params);
  if (parsed === undefined || parsed.success) return params;
  throw invalidParameters(parsed.error.issues, "path");
}

export function writeRoute<O extends EventOutcome>(
  app: OpenAPIHono,
  ledger: Ledger,
  route: WriteRoute<O>,
): void {
  const { path, tag, summary, description, params, body, answer, limit, headers, handle } = route;
  const { more = () => ({}) } = route;
  const content = { [JSON_TYPE]: { schema: answer } };
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path, tags: [tag], summary, description, security: [...security] },
    request: {
      headers: headers === undefined ? idempotencyHeader : idempotencyHeader.extend(headers.shape),
      ...(params === undefined ? {} : { params }),
      body: { required: true, content: { [JSON_TYPE]: { schema: body } } },
    },
    responses: {
      200: { description: "It was recorded before", content },
      201: { description: "Recorded", content },
      409: refused("Its source has given this number to another event"),
      413: refused("Too large"),
      422: refused("Refused, with the reason"),
    },
  });
  app.post(path.replaceAll(/\{(\w+)\}/g, ":$1"), async (c) => {
    const key = idempotencyKey(c);
    const named = paramsOf(c, params);
    if (bodyType(c) !== JSON_TYPE)
      throw new Refusal("unsupported_media_type", { accepted: JSON_TYPE });
    const outcome = await handle(await jsonBody(c, limit), key, named, c);
    const told = { ...eventAnswer(ledger, outcome), ...more(outcome) };
    return c.json(told, outcome.outcome === "stored" ? 201 : 200);
  });
}
